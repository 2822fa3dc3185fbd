// `nightbell oncall calendar`: one month as a table, a line for each day and a column for each schedule (or ladder).
import type { Command } from 'commander'
import { dutySpans } from '../core/plan/duty-spans.ts'
import { DAY_MS, instantOf, startOfDay, type WallMs, wallDate, wallOf, wallText, wallTime } from '../core/plan/local-time.ts'
import type { Plan } from '../core/plan/plan.ts'
import { DAY_NAMES, weekday } from '../core/plan/windows.ts'
import type { EpochMs } from '../core/world/ids.ts'
import { CliFailure, type CliIo, EXIT, printJson } from './io.ts'
import { oneLine, table } from './plain-text.ts'
import { type Asked, asking, peopleText, rulesOf, type Subject, subjectsOf } from './plan-of.ts'

interface Options extends Asked {
  readonly month?: string
  readonly json?: true
}

export function addOncallCalendar(oncall: Command, io: CliIo): void {
  asking(oncall.command('calendar').description('Who is on call on each day of a month.'))
    .option('--month <month>', 'such as 2026-11; this month without it')
    .addHelpText(
      'after',
      `
A day shows who is on call when it begins, and who comes at which time. Times are those of the schedule, or of the property.

Examples:
  nightbell oncall calendar --schedule texas-maintenance --month 2026-11
  nightbell oncall calendar --property oak-creek

Exit codes: 0 shown, 2 cannot run.`,
    )
    .action((options: Options, command: Command) => calendar(io, rulesOf(io, command).plan, options))
}

function calendar(io: CliIo, plan: Plan, options: Options): void {
  const subjects = subjectsOf(plan, options)
  const first = subjects[0]
  if (!first) throw new CliFailure(EXIT.cannot, 'There is no schedule in the rules.')
  const days = daysOf(options.month ?? wallDate(wallTime(first.zone, io.now() as EpochMs)).slice(0, 7))
  const columns = subjects.map(subject => ({ subject, cells: cellsOf(plan, subject, days) }))
  if (options.json) {
    printJson(
      io,
      columns.map(({ subject, cells }) => ({
        of: subject.name,
        zone: subject.zone,
        days: days.map((day, at) => ({ date: wallDate(day), people: cells[at] ?? [] })),
      })),
    )
    return
  }
  const rows = days.map((day, at) => [
    wallDate(day),
    DAY_NAMES[weekday(day)].slice(0, 3),
    ...columns.map(({ cells }) =>
      (cells[at] ?? []).map(({ from, people }) => `${from === '00:00' ? '' : `${from} `}${peopleText(people)}`).join(', '),
    ),
  ])
  io.stdout(table(['DATE', 'DAY', ...subjects.map(({ name }) => name)], rows))
}

interface Part {
  /** Local time of day. */
  readonly from: string
  readonly people: readonly { readonly person: string; readonly why: string }[]
}

function cellsOf(plan: Plan, { targets, zone }: Subject, days: readonly WallMs[]): readonly (readonly Part[])[] {
  const instant = (day: WallMs) => instantOf(zone, day, 'first')
  const [begin = 0, end = 0] = [days[0], (days.at(-1) ?? 0) + DAY_MS]
  const spans = dutySpans(plan, targets, instant(begin), instant(end))
  return days.map(day => {
    const [from, to] = [instant(day), instant(day + DAY_MS)]
    return spans
      .filter(span => span.from < to && span.to > from)
      .map(span => ({
        from: span.from <= from ? '00:00' : wallText(wallTime(zone, span.from)).slice(11),
        people: span.people.map(({ person, why }) => ({ person, why })),
      }))
  })
}

function daysOf(month: string): readonly WallMs[] {
  const [, year, number] = /^(\d{4})-(\d\d)$/.exec(month) ?? []
  if (year === undefined || Number(number) < 1 || Number(number) > 12) {
    throw new CliFailure(EXIT.cannot, `--month ${oneLine(month, 20)}: write a month such as 2026-11.`)
  }
  const days: WallMs[] = []
  for (let day = startOfDay(wallOf(`${month}-01T00:00`)); wallDate(day).startsWith(month); day += DAY_MS) days.push(day)
  return days
}
