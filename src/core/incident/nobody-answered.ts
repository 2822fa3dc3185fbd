// Nobody on this rung took it: what comes next? The rung again, the next rung, a pause before the next pass, or the end of the
// ladder. A pure function of the ladder and the walk; ringing-rung.ts acts on it.
import type { Ladder } from '../plan/plan.ts'
import type { Walk } from './incident.ts'

export type Next =
  | { readonly next: 'try'; readonly pass: number; readonly rung: number; readonly try: number; readonly why: string }
  | { readonly next: 'pause'; readonly pass: number; readonly why: string }
  | { readonly next: 'exhausted'; readonly pass: number; readonly why: string }

export function nobodyAnswered(ladder: Ladder, walk: Pick<Walk, 'pass' | 'rung' | 'try'>): Next {
  const { pass } = walk
  const tries = ladder.rungs[walk.rung]?.tries ?? 1
  if (walk.try < tries)
    return { next: 'try', pass, rung: walk.rung, try: walk.try + 1, why: `try ${walk.try + 1} of ${tries} on this rung` }
  if (walk.rung + 1 < ladder.rungs.length)
    return { next: 'try', pass, rung: walk.rung + 1, try: 1, why: `nobody on rung ${walk.rung + 1} took it` }
  if (ladder.untilAcknowledged)
    return { next: 'pause', pass, why: `nobody on the ladder took it in pass ${pass}; it goes on until somebody does` }
  if (pass < ladder.passes)
    return { next: 'pause', pass, why: `nobody on the ladder took it in pass ${pass} of ${ladder.passes}` }
  return {
    next: 'exhausted',
    pass,
    why:
      pass > ladder.passes
        ? 'nobody took it in this retry'
        : `nobody took it in ${ladder.passes === 1 ? 'the only pass' : `${ladder.passes} passes`}`,
  }
}
