// One English sentence for every kind of fact of an emergency call of an office telephone. Part of story.ts.
import type { EmergencyFact } from '../core/world/facts.ts'
import { oneLine } from './plain-text.ts'
import { causeText } from './telephone-codes.ts'

export function ofEmergency(fact: EmergencyFact, time: (at: number) => string): string {
  const { phone, property, dialled, test, when, why } = fact
  const call = `${test ? 'Test of emergency calls' : 'EMERGENCY CALL'} to ${dialled} from ${oneLine(phone, 60)}`
  const because = why === '' ? '' : ` (${why})`
  switch (fact.kind) {
    case 'emergency-dialled':
      return `${test ? 'Test of emergency calls' : 'EMERGENCY CALL'}: ${oneLine(phone, 60)} of ${property} dialled ${dialled} at ${time(when)}${because}`
    case 'emergency-refused': {
      const cause = fact.cause === 0 ? '' : `, ${causeText(fact.cause)}`
      return `${call}: not over ${fact.trunk}${because}${cause}`
    }
    case 'emergency-answered':
      return `${call}: answered over ${fact.trunk}${because}`
    case 'emergency-failed':
      return `${call}: NO TRUNK COULD CARRY IT${because}`
    case 'emergency-ended':
      if (fact.result === 'connected') return `${call}: the call over ${fact.trunk} is over${because}`
      return `${call}: the caller hung up before anybody answered${because}`
  }
}
