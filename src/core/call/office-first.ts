// The office in its hours, where it has a queue on the box; otherwise, and when the office does not answer, the call is ours.
// Called when a call's property is known, and by in-office-queue.ts when the queue has ended.
import { isOpen } from '../plan/hours.ts'
import type { Office, Property } from '../plan/plan.ts'
import { type At, type Decision, decision, first } from '../world/decision.ts'
import type { OverflowReason } from '../world/facts.ts'
import { after } from '../world/ids.ts'
import type { Call, CallBase } from './call.ts'
import { chooseLanguage } from './choosing-language.ts'
import { base, propertyOf } from './events.ts'
import { beginMenu } from './saying-menu.ts'

/** In office hours a property with an office queue gets it; everything else overflows at once. */
export function officeFirst(at: At, call: CallBase, property: Property): Decision<Call> {
  const hours = isOpen(property, at.now)
  if (!hours.open) return overflow(at, call, 'closed', hours.why)
  if (!property.office) {
    const why = `${hours.why}; the property's own telephones have already rung`
    return overflow(at, call, 'forwarded', why)
  }
  return ringOffice(at, call, property.office, hours.why)
}

function ringOffice(at: At, call: CallBase, office: Office, why: string): Decision<Call> {
  const { queue, ringSeconds } = office
  return decision<Call>(
    { ...base(call), phase: 'in-office-queue', since: at.now, lookAgainAt: after(at.now, ringSeconds + 30) },
    {
      facts: [{ kind: 'office-rung', queue, ringSeconds, why }],
      commands: [{ do: 'queue', channel: call.id, queue, ringSeconds }],
    },
  )
}

/** The office did not take it: the call is ours. */
export function overflow(at: At, call: CallBase, reason: OverflowReason, why: string): Decision<Call> {
  const property = propertyOf(at, call)
  const ask = property.languages.length > 1 ? chooseLanguage(at, call, 1) : beginMenu(at, call)
  return first({ facts: [{ kind: 'overflowed', reason, why }], commands: [{ do: 'answer', channel: call.id }] }, ask)
}
