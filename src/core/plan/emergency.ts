// What a call of an office telephone to an emergency number does: with which caller ID, over which trunks, in which order. The number that is
// shown is all that tells the dispatcher where the caller is. Read by the renderer of the dialplan, by `check` and by `explain`.
import type { E164 } from '../world/ids.ts'
import type { OfficePhone, Plan, Property } from './plan.ts'

export interface EmergencyWay {
  readonly phone: string
  readonly callerId: E164
  /** All that carry outbound calls, in the order in which they are tried. `owns`: its carrier knows the caller ID. */
  readonly trunks: readonly { readonly id: string; readonly owns: boolean }[]
}

export function emergencyWays(plan: Plan, property: Property): EmergencyWay[] {
  return (property.office?.phones ?? []).map(phone => {
    const callerId = emergencyCallerId(property, phone)
    return { phone: phone.id, callerId, trunks: emergencyTrunks(plan, property, callerId) }
  })
}

export function emergencyCallerId(property: Property, phone: Pick<OfficePhone, 'emergencyCallerId'>): E164 {
  return phone.emergencyCallerId ?? property.emergencyCallerId ?? property.callerId
}

/** First whoever knows the number, the property's own trunks before others; then all the rest: a wrong place is better than no call. */
function emergencyTrunks({ trunks }: Plan, { outbound }: Property, callerId: E164): EmergencyWay['trunks'] {
  const all = [...new Set([...outbound, ...Object.keys(trunks)])].flatMap(id => trunks[id] ?? []).filter(trunk => trunk.outbound)
  const ways = all.map(({ id, owns }) => ({ id, owns: owns.includes(callerId) }))
  return [...ways.filter(({ owns }) => owns), ...ways.filter(({ owns }) => !owns)]
}
