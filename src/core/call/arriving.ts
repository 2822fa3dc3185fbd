// A caller has arrived: whose call is it, and what do they get first? The office in its hours, otherwise the menu.
// Called by take-turn.ts for a channel that it does not know yet.
import { divertedLine, identify } from '../plan/identify.ts'
import { type At, type Decision, decision, first } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { after } from '../world/ids.ts'
import type { Input } from '../world/inputs.ts'
import { type Call, type CallBase, newCall } from './call.ts'
import { chooseProperty } from './choosing-property.ts'
import { tell } from './events.ts'
import { hold } from './holding.ts'
import { officeFirst } from './office-first.ts'

export function arrive(at: At, input: Extract<Input, { type: 'arrived' }>): Decision<Call> {
  const { plan, now } = at
  const { trunk, line, callerNumber, callerName, diversion, told, unreadable } = input
  const identified = identify(plan, trunk, line, diversion, told)
  const arrived: FactBody[] = [
    { kind: 'arrived', trunk, line, callerNumber, callerName, diversion, ...told, why: 'a call came in' },
    ...(unreadable === undefined ? [] : [{ kind: 'arrival-unreadable', why: unreadable } as const]),
  ]
  const property = identified.is === 'property' ? (plan.properties[identified.property] ?? null) : null
  const language = property?.languages[0] ?? plan.box.languages[0] ?? 'en'
  const call = newCall(input, { property: property?.id ?? null, language, arrivedAt: now, outcome: 'missed' })
  if (identified.is === 'stranger') {
    return decision<Call>(
      { ...call, outcome: 'refused', phase: 'leaving', playback: '', speech: [], until: after(now, 10) },
      { facts: [...arrived, { kind: 'stranger-refused', why: identified.why }], commands: [{ do: 'hangUp', channel: call.id }] },
    )
  }
  if (!property) {
    const unknown: FactBody = { kind: 'line-unknown', line, trunk, why: identified.why }
    return first(
      { facts: [...arrived, unknown], commands: [{ do: 'answer', channel: call.id }] },
      chooseProperty(at, call, 1, 'which-property'),
    )
  }
  const identifiedAs: FactBody = {
    kind: 'identified',
    property: property.id,
    ...divertedLine(identified),
    why: identified.why,
  }
  const calling = callerNumber === null ? null : at.around.callingBack(call.id, callerNumber, property.id)
  if (calling !== null)
    return first(
      { facts: [...arrived, identifiedAs], commands: [{ do: 'answer', channel: call.id }] },
      comeBack(at, { ...call, incident: calling, outcome: 'caller-left' }),
    )
  return first({ facts: [...arrived, identifiedAs] }, officeFirst(at, call, property))
}

/** A technician is calling this very caller back: no questions, the two are connected. */
function comeBack(at: At, call: CallBase): Decision<Call> {
  const { id, callerNumber } = call
  const held = hold(at, call, 'call-back-came')
  return { ...held, signals: [...held.signals, ...tell(call, { type: 'callerCameBack', call: id, callerNumber })] }
}
