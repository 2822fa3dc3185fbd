// An emergency call of an office telephone, which the dialplan carries alone: each thing that happened to it is told by one input, and becomes
// one fact. There is no state: nothing waits for it, and nothing here can keep it. Called by take-turn.ts.
import { durationInWords } from '../words/duration-words.ts'
import { only } from '../world/after-the-call.ts'
import type { EmergencyDialled, EmergencyFact } from '../world/emergency-facts.ts'
import type { EpochMs, StandingId } from '../world/ids.ts'
import type { Input } from '../world/inputs.ts'
import type { Turn } from '../world/world.ts'

/** What all ids of emergency calls begin with; no other stream's id does. */
const EMERGENCY = 's-emergency-'
/** What is heard of later than this was heard late, ms. */
const LATE_MS = 10_000

/** `channel`: of the office telephone. */
export function emergencyId(channel: string): StandingId {
  return `${EMERGENCY}${channel}` as StandingId
}

export function isEmergency(stream: string): stream is StandingId {
  return stream.startsWith(EMERGENCY)
}

export type EmergencyInput = Extract<Input, { type: 'emergencyCall' }>

export function emergencyCall(input: EmergencyInput, now: EpochMs): Turn {
  return only(input, now, input.stream, factOf(input, now))
}

function factOf({ phone, property, dialled, test, when, happened }: EmergencyInput, now: EpochMs): EmergencyFact {
  const late = now - when > LATE_MS ? `heard of ${durationInWords(now - when, { largest: 'min' })} later: Nightbell was away` : ''
  const of: EmergencyDialled = { phone, property, dialled, ...(test ? { test: true } : {}), when }
  switch (happened.what) {
    case 'dialled':
      return { kind: 'emergency-dialled', ...of, why: late }
    case 'refused': {
      const { trunk, status, cause } = happened
      return { kind: 'emergency-refused', ...of, trunk, status, cause, why: refusalText(status) }
    }
    case 'answered':
      return { kind: 'emergency-answered', ...of, trunk: happened.trunk, why: late }
    case 'failed':
      return { kind: 'emergency-failed', ...of, why: late }
    case 'ended':
      return { kind: 'emergency-ended', ...of, result: happened.result, trunk: happened.trunk, why: late }
  }
}

/** DIALSTATUS in words. */
function refusalText(status: string): string {
  switch (status) {
    case 'CHANUNAVAIL':
      return 'the trunk seems to be down'
    case 'BUSY':
      return 'the trunk said busy'
    case 'NOANSWER':
      return 'nobody answered over it'
    default:
      return 'the trunk refused the call'
  }
}
