// The rules as the daemon would read them now, and what a command was asked about: a schedule, or the ladders of a property.
// For commands that answer from the rules alone and need no daemon.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { type DutyChange, withDutyChanges } from '../core/plan/duty-changes.ts'
import { laddersOf } from '../core/plan/ladders-of.ts'
import { targetsAt } from '../core/plan/on-call.ts'
import type { Ladder, Plan, Property, Target } from '../core/plan/plan.ts'
import { dutyChangesOf } from '../core/standing/duty-changes-of.ts'
import type { EpochMs } from '../core/world/ids.ts'
import { type Compiled, loadRules } from '../rules/load.ts'
import { didYouMean, namesText } from '../rules/nearest.ts'
import { JOURNAL_FILE } from '../store/journal/journal.ts'
import type { PlanInForce } from '../store/read/list-plans.ts'
import { openReader } from '../store/read/reader.ts'
import { CliFailure, type CliIo, directoriesOf, EXIT } from './io.ts'
import { parseTime } from './local-time.ts'
import { count, oneLine } from './plain-text.ts'
import { mustBeDirectory } from './rules-directory.ts'

export type Rules = Compiled & { readonly ok: true }

export function rulesOf(io: CliIo, command: Command): Rules {
  const { config } = directoriesOf(io, command)
  mustBeDirectory(io, config)
  const rules = loadRules(config)
  if (rules.ok) return { ...rules, plan: withDutyChanges(rules.plan, deskChanges(io, command)) }
  throw new CliFailure(
    EXIT.cannot,
    `the rules in ${config} have ${count(rules.problems.length, 'error')}: nightbell check says which`,
  )
}

/** Which rules the daemon of this state directory runs by, and since when; null where none has run yet. */
export function rulesInForce(io: CliIo, command: Command): PlanInForce | null {
  const file = join(directoriesOf(io, command).state, JOURNAL_FILE)
  if (!existsSync(file)) return null
  const reader = openReader(file)
  try {
    return reader.listPlans(1)[0] ?? null
  } finally {
    reader.close()
  }
}

/** What staff have changed from the phone desk; nothing where no daemon has run yet. */
function deskChanges(io: CliIo, command: Command): readonly DutyChange[] {
  const file = join(directoriesOf(io, command).state, JOURNAL_FILE)
  if (!existsSync(file)) return []
  const reader = openReader(file)
  try {
    return dutyChangesOf(reader.standing())
  } finally {
    reader.close()
  }
}

/** What to ask the resolver about, and how to call it. */
export interface Subject {
  readonly name: string
  readonly zone: string
  readonly targets: readonly Target[]
}

export interface Asked {
  readonly property?: string
  readonly schedule?: string
}

/** The schedule, or the ladders of the property; without either every schedule. */
export function subjectsOf(plan: Plan, { property, schedule }: Asked): readonly Subject[] {
  if (property !== undefined) {
    const { zone } = propertyOf(plan, property)
    return laddersOfProperty(plan, property).map(({ id, rungs }) => ({
      name: id,
      zone,
      targets: targetsAt(
        property,
        rungs.flatMap(rung => rung.targets),
      ),
    }))
  }
  const schedules = schedule === undefined ? Object.values(plan.schedules) : [named(plan.schedules, 'schedule', schedule)]
  return schedules.map(({ id, zone }) => ({ name: id, zone, targets: [{ kind: 'schedule', id }] }))
}

export function propertyOf(plan: Plan, id: string): Property {
  return named(plan.properties, 'property', id)
}

export function laddersOfProperty(plan: Plan, property: string): readonly Ladder[] {
  return [...laddersOf(plan, propertyOf(plan, property))].flatMap(id => plan.ladders[id] ?? [])
}

export function named<T>(all: Readonly<Record<string, T>>, kind: string, name: string): T {
  const found = Object.hasOwn(all, name) ? all[name] : undefined
  if (found !== undefined) return found
  const names = Object.keys(all)
  const hint = didYouMean(name, names)
  throw new CliFailure(
    EXIT.cannot,
    `There is no ${kind} ${oneLine(name, 40)}: ${hint ?? `the rules have ${names.length === 0 ? 'none' : namesText(names)}`}`,
  )
}

/** What a person wrote after `--at` or the like, on the clock of the zone. */
export function momentOf(io: CliIo, option: string, written: string | undefined, zone: string): EpochMs {
  const ms = parseTime(written ?? 'now', zone, io.now())
  if (ms !== null) return ms as EpochMs
  throw new CliFailure(
    EXIT.cannot,
    `--${option} ${oneLine(written ?? '', 40)} is no time. Write now, today, 02:14, 2026-11-26 or "2026-11-26 02:14".`,
  )
}

export function asking(command: Command): Command {
  return command
    .option('--property <id>', 'the ladders of this property')
    .option('--schedule <id>', 'this schedule only')
    .option('--json', 'print JSON')
}

export function peopleText(people: readonly { readonly person: string }[]): string {
  return people.length === 0 ? 'nobody' : people.map(({ person }) => person).join(' + ')
}

export function wholeNumber(option: string, written: string, most: number): number {
  const value = /^\d{1,6}$/.test(written) ? Number(written) : 0
  if (value >= 1 && value <= most) return value
  throw new CliFailure(EXIT.cannot, `--${option} ${oneLine(written, 20)}: write a whole number from 1 to ${most}.`)
}
