// When somebody may be told: at once, or when their quiet hours and those of the rule are over. Pure. Called by notices-of.ts.
import { DAY_MS, instantOf } from '../plan/local-time.ts'
import type { Quiet } from '../plan/plan.ts'
import { MINUTE_MS, openWindow } from '../plan/windows.ts'
import type { EpochMs } from '../world/ids.ts'
import { isPressing, type NoticeEvent } from './events.ts'

/** Two windows that overlap end one after the other; more rounds than these they do not need. */
const ROUNDS = 6

/**
 * The first moment at or after `now` in which none of these is quiet. That nobody was reached, or has it in time, is told at once, unless
 * they say otherwise.
 */
export function tellAt(quiet: readonly (Quiet | undefined)[], event: NoticeEvent, now: EpochMs): EpochMs {
  // Whoever is there is in danger now.
  if (event === 'emergency') return now
  const holding = quiet.filter(each => each !== undefined).filter(each => !isPressing(event) || each.unreached === true)
  let at = now
  for (let round = 0; round < ROUNDS; round++) {
    const end = holding.map(each => quietEnd(each, at)).find(each => each !== null)
    if (end === undefined) break
    at = end as EpochMs
  }
  return at
}

function quietEnd({ zone, window }: Quiet, now: EpochMs): EpochMs | null {
  const open = openWindow(zone, now, () => [window])
  if (open === null) return null
  const { from, to } = window
  return instantOf(zone, open.day + (to <= from ? DAY_MS : 0) + to * MINUTE_MS, 'last')
}
