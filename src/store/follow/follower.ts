// What follows the journal: it is given every turn once, in order, and makes of it whatever can be
// made again. A follower names its tables, and a version that changes whenever what it makes does:
// then it is made anew beside the old one, and takes its place. loop.ts runs them.
import type { Fact } from '../../core/world/facts.ts'
import type { Input } from '../../core/world/inputs.ts'
import type { Changed } from '../journal/schema.ts'
import type { Statements } from '../journal/statements.ts'
import type { Named } from './named.ts'

/** A turn as the journal has it. Private fields are pointers: see journal/private-parts.ts. */
export interface FollowedTurn {
  readonly seq: number
  readonly at: number
  readonly facts: readonly Fact[]
  readonly changes: readonly Changed[]
  /** Parsed when it is asked for: few followers want it. */
  readonly input: Input
  /** What stands at the n-th pointer; null where it was erased. */
  part(n: number): string | null
}

export interface Follower {
  readonly name: string
  readonly version: number
  /** Where it begins when it is new: with the first turn, or with the last so many ms. */
  readonly from: 'first' | { readonly lastMs: number }
  readonly tables: readonly string[]
  readonly sql: (named: Named) => string
  /** What it does about a turn that it can't take: the journal goes on in any case. */
  readonly onMistake: 'stop' | 'skip'
  /**
   * Prepares its statements; gives what takes turns, one after the other, within a transaction of
   * the loop.
   */
  readonly open: (db: Statements) => (turn: FollowedTurn) => void
}
