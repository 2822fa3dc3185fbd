// Which reports are mailed that a property is in, to whom, and when the next one goes out. Called
// by explain.ts.
import { mailedReports, nextDue, type ReportSchedule, type ReportTime } from '../core/plan/mailed-reports.ts'
import type { Plan, Property } from '../core/plan/plan.ts'
import type { EpochMs } from '../core/world/ids.ts'
import type { Places } from '../rules/places.ts'
import { dateAndTime } from './local-time.ts'
import { whereText } from './where-text.ts'

export interface ExplainedReport {
  readonly reports: readonly string[]
  /** Whose figures are in it: the property's, a group's, all. */
  readonly of: string
  readonly when: string
  readonly next: string
  readonly to: readonly string[]
  readonly where: string | null
}

export function explainReports(plan: Plan, places: Places, property: Property, now: EpochMs): readonly ExplainedReport[] {
  return mailedReports(plan)
    .filter(one => isIn(one, property))
    .map(({ property: own, name, zone, report }) => ({
      reports: report.reports,
      of: own === null ? (report.group === undefined ? 'all properties' : `group ${report.group}`) : 'this property',
      when: `${daysOf(report.at)} at ${clockOf(report.at.minute)}, of the ${report.span} before`,
      next: dateAndTime(nextDue(report.at, zone, now), zone),
      to: report.to,
      where: whereText(places.placeOf(own === null ? ['reports', name] : ['properties', own, 'reports', name])),
    }))
}

function isIn({ property, report: { group } }: ReportSchedule, { id, groups = [] }: Property): boolean {
  return property === null ? group === undefined || groups.includes(group) : property === id
}

function daysOf({ weekday, day }: ReportTime): string {
  if (weekday !== undefined) return `every ${WEEKDAYS[weekday]}`
  if (day === undefined) return 'every day'
  return day >= 31 ? 'on the last day of each month' : `on day ${day} of each month`
}

const WEEKDAYS = ['', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

function clockOf(minute: number): string {
  return [Math.floor(minute / 60), minute % 60].map(part => String(part).padStart(2, '0')).join(':')
}
