// Which facts an administrator must see in `nightbell status` at once, and in which words. Called by daemon.ts for every fact. None of them has an end
// of its own: how long each stands is said here.
import type { EmergencyFact, Fact } from '../core/world/facts.ts'
import type { Wrong } from './alarms.ts'
import { mediaWords } from './media-words.ts'

export interface FactAlarm extends Wrong {
  /** Milliseconds; without it as long as alarms stand that only happened. */
  readonly standsMs?: number
}

/** Somebody must see to it, and may not look before tomorrow. */
const DAY_MS = 24 * 3_600_000

export function alarmOf(fact: Fact): FactAlarm | null {
  switch (fact.kind) {
    case 'arrival-unreadable':
      return { kind: 'arrival-unreadable', what: `a call arrived that could not be read: ${fact.why}` }
    case 'line-unknown':
      return {
        kind: 'line-unknown',
        about: `${fact.trunk} ${fact.line}`,
        what: `line ${fact.line} on trunk ${fact.trunk} is in no rule: ${fact.why}`,
      }
    case 'forwarded-back':
      return { kind: 'forwarded-back', about: fact.person ?? '', what: fact.why, standsMs: DAY_MS }
    case 'over-cap':
      return { kind: 'over-cap', about: fact.cap, what: `a caller was told that the line is busy: ${fact.cap} reached` }
    case 'media-refused':
      return { kind: 'media-refused', about: fact.trunk, what: mediaWords(fact), standsMs: DAY_MS }
    case 'desk-refused':
      return fact.lockedOut ? lockedOut(fact.person, fact.why) : null
    case 'emergency-dialled':
    case 'emergency-refused':
    case 'emergency-failed':
      return emergency(fact)
    case 'core-broke':
      return { kind: 'own-mistake', about: fact.stream, what: brokeWords(fact), standsMs: DAY_MS }
    default:
      return lost(fact)
  }
}

/** A test is nothing that anybody must see; that no trunk would carry it is. */
function emergency(fact: EmergencyFact): FactAlarm | null {
  const { phone, property, dialled, test, when } = fact
  const rest = { since: when, standsMs: DAY_MS }
  const call = `the office telephone ${phone} of ${property}`
  if (fact.kind === 'emergency-failed')
    return {
      kind: 'emergency-not-carried',
      about: phone,
      what: `no trunk could carry the call of ${call} to ${dialled}`,
      ...rest,
    }
  if (fact.kind === 'emergency-refused') {
    const { trunk, status, why } = fact
    const what = `trunk ${trunk} did not carry a call to ${dialled}: ${why} (${status}, cause ${fact.cause})`
    return { kind: 'emergency-refused', about: trunk, what, ...rest }
  }
  return test ? null : { kind: 'emergency-call', about: phone, what: `${call} dialled ${dialled}`, ...rest }
}

function lockedOut(person: string | null, why: string): FactAlarm {
  return { kind: 'locked-out', about: person ?? '', what: `phone desk: ${person} is locked out after ${why}` }
}

/** What a caller said and nobody can hear: somebody must call back, and see why it could not be recorded. */
function lost(fact: Fact): FactAlarm | null {
  const rest = { about: fact.stream, standsMs: DAY_MS }
  if (fact.kind === 'message-lost')
    return {
      kind: 'message-lost',
      what: `a message for ${fact.mailbox} could not be recorded, call ${fact.stream}: ${fact.why}`,
      ...rest,
    }
  if (fact.kind === 'statement-missing' && fact.failed)
    return {
      kind: 'statement-lost',
      what: `what a caller said could not be recorded, call ${fact.stream}: ${fact.why}`,
      ...rest,
    }
  return null
}

function brokeWords({ input, stream, why, in: doing }: Extract<Fact, { kind: 'core-broke' }>): string {
  const what = doing === 'deciding' ? 'could not be decided' : 'led to what could not be written'
  return `a mistake of Nightbell's own: ${input} for ${stream} ${what}: ${why}`
}
