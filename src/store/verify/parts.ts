// The private parts of the turns, read beside them. Each stands in the place at which its turn
// points, and the turn points at no other. Those that are there must have the digest that the chain
// covers, and be filed under whom they belong to, or erasing would leave them; those that are gone
// must belong to a caller of whom a turn says that they were erased.
import type Database from 'better-sqlite3'
import { PRIVATE_FIELDS } from '../../core/world/facts.ts'
import { streamNamed } from '../journal/append-turn.ts'
import { factsOf } from '../journal/in-short.ts'
import { digestOf, partNumber } from '../journal/private-parts.ts'
import type { TurnTable } from '../journal/schema.ts'
import { erasingsSeen } from './erasings.ts'
import type { FirstWrong } from './wrong.ts'

export type PartRow = [turn: number, n: number, stream: string | null, digest: string, salt: Buffer | null, body: string | null]

export interface PartsByTurn {
  /** Those of this turn; to be asked turn by turn. */
  of(turn: TurnTable): readonly PartRow[]
  check(turn: TurnTable, parts: readonly PartRow[]): void
  /** After the last turn. */
  end(): { readonly count: number; readonly erased: number }
  /** Lets go of the journal, also in the middle. */
  close(): void
}

const NONE: readonly PartRow[] = []
const POINTER = '{"$private":'

export function partsByTurn(db: Database.Database, wrong: FirstWrong): PartsByTurn {
  const erasings = erasingsSeen(db, wrong)
  const rows = db
    .prepare('SELECT turn, n, stream, digest, salt, body FROM private ORDER BY turn, n')
    .raw()
    .iterate() as IterableIterator<PartRow>
  let next = rows.next()
  let count = 0
  let erased = 0

  function stray([turn, n]: PartRow): void {
    wrong.add('private', turn, `private part ${n} is filed under turn ${turn}, which is not there`)
  }

  function checkBody([turn, n, stream, digest, salt, body]: PartRow): void {
    count++
    if (salt === null && body === null) {
      erased++
      erasings.gone(stream, turn, n)
    } else if (salt === null || body === null) {
      wrong.add(
        'private',
        turn,
        `private part ${n} of turn ${turn} is half erased: its ${body === null ? 'body' : 'salt'} is gone`,
      )
    } else if (digestOf(salt, body) !== digest) {
      wrong.add('private', turn, `private part ${n} of turn ${turn} was changed: it has not its digest`)
    }
  }

  /** The hash covers digests in their order, and not their numbers. */
  function checkPlaces({ seq, input, facts }: TurnTable, parts: readonly PartRow[]): void {
    if (wrong.has('private')) return
    for (const [place, [, n]] of parts.entries())
      if (n !== place) wrong.add('private', seq, `private part ${n} of turn ${seq} stands where part ${place} belongs`)
    if (parts.length === 0 && !input.includes(POINTER) && !facts.includes(POINTER)) return
    const named = pointersIn(input)
    for (const n of pointersIn(facts)) named.add(n)
    for (const n of named)
      if (!(n < parts.length)) wrong.add('private', seq, `turn ${seq} points at a private part ${n}, which is not there`)
    const more = parts.find(([, n]) => !named.has(n))
    if (more !== undefined) wrong.add('private', seq, `nothing in turn ${seq} points at its private part ${more[1]}`)
  }

  return {
    of({ seq }) {
      let own: PartRow[] | null = null
      for (; !next.done && next.value[0] <= seq; next = rows.next()) {
        if (next.value[0] < seq) stray(next.value)
        else {
          own ??= []
          own.push(next.value)
        }
      }
      return own ?? NONE
    },
    check(turn, parts) {
      checkPlaces(turn, parts)
      erasings.take(turn)
      if (parts.length === 0) return
      for (const part of parts) checkBody(part)
      if (wrong.has('private') || areOfOne(turn, parts)) return
      const owners = ownersIn(turn)
      for (const [, n, stream] of parts) {
        const owner = owners.get(n)
        if (owner !== undefined && owner !== stream)
          wrong.add(
            'private',
            turn.seq,
            `private part ${n} of turn ${turn.seq} is filed under ${stream ?? 'nobody'} and belongs to ${owner ?? 'nobody'}`,
          )
      }
    },
    end() {
      for (; !next.done; next = rows.next()) stray(next.value)
      erasings.end()
      return { count, erased }
    },
    close: () => void rows.return?.(),
  }
}

/** The usual turn speaks of one stream only, whose all its parts are: this is seen without reading it. */
function areOfOne({ input, facts }: TurnTable, parts: readonly PartRow[]): boolean {
  const stream = parts[0]?.[2] ?? null
  if (stream === null || parts.some(part => part[2] !== stream)) return false
  const own = `"stream":"${stream}"`
  if (occurrences(facts, own) !== occurrences(facts, '"stream":"')) return false
  return !input.includes(POINTER) || input.includes(own) || input.includes(`"channel":"${stream}"`)
}

/** Whose each private part of a turn is: the stream of the fact that points at it, or whom the input names. */
function ownersIn({ input, facts, at }: TurnTable): ReadonlyMap<number, string | null> {
  const owners = new Map<number, string | null>()
  try {
    const pointed = pointersIn(input)
    if (pointed.size > 0) {
      const named = streamNamed(JSON.parse(input))
      for (const n of pointed) owners.set(n, named)
    }
    for (const fact of factsOf({ facts, at })) {
      const fields: Readonly<Record<string, unknown>> = { ...fact }
      for (const field of PRIVATE_FIELDS) {
        const n = partNumber(fields[field])
        if (n !== null) owners.set(n, fact.stream)
      }
    }
  } catch {
    // Texts that were changed: the chain says so.
  }
  return owners
}

/** Which private parts the texts of a turn point at. */
export function pointersIn(json: string): Set<number> {
  const found = new Set<number>()
  for (let at = json.indexOf(POINTER); at >= 0; at = json.indexOf(POINTER, at + 1))
    found.add(Number.parseInt(json.slice(at + POINTER.length, at + POINTER.length + 10), 10))
  return found
}

export function occurrences(text: string, of: string): number {
  let count = 0
  for (let at = text.indexOf(of); at >= 0; at = text.indexOf(of, at + of.length)) count++
  return count
}
