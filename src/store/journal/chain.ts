// The hashes of the journal. A turn's hash covers the hash before it and every text that stands in
// its row, private parts by their digests only; a state's hash covers all but its private fields,
// so that both can still be checked when a person was erased. What is hashed is the text that is
// stored, as it is: nothing is sorted or written out a second time. Called by append-turn.ts when
// writing, and by read/verify-chain.ts and read/replay-call.ts when checking.
import { hash } from 'node:crypto'
import { withoutPrivate } from './private-parts.ts'
import type { TurnTable } from './schema.ts'

/** Stands before the first turn. */
export const FIRST_HASH = '0'.repeat(64)
/** Of a state's hash, in base64url: 132 bits. */
const STATE_HASH_LENGTH = 22

/** Each text goes in with its length before it, so that no two turns read the same. */
export function turnHash(before: string, turn: Omit<TurnTable, 'hash'>, digests: readonly string[]): string {
  const { seq, at, input, seen, facts, changes } = turn
  const ignored = turn.ignored ?? ''
  return sha256(
    `${before} ${seq} ${at} ${input.length} ${input} ${seen.length} ${seen} ${turn.ignored === null ? '-' : ignored.length} ` +
      `${ignored} ${facts.length} ${facts} ${changes.length} ${changes} ${digests.length} ${digests.join(' ')}`,
  )
}

/** Of a state as the journal keeps it, its private fields masked. */
export function stateHash(state: unknown, json: string = JSON.stringify(state)): string {
  return hash('sha256', withoutPrivate(json), 'base64url').slice(0, STATE_HASH_LENGTH)
}

export function sha256(text: string | Uint8Array): string {
  return hash('sha256', text, 'hex')
}
