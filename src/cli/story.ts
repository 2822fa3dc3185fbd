// One English sentence for every kind of fact: what `calls show` and `calls tail` print. The switches are exhaustive, so a new kind of
// fact does not compile until it can be told. Callers' words are shown in one line and can't steer the terminal.
import { isForOwner } from '../core/notices/events.ts'
import { officePhoneNamed } from '../core/plan/office-phone.ts'
import type { Plan } from '../core/plan/plan.ts'
import { PHRASES } from '../core/words/phrases.ts'
import type { CallFact, Fact, IncidentFact, NoticeFact, StandingFact } from '../core/world/facts.ts'
import { type EpochMs, isIncident, isStanding } from '../core/world/ids.ts'
import { isDeskFact, ofDesk, ofStanding } from './desk-story.ts'
import type { SamePasses } from './fold-passes.ts'
import { dateAndTime, duration } from './local-time.ts'
import { ATTEMPT_RESULTS, FAILSAFE_RESULTS, OUTCOMES, WHEN } from './outcomes.ts'
import { count, oneLine } from './plain-text.ts'
import { reasonOf, type Told } from './reasons.ts'

/** What happened, and why, in one line. `told`: what this story has said so far; the same reason is not given twice. */
export function sentence(fact: Fact, plan: Plan | null, told?: Told): string {
  const named = (person: string): string => plan?.people[person]?.name ?? person
  if (isStanding(fact.stream)) {
    const zone = plan?.box.zone ?? 'UTC'
    return oneLine(
      ofStanding(fact as Fact & StandingFact, named, at => dateAndTime(at as EpochMs, zone)),
      400,
    )
  }
  if (isDeskFact(fact)) return oneLine(`${ofDesk(fact, named)} (${fact.why})`, 400)
  const what = isIncident(fact.stream) ? ofIncident(fact as Fact & IncidentFact, plan) : ofCall(fact as Fact & CallFact, plan)
  const why = reasonOf(fact, plan, told)
  return oneLine(why === '' ? what : `${what} (${why})`, 400)
}

/** Of several passes that were as the one before, in one line. */
export function samePasses(
  { passes: [from, to], times, every, until, rung, told }: SamePasses,
  plan: Plan | null,
  zone: string,
): string {
  const which = from === to ? (times === 1 ? `Pass ${from}` : `Pass ${from}, ${times} times more`) : `Passes ${from} to ${to}`
  const how = every === null ? '' : `, one about every ${duration(every)}`
  const rings = [...rung].map(
    ([person, n], nth) => `${plan?.people[person]?.name ?? person}${nth === 0 ? ' rung' : ''} ${count(n, 'time')}`,
  )
  const whom = told.length === 0 ? 'nobody outside is told' : `told: ${told.map(each => oneLine(each, 60)).join(', ')}`
  return oneLine(`${which} as before${how}, until ${dateAndTime(until, zone)}: ${[...rings, whom].join('; ')}`, 400)
}

function ofCall(fact: CallFact, plan: Plan | null): string {
  switch (fact.kind) {
    case 'arrived': {
      const name = fact.callerName === null ? '' : ` "${oneLine(fact.callerName, 40)}"`
      const diverted = fact.diversion === null ? '' : `, diverted from ${oneLine(fact.diversion, 40)}`
      const phone = officePhoneNamed(fact.trunk)
      if (phone !== null) return `The office telephone ${phone} dialled ${oneLine(fact.line, 40)}`
      return `Call from ${number(fact.callerNumber)}${name} on line ${oneLine(fact.line, 40)} over trunk ${fact.trunk}${diverted}`
    }
    case 'identified':
      return `The call is for ${plan?.properties[fact.property]?.name ?? fact.property}`
    case 'line-unknown':
      return `Line ${oneLine(fact.line, 40)} is not known on trunk ${fact.trunk}`
    case 'stranger-refused':
      return 'Refused: the call came from no known trunk'
    case 'over-cap':
      return `Turned away with the busy tone: ${oneLine(fact.cap, 80)} reached`
    case 'office-rung':
      return `The office is rung for ${fact.ringSeconds} s, queue ${fact.queue}`
    case 'office-answered':
      return `The office answered after ${duration(fact.waitedMs)}${fact.member === null ? '' : `: ${oneLine(fact.member, 60)}`}`
    case 'office-unanswered':
      return `The office did not answer within ${duration(fact.waitedMs)}: ${fact.status}`
    case 'overflowed':
      return 'Nightbell takes the call'
    case 'asked':
      return `${QUESTIONS[fact.question]}${fact.round > 1 ? `, round ${fact.round}` : ''}`
    case 'menu-chosen':
      return `The caller hears the menu ${fact.menu}, for ${WHEN[fact.when]}`
    case 'key-pressed':
      return `The caller pressed ${fact.digit}: ${meaning(fact.meaning, plan)}`
    case 'key-ignored':
      return `The caller pressed ${oneLine(fact.digit, 4)}, which means nothing here`
    case 'no-key':
      return fact.round > 0 ? `No key in round ${fact.round}` : 'No key'
    case 'language-chosen':
      return `The call goes on in ${fact.language}`
    case 'told':
      return `The caller is told: ${words(fact.what, plan)}`
    case 'statement-began':
      return 'The caller speaks after the tone'
    case 'statement-taken': {
      const speech = fact.speechMs === null ? '' : `, ${duration(fact.speechMs)} of speech`
      return `Statement of ${duration(fact.ms)}${speech}${fact.cut ? CUT : ''}, recording ${fact.recording}`
    }
    case 'statement-missing':
      return fact.failed ? `THE RECORDING FAILED: ${fact.recording}` : `No recording: ${fact.recording}`
    case 'recording-discarded':
      return `The recording ${fact.recording} is thrown away`
    case 'recording-kept':
      return keptText(fact)
    case 'held':
      return 'The caller holds, with music'
    case 'message-taken':
      return `Message of ${duration(fact.ms)}${fact.cut ? CUT : ''} for mailbox ${fact.mailbox}, recording ${fact.recording}`
    case 'message-lost':
      return `MESSAGE LOST: nothing could be recorded for mailbox ${fact.mailbox}, and the caller is to be called back`
    case 'message-done':
      return `${oneLine(fact.by, 40)} has dealt with the message ${fact.recording}`
    case 'notice-sent':
    case 'notice-given-up':
      return toldOutside(fact)
    case 'recording-removed':
      return `The recording ${fact.recording} is removed`
    case 'connected':
      return 'The caller is connected'
    case 'number-confirmed':
      return `The caller wants to be called back at ${number(fact.callerNumber)}`
    case 'number-refused':
      return `${number(fact.callerNumber)} cannot be called back`
    case 'number-changed':
      return `The caller's number is now ${number(fact.callerNumber)}`
    case 'command-failed':
      return `The PBX could not do "${fact.command}"`
    case 'recovered':
      return `After a restart: ${fact.found}`
    case 'in-failsafe':
      return "The dialplan's failsafe has the caller"
    case 'transfer-began':
      return `The caller is to be connected with ${plan?.people[fact.whom]?.name ?? fact.whom}`
    case 'transfer-dialled':
      return `Ringing ${whom(fact, plan)} over ${fact.trunk}, for the caller`
    case 'transfer-rings':
      return 'It rings there'
    case 'transfer-answered':
      return 'It is answered there'
    case 'transfer-key':
      return `They pressed ${oneLine(fact.digit, 4)}: ${fact.meaning}`
    case 'transfer-attempt-ended':
      return `${fact.person === null ? 'The number' : (plan?.people[fact.person]?.name ?? fact.person)} ${ATTEMPT_RESULTS[fact.result]}`
    case 'transferred':
      return `The caller talks with ${whom(fact, plan)}`
    case 'transfer-over':
      return `The talk ended after ${duration(fact.talkedMs)}: ${fact.by === 'caller' ? 'the caller' : 'the other side'} hung up`
    case 'transfer-failed':
      return 'The caller could not be connected'
    case 'dial-refused':
      return `${number(fact.callerNumber)} is not called`
    case 'failsafe-rang': {
      const who = fact.person === null ? fact.phone : `${plan?.people[fact.person]?.name ?? fact.person} at ${fact.phone}`
      return `${who}, rung by the failsafe, ${FAILSAFE_RESULTS[fact.result] ?? ATTEMPT_RESULTS[fact.result]}`
    }
    case 'left':
      return `The call ended after ${duration(fact.waitedMs)}, in phase ${fact.phase}: ${OUTCOMES[fact.outcome]}`
  }
}

/** `urgent: water-leak` and `to be connected with dana-reyes` in the words of the rules. */
function meaning(text: string, plan: Plan | null): string {
  const category = text.startsWith(URGENT) ? text.slice(URGENT.length) : ''
  const said = Object.values(plan?.properties ?? {}).flatMap(({ categories }) => Object.values(categories[category] ?? {}))[0]
  if (said !== undefined) return `${URGENT}${said}`
  const person = text.startsWith(CONNECTED) ? text.slice(CONNECTED.length) : ''
  return person === '' ? text : `${CONNECTED}${plan?.people[person]?.name ?? person}`
}

const CONNECTED = 'to be connected with '
const URGENT = 'urgent: '

function whom({ person, phone }: { readonly person: string | null; readonly phone: string }, plan: Plan | null): string {
  return person === null ? phone : `${plan?.people[person]?.name ?? person} at ${phone}`
}

function ofIncident(fact: IncidentFact, plan: Plan | null): string {
  const named = (id: string) => plan?.people[id]?.name ?? id
  const all = (ids: readonly string[]) => (ids.length === 0 ? 'nobody' : ids.map(named).join(', '))
  switch (fact.kind) {
    case 'opened': {
      const category = plan?.properties[fact.property]?.categories[fact.category]
      return `Urgent: ${Object.values(category ?? {})[0] ?? fact.category}, ladder ${fact.ladder}`
    }
    case 'pass-began':
      return `Pass ${fact.pass} of the ladder begins`
    case 'rung-began':
      return `Rung ${fact.rung}${fact.try > 1 ? `, try ${fact.try}` : ''}: ${all(fact.people)}`
    case 'rung-skipped':
      return `Rung ${fact.rung} is skipped`
    case 'person-resolved':
      return `${named(fact.person)} is to be rung`
    case 'dial-capped':
      return `${named(fact.person)} is not rung now`
    case 'passed-over':
      return `${named(fact.person)} is passed over, busy with ${fact.busyWith}`
    case 'waiting-for-busy':
      return `Waiting until ${all(fact.people)} ${fact.people.length === 1 ? 'is' : 'are'} free`
    case 'dialled':
      return `Ringing ${named(fact.person)} at ${fact.phone} over ${fact.trunk}`
    case 'rang':
      return `${named(fact.person)}'s telephone rings`
    case 'answered':
      return `${named(fact.person)}'s telephone is answered`
    case 'leg-key':
      return `${named(fact.person)} pressed ${oneLine(fact.digit, 4)}: ${fact.meaning}`
    case 'attempt-ended': {
      const codes = [fact.sip === null ? null : `SIP ${fact.sip}`, fact.cause === null ? null : `cause ${fact.cause}`].filter(
        code => code !== null,
      )
      return `${named(fact.person)} ${ATTEMPT_RESULTS[fact.result]}${codes.length === 0 ? '' : `, ${codes.join(', ')}`}`
    }
    case 'accepted':
      return `${named(fact.person)} took it, ${duration(fact.waitedMs)} after it was opened`
    case 'owned':
      return `${named(fact.person)} owns it ${OWNED[fact.how]}`
    case 'already-taken':
      return `${named(fact.person)} is told that ${named(fact.by)} has it`
    case 'bridged':
      return `${named(fact.person)} and the caller talk`
    case 'talk-recorded':
      return `The talk is recorded as ${fact.recording}`
    case 'recording-kept':
      return keptText(fact)
    case 'technician-lost':
      return `The line to ${named(fact.person)} broke after ${duration(fact.talkedMs)}`
    case 'talk-ended':
      return `The talk ended after ${duration(fact.talkedMs)}: the ${fact.by} hung up`
    case 'caller-dialled':
      return `Ringing the caller back at ${number(fact.callerNumber)} over ${fact.trunk}, for ${named(fact.person)}`
    case 'caller-rings':
      return "The caller's telephone rings"
    case 'caller-answered':
      return "The caller's telephone is answered"
    case 'caller-not-reached':
      return `The caller was not reached (${fact.result})`
    case 'caller-came-back':
      return 'The caller has called in meanwhile, and is connected'
    case 'given-back':
      return `${named(fact.person)} passes it on after all`
    case 'owner-told': {
      const how = fact.by === 'sms' ? 'by text message' : 'on the telephone'
      const what =
        fact.of === 'reminder' ? 'is reminded' : `is told what others have said (${count(fact.statements, 'statement')})`
      return `${named(fact.person)} ${what}, ${how}`
    }
    case 'outcome-asked':
      return `${named(fact.person)} is asked what became of it`
    case 'resolved':
      return `RESOLVED, ${OUTCOME_WORDS[fact.outcome]}: ${named(fact.by)}`
    case 'reopened':
      return `${named(fact.by)} reopens it`
    case 'acknowledgement-expired':
      return `${named(fact.person)} has it no more: there was no outcome in time`
    case 'closed-without-outcome':
      return `Closed: ${named(fact.person)} had it, and nobody said what became of it`
    case 'dial-refused':
      return `${number(fact.callerNumber)} is not called`
    case 'statement-added':
      return `The caller's words are kept for the technician, recording ${fact.recording}`
    case 'caller-left':
      return 'The caller is gone; the incident stays'
    case 'joined':
      return 'Another caller about the same'
    case 'insisted':
      return `A caller who joined must speak with somebody${fact.beside === null ? '' : `: ${fact.beside} is opened beside it`}`
    case 'storm-began':
      return `STORM: ${fact.callers} callers about this within ${duration(fact.withinSeconds * 1000)}; further ones join it`
    case 'folded':
      return `It is part of ${fact.into} now`
    case 'folded-in':
      return `${fact.of} is part of it now`
    case 'still-needs-help':
      return 'The caller still needs help'
    case 'pass-exhausted':
      return `Nobody took it in pass ${fact.pass}`
    case 'still-unreached':
      return `Nobody took it in retry ${fact.retries}; rung again ${dateAndTime(fact.retryAt, plan?.box.zone ?? 'UTC')}`
    case 'retries-over':
      return `Nobody took it in ${count(fact.retries, 'retry', 'retries')}: it is rung no more, and stays open`
    case 'unreached':
      return 'UNREACHED: nobody has it; the incident stays open'
    case 'acknowledged':
      return `${named(fact.person)} has acknowledged it`
    case 'recording-removed':
      return `The recording ${fact.recording} is removed`
    case 'notice-sent':
    case 'notice-given-up':
      return toldOutside(fact)
    case 'recovered':
      return `After a restart: ${fact.found}`
    case 'command-failed':
      return `The PBX could not do "${fact.command}"`
  }
}

function keptText({ recording, ms }: { readonly recording: string; readonly ms: number }): string {
  return `The recording ${recording} is kept, ${duration(ms)}`
}

function toldOutside({ kind, way, whom, event }: NoticeFact): string {
  const to = oneLine(whom, 60)
  const by = way === 'webhook' ? `The webhook ${to}` : way === 'sms' ? `A text message to ${to}` : `Mail to ${to}`
  return kind === 'notice-sent'
    ? `${by} about this (${event}) was sent`
    : `${by} about this (${event}) could not be sent${isForOwner(event) ? '' : ' for a day'}`
}

/** What became of an incident, for people. */
export const OUTCOME_WORDS = {
  'fixed-by-phone': 'fixed by phone',
  'going-out': 'going out',
  'false-alarm': 'a false alarm',
  'needs-follow-up': 'needs follow-up',
} as const

/** The disk was full before the end. */
const CUT = ', ONLY THE BEGINNING'

const OWNED = {
  'key-5': 'without talking, key 5',
  'key-1-caller-gone': 'without talking, key 1 after the caller left',
  desk: 'from the phone desk',
  'by-hand': 'by hand, from the command line',
} as const

const QUESTIONS = {
  property: 'The caller is asked which community',
  language: 'The caller is asked for a language',
  urgency: 'The caller hears the menu',
  statement: 'The caller is asked to say what is wrong',
  number: 'The caller is asked where to be called back',
} as const

function number(callerNumber: string | null): string {
  return callerNumber === null ? 'a withheld number' : oneLine(callerNumber, 40)
}

/** The first sentence of a phrase of the box, or the text as it is. */
function words(what: string, plan: Plan | null): string {
  const phrase = plan?.phrases.en?.[what] ?? (PHRASES.en as Readonly<Record<string, string>> | undefined)?.[what]
  if (phrase === undefined || phrase === '') return what
  return `"${oneLine(phrase.replace(/([.?!]) .*$/s, '$1').replaceAll(/\{\w+\}/g, '…'), 100)}"`
}

/** `3 calls, 1 incident`: for summaries. */
export function callsAndIncidents(calls: number, incidents: number): string {
  return `${count(calls, 'call')}, ${count(incidents, 'incident')}`
}
