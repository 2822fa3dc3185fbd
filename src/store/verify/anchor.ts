// An anchor is the head of the chain as it was once: number, time and hash of a turn. Whoever holds
// one elsewhere can see whether the journal still has that turn. Written `seq:hash`, with the time
// behind it where a person reads it.
import type Database from 'better-sqlite3'
import { FIRST_HASH } from '../journal/chain.ts'
import type { FirstWrong } from './wrong.ts'

export interface Anchor {
  readonly seq: number
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly hash: string
}

/** As a mail or a webhook has it, or as it is typed. */
export interface GivenAnchor {
  /** Null where only the hash is known. */
  readonly seq: number | null
  readonly hash: string
  readonly at?: number
  /** A turn of an export, which left the box as an anchor does. */
  readonly of?: 'export'
}

/** The head of the journal; null before the first turn. */
export function headOf(db: Database.Database): Anchor | null {
  const row = db.prepare('SELECT seq, at, hash FROM turn ORDER BY seq DESC LIMIT 1').get() as Anchor | undefined
  return row ?? null
}

export function checkAnchors(db: Database.Database, anchors: readonly GivenAnchor[], wrong: FirstWrong): void {
  const turn = db.prepare('SELECT at, hash FROM turn WHERE seq = ?')
  const byHash = db.prepare('SELECT seq FROM turn WHERE hash = ? LIMIT 1')
  const head = headOf(db)?.seq ?? 0
  for (const { seq, hash, at, of } of anchors) {
    const given = of === undefined ? 'an anchor' : 'the export'
    if (seq === null) {
      if (byHash.get(hash) === undefined) wrong.add('anchor', null, `no turn has the hash ${hash}`)
      continue
    }
    const there = seq === 0 ? { at: 0, hash: FIRST_HASH } : (turn.get(seq) as Omit<Anchor, 'seq'> | undefined)
    if (there === undefined && seq > head)
      wrong.add('anchor', seq, `the journal ends with turn ${head}, and ${given} names turn ${seq}: the end is missing`)
    else if (there?.hash !== hash)
      wrong.add('anchor', seq, `turn ${seq} is not the one that ${given} names: the journal was written anew, or is another one`)
    else if (at !== undefined && at !== there.at) wrong.add('anchor', seq, `turn ${seq} has another time than ${given} says`)
  }
}
