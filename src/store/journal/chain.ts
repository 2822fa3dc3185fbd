// The hashes of the journal. A turn's hash covers the hash before it and everything the turn says, private parts by their digests
// only; a state's hash covers all but its private fields, so that both can still be checked when a person was erased.
// Called by append-turn.ts when writing, and by read/verify-chain.ts and read/replay-call.ts when checking.
import { createHash } from 'node:crypto'
import { isPrivate } from './private-parts.ts'

/** Stands before the first turn. */
export const FIRST_HASH = '0'.repeat(64)

export interface Chained {
  readonly seq: number
  readonly v: number
  readonly at: number
  readonly input: string
  readonly seen: string
  readonly ignored: string | null
  readonly facts: readonly string[]
  readonly changes: readonly {
    readonly stream: string
    readonly rev: number
    readonly plan: string
    readonly state_hash: string
  }[]
  readonly digests: readonly string[]
}

export function turnHash(before: string, turn: Chained): string {
  const changes = turn.changes.map(change => [change.stream, change.rev, change.plan, change.state_hash])
  const { v, seq, at, input, seen, ignored, facts, digests } = turn
  return sha256(JSON.stringify([before, v, seq, at, input, seen, ignored, facts, changes, digests]))
}

export function stateHash(state: unknown): string {
  return sha256(canonical(state))
}

/** JSON with sorted keys: equal for equal values, whatever the order in which code built them. Private fields are masked unless asked for. */
export function canonical(value: unknown, show: 'public' | 'with private fields' = 'public'): string {
  if (Array.isArray(value)) return `[${value.map(one => canonical(one === undefined ? null : one, show)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const fields: string[] = []
  for (const [key, field] of Object.entries(value).sort(byKey)) {
    if (field === undefined) continue
    const masked = show === 'public' && isPrivate(key, field)
    fields.push(`${JSON.stringify(key)}:${masked ? '"$private"' : canonical(field, show)}`)
  }
  return `{${fields.join(',')}}`
}

function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
