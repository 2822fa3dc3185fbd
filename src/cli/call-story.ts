// One English sentence for every kind of fact of a call. Part of story.ts; the switch is exhaustive.
import { officePhoneNamed } from '../core/plan/office-phone.ts'
import type { Plan } from '../core/plan/plan.ts'
import { PHRASES } from '../core/words/phrases.ts'
import type { CallFact } from '../core/world/facts.ts'
import { duration } from './local-time.ts'
import { ATTEMPT_RESULTS, FAILSAFE_RESULTS, OUTCOMES, WHEN } from './outcomes.ts'
import { oneLine } from './plain-text.ts'
import { brokeText, clockText, keptText, number, toldOutside } from './story-words.ts'

export function ofCall(fact: CallFact, plan: Plan | null): string {
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
    case 'arrival-unreadable':
      return `What the trunk sent could not be read: ${fact.why}`
    case 'line-unknown':
      return `Line ${oneLine(fact.line, 40)} is not known on trunk ${fact.trunk}`
    case 'stranger-refused':
      return 'Refused: the call came from no known trunk'
    case 'forwarded-back':
      return `Refused, busy: ${oneLine(fact.why, 200)}`
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
    case 'caller-erased':
      return `${oneLine(fact.by, 40)} erased the caller`
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
    case 'core-broke':
      return brokeText(fact)
    case 'clock-jumped':
      return clockText(fact)
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
      return `The call ended after ${duration(fact.waitedMs)}: ${OUTCOMES[fact.outcome]}`
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

/** The disk was full before the end. */
const CUT = ', ONLY THE BEGINNING'

const QUESTIONS = {
  property: 'The caller is asked which community',
  language: 'The caller is asked for a language',
  urgency: 'The caller hears the menu',
  statement: 'The caller is asked to say what is wrong',
  number: 'The caller is asked where to be called back',
} as const

/** The first sentence of a phrase of the box, or the text as it is. */
function words(what: string, plan: Plan | null): string {
  const phrase = plan?.phrases.en?.[what] ?? (PHRASES.en as Readonly<Record<string, string>> | undefined)?.[what]
  if (phrase === undefined || phrase === '') return what
  return `"${oneLine(phrase.replace(/([.?!]) .*$/s, '$1').replaceAll(/\{\w+\}/g, '…'), 100)}"`
}
