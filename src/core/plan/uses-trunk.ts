// Which properties need a trunk: whose calls go out over it, or come in over it. Pure. Asked by whoever tells of its trouble.
import type { Plan, Property } from './plan.ts'

/** A trunk that no property names carries lines of any trunk: then it is everybody's who has one. */
export function propertiesOver({ trunks, lines, properties }: Plan, trunk: string): readonly Property[] {
  const own = trunks[trunk]
  if (own === undefined) return []
  const owns = new Set(own.owns)
  const named = new Set(lines.filter(line => line.trunk === trunk || (line.trunk === null && owns.has(line.number))).map(of))
  const all = Object.values(properties)
  const using = all.filter(({ id, outbound }) => named.has(id) || outbound.includes(trunk))
  if (using.length > 0) return using
  const anywhere = new Set(lines.filter(line => line.trunk === null).map(of))
  return all.filter(({ id }) => anywhere.has(id))
}

function of({ property }: Plan['lines'][number]): string {
  return property
}
