// What the walk over the turns remembers for the other checks: which streams live and with what
// state, by which plans they went, which recordings are kept, whom the box has dialled lately, which
// calls are over. It holds what lives, what is kept, and what is recent: not the history.
import type { Fact } from '../../core/world/facts.ts'
import { isIncident, isStanding } from '../../core/world/ids.ts'
import type { Input } from '../../core/world/inputs.ts'
import { DIALS_MS } from '../journal/append-turn.ts'
import { factsOf } from '../journal/in-short.ts'
import { CALLS_MS } from '../journal/past-calls.ts'
import type { Changed, TurnTable } from '../journal/schema.ts'

export interface Gathered {
  /** Streams that live after the last turn: the hash of their state, and the turn that says so. */
  readonly live: Map<string, { readonly turn: number; readonly state: string }>
  /** Turns from this one on say which stream is over; earlier versions did not. */
  overSaidFrom: number | null
  /** Each plan, and the first turn that went by it. */
  readonly plans: Map<string, number>
  readonly recordings: Map<string, KeptRecording>
  readonly removed: Set<string>
  /** Calls that are over, of the last month. */
  readonly overCalls: Map<string, OverCall>
  readonly imported: Set<string>
  /** Legs that were dialled in the last hours, and the turn that says so. */
  readonly dials: Map<string, number>
  /** `stream at`, with the property, of every change of the last hours. */
  readonly recent: Map<string, string>
}

export interface KeptRecording {
  readonly turn: number
  readonly sha256: string
}

export interface OverCall {
  readonly turn: number
  readonly at: number
  readonly property: string | null
}

/** `lastAt`: the time of the last turn. */
export function gatherer(lastAt: number): {
  readonly gathered: Gathered
  take(turn: TurnTable, changes: readonly Changed[]): void
} {
  const gathered: Gathered = {
    live: new Map(),
    overSaidFrom: null,
    plans: new Map(),
    recordings: new Map(),
    removed: new Set(),
    overCalls: new Map(),
    imported: new Set(),
    dials: new Map(),
    recent: new Map(),
  }

  function takeChanges({ seq: turn, at }: TurnTable, changes: readonly Changed[]): void {
    for (const [id, plan, state, property, , over] of changes) {
      if (!gathered.plans.has(plan)) gathered.plans.set(plan, turn)
      if (at >= lastAt - DIALS_MS) gathered.recent.set(`${id} ${at}`, property ?? '')
      if (over === undefined) {
        gathered.live.set(id, { turn, state })
        continue
      }
      gathered.overSaidFrom ??= turn
      gathered.live.delete(id)
      const isCall = !isIncident(id) && !isStanding(id)
      if (isCall && at >= lastAt - CALLS_MS) gathered.overCalls.set(id, { turn, at, property })
    }
  }

  function takeFact(turn: number, fact: Fact, isRecent: boolean): void {
    if ('sha256' in fact && fact.sha256 !== undefined) gathered.recordings.set(fact.recording, { turn, sha256: fact.sha256 })
    if (fact.kind === 'recording-removed') gathered.removed.add(fact.recording)
    if (!isRecent) return
    if (fact.kind === 'dialled' || fact.kind === 'caller-dialled' || fact.kind === 'transfer-dialled')
      gathered.dials.set(fact.leg, turn)
  }

  function takeInput(input: Input): void {
    if (input.type === 'imported') gathered.imported.add(input.channel)
  }

  return {
    gathered,
    take(turn, changes) {
      takeChanges(turn, changes)
      const { seq, at, input, facts } = turn
      const told = facts.includes('sha256":') || facts.includes('recording-removed')
      const isRecent = at >= lastAt - DIALS_MS
      try {
        if (told || isRecent) for (const fact of factsOf(turn)) takeFact(seq, fact, isRecent)
        if (input.startsWith('{"type":"imported"')) takeInput(JSON.parse(input))
      } catch {
        // Texts that were changed may be no JSON any more: the chain says so.
      }
    },
  }
}
