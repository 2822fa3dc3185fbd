// The changes of who is on call that staff made from the phone desk, put into the plan as overrides after its own: so that one
// resolver answers for rules and desk alike. Called wherever people are resolved. Pure; a schedule that is gone is left out.
import type { EpochMs } from '../world/ids.ts'
import { wallText, wallTime } from './local-time.ts'
import type { Override, Plan, Schedule } from './plan.ts'

/** `person` alone is on call in `schedule` from `since` until `until` (null: until somebody ends it). */
export interface DutyChange {
  readonly schedule: string
  readonly person: string
  readonly by: string
  readonly since: EpochMs
  readonly until: EpochMs | null
}

/** Farther than anybody asks. */
const FAR = '2999-12-31T00:00'

export function withDutyChanges(plan: Plan, changes: readonly DutyChange[]): Plan {
  const possible = changes.filter(({ schedule, person }) => plan.schedules[schedule] && plan.people[person])
  if (possible.length === 0) return plan
  const schedules: Record<string, Schedule> = { ...plan.schedules }
  for (const change of [...possible].sort((a, b) => a.since - b.since)) {
    const rules = schedules[change.schedule]
    if (rules) schedules[change.schedule] = { ...rules, overrides: [...rules.overrides, ...overridesOf(plan, rules, change)] }
  }
  return { ...plan, schedules }
}

/** Everybody else goes, the person comes. */
function overridesOf(plan: Plan, { zone }: Schedule, { person, by, since, until }: DutyChange): Override[] {
  const span = { from: wallIso(zone, since), to: until === null ? FAR : wallIso(zone, until) }
  const desk = { by, at: since }
  return [
    { ...span, do: 'remove', people: Object.keys(plan.people).filter(id => id !== person), desk },
    { ...span, do: 'add', people: [person], desk },
  ]
}

function wallIso(zone: string, at: EpochMs): string {
  return wallText(wallTime(zone, at)).replace(' ', 'T')
}
