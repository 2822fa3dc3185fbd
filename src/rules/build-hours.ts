// Office hours, holidays and closures of a property as the plan has them: what it shares with others is in its rules
// already (inherit.ts). Called by build-properties.ts.
import type { Hours } from '../core/plan/plan.ts'
import { wholeWeek } from './build-schedules.ts'
import type { PropertyRules } from './shapes.ts'

export function buildHours(own: PropertyRules): Hours {
  const holidays = Object.entries(own.holidays ?? {})
  return {
    week: wholeWeek(own.hours ?? {}),
    dates: Object.fromEntries(
      holidays.flatMap(([date, { yearly, name, windows }]) => (yearly ? [] : [[date, { name, windows }]])),
    ),
    yearly: holidays.flatMap(([, { yearly, name, windows, observed }]) =>
      yearly ? [{ on: yearly, name, windows, ...(observed ? { observed } : {}) }] : [],
    ),
    closures: own.closures ?? [],
  }
}
