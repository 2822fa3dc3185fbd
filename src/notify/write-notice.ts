// What a post says: subject and text of a mail, and the line of a text message, in the words of the rules or in the box's own. Pure.
// Words that can't be filled fall back to the box's own, part by part, and are named. `sound`: whether a recording is there to be attached.
import { filled, NOTICE_WORDS, WORD_PARTS, type WordPart } from '../core/notices/notice-words.ts'
import type { IncidentAbout, MessageAbout, MissedAbout, Post } from '../core/notices/post.ts'
import type { Plan } from '../core/plan/plan.ts'
import { callerOf, count, dateAndTime, duration, type Names, namesOf, numberOf, oneLine, shortTime } from './words.ts'
import { digestValues } from './write-digest.ts'

export type Sound = 'attached' | 'altered' | 'missing' | 'none'

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
    ...{ when: dateAndTime(names.zone, about.takenAt), length: lengthOf(about), mailbox: names.mailbox(about.mailbox) },
    ...{ message: about.recording, call: about.call },
    audio: audioOf(about, sound),
  }
}

function lengthOf({ ms, lost }: MessageAbout): string {
  return lost === null ? duration(ms) : '0 s (the recording failed)'
}

function audioOf({ recording, cut, lost }: MessageAbout, sound: Sound): string {
  if (lost !== null) return `NOTHING COULD BE RECORDED, so please call back. The reason: ${oneLine(lost, 200)}.`
  if (sound === 'missing') return `The recording is missing: ${recording}.wav is neither kept nor where Asterisk recorded it.`
  const attached = cut ? 'Only the beginning could be recorded, which is attached.' : 'The recording is attached.'
  return sound === 'altered' ? `${attached} ${ALTERED}` : attached
}

const ALTERED = 'It is not as it was kept: somebody or the disk has altered it.'

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
      sound === 'attached' || sound === 'altered'
        ? `What the caller said is attached.${sound === 'altered' ? ` ${ALTERED}` : ''}`
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
