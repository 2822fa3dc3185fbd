// `nightbell oncall ics`: shifts as a calendar (RFC 5545) that a calendar program imports or subscribes to, by person or schedule.
// The same shift keeps its UID, so that importing again moves it instead of doubling it.
import type { Command } from 'commander'
import { dutySpans } from '../core/plan/duty-spans.ts'
import { DAY_MS } from '../core/plan/local-time.ts'
import type { Plan } from '../core/plan/plan.ts'
import type { EpochMs } from '../core/world/ids.ts'
import { CliFailure, type CliIo, EXIT } from './io.ts'
import { momentOf, named, rulesOf, wholeNumber } from './plan-of.ts'

interface Options {
  readonly person?: string
  readonly schedule?: string
  readonly at?: string
  readonly weeks: string
}

export function addOncallIcs(oncall: Command, io: CliIo): void {
  oncall
    .command('ics')
    .description('Shifts as a calendar file, by person or by schedule.')
    .option('--person <id>', 'the shifts of this person, in all schedules or in --schedule')
    .option('--schedule <id>', 'the shifts of this schedule')
    .option('--at <time>', 'from that time on instead of now')
    .option('--weeks <n>', 'so many weeks ahead', '26')
    .addHelpText(
      'after',
      `
Examples:
  nightbell oncall ics --person sam-ortiz > sam-ortiz.ics
  nightbell oncall ics --schedule texas-maintenance --weeks 52 > texas-maintenance.ics

Exit codes: 0 written, 2 cannot run.`,
    )
    .action((options: Options, command: Command) => {
      const { plan } = rulesOf(io, command)
      if (options.person === undefined && options.schedule === undefined)
        throw new CliFailure(EXIT.cannot, 'Whose calendar? Name --person or --schedule.')
      if (options.person !== undefined) named(plan.people, 'person', options.person)
      if (options.schedule !== undefined) named(plan.schedules, 'schedule', options.schedule)
      const from = momentOf(io, 'at', options.at, plan.box.zone)
      const to = (from + wholeNumber('weeks', options.weeks, 520) * 7 * DAY_MS) as EpochMs
      io.stdout(icsOf(plan, options, shiftsOf(plan, options, from, to), io.now()))
    })
}

const LONGEST_SHIFT_MS = 370 * DAY_MS

interface Shift {
  readonly schedule: string
  readonly person: string
  readonly why: string
  readonly from: EpochMs
  to: EpochMs
}

/** One shift while a person stays on call in a schedule, whoever else comes and goes. */
function shiftsOf(plan: Plan, { person, schedule }: Options, from: EpochMs, to: EpochMs): readonly Shift[] {
  const shifts: Shift[] = []
  for (const id of schedule === undefined ? Object.keys(plan.schedules) : [schedule]) {
    const going = new Map<string, Shift>()
    // From long before to long after, so that a shift begins when it began and ends when it will end.
    const [long, later] = [(from - LONGEST_SHIFT_MS) as EpochMs, (to + LONGEST_SHIFT_MS) as EpochMs]
    for (const span of dutySpans(plan, [{ kind: 'schedule', id }], long, later)) {
      for (const each of span.people) {
        if (person !== undefined && each.person !== person) continue
        const before = going.get(each.person)
        if (before?.to === span.from) before.to = span.to
        else {
          const shift = { schedule: id, person: each.person, why: each.why, from: span.from, to: span.to }
          going.set(each.person, shift)
          shifts.push(shift)
        }
      }
    }
  }
  return shifts.filter(shift => shift.to > from && shift.from < to).sort((a, b) => a.from - b.from)
}

function icsOf(plan: Plan, { person, schedule }: Options, shifts: readonly Shift[], now: number): string {
  const name = [person === undefined ? null : (plan.people[person]?.name ?? person), schedule ?? null].filter(
    part => part !== null,
  )
  const events = shifts.flatMap(shift => {
    const who = plan.people[shift.person]?.name ?? shift.person
    return [
      'BEGIN:VEVENT',
      `UID:${shift.schedule}.${shift.person}.${shift.from}@nightbell`,
      `DTSTAMP:${utc(now)}`,
      `DTSTART:${utc(shift.from)}`,
      `DTEND:${utc(shift.to)}`,
      `SUMMARY:${escaped(`${who} on call: ${shift.schedule}`)}`,
      `DESCRIPTION:${escaped(shift.why)}`,
      'TRANSP:TRANSPARENT',
      'END:VEVENT',
    ]
  })
  const head = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Nightbell//oncall//EN', 'CALSCALE:GREGORIAN', 'METHOD:PUBLISH']
  const title = `X-WR-CALNAME:${escaped(`${plan.box.name} on call: ${name.join(', ')}`)}`
  return [...head, title, ...events, 'END:VCALENDAR'].map(line => `${folded(line)}\r\n`).join('')
}

/** `20261126T140000Z` */
function utc(at: number): string {
  return new Date(at).toISOString().replace(/[-:]|\.\d+/g, '')
}

/** RFC 5545, 3.3.11. */
function escaped(text: string): string {
  return text.replaceAll(/[\\;,]/g, char => `\\${char}`).replaceAll(/\r?\n/g, '\\n')
}

/** RFC 5545, 3.1: no line longer than 75 octets; what goes on begins with a space. */
function folded(line: string): string {
  const lines: string[] = []
  let current = ''
  for (const char of line) {
    if (Buffer.byteLength(current + char) > 75) {
      lines.push(current)
      current = ' '
    }
    current += char
  }
  return [...lines, current].join('\r\n')
}
