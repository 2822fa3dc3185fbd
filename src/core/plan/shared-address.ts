// Trunks that come from one address: a carrier with two accounts, say. Asterisk knows one endpoint for an address, so the first
// of them stands for all; whose a call is, the called number says. Those that log in or carry a header are known by that.
// Asked by the renderer of Asterisk's files and by check-networks.ts. Pure.
import { sameAddress } from './network.ts'
import type { Plan } from './plan.ts'
import type { Trunk } from './trunk.ts'

/** The order in which Asterisk's files have the trunks: the first property's preference, then the rest. */
export function trunksInOrder({ trunks, properties }: Pick<Plan, 'trunks' | 'properties'>): readonly Trunk[] {
  const preferred = Object.values(properties).flatMap(({ outbound }) => outbound)
  return [...new Set([...preferred, ...Object.keys(trunks)])].flatMap(id => trunks[id] ?? [])
}

type Known = Pick<Trunk, 'id' | 'match' | 'matchHeader'>

/** The trunk that stands for each one, by id: itself, where no earlier one shares an address with it. */
export function standsFor(trunks: readonly Known[]): ReadonlyMap<string, string> {
  const first = new Map<string, string>()
  const before: Known[] = []
  for (const trunk of trunks) {
    const rival = trunk.matchHeader ? undefined : before.find(each => share(each, trunk))
    first.set(trunk.id, rival === undefined ? trunk.id : (first.get(rival.id) ?? rival.id))
    if (!trunk.matchHeader) before.push(trunk)
  }
  return first
}

function share(a: Known, b: Known): boolean {
  return a.match.some(one => b.match.some(other => sameAddress(one, other)))
}
