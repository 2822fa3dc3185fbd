// Where each rule of a plan is written. Made by compile.ts; asked by `explain`. The plan itself carries no places: the same rules
// in other files are the same plan.
import type { HoursRule } from '../core/plan/hours.ts'
import type { RulePath } from '../core/plan/on-call.ts'
import type { Property } from '../core/plan/plan.ts'
import { parseHoliday } from './parse-holiday.ts'
import { parseDays } from './parse-hours.ts'
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
  // What a property has from a template or from `defaults:` has its place there (inherit.ts).
  const own: RulePath = ['properties', id]
  if (by.rule === 'closure') return [[...own, 'closures', by.at]]
  const { rule } = by
  if (rule === 'week') {
    const isDay = (name: string) => {
      const days = parseDays(name)
      return days.ok && days.value.includes(by.day)
    }
    return [...writtenAs(spots, [...own, 'hours'], isDay), [...own, 'hours']]
  }
  const wanted = rule === 'date' ? by.date : JSON.stringify(hours.yearly[by.at]?.on)
  return writtenAs(spots, [...own, 'holidays'], name => {
    const when = parseHoliday(name)
    return when.ok && when.value.key === wanted
  })
}

/** What is written under names that mean this day. */
function writtenAs(spots: Spots, path: RulePath, isMeant: (name: string) => boolean): readonly RulePath[] {
  const prefix = `${pathKey(path)}\u0000`
  return [...spots.keys()].flatMap(key => {
    const name = key.startsWith(prefix) ? key.slice(prefix.length) : ''
    return name !== '' && !name.includes('\u0000') && isMeant(name) ? [[...path, name]] : []
  })
}
