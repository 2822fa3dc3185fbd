// Old turns take little room: their texts stand together, compressed, in one row of `packed`, and
// their own rows keep number and time only. What is packed is the text that was hashed, so the
// chain does not change. Reading gives the text again, whether a turn is packed or not.
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type Database from 'better-sqlite3'
import { JournalError } from './journal-error.ts'
import type { TurnTable } from './schema.ts'

/** Turns in one pack. A larger pack saves little, and makes one turn dearer to read. */
export const PACKED_TOGETHER = 64

/** A turn's row whose facts are this has its texts elsewhere. Facts are never less than `[]`. */
export const ELSEWHERE = ''

export interface PackedTurns {
  readonly first: number
  readonly last: number
  /** Compressed as RFC 1951 says. */
  readonly body: Buffer
}

/** What is kept of a turn besides number and time. */
export type TurnTexts = Omit<TurnTable, 'seq' | 'at'>

const TEXTS = ['input', 'seen', 'facts', 'changes', 'hash'] as const
/** Those, and whether it was ignored. */
const LINES_A_TURN = TEXTS.length + 1

/**
 * `turns` follow each other. Texts of the same kind stand together, a line each: they compress best.
 * Throws where a text has a line break, which no text of this program has.
 */
export function packTurns(turns: readonly TurnTable[]): PackedTurns {
  const [first, last] = [turns[0]?.seq ?? 0, turns.at(-1)?.seq ?? 0]
  const columns = TEXTS.map(name => turns.map(turn => turn[name]))
  const ignored = turns.map(turn => JSON.stringify(turn.ignored))
  const lines = [String(first), ...columns.flat(), ...ignored]
  const text = lines.join('\n')
  const packed = { first, last, body: deflateRawSync(text) }
  if (lines.length === text.split('\n').length && last - first + 1 === turns.length) return packed
  throw new JournalError('corrupt', `Turns ${first} to ${last} are not what was written. \`nightbell log verify\` says more.`)
}

/** Turns that were packed together. */
export interface UnpackedTurns {
  readonly first: number
  readonly last: number
  /** Of one of them. */
  texts(seq: number): TurnTexts
}

/** More than the texts of 64 turns mostly take, bytes: they are made in one piece. */
const UNPACKED_BYTES = 131_072

/** Throws where the body is not what was packed. */
export function unpackTurns(body: Uint8Array): UnpackedTurns {
  const lines = inflateRawSync(body, { chunkSize: UNPACKED_BYTES }).toString().split('\n')
  const turns = (lines.length - 1) / LINES_A_TURN
  const first = Number(lines[0])
  if (!Number.isInteger(turns) || !Number.isInteger(first)) throw new Error('it does not hold whole turns')
  const line = (kind: number, n: number): string => lines[1 + kind * turns + n] ?? ''
  return {
    first,
    last: first + turns - 1,
    texts(seq) {
      const n = seq - first
      return {
        input: line(0, n),
        seen: line(1, n),
        facts: line(2, n),
        changes: line(3, n),
        hash: line(4, n),
        ignored: JSON.parse(line(5, n)),
      }
    },
  }
}

/** Turns that are read one after the other lie together, those of one call near each other. */
const BLOCKS_KEPT = 32

/**
 * Texts of packed turns. `bodyOf` gives the body that should have this turn. Throws a JournalError
 * where they are not there.
 */
export function textsOfPacked(): (seq: number, bodyOf: () => Uint8Array | null) => TurnTexts {
  const kept: UnpackedTurns[] = []
  return (seq, bodyOf) => {
    const known = kept.find(turns => has(turns, seq))
    if (known !== undefined) return known.texts(seq)
    const turns = unpackedFor(seq, bodyOf())
    if (!has(turns, seq)) throw lost(seq, 'they are not among those that are packed')
    kept.unshift(turns)
    kept.length = Math.min(kept.length, BLOCKS_KEPT)
    return turns.texts(seq)
  }
}

function has({ first, last }: UnpackedTurns, seq: number): boolean {
  return first <= seq && seq <= last
}

function unpackedFor(seq: number, body: Uint8Array | null): UnpackedTurns {
  if (body === null) throw lost(seq, 'they are not there')
  try {
    return unpackTurns(body)
  } catch (error) {
    throw lost(seq, error instanceof Error ? error.message : String(error))
  }
}

function lost(seq: number, why: string): JournalError {
  return new JournalError(
    'corrupt',
    `The packed texts of turn ${seq} can't be read: ${why}. Restore a backup; \`nightbell log verify\` says more.`,
  )
}

/** The body in which the texts of a turn are, if they are packed. */
const BODY = 'SELECT body FROM main.packed WHERE last >= main.turn.seq ORDER BY last LIMIT 1'

const column = (name: keyof TurnTexts) =>
  `iif(facts = '${ELSEWHERE}', text_of_packed(seq, '${name}', (${BODY})), ${name}) AS ${name}`

/** A view in front of the table of the same name: readers get turns whole. */
const WHOLE_TURNS = `CREATE TEMP VIEW turn AS SELECT seq, at, ${[...TEXTS, 'ignored' as const].map(column).join(', ')} FROM main.turn`

/** From now on, this connection reads turns whole. It can't write any. */
export function readTurnsWhole(db: Database.Database): void {
  const textsOf = textsOfPacked()
  db.function('text_of_packed', { deterministic: true }, (seq: number, name: keyof TurnTexts, body: Buffer | null) => {
    return textsOf(seq, () => body)[name]
  })
  db.exec(WHOLE_TURNS)
}
