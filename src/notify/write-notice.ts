// What a post says: subject and text of a mail, and the line of a text message, in the words of the rules or in the box's own. Pure.
// Words that can't be filled fall back to the box's own, part by part, and are named. The box's own are in the recipient's language, where
// the rules know them and it is one of those. `sound`: whether a recording is there to be attached.
import {
  filled,
  NOTICE_WORDS,
  type NoticeWords,
  WORD_PARTS,
  type WordedEvent,
  type WordPart,
} from '../core/notices/notice-words.ts'
import { NOTICE_WORDS_ES } from '../core/notices/notice-words-es.ts'
import type {
  About,
  AnchorAbout,
  ContactCardAbout,
  EmergencyAbout,
  IncidentAbout,
  MessageAbout,
  MissedAbout,
  Post,
  ReportAbout,
} from '../core/notices/post.ts'
import type { Language, Plan } from '../core/plan/plan.ts'
import { type Sentences, sentencesIn } from './sentences.ts'
import { trunkValues } from './trunk-values.ts'
import { callerOf, dateAndTime, duration, type Names, namesOf, numberOf, oneLine, shortTime } from './words.ts'
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

/** What has words here: an anchor is for programs, a report and a contact card have their own. */
type WordedPost = Post & { readonly about: Exclude<About, AnchorAbout | ReportAbout | ContactCardAbout> }

function isWorded(post: Post): post is WordedPost {
  return !['anchor', 'report', 'contact-card'].includes(post.about.event)
}

export function writeNotice(post: Post, plan: Plan, sound: Sound): Written {
  if (!isWorded(post)) return { subject: '', text: '', sms: '', unusable: [] }
  const event = wordedEvent(post)
  const theirs = languageOf(post, plan)
  const valuesIn = (language: Language): Values => ({
    box: plan.box.name,
    ...valuesOf(post, namesOf(plan, post.property, language), sound, plan),
  })
  const unusable: WordPart[] = []
  const said = (part: WordPart): string => {
    const own = plan.notices?.[event]?.[part]
    // The rules are written in one language: the box's first.
    const words = own === undefined ? null : filled(own, valuesIn(plan.box.languages[0] ?? 'en'))
    if (words !== null && words !== '') return words
    if (own !== undefined) unusable.push(part)
    return filled(wordsIn(theirs, event)[part], valuesIn(theirs)) ?? ''
  }
  const [subject = '', text = '', sms = ''] = WORD_PARTS.map(said)
  return { subject: oneLine(subject, 200), text: `${text}\n`, sms: oneLine(sms, 1000), unusable }
}

function wordedEvent({ about, gathered }: WordedPost): WordedEvent {
  return about.event === 'missed' && gathered !== undefined ? 'missed-many' : about.event
}

/** That of the person whose address it is; otherwise the box's first. */
function languageOf({ way, to }: Post, plan: Plan): Language {
  const person = Object.values(plan.people).find(one => (way === 'sms' ? one.sms : one.mail) === to)
  return person?.language ?? plan.box.languages[0] ?? 'en'
}

function wordsIn(language: Language, event: WordedEvent): NoticeWords {
  return (language === 'es' ? NOTICE_WORDS_ES : NOTICE_WORDS)[event]
}

function valuesOf(post: WordedPost, names: Names, sound: Sound, plan: Plan): Values {
  const { about } = post
  switch (about.event) {
    case 'message':
      return ofMessage(about, names, sound)
    case 'missed':
      return { ...ofMissed(about, names), ...ofMany(post, about, names) }
    case 'emergency':
    case 'emergency-test':
      return ofEmergency(about, names)
    case 'trunk':
      return trunkValues(about, names, plan, post.madeAt)
    case 'digest':
      return digestValues(about, names)
    default:
      return ofIncident(post, about, names, sound)
  }
}

function ofMessage(about: MessageAbout, names: Names, sound: Sound): Values {
  const { zone, language } = names
  const say = sentencesIn(language)
  return {
    property: names.property,
    caller: callerOf(about.caller, language),
    number: numberOf(about.caller, language),
    when: dateAndTime(zone, about.takenAt, language),
    mailbox: names.mailbox(about.mailbox),
    message: about.recording,
    call: about.call,
    length: about.lost === null ? duration(about.ms) : say.nothingRecorded,
    audio: audioOf(about, sound, say),
  }
}

function audioOf({ recording, cut, lost }: MessageAbout, sound: Sound, say: Sentences): string {
  if (lost !== null) return say.lost(oneLine(lost, 200))
  if (sound === 'missing') return say.missing(recording)
  const attached = cut ? say.cut : say.attached
  return sound === 'altered' ? `${attached} ${say.altered}` : attached
}

function statementOf(sound: Sound, say: Sentences): string {
  if (sound === 'missing') return say.statementMissing
  if (sound === 'altered') return `${say.statementAttached} ${say.altered}`
  return sound === 'attached' ? say.statementAttached : ''
}

function ofMissed(about: MissedAbout, names: Names): Values {
  const { zone, language } = names
  return {
    property: names.property,
    caller: callerOf(about.caller, language),
    number: numberOf(about.caller, language),
    ...{
      when: dateAndTime(zone, about.arrivedAt, language),
      waited: duration(about.waitedMs),
      line: about.line,
      call: about.call,
    },
  }
}

function ofEmergency({ what, phone, dialled, calledAt, trunk }: EmergencyAbout, { property, zone, language }: Names): Values {
  const say = sentencesIn(language)
  const [state, advice] = {
    dialled: [say.emergencyDialled, say.helpComes],
    answered: [say.emergencyAnswered(trunk ?? '?'), say.helpComes],
    failed: [say.emergencyFailed, say.callYourself(dialled)],
    left: [say.emergencyLeft, say.mayCallBack],
  }[what] as [string, string]
  const when = dateAndTime(zone, calledAt, language)
  return { property, phone: oneLine(phone, 60), dialled, when, clock: shortTime(zone, calledAt, language), state, advice }
}

function ofMany({ gathered, property }: Post, { arrivedAt }: MissedAbout, { zone, language }: Names): Values {
  if (gathered === undefined) return {}
  const { count, from, until } = gathered
  return { id: property, count: String(count), span: duration(until - from), clock: shortTime(zone, arrivedAt, language) }
}

function ofIncident(post: Post, about: IncidentAbout, names: Names, sound: Sound): Values {
  const { zone, language } = names
  const say = sentencesIn(language)
  const owner = about.owner === null ? '' : oneLine(about.owner, 60)
  const state = stateOf(about.state, owner, language)
  return {
    property: names.property,
    caller: callerOf(about.caller, language),
    number: numberOf(about.caller, language),
    when: dateAndTime(zone, post.madeAt, language),
    since: dateAndTime(zone, about.openedAt, language),
    clock: shortTime(zone, about.openedAt, language),
    what: names.category(about.category),
    passes: say.times(about.passes),
    owner,
    who: post.who === null ? owner : oneLine(post.who, 60),
    call: about.call,
    incident: about.incident,
    state,
    now: about.state === 'unreached' ? say.nobody : say.changed(state),
    ...ofOwner(about, names),
    ...ofLate(about, names),
    statement: statementOf(sound, say),
  }
}

/** A text can't take a key: it says how to answer, or to hear what was said. */
function ofOwner({ incident, unheard = 0, openedAt, ownedAt }: IncidentAbout, { desk, zone, language }: Names): Values {
  const say = sentencesIn(language)
  return {
    taken: shortTime(zone, ownedAt ?? openedAt, language),
    answer: desk === null ? say.answerAtBox(incident) : say.answerAtDesk(desk),
    more: say.more(unheard),
    hear: desk === null ? say.kept : say.hearAtDesk(desk),
  }
}

function ofLate({ late }: IncidentAbout, { zone, language }: Names): Values {
  if (late === undefined) return {}
  return { target: duration(late.targetSeconds * 1000), called: shortTime(zone, late.calledAt, language) }
}

function stateOf(state: string, owner: string, language: Language = 'en'): string {
  const say = sentencesIn(language)
  if (state === 'unreached') return say.unreached
  if (state === 'ringing') return say.ringing
  return state === 'acknowledged' && owner !== '' ? say.owned(owner) : say.is(state)
}
