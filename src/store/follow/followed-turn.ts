// A turn as followers get it, made of its row. Used by the loop, and by whoever makes lists once more
// to compare them (verify/views.ts).
import type Database from 'better-sqlite3'
import { changesReader, factsOf } from '../journal/in-short.ts'
import { ELSEWHERE, textsOfPacked } from '../journal/packed-turns.ts'
import { prepare, sqlFor } from '../journal/statements.ts'
import type { FollowedTurn } from './follower.ts'

export interface TurnRow {
  readonly seq: number
  readonly at: number
  readonly input: string
  readonly facts: string
  readonly changes: string
  readonly hash: string
}

export type HashedTurn = FollowedTurn & { readonly hash: string }

/** Of rows as they stand in the table: packed ones are unpacked here, many at a time. */
export function turnReader(journal: Database.Database): (row: TurnRow) => HashedTurn {
  const partOf = prepare<{ turn: number; n: number }, { body: string | null }>(journal, p =>
    sqlFor.selectFrom('private').select('body').where('turn', '=', p.turn).where('n', '=', p.n),
  )
  const bodyFor = journal.prepare('SELECT body FROM packed WHERE last >= ? ORDER BY last LIMIT 1').pluck()
  const textsOf = textsOfPacked()
  const changesOf = changesReader(journal)
  return row => {
    const { seq, at } = row
    const bodyOf = () => (bodyFor.get(seq) as Buffer | undefined) ?? null
    const { input, facts, changes, hash } = row.facts === ELSEWHERE ? textsOf(seq, bodyOf) : row
    return {
      seq,
      at,
      hash,
      facts: factsOf({ facts, at }),
      changes: changesOf({ seq, changes }),
      get input() {
        return JSON.parse(input)
      },
      part(n) {
        const body = partOf.get({ turn: seq, n })?.body ?? null
        return body === null ? null : String(JSON.parse(body))
      },
    }
  }
}
