// What a post says: subject and text of a mail, and the line of a text message, in the words of the rules or in the box's own. Pure.
// Words that can't be filled fall back to the box's own, part by part, and are named. `sound`: whether a recording is there to be attached.
import { filled, NOTICE_WORDS, WORD_PARTS, type WordPart } from '../core/notices/notice-words.ts'
import type { IncidentAbout, MessageAbout, MissedAbout, Post } from '../core/notices/post.ts'
import type { Plan } from '../core/plan/plan.ts'
import { callerOf, count, dateAndTime, duration, type Names, namesOf, numberOf, oneLine, shortTime } from './words.ts'
import { digestValues } from './write-digest.ts'

export type Sound = 'attached' | 'missing' | 'none'

export interface Written {
  readonly subject: string
  readonly text: string
  readonly sms: string
  /** The parts whose words in the rules could not be used. */
  readonly unusable: readonly WordPart[]
}

type Values = Readonly<Record<string, string>>

export function writeNotice(post: Post, plan: Plan, sound: Sound): Written {
  const { event } = post.about
  const values = { box: plan.box.name, ...valuesOf(post, namesOf(plan, post.property), sound) }
  const unusable: WordPart[] = []
  const said = (part: WordPart): string => {
    const own = plan.notices?.[event]?.[part]
    const words = own === undefined ? null : filled(own, values)
    if (words !== null && words !== '') return words
    if (own !== undefined) unusable.push(part)
    return filled(NOTICE_WORDS[event][part], values) ?? ''
  }
  const [subject = '', text = '', sms = ''] = WORD_PARTS.map(said)
  return { subject: oneLine(subject, 200), text: `${text}\n`, sms: oneLine(sms, 1000), unusable }
}

function valuesOf(post: Post, names: Names, sound: Sound): Values {
  const { about } = post
  switch (about.event) {
    case 'message':
      return ofMessage(about, names, sound)
    case 'missed':
      return ofMissed(about, names)
    case 'digest':
      return digestValues(about, names)
    default:
      return ofIncident(post, about, names, sound)
  }
}

function ofMessage(about: MessageAbout, names: Names, sound: Sound): Values {
  return {
    ...{ property: names.property, caller: callerOf(about.caller), number: numberOf(about.caller) },
    ...{ when: dateAndTime(names.zone, about.takenAt), length: duration(about.ms), mailbox: names.mailbox(about.mailbox) },
    ...{ message: about.recording, call: about.call },
    audio:
      sound === 'attached'
        ? 'The recording is attached.'
        : `The recording is missing: ${about.recording}.wav is not where Asterisk keeps its recordings.`,
  }
}

function ofMissed(about: MissedAbout, names: Names): Values {
  return {
    ...{ property: names.property, caller: callerOf(about.caller), number: numberOf(about.caller) },
    ...{ when: dateAndTime(names.zone, about.arrivedAt), waited: duration(about.waitedMs), line: about.line, call: about.call },
  }
}

function ofIncident(post: Post, about: IncidentAbout, names: Names, sound: Sound): Values {
  const owner = about.owner === null ? '' : oneLine(about.owner, 60)
  return {
    ...{ property: names.property, caller: callerOf(about.caller), number: numberOf(about.caller) },
    ...{ when: dateAndTime(names.zone, post.madeAt), since: dateAndTime(names.zone, about.openedAt) },
    ...{ clock: shortTime(names.zone, about.openedAt), what: names.category(about.category) },
    ...{ passes: count(about.passes, 'time'), owner, who: post.who === null ? owner : oneLine(post.who, 60) },
    ...{ call: about.call, incident: about.incident, state: stateOf(about.state, owner) },
    now:
      about.state === 'unreached'
        ? 'Nobody has it yet. Please see to it.'
        : `Since then it has changed: ${stateOf(about.state, owner)}.`,
    statement:
      sound === 'attached'
        ? 'What the caller said is attached.'
        : sound === 'missing'
          ? 'What the caller said was recorded, but the recording is missing.'
          : '',
  }
}

export function stateOf(state: string, owner: string): string {
  if (state === 'unreached') return 'nobody has it'
  if (state === 'ringing') return 'the people on call are being rung'
  return state === 'acknowledged' && owner !== '' ? `${owner} has it` : `it is ${state}`
}
