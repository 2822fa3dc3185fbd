// Week by week: overflow reasons, and urgent matters. Weeks begin on Monday, on the report's clock.
import { OVERFLOW_REASONS } from '../../core/world/facts.ts'
import { abandonedIn, kindOf } from '../call-kinds.ts'
import { idsWhere, openedIn } from '../ids.ts'
import type { CallRecord, IncidentRecord, Records } from '../records.ts'
import type { TableSection } from '../report.ts'
import { timeInWords } from '../show/words.ts'
import { isMidnight, localTime } from '../span.ts'
import { column, counting, type Reads, tableOf } from '../table.ts'

interface Week {
  /** 2026-W48 */
  readonly name: string
  readonly calls: readonly CallRecord[]
  readonly incidents: readonly IncidentRecord[]
}

export function weeks(records: Records): readonly TableSection[] {
  const all = weeksOf(records)
  const about = { none: 'Nobody called.', notes: cutWeeks(records, all), rowId: ({ name }: Week) => name }
  const name: Reads<Week> = column('week', 'WEEK', 'text', week => week.name)
  return [
    tableOf({ ...about, id: 'weeks', title: 'Weeks' }, all, [
      name,
      counting('weeks/offered', 'calls', ({ calls }) => idsWhere(calls)),
      counting('weeks/office', 'calls', ({ calls }) => idsWhere(calls, call => kindOf(call) === 'office')),
      counting('weeks/abandoned', 'calls', ({ calls }) => idsWhere(calls, call => abandonedIn(call) !== null)),
      counting('weeks/urgent', 'incidents', ({ incidents }) => idsWhere(incidents)),
      counting('weeks/unreached', 'incidents', ({ incidents }) => idsWhere(incidents, ({ unreachedAt }) => unreachedAt !== null)),
    ]),
    tableOf({ ...about, id: 'overflow-weeks', title: 'Overflow reasons by week' }, all, [
      name,
      ...OVERFLOW_REASONS.map(reason =>
        counting<Week>(`overflow-weeks/${reason}`, 'calls', ({ calls }) =>
          idsWhere(calls, call => kindOf(call) === 'overflow' && call.overflow === reason),
        ),
      ),
    ]),
  ]
}

function weeksOf(records: Records): readonly Week[] {
  const { calls, span } = records
  const offered = calls.filter(call => kindOf(call) !== 'not-offered')
  const callsOf = Map.groupBy(offered, call => weekOf(call.arrivedAt, span.zone))
  const incidentsOf = Map.groupBy(openedIn(records), one => weekOf(one.openedAt, span.zone))
  const names = [...new Set([...callsOf.keys(), ...incidentsOf.keys()])].sort()
  return names.map(name => ({
    name,
    calls: callsOf.get(name) ?? [],
    incidents: incidentsOf.get(name) ?? [],
  }))
}

function weekOf(ms: number, zone: string): string {
  const { yearOfWeek, weekOfYear } = localTime(ms, zone)
  return `${yearOfWeek}-W${String(weekOfYear).padStart(2, '0')}`
}

/** Weeks in the table that the span cuts, or the beginning of the log, or that are not over, and where. */
function cutWeeks({ span, now, firstCall }: Records, all: readonly Week[]): readonly string[] {
  const { zone } = span
  const from = Math.max(span.from, firstCall ?? span.from)
  const to = Math.min(span.to, now)
  const cut = new Map<string, string>()
  const at = (ms: number, week: string, words: string) => {
    if (isMonday(ms, zone) || all.every(({ name }) => name !== week)) return
    cut.set(week, `${cut.get(week) ?? week}, ${words}`)
  }
  at(from, weekOf(from, zone), `from ${timeInWords(from, zone)} on`)
  at(to, weekOf(to - 1, zone), `until ${timeInWords(to, zone)}`)
  return cut.size === 0 ? [] : [`Not whole: ${[...cut.values()].join('; ')}.`]
}

/** The beginning of one. */
function isMonday(ms: number, zone: string): boolean {
  const time = localTime(ms, zone)
  return time.dayOfWeek === 1 && isMidnight(time)
}
