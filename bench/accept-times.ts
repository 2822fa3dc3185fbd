// From the journal: how long it took from the turn of the technician's "1" to the turn in which both sides were in the talk.
// Called by run.ts for every call of a load, not only for the probe's.
import { openReader } from '../src/store/read/reader.ts'
import { factsSince } from './unfinished.ts'

/** ms for each accepted call after this turn. */
export function acceptTimes(journal: string, afterTurn: number): readonly number[] {
  const pressed = new Map<string, number>()
  const times: number[] = []
  for (const { fact } of factsSince(journal, afterTurn)) {
    if (fact.kind === 'leg-key' && fact.digit === '1') pressed.set(fact.leg, fact.at)
    const at = fact.kind === 'bridged' ? pressed.get(fact.leg) : undefined
    if (at !== undefined) times.push(fact.at - at)
  }
  return times
}

export function lastTurnOf(journal: string): number {
  const reader = openReader(journal)
  try {
    return reader.lastTurn()
  } finally {
    reader.close()
  }
}
