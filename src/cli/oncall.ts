// `nightbell oncall who|next|gaps`: who is on call, from the same resolver as a live call. Reads the rules, needs no daemon.
import type { Command } from 'commander'
import { type DutySpan, dutySpans } from '../core/plan/duty-spans.ts'
import { type Gap, gapsOf, scheduleGaps } from '../core/plan/gaps.ts'
import { servedAlike } from '../core/plan/ladders-of.ts'
import { DAY_MS } from '../core/plan/local-time.ts'
import { rosterOfTargets, targetsAt } from '../core/plan/on-call.ts'
import type { Plan, Property } from '../core/plan/plan.ts'
import type { EpochMs } from '../core/world/ids.ts'
import { WEEKS_AHEAD } from '../rules/check-ahead.ts'
import { CliFailure, type CliIo, EXIT, printJson } from './io.ts'
import { dateAndTime, duration, localTime } from './local-time.ts'
import { addOncallCalendar } from './oncall-calendar.ts'
import { addOncallIcs } from './oncall-ics.ts'
import { count, oneLine, table } from './plain-text.ts'
import {
  type Asked,
  asking,
  laddersOfProperty,
  momentOf,
  peopleText,
  propertyOf,
  rulesOf,
  type Subject,
  subjectsOf,
  wholeNumber,
} from './plan-of.ts'

interface Options extends Asked {
  readonly at?: string
  readonly json?: true
}

export function addOncall(program: Command, io: CliIo): void {
  const oncall = program.command('oncall').description('Ask the rules who is on call.')
  asking(oncall.command('who').description('Who is on call, until when, and why.'))
    .option('--at <time>', 'at that time instead of now: 02:14, "2026-11-26 02:14", with or without an offset')
    .addHelpText(
      'after',
      `
Examples:
  nightbell oncall who
  nightbell oncall who --property oak-creek --at "2026-11-26 02:14"
  nightbell oncall who --schedule texas-maintenance --json

Exit codes: 0 somebody is, 1 nobody is, 2 cannot run.`,
    )
    .action((options: Options, command: Command) => who(io, rulesOf(io, command).plan, options))
  asking(oncall.command('next').description('The next changes: who comes on call when.'))
    .option('--at <time>', 'from that time on instead of now')
    .option('--changes <n>', 'so many of each schedule or ladder', '5')
    .addHelpText(
      'after',
      '\nExample:\n  nightbell oncall next --schedule texas-maintenance\n\nExit codes: 0 listed, 2 cannot run.',
    )
    .action((options: Options & { changes: string }, command: Command) => next(io, rulesOf(io, command).plan, options))
  asking(oncall.command('gaps').description('The hours in which nobody is on call.'))
    .option('--at <time>', 'from that time on instead of now')
    .option('--weeks <n>', 'so many weeks ahead', String(WEEKS_AHEAD))
    .addHelpText(
      'after',
      `
Looked at are each schedule and each ladder that a caller of some property may start. A ladder has a gap when nobody is on any
of its rungs. A schedule has one when nobody is on call in it, even if another rung of the ladder has somebody; the hours outside
the \`during\` of all its rotations are meant so, and are no gap. With --property only its ladders are looked at, and with
--schedule only that schedule, at all hours.

Examples:
  nightbell oncall gaps
  nightbell oncall gaps --property oak-creek --weeks 4

Exit codes: 0 every hour is covered, 1 there are gaps, 2 cannot run.`,
    )
    .action((options: Options & { weeks: string }, command: Command) => gaps(io, rulesOf(io, command).plan, options))
  addOncallCalendar(oncall, io)
  addOncallIcs(oncall, io)
}

function who(io: CliIo, plan: Plan, options: Options): void {
  const asked = options.property === undefined ? subjectsOf(plan, options) : rungsOf(plan, options.property)
  const found = asked.map(subject => {
    const at = momentOf(io, 'at', options.at, subject.zone)
    const { people, leftOut } = rosterOfTargets(plan, subject.targets, at)
    return { subject, at, people, leftOut, until: changeAfter(plan, subject, at) }
  })
  if (options.json) {
    const person = ({ person, why }: { person: string; why: string }) => ({
      person,
      name: plan.people[person]?.name ?? person,
      why,
    })
    printJson(
      io,
      found.map(({ subject, at, people, leftOut, until }) => ({
        of: subject.name,
        at: localTime(at, subject.zone).iso,
        until: until === null ? null : localTime(until, subject.zone).iso,
        people: people.map(each => ({ ...person(each), phones: plan.people[each.person]?.phones ?? [] })),
        leftOut: leftOut.map(person),
      })),
    )
  } else {
    const rows = found.flatMap(({ subject, people, until }) => {
      const end = until === null ? '-' : dateAndTime(until, subject.zone)
      if (people.length === 0) return [[subject.name, 'nobody', '-', end, '-']]
      return people.map(({ person, why }, nth) => {
        const { name = person, phones = [] } = plan.people[person] ?? {}
        return [nth === 0 ? subject.name : '', oneLine(`${name} (${person})`, 40), phones[0] ?? '-', nth === 0 ? end : '', why]
      })
    })
    io.stdout(table([options.property === undefined ? 'SCHEDULE' : 'LADDER', 'WHO', 'TELEPHONE', 'UNTIL', 'WHY'], rows))
  }
  if (found.every(({ people }) => people.length === 0)) throw new CliFailure(EXIT.no)
}

function rungsOf(plan: Plan, property: string): readonly Subject[] {
  const { zone } = propertyOf(plan, property)
  return laddersOfProperty(plan, property).flatMap(({ id, rungs }) =>
    rungs.map(({ targets }, at) => ({ name: `${id}, rung ${at + 1}`, zone, targets: targetsAt(property, targets) })),
  )
}

/** When other people are on call; null when that is more than a year away. */
function changeAfter(plan: Plan, { targets }: Subject, at: EpochMs): EpochMs | null {
  for (const days of [9, 40, 370]) {
    const [now, then] = dutySpans(plan, targets, at, (at + days * DAY_MS) as EpochMs)
    if (now && then) return now.to
  }
  return null
}

function next(io: CliIo, plan: Plan, options: Options & { changes: string }): void {
  const most = wholeNumber('changes', options.changes, 1000)
  const found = subjectsOf(plan, options).map(subject => {
    const at = momentOf(io, 'at', options.at, subject.zone)
    return { subject, changes: changesAfter(plan, subject, at, most) }
  })
  if (options.json) {
    printJson(
      io,
      found.map(({ subject, changes }) => ({
        of: subject.name,
        changes: changes.map(({ from, people }) => ({
          at: localTime(from, subject.zone).iso,
          people: people.map(p => p.person),
        })),
      })),
    )
    return
  }
  const rows = found.flatMap(({ subject, changes }) =>
    changes.map(({ from, people }) => ({ from, row: [dateAndTime(from, subject.zone), subject.name, peopleText(people)] })),
  )
  if (rows.length === 0) io.stdout('Nothing changes within a year.\n')
  else {
    rows.sort((a, b) => a.from - b.from)
    io.stdout(
      table(
        ['FROM', options.property === undefined ? 'SCHEDULE' : 'LADDER', 'WHO'],
        rows.map(({ row }) => row),
      ),
    )
  }
}

function changesAfter(plan: Plan, { targets }: Subject, at: EpochMs, most: number): readonly DutySpan[] {
  let changes: readonly DutySpan[] = []
  for (const days of [9, 40, 370]) {
    changes = dutySpans(plan, targets, at, (at + days * DAY_MS) as EpochMs).slice(1)
    if (changes.length >= most) break
  }
  return changes.slice(0, most)
}

function gaps(io: CliIo, plan: Plan, options: Options & { weeks: string }): void {
  const weeks = wholeNumber('weeks', options.weeks, 520)
  const found = gapSubjects(plan, options).flatMap(subject => {
    const from = momentOf(io, 'at', options.at, subject.zone)
    const to = (from + weeks * 7 * DAY_MS) as EpochMs
    return subject.gaps(from, to).map(gap => ({ ...gap, subject }))
  })
  if (options.json) {
    const iso = (at: EpochMs, zone: string) => localTime(at, zone).iso
    printJson(
      io,
      found.map(({ from, to, subject }) => ({ of: subject.name, from: iso(from, subject.zone), to: iso(to, subject.zone) })),
    )
  } else if (found.length === 0) {
    io.stdout(`No gaps in the next ${count(weeks, 'week')}: ${coveredText(options)}.\n`)
  } else {
    const rows = found.map(({ from, to, subject: { name, zone } }) => [
      dateAndTime(from, zone),
      dateAndTime(to, zone),
      duration(to - from),
      name,
    ])
    io.stdout(table(['FROM', 'TO', 'LASTS', 'NOBODY IN'], rows))
  }
  if (found.length > 0) throw new CliFailure(EXIT.no)
}

function coveredText({ property, schedule }: Options): string {
  if (property !== undefined) return `somebody is on each ladder of ${property} at every hour`
  if (schedule !== undefined) return `somebody is on call in ${schedule} at every hour`
  return 'somebody is on each ladder at every hour, and on call in each schedule whenever one of its rotations should have somebody'
}

interface GapSubject {
  readonly name: string
  readonly zone: string
  readonly gaps: (from: EpochMs, to: EpochMs) => readonly Gap[]
}

function gapSubjects(plan: Plan, options: Options): readonly GapSubject[] {
  const named = (kind: string, { name, zone, targets }: Subject): GapSubject => ({
    name: `${kind} ${name}`,
    zone,
    gaps: (from, to) => gapsOf(plan, targets, from, to),
  })
  if (options.property !== undefined) return subjectsOf(plan, options).map(subject => named('ladder', subject))
  if (options.schedule !== undefined) return subjectsOf(plan, options).map(subject => named('schedule', subject))
  const schedules = Object.values(plan.schedules).map(schedule => ({
    name: `schedule ${schedule.id}`,
    zone: schedule.zone,
    gaps: (from: EpochMs, to: EpochMs) => scheduleGaps(plan, schedule, from, to),
  }))
  const users = new Map<string, Property[]>()
  for (const property of Object.values(plan.properties))
    for (const { id } of laddersOfProperty(plan, property.id)) users.set(id, [...(users.get(id) ?? []), property])
  const ladders = [...users].flatMap(([id, all]) => {
    const ladder = plan.ladders[id]
    const alike = ladder ? servedAlike(plan, ladder, all) : []
    return alike.map(([targets, [first]]) =>
      // Where others serve some of the properties, it says for which one this is.
      named('ladder', {
        name: alike.length > 1 ? `${id} (${first?.id ?? ''})` : id,
        zone: first?.zone ?? plan.box.zone,
        targets,
      }),
    )
  })
  return [...schedules, ...ladders]
}
