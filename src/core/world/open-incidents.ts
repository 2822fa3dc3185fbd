// Incidents that are not done: all of them for the phone desk, and those that a further caller's trouble
// may belong to.
import type { Incident } from '../incident/incident.ts'
import { numbersOf, type TroubleQuestion } from '../incident/known.ts'
import type { Stream } from './stream.ts'

/** The key that every open incident has. */
export const ANY_OPEN = 'any'

/** Keys: what it is about, and who called about it. */
export function isOpenFor(stream: Stream): readonly string[] {
  if (stream.kind !== 'incident' || stream.phase === 'resolved') return []
  const { property, category } = stream
  const numbers = numbersOf(stream).flatMap(number => (number === null ? [] : [numberKey(property, number)]))
  return [ANY_OPEN, categoryKey(property, category), ...numbers]
}

/** Keys of all that knownTrouble may choose among, or has to count. */
export function troubleKeys({ property, category, number, rule, storm }: TroubleQuestion): readonly string[] {
  const byCategory = rule === 'property' || storm !== null
  return [...(byCategory ? [categoryKey(property, category)] : []), ...(number === null ? [] : [numberKey(property, number)])]
}

/** Those that nobody has first, then the oldest. */
export function openFirst(one: Incident, other: Incident): number {
  return Number(one.owner !== null) - Number(other.owner !== null) || one.openedAt - other.openedAt
}

function categoryKey(property: string, category: string): string {
  return `about ${category} at ${property}`
}

function numberKey(property: string, number: string): string {
  return `from ${number} at ${property}`
}
