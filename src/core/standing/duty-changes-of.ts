// The changes of duty among what stands. Called wherever people are resolved for a live call, and by the command line.
import type { DutyChange } from '../plan/duty-changes.ts'
import type { Standing } from './standing.ts'

export function dutyChangesOf(standing: readonly Standing[]): DutyChange[] {
  return standing.flatMap(({ what, by, since, until }) =>
    what.is === 'duty' ? [{ schedule: what.schedule, person: what.person, by, since, until }] : [],
  )
}
