// Where each rule of a plan is written. Made by compile.ts; asked by `explain`. The plan itself carries no places: the same rules
// in other files are the same plan.
import type { HoursRule } from '../core/plan/hours.ts'
import type { RulePath } from '../core/plan/on-call.ts'
import type { Property } from '../core/plan/plan.ts'
import { parseHoliday } from './parse-holiday.ts'
import type { Place } from './problem.ts'
import { pathKey, type Spots } from './read-yaml.ts'

export interface Places {
  /** Where the first of these paths that exists is written. */
  placeOf(...paths: readonly RulePath[]): Place | null
  /** The place of the rule that said whether an office is open. */
  placeOfHours(property: Property, by: HoursRule): Place | null
}

export function placesOf(spots: Spots): Places {
  const placeOf: Places['placeOf'] = (...paths) => {
    for (const path of paths) {
      const spot = spots.get(pathKey(path))
      if (spot) return spot.key ?? spot.value
    }
    return null
  }
  return { placeOf, placeOfHours: (property, by) => placeOf(...hoursPaths(spots, property, by)) }
}

function hoursPaths(spots: Spots, { id, hours }: Property, by: HoursRule): readonly RulePath[] {
  const owners: readonly RulePath[] = [['properties', id], ['defaults']]
  if (by.rule === 'week') return owners.map(owner => [...owner, 'hours'])
  if (by.rule === 'closure') {
    // A property's own closures come first in the plan.
    const own = hours.closures.filter((_, at) => spots.has(pathKey(['properties', id, 'closures', at]))).length
    return by.at < own ? [['properties', id, 'closures', by.at]] : [['defaults', 'closures', by.at - own]]
  }
  const wanted = by.rule === 'date' ? by.date : JSON.stringify(hours.yearly[by.at]?.on)
  return owners.flatMap(owner => writtenAs(spots, [...owner, 'holidays'], wanted))
}

/** The names under which the same day may have been written. */
function writtenAs(spots: Spots, path: RulePath, wanted: string): readonly RulePath[] {
  const prefix = `${pathKey(path)}\u0000`
  return [...spots.keys()].flatMap(key => {
    const name = key.startsWith(prefix) ? key.slice(prefix.length) : ''
    if (name === '' || name.includes('\u0000')) return []
    const when = parseHoliday(name)
    return when.ok && when.value.key === wanted ? [[...path, name]] : []
  })
}
