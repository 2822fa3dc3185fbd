// An export as replay reads it: its turns are decided again without the journal.
import type { Plan } from '../../core/plan/plan.ts'
import type { Fact } from '../../core/world/facts.ts'
import type { Input } from '../../core/world/inputs.ts'
import { changesFrom, factsOf } from '../../store/journal/in-short.ts'
import { withParts } from '../../store/journal/private-parts.ts'
import type { Evidence } from '../../store/read/evidence.ts'
import type { Recording } from '../../store/read/replay-call.ts'

export function recordingOf({ streams, turns, plans }: Omit<Evidence, 'head' | 'facts'>): Recording {
  const bodies = new Map(turns.map(({ seq, parts }) => [seq, new Map(parts.map(({ n, body }) => [n, body]))]))
  const changes = new Map(turns.map(turn => [turn.seq, turn.changes]))
  const parsed = new Map<string, Plan>()
  const bodyOf = (turn: number) => (n: number) => bodies.get(turn)?.get(n) ?? null
  return {
    streams: new Set(streams),
    turns,
    plan(hash) {
      const text = plans.get(hash)
      if (text === undefined) return null
      const plan = parsed.get(hash) ?? (JSON.parse(text.json) as Plan)
      parsed.set(hash, plan)
      return plan
    },
    input: (turn, json, erased) => withParts(JSON.parse(json), bodyOf(turn), erased) as Input,
    facts: (turn, erased) => withParts(factsOf(turn), bodyOf(turn.seq), () => erased) as readonly Fact[],
    changes: changesFrom(turn => changes.get(turn)),
    lacks: turn => [...(bodies.get(turn)?.values() ?? [])].includes(null),
  }
}
