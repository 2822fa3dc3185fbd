// Local times that a change of the clocks skips or repeats, and absences that overlap. They still mean something (the first instant
// after the jump; the first as a start, the last as an end), but perhaps not what was meant. Called by compile.ts.
import { Temporal } from 'temporal-polyfill'
import { DAY_MS, instantOf, startOfDay, type WallMs, wallOf, wallText, wallTime } from '../core/plan/local-time.ts'
import { mailedReports } from '../core/plan/mailed-reports.ts'
import type { LocalSpan, Plan, Rotation, Weekday, Window } from '../core/plan/plan.ts'
import { handoff, roughTurn } from '../core/plan/rotation.ts'
import { MINUTE_MS, weekday } from '../core/plan/windows.ts'
import type { EpochMs } from '../core/world/ids.ts'
import { type Findings, keyAt, type Path, valueAt, warning } from './findings.ts'
import { type Place, placeText } from './problem.ts'
import { type Draft, right } from './shape-portfolio.ts'

export function checkWrittenTimes(plan: Plan, draft: Draft, findings: Findings): void {
  // A thousand properties have the same zones and the same times: what one means is found once.
  const changes = new Map<string, Change | null>()
  const written = (zone: string, text: string, path: Path): void => {
    const key = `${zone} ${text}`
    const change = changes.has(key) ? (changes.get(key) ?? null) : changeAt(zone, wallOf(text))
    changes.set(key, change)
    if (change === null) return
    const hint = hintFor(change, path.at(-1) === 'to')
    warning(findings, valueAt(findings, path), oddText(change, wallOf(text)), { hint })
  }
  const span = (zone: string, { from, to }: LocalSpan, path: Path): void => {
    written(zone, from, [...path, 'from'])
    written(zone, to, [...path, 'to'])
  }
  for (const { id, zone, rotations, overrides } of Object.values(plan.schedules)) {
    for (const [at, { from }] of rotations.entries()) written(zone, from, ['schedules', id, 'rotations', at, 'from'])
    for (const [at, override] of overrides.entries()) span(zone, override, ['schedules', id, 'overrides', at])
  }
  for (const { id, absences } of Object.values(plan.people)) {
    for (const [at, absence] of absences.entries()) {
      const path = ['people', id, 'absences', at]
      span(absence.zone, absence, path)
      const before = absences.findIndex(other => other.from < absence.to && absence.from < other.to)
      if (before >= at) continue
      const first = placeText(valueAt(findings, ['people', id, 'absences', before]))
      warning(findings, valueAt(findings, path), `this absence of \`${id}\` overlaps another one`, {
        expected: 'one absence at a time',
        hint: `where they overlap the one at ${first} counts`,
      })
    }
  }
  for (const [id, { closures }] of right(draft.properties))
    for (const [at, closure] of (closures ?? []).entries())
      span(plan.properties[id]?.zone ?? plan.box.zone, closure, ['properties', id, 'closures', at])
}

/** The change of the clocks that skips or repeats this time. */
function changeAt(zone: string, wall: WallMs): Change | null {
  const [first, last] = [instantOf(zone, wall, 'first'), instantOf(zone, wall, 'last')]
  const change = { zone, at: first, skipped: wallTime(zone, first) !== wall }
  return first === last && !change.skipped ? null : change
}

interface Change {
  readonly zone: string
  readonly at: EpochMs
  readonly skipped: boolean
}

function oddText({ zone, skipped }: Change, wall: WallMs): string {
  return skipped ? `there is no ${wallText(wall)} in ${zone}: clocks jump over it` : `${wallText(wall)} comes twice in ${zone}`
}

function hintFor({ zone, at, skipped }: Change, ends: boolean): string {
  return skipped ? `it means ${wallText(wallTime(zone, at))}` : `it means the ${ends ? 'last' : 'first'} of the two`
}

/** Times that come again and again: duty windows, office hours, handoffs. Said once for each rule and zone. */
export function checkRecurringTimes(plan: Plan, findings: Findings, from: EpochMs, to: EpochMs): void {
  const changes = new Map<string, readonly Jump[]>()
  const jumpsIn = (zone: string) => {
    const known = changes.get(zone) ?? jumpsOf(zone, from, to)
    changes.set(zone, known)
    return known
  }
  for (const { id, zone, rotations } of Object.values(plan.schedules)) {
    for (const [at, rotation] of rotations.entries()) {
      const path = ['schedules', id, 'rotations', at]
      if (rotation.windows) odd(findings, windowsIn(rotation.windows, jumpsIn(zone)), () => keyAt(findings, [...path, 'during']))
      odd(findings, handoffIn(rotation, jumpsIn(zone)), () => valueAt(findings, [...path, 'from']))
    }
  }
  const reports = mailedReports(plan).filter(({ report: { at } }) => at.weekday === undefined && at.day === undefined)
  for (const { property, zone, report, name } of reports) {
    const path = [...(property === null ? [] : ['properties', property]), 'reports', name]
    odd(findings, timeIn(report.at.minute, jumpsIn(zone)), () => valueAt(findings, [...path, 'at'], path))
  }
  for (const { id, zone, hours, digest } of Object.values(plan.properties)) {
    const path = ['properties', id, 'digest']
    if (digest) odd(findings, timeIn(digest.at, jumpsIn(zone)), () => valueAt(findings, [...path, 'at'], path))
    const place = () => keyAt(findings, ['properties', id, 'hours'], ['defaults', 'hours'])
    odd(findings, windowsIn(hours.week, jumpsIn(zone)), place)
  }
}

interface Jump extends Change {
  /** The wall times, half-open, that do not exist or come twice. */
  readonly from: WallMs
  readonly to: WallMs
  /** The day of the change and the one before, whose windows may reach into it. */
  readonly days: readonly WallMs[]
}

interface Odd {
  readonly jump: Jump
  readonly wall: WallMs
  readonly ends: boolean
}

function odd(findings: Findings, found: Odd | null, place: () => Place): void {
  if (found) warning(findings, place(), oddText(found.jump, found.wall), { hint: hintFor(found.jump, found.ends) })
}

function jumpsOf(zone: string, from: EpochMs, to: EpochMs): readonly Jump[] {
  const jumps: Jump[] = []
  let at = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone)
  for (;;) {
    const next = at.getTimeZoneTransition('next')
    if (!next || next.epochMilliseconds >= to) return jumps
    const after = next.epochMilliseconds as EpochMs
    const old = after + next.subtract({ milliseconds: 1 }).offsetNanoseconds / 1e6
    const fresh = wallTime(zone, after)
    const from = Math.min(old, fresh)
    const days = [startOfDay(from - DAY_MS), startOfDay(from)]
    jumps.push({ zone, at: after, skipped: fresh > old, from, to: Math.max(old, fresh), days })
    at = next
  }
}

/** The time at which clocks jump is the jump itself: a window that ends there loses nothing. */
function isIn(jump: Jump, wall: WallMs): boolean {
  return wall < jump.to && (jump.skipped ? wall > jump.from : wall >= jump.from)
}

function windowsIn(windows: Readonly<Record<Weekday, readonly Window[]>>, jumps: readonly Jump[]): Odd | null {
  for (const jump of jumps) {
    for (const day of jump.days) {
      for (const { from, to } of windows[weekday(day)]) {
        const start = day + from * MINUTE_MS
        const end = day + (to <= from ? DAY_MS : 0) + to * MINUTE_MS
        if (isIn(jump, start)) return { jump, wall: start, ends: false }
        if (isIn(jump, end)) return { jump, wall: end, ends: true }
      }
    }
  }
  return null
}

/** A time of every day. */
function timeIn(minute: number, jumps: readonly Jump[]): Odd | null {
  for (const jump of jumps) {
    for (const day of jump.days) {
      const wall = day + minute * MINUTE_MS
      if (isIn(jump, wall)) return { jump, wall, ends: false }
    }
  }
  return null
}

function handoffIn(rotation: Rotation, jumps: readonly Jump[]): Odd | null {
  // Hours that are skipped or come twice are what a rotation of hours is used to.
  if (rotation.every.unit === 'hours' || rotation.people.length < 2) return null
  for (const jump of jumps) {
    const near = roughTurn(rotation, jump.from)
    for (const turn of [near - 1, near, near + 1]) {
      const wall = handoff(rotation, turn)
      if (turn >= 0 && isIn(jump, wall)) return { jump, wall, ends: false }
    }
  }
  return null
}
