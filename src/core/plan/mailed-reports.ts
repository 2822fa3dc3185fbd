// Reports that are mailed by the rules, and when: a function of the rules and the time. Part of
// plan.ts.
import type { EpochMs } from '../world/ids.ts'
import { DAY_MS, instantOf, startOfDay, type WallMs, wallAfterMonths, wallDate, wallTime } from './local-time.ts'

/** What can be reported. src/report makes one of each. */
export const REPORT_KINDS = ['service', 'people', 'exceptions', 'trends', 'lines', 'messages'] as const
export type ReportKind = (typeof REPORT_KINDS)[number]

export function isReportKind(name: string): name is ReportKind {
  return REPORT_KINDS.some(kind => kind === name)
}

/** Those that can have a row or a table for each part. The tables of the others name theirs. */
export const DIVIDED_REPORTS: readonly ReportKind[] = ['service', 'trends']

export function isDivided(kind: ReportKind): boolean {
  return DIVIDED_REPORTS.includes(kind)
}

/** A row of each figure for each of these. */
export const REPORT_PARTS = ['portfolio', 'group', 'property', 'category', 'person'] as const
export type ReportPart = (typeof REPORT_PARTS)[number]

/** The whole day, week (from Monday on) or month before the mail. */
export const REPORT_SPANS = ['day', 'week', 'month'] as const
export type ReportSpan = (typeof REPORT_SPANS)[number]

export interface MailedReport {
  readonly at: ReportTime
  readonly reports: readonly ReportKind[]
  readonly span: ReportSpan
  readonly by: ReportPart
  /** Of this group's properties only. */
  readonly group?: string
  readonly to: readonly string[]
}

export interface ReportTime {
  /** Local wall-clock minute of the day. */
  readonly minute: number
  /** 1 is Monday, 7 Sunday; without it and without `day`, daily. */
  readonly weekday?: number
  /** Of the month; the last one where a month has fewer. */
  readonly day?: number
}

/** The last time at or before `now` at which it was due: a time that the clock skips is the first after the jump. */
export function lastDue(at: ReportTime, zone: string, now: EpochMs): EpochMs {
  let day = startOfDay(wallTime(zone, now))
  for (;;) {
    if (isOn(at, day)) {
      const due = instantOf(zone, day + at.minute * 60_000, 'first')
      if (due <= now) return due
    }
    day -= DAY_MS
  }
}

/** The next time after `now` at which it is due. */
export function nextDue(at: ReportTime, zone: string, now: EpochMs): EpochMs {
  for (let day = startOfDay(wallTime(zone, now)); ; day += DAY_MS) {
    const due = isOn(at, day) ? instantOf(zone, day + at.minute * 60_000, 'first') : null
    if (due !== null && due > now) return due
  }
}

function isOn({ weekday, day }: ReportTime, wall: WallMs): boolean {
  if (weekday !== undefined) return weekdayOf(wall) === weekday
  if (day === undefined) return true
  const dayOfMonth = Number(wallDate(wall).slice(8))
  const isLast = wallDate(wall + DAY_MS).endsWith('-01')
  return dayOfMonth === day || (isLast && dayOfMonth < day)
}

/** The whole day, week or month that was over at that time, half-open. */
export function spanBefore(span: ReportSpan, zone: string, at: EpochMs): { readonly from: EpochMs; readonly to: EpochMs } {
  const today = startOfDay(wallTime(zone, at))
  const [first, end] = wallSpan(span, today)
  return { from: instantOf(zone, first, 'first'), to: instantOf(zone, end, 'first') }
}

function wallSpan(span: ReportSpan, today: WallMs): readonly [WallMs, WallMs] {
  switch (span) {
    case 'day':
      return [today - DAY_MS, today]
    case 'week': {
      const monday = today - (weekdayOf(today) - 1) * DAY_MS
      return [monday - 7 * DAY_MS, monday]
    }
    case 'month': {
      const first = `${wallDate(today).slice(0, 7)}-01T00:00`
      return [wallAfterMonths(first, -1), wallAfterMonths(first, 0)]
    }
  }
}

/** The first of 1970 was a Thursday. */
function weekdayOf(wall: WallMs): number {
  return ((((wall / DAY_MS + 3) % 7) + 7) % 7) + 1
}

export interface ReportSchedule {
  /** Its property, or the box, and its name in the rules: stays when the rest is changed. */
  readonly id: string
  readonly property: string | null
  readonly name: string
  readonly zone: string
  readonly report: MailedReport
}

interface WithReports {
  readonly box: { readonly zone: string }
  readonly reports?: Readonly<Record<string, MailedReport>>
  readonly properties: Readonly<
    Record<string, { readonly zone: string; readonly reports?: Readonly<Record<string, MailedReport>> }>
  >
}

/** All that are mailed, those of the box first. */
export function mailedReports({ box, reports, properties }: WithReports): readonly ReportSchedule[] {
  const ofBox = Object.entries(reports ?? {}).map(([name, report]) => {
    return { id: `box/${name}`, property: null, name, zone: box.zone, report }
  })
  const ofProperties = Object.entries(properties).flatMap(([property, { zone, reports: own }]) =>
    Object.entries(own ?? {}).map(([name, report]) => {
      return { id: `property/${property}/${name}`, property, name, zone, report }
    }),
  )
  return [...ofBox, ...ofProperties]
}
