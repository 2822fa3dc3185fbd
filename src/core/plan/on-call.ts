// Who is on call now, and why? Called when a rung starts, and by whoever explains: one function, everywhere.
// Nothing is remembered: the answer is a function of the plan and the time. Handoffs count on the wall clock of the
// schedule's zone. A name that the plan does not hold resolves to nobody.
import type { EpochMs } from '../world/ids.ts'
import { DAY_MS, instantOf, type WallMs, wallAfterMonths, wallOf, wallText, wallTime } from './local-time.ts'
import type { Plan, Rotation, Target } from './plan.ts'
import { openWindow, weekday } from './windows.ts'

export interface OnCall {
  readonly person: string
  readonly why: string
}

/** In the order of the rotations, each naming one person at most; the fallback when none names anybody. */
export function onCall(plan: Plan, schedule: string, now: EpochMs): readonly OnCall[] {
  const rules = plan.schedules[schedule]
  if (!rules) return []
  const found: OnCall[] = []
  for (const [at, rotation] of rules.rotations.entries()) {
    const shift = shiftAt(rotation, rules.zone, now)
    if (!shift || found.some(({ person }) => person === shift.person)) continue
    const which = rules.rotations.length > 1 ? `, rotation ${at + 1},` : ''
    found.push({
      person: shift.person,
      why: `on call in ${schedule}${which} from ${wallText(shift.from)} to ${wallText(shift.to)}`,
    })
  }
  if (found.length > 0 || rules.fallback === null) return found
  return [{ person: rules.fallback, why: `fallback of ${schedule}: no rotation has anybody now` }]
}

/** Whom a rung rings, in order, each once. People without a telephone are left out. */
export function resolveTargets(plan: Plan, targets: readonly Target[], now: EpochMs): readonly OnCall[] {
  const found = new Map<string, OnCall>()
  for (const target of targets) {
    for (const each of resolve(plan, target, now)) {
      const phones = plan.people[each.person]?.phones.length ?? 0
      if (phones > 0 && !found.has(each.person)) found.set(each.person, each)
    }
  }
  return [...found.values()]
}

function resolve(plan: Plan, target: Target, now: EpochMs): readonly OnCall[] {
  switch (target.kind) {
    case 'schedule':
      return onCall(plan, target.id, now)
    case 'person':
      return [{ person: target.id, why: 'named in the rung' }]
    case 'role':
      return Object.values(plan.people)
        .filter(person => person.roles.includes(target.id))
        .map(person => ({ person: person.id, why: `role ${target.id}` }))
  }
}

interface Shift {
  readonly person: string
  /** Handoffs, as the wall clock shows them. */
  readonly from: WallMs
  readonly to: WallMs
}

/** Whose turn it is; null before the first handoff and outside the rotation's windows. */
function shiftAt(rotation: Rotation, zone: string, now: EpochMs): Shift | null {
  const { people, windows } = rotation
  let turn = roughTurn(rotation, wallTime(zone, now))
  // The rough turn reads the wall; the clock's changes move handoffs by a little, so look at its neighbours.
  while (startOf(rotation, zone, turn) > now) turn--
  while (startOf(rotation, zone, turn + 1) <= now) turn++
  const person = people[turn % people.length]
  if (turn < 0 || person === undefined) return null
  if (windows !== null && !openWindow(zone, now, day => windows[weekday(day)])) return null
  return { person, from: handoff(rotation, turn), to: handoff(rotation, turn + 1) }
}

function startOf(rotation: Rotation, zone: string, turn: number): EpochMs {
  return instantOf(zone, handoff(rotation, turn), 'first')
}

const UNIT_MS = { hours: 3_600_000, days: DAY_MS, weeks: 7 * DAY_MS } as const
/** The mean month: good enough for a first guess. */
const MONTH_MS = 30.436_875 * DAY_MS

function handoff({ every, from }: Rotation, turn: number): WallMs {
  if (every.unit === 'months') return wallAfterMonths(from, turn * every.count)
  return wallOf(from) + turn * every.count * UNIT_MS[every.unit]
}

function roughTurn({ every, from }: Rotation, wall: WallMs): number {
  const length = every.count * (every.unit === 'months' ? MONTH_MS : UNIT_MS[every.unit])
  return Math.floor((wall - wallOf(from)) / length)
}
