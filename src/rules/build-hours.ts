// Office hours, holidays and closures of a property as the plan has them: what `defaults:` says, overridden key by key. A
// closure is never overridden: those of all properties and a property's own add up. Called by build-properties.ts.
import type { Hours } from '../core/plan/plan.ts'
import { wholeWeek } from './build-schedules.ts'
import type { DefaultsRules, PropertyRules } from './shapes.ts'

export function buildHours(defaults: DefaultsRules, own: PropertyRules): Hours {
  // A property's own days come first: of two rules for the same day the first one counts.
  const holidays = Object.entries({ ...own.holidays, ...defaults.holidays, ...own.holidays })
  return {
    week: wholeWeek({ ...defaults.hours, ...own.hours }),
    dates: Object.fromEntries(
      holidays.flatMap(([date, { yearly, name, windows }]) => (yearly ? [] : [[date, { name, windows }]])),
    ),
    yearly: holidays.flatMap(([, { yearly, name, windows }]) => (yearly ? [{ on: yearly, name, windows }] : [])),
    closures: [...(own.closures ?? []), ...(defaults.closures ?? [])],
  }
}
