// What becomes of something that staff set and whose turn broke: it is looked at again later, and ends when its time is over or when it
// breaks again and again; a hold ends by hand alone. Called by daemon/broken-turn.ts.
import type { Standing } from '../standing/standing.ts'
import { after, type EpochMs } from '../world/ids.ts'
import type { Broken } from './broken-call.ts'

const LOOK_SECONDS = 600
/** What breaks so often never works. */
const MOST_BREAKS = 3

export function brokenStanding(standing: Standing, at: EpochMs): Broken<Standing> {
  const broken = (standing.broken ?? 0) + 1
  const isOver = standing.until !== null && standing.until <= at
  // A mistake of ours frees nothing that somebody has to keep.
  const stays = standing.what.is === 'hold'
  if (!stays && (isOver || broken >= MOST_BREAKS)) return { state: { ...standing, phase: 'ended' }, facts: [], commands: [] }
  const look = after(at, LOOK_SECONDS)
  const lookAgainAt = standing.until !== null && standing.until < look ? standing.until : look
  return { state: { ...standing, broken, lookAgainAt }, facts: [], commands: [] }
}
