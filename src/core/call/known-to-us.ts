// Asks whether what this caller calls about is known, by the property's rules for the category. Called by urgent.ts and joining.ts.
import type { KnownTrouble } from '../incident/known.ts'
import type { Plan } from '../plan/plan.ts'
import type { At } from '../world/decision.ts'
import type { CallBase } from './call.ts'
import { propertyOf } from './events.ts'

export function knownToUs(at: At, call: CallBase, category: string, insists = false): KnownTrouble | null {
  const property = propertyOf(at, call)
  return at.around.sameTrouble(call.id, {
    property: property.id,
    category,
    insists,
    storm: property.storm ?? null,
    rule: property.sameTrouble?.[category] ?? 'caller',
    number: call.callerNumber !== null && isOurs(at.plan, call.callerNumber) ? null : call.callerNumber,
  })
}

/** A property's PBX may send its own number for every resident: it says nothing about who calls. */
function isOurs(plan: Plan, number: string): boolean {
  const ours = OURS.get(plan) ?? numbersOf(plan)
  OURS.set(plan, ours)
  return ours.has(number)
}

/** Put together once for each plan: a large portfolio has thousands. */
const OURS = new WeakMap<Plan, ReadonlySet<string>>()

function numbersOf(plan: Plan): ReadonlySet<string> {
  return new Set([
    plan.box.callerId,
    ...plan.lines.map(line => line.number),
    ...Object.values(plan.properties).flatMap(({ callerId }) => callerId ?? []),
    ...Object.values(plan.trunks).flatMap(({ owns }) => owns),
  ])
}
