// Everything that happened in one call and in the incidents it belongs to, in the order of its happening: what `calls show` tells.
import { holdsOn } from '../../core/standing/hold.ts'
import type { Fact } from '../../core/world/facts.ts'
import type { CallId, StreamId } from '../../core/world/ids.ts'
import { allOf, sqlFor } from '../journal/statements.ts'
import { type CallSummary, oneCall } from './list-calls.ts'
import { factsInOrder, type Stored } from './stored.ts'

/** Stands in a story where a caller's number or name was erased. */
export const ERASED = '(erased)'

export interface CallStory {
  readonly call: CallSummary
  /** The hash of the rules that the call began with: their plan has the names. */
  readonly rules: string | null
  readonly facts: readonly StoryFact[]
}

export interface StoryFact {
  readonly turn: number
  readonly fact: Fact
  /** The hash of the rules by which its stream lived then; null where the journal does not say. */
  readonly rules: string | null
}

export function callStory(from: Stored, id: CallId): CallStory | null {
  const call = oneCall(from, id)
  if (call === null) return null
  const incidents = call.incidents.map(incident => incident.id)
  const streams = [id, ...incidents, ...holdsOn(id, incidents)]
  const rules = allOf(from.db, sqlFor.selectFrom('call_row').select('plan').where('id', '=', id))[0]?.plan ?? null
  return { call, rules, facts: storyFacts(from, streams) }
}

/** In the order of their happening, with the rules in force for each. */
export function storyFacts(from: Stored, streams: readonly StreamId[]): StoryFact[] {
  const rules = new Map<string, string>()
  let seen = 0
  return allOf(from.db, factsInOrder.where('fact.stream', 'in', streams)).map(row => {
    if (row.turn !== seen) for (const [stream, hash] of from.plansAfter(row.turn)) rules.set(stream, hash)
    seen = row.turn
    return { turn: row.turn, fact: from.fact(row.turn, row.body, ERASED), rules: rules.get(row.stream) ?? null }
  })
}
