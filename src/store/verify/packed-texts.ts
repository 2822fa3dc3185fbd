// The texts of packed turns while the walk goes over all turns: read once, in their order, and what
// is wrong with them named. The chain covers what they say.
import type Database from 'better-sqlite3'
import { type TurnTexts, textsOfPacked } from '../journal/packed-turns.ts'
import type { TurnTable } from '../journal/schema.ts'
import type { FirstWrong } from './wrong.ts'

export interface PackedTexts {
  /** The turn with its texts; as it is where they are lost. */
  whole(turn: TurnTable): TurnTable
  /** Every turn was asked for. */
  end(): void
}

interface Row {
  readonly last: number
  readonly body: Buffer
}

export function packedTexts(db: Database.Database, wrong: FirstWrong): PackedTexts {
  const rowFor = db.prepare('SELECT last, body FROM packed WHERE last >= ? ORDER BY last LIMIT 1')
  const rows = db.prepare('SELECT last FROM packed ORDER BY last').pluck()
  const textsOf = textsOfPacked()
  const used = new Set<number>()

  function bodyFor(seq: number): Uint8Array | null {
    const row = rowFor.get(seq) as Row | undefined
    if (row !== undefined) used.add(row.last)
    return row?.body ?? null
  }

  function attempted(seq: number): TurnTexts | null {
    try {
      return textsOf(seq, () => bodyFor(seq))
    } catch (error) {
      wrong.add('chain', seq, error instanceof Error ? error.message : String(error))
      return null
    }
  }

  return {
    whole(turn) {
      const { seq, input, seen, changes, hash } = turn
      if (input + seen + changes + hash !== '') wrong.add('chain', seq, `turn ${seq} has texts beside its packed ones`)
      const texts = attempted(seq)
      return texts === null ? turn : { seq, at: turn.at, ...texts }
    },
    end() {
      const more = (rows.all() as number[]).find(last => !used.has(last))
      if (more !== undefined) wrong.add('chain', more, `the packed texts up to turn ${more} belong to no turn`)
    },
  }
}
