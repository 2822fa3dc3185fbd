// Goes over every turn once, from the first to the last: hashes its texts as they stand and its
// private parts, and gathers what the other checks compare with. A turn that was changed does not
// end the walk: the next one is checked against the hash that is stored.
import type Database from 'better-sqlite3'
import { FIRST_HASH, turnHash } from '../journal/chain.ts'
import { changesReader } from '../journal/in-short.ts'
import { ELSEWHERE } from '../journal/packed-turns.ts'
import type { Changed, TurnTable } from '../journal/schema.ts'
import type { Anchor } from './anchor.ts'
import { type Gathered, gatherer } from './gather.ts'
import { packedTexts } from './packed-texts.ts'
import { occurrences, type PartRow, type PartsByTurn, partsByTurn } from './parts.ts'
import { whatBroke } from './what-broke.ts'
import type { FirstWrong } from './wrong.ts'

export interface Walked {
  readonly turns: number
  readonly facts: number
  readonly parts: number
  readonly erased: number
  readonly head: Anchor
  readonly gathered: Gathered
}

type Row = [
  seq: number,
  at: number,
  input: string,
  seen: string,
  ignored: string | null,
  facts: string,
  changes: string,
  hash: string,
]

const FACTS = 5

const NOWHERE: Anchor = { seq: 0, at: Number.NEGATIVE_INFINITY, hash: FIRST_HASH }

/** To be called within a transaction: a daemon may write meanwhile. */
export function walk(db: Database.Database, wrong: FirstWrong): Walked {
  const parts = partsByTurn(db, wrong)
  try {
    return walkBeside(parts, db, wrong)
  } finally {
    // A damaged page ends the walk: what is still being read would hide why.
    parts.close()
  }
}

function walkBeside(parts: PartsByTurn, db: Database.Database, wrong: FirstWrong): Walked {
  const rows = db.prepare('SELECT seq, at, input, seen, ignored, facts, changes, hash FROM main.turn ORDER BY seq').raw()
  const packed = packedTexts(db, wrong)
  const gather = gatherer(lastAt(db))
  const changesOf = changesReader(db)
  let head = NOWHERE
  let turns = 0
  let facts = 0
  /** A turn that does not fit: what it is hangs on whether the next one fits to it. */
  let broken: { readonly turn: TurnTable; readonly parts: readonly PartRow[]; readonly hash: string } | null = null

  for (const row of rows.iterate() as IterableIterator<Row>) {
    const turn = row[FACTS] === ELSEWHERE ? packed.whole(turnOf(row)) : turnOf(row)
    const own = parts.of(turn)
    turns++
    const digests = own.map(([, , , digest]) => digest)
    if (broken !== null) {
      wrong.add('chain', broken.turn.seq, whatBroke(broken, turnHash(broken.hash, turn, digests) === turn.hash))
      broken = null
    }
    if (turn.seq !== head.seq + 1) addPlace(wrong, head.seq, turn.seq)
    if (turn.at < head.at) wrong.add('chain', turn.seq, `turn ${turn.seq} is dated before turn ${head.seq}`)
    const hash = turnHash(head.hash, turn, digests)
    if (hash !== turn.hash && !wrong.has('chain')) broken = { turn, parts: own, hash }
    parts.check(turn, own)
    facts += occurrences(turn.facts, '"kind":"')
    gather.take(turn, attempted(changesOf, turn))
    head = turn
  }
  if (broken !== null) wrong.add('chain', broken.turn.seq, whatBroke(broken, null))
  packed.end()
  const { count, erased } = parts.end()
  return { turns, facts, parts: count, erased, head: anchorOf(head), gathered: gather.gathered }
}

function turnOf([seq, at, input, seen, ignored, facts, changes, hash]: Row): TurnTable {
  return { seq, at, input, seen, ignored, facts, changes, hash }
}

function anchorOf({ seq, at, hash }: Anchor): Anchor {
  return { seq, at: seq === 0 ? 0 : at, hash }
}

/** `before`: the turn that stands before it. */
function addPlace(wrong: FirstWrong, before: number, seq: number): void {
  if (seq < 1) wrong.add('chain', seq, `turn ${seq} was added: the log begins with turn 1`)
  else if (!Number.isSafeInteger(seq))
    wrong.add('chain', before, `a turn was added behind turn ${before}, with a number that no log has`)
  else wrong.add('chain', before + 1, missing(before + 1, seq - 1))
}

function missing(from: number, until: number): string {
  return from === until ? `turn ${from} is missing` : `turns ${from} to ${until} are missing`
}

/** Texts that were changed may be no JSON any more, or say something else. */
function attempted(changesOf: (turn: TurnTable) => readonly Changed[], turn: TurnTable): readonly Changed[] {
  if (turn.changes === '[]') return []
  try {
    return changesOf(turn).filter(isChange)
  } catch {
    return []
  }
}

function isChange(change: Changed): boolean {
  const [stream, plan, state] = change
  return [stream, plan, state].every(text => typeof text === 'string' && text !== '')
}

function lastAt(db: Database.Database): number {
  return (db.prepare('SELECT at FROM turn ORDER BY seq DESC LIMIT 1').pluck().get() as number | undefined) ?? 0
}
