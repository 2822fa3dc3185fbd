// A turn's row does not say twice what it, or an earlier turn of the stream, has said already: how
// facts, answers and changes are written, and read again as they were. What is written in short is
// what the chain hashes. Called by append-turn.ts when writing, and by whoever reads turns.
//
// - A fact leaves out its time where that is the turn's.
// - An answer that was given before in the turn is the number of that answer.
// - A change says by which plan, for which property and by which ladder the stream lives. While
//   that stays the same, it names the turn that said so.
import type Database from 'better-sqlite3'
import type { Fact } from '../../core/world/facts.ts'
import type { EpochMs } from '../../core/world/ids.ts'
import type { Answer } from '../../core/world/world.ts'
import type { Changed, TurnTable } from './schema.ts'
import { prepare, sqlFor } from './statements.ts'

/** As it is written: whole, or with the turn that said the rest. */
export type ChangedShort = Changed | readonly [stream: string, saidIn: number, state: string, over?: 1]

/** `json`: of each fact, what is private left out. */
export function factsInShort<F extends Pick<Fact, 'at'>>(facts: readonly F[], at: number, json: (fact: F) => string): string {
  const when = `,"at":${at}}`
  const texts = facts.map(fact => {
    const text = json(fact)
    return text.endsWith(when) ? `${text.slice(0, -when.length)}}` : text
  })
  return `[${texts.join(',')}]`
}

/** The facts of a turn; private fields are pointers. */
export function factsOf({ facts, at }: Pick<TurnTable, 'facts' | 'at'>): Fact[] {
  const all: Fact[] = JSON.parse(facts)
  return all.map(fact => ('at' in fact ? fact : { ...(fact as Fact), at: at as EpochMs }))
}

export function answersInShort(seen: readonly Answer[]): string {
  if (seen.length < 2) return JSON.stringify(seen)
  const given = new Map<string, number>()
  const texts = seen.map((answer, n) => {
    const text = JSON.stringify(answer)
    const before = given.get(text)
    if (before === undefined) given.set(text, n)
    return before ?? text
  })
  return `[${texts.join(',')}]`
}

export function answersOf(seen: string): Answer[] {
  const all: Answer[] = []
  for (const one of JSON.parse(seen) as (Answer | number)[]) {
    const answer = typeof one === 'number' ? all[one] : one
    if (answer !== undefined) all.push(answer)
  }
  return all
}

/** Remembers what was said of the streams that live, for the changes to come. */
export interface SaidOfStreams {
  short(changed: Changed, turn: number): ChangedShort
  /** The commit came to nothing: nobody can be sent there. */
  forget(): void
}

interface Said {
  readonly turn: number
  readonly changed: Changed
}

export function saidOfStreams(): SaidOfStreams {
  const said = new Map<string, Said>()
  return {
    short(changed, turn) {
      const [stream, plan, state, property, ladder, over] = changed
      const before = said.get(stream)
      if (over) said.delete(stream)
      if (before !== undefined) {
        const [, samePlan, , sameProperty, sameLadder] = before.changed
        if (plan === samePlan && property === sameProperty && ladder === sameLadder)
          return over ? [stream, before.turn, state, over] : [stream, before.turn, state]
      }
      if (!over) said.set(stream, { changed, turn })
      return changed
    },
    forget: () => said.clear(),
  }
}

type TurnsChanges = Pick<TurnTable, 'seq' | 'changes'>

/** Streams of which it is remembered what was said last: their turns are mostly read in order. */
const REMEMBERED = 5000

/**
 * Gives the changes of turns. Throws where the texts are not what the journal writes; a plan that
 * no turn has said is empty.
 */
export function changesReader(db: Database.Database): (turn: TurnsChanges) => Changed[] {
  const row = prepare<{ seq: number }, { changes: string }>(db, p =>
    sqlFor.selectFrom('turn').select('changes').where('seq', '=', p.seq),
  )
  return changesFrom(seq => row.get({ seq })?.changes)
}

/** The same; `changesIn` looks those of an earlier turn up. */
export function changesFrom(changesIn: (turn: number) => string | undefined): (turn: TurnsChanges) => Changed[] {
  const said = new Map<string, Said>()

  function remember(turn: number, changed: Changed): void {
    const [stream] = changed
    said.delete(stream)
    said.set(stream, { turn, changed })
    const [oldest] = said.keys()
    if (said.size > REMEMBERED && oldest !== undefined) said.delete(oldest)
  }

  function saidIn(turn: number, stream: string): Changed | undefined {
    const known = said.get(stream)
    if (known?.turn === turn) return known.changed
    const found = parsed(changesIn(turn) ?? '[]').find(change => change[0] === stream)
    if (found === undefined || !isWhole(found)) return undefined
    remember(turn, found)
    return found
  }

  return ({ seq, changes }) =>
    parsed(changes).map(change => {
      if (isWhole(change)) {
        remember(seq, change)
        return change
      }
      const [stream, turn, state, over] = change
      const [, plan = '', , property = null, ladder = null] = saidIn(turn, stream) ?? []
      return over ? [stream, plan, state, property, ladder, over] : [stream, plan, state, property, ladder]
    })
}

/** Streams that a turn changed. */
export function changedIn(changes: string): string[] {
  return parsed(changes).map(([stream]) => stream)
}

function parsed(changes: string): readonly ChangedShort[] {
  return JSON.parse(changes)
}

function isWhole(change: ChangedShort): change is Changed {
  return typeof change[1] === 'string'
}
