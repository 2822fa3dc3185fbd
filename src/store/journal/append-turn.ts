// Writes the decided turns of a commit: their rows, their private parts, their places in the chain,
// and the states that their streams have after the last of them. Nothing else can make a commit
// fail or slow: whatever is made of turns is made by followers (store/follow). Called by journal.ts
// inside the transaction of a commit. Decides nothing about the call.
import type Database from 'better-sqlite3'
import { HOUR_MS } from '../../core/dialling/caps.ts'
import type { Input } from '../../core/world/inputs.ts'
import { ownerOfLeg } from '../../core/world/our-legs.ts'
import { isOver, type Stream, type Turn } from '../../core/world/world.ts'
import { stateHash, turnHash } from './chain.ts'
import { eraser, type PartPlace } from './erase-call.ts'
import { answersInShort, type ChangedShort, factsInShort, saidOfStreams } from './in-short.ts'
import type { PastCalls } from './past-calls.ts'
import { partsOfTurn } from './private-parts.ts'
import type { DialledTable, PrivateTable, StreamTable, TurnTable } from './schema.ts'
import { prepare, sqlFor } from './statements.ts'

/** The end of the chain. */
export interface Head {
  readonly seq: number
  readonly hash: string
}

/** So long the journal remembers whom the box has dialled, for the caps of an hour. */
export const DIALS_MS = 2 * HOUR_MS

/** A turn in which nothing happened leaves no trace. */
export function isWorthKeeping(turn: Turn): boolean {
  return turn.ignored === null || turn.changes.length > 0 || turn.facts.length > 0 || turn.commands.length > 0
}

type Erased = Extract<Input, { type: 'callErased' }>

export interface Appender {
  /** Appends turns after `head` and gives the new head. */
  append(head: Head, turns: readonly Turn[]): Head
  /** To be called when what was appended came to nothing. */
  cameToNothing(): void
}

export function appender(db: Database.Database, past: Pick<PastCalls, 'keep'>): Appender {
  const write = statements(db)
  const said = saidOfStreams()
  const { repeated, erase } = eraser(db)
  /** What is to be written of the streams that the turns of this commit changed. */
  const changed = new Map<string, StreamTable | null>()
  return {
    append(head, turns) {
      changed.clear()
      const last = turns.reduce(append, head)
      keepStates()
      return last
    },
    cameToNothing: said.forget,
  }

  function append(head: Head, turn: Turn): Head {
    const parts = partsOfTurn()
    const erased = erasedBy(turn)
    const whole = erased ?? turn.input
    const input = parts.publicJson(whole, streamNamed(whole), isOfNumber(turn) ? 'digit' : undefined)
    const seq = head.seq + 1
    const row = {
      seq,
      at: turn.at,
      input,
      seen: answersInShort(turn.seen),
      ignored: turn.ignored,
      facts: factsInShort(turn.facts, turn.at, fact => parts.publicJson(fact, fact.stream)),
      changes: JSON.stringify(turn.changes.map(stream => changeTo(stream, seq))),
    }
    const hash = turnHash(
      head.hash,
      row,
      parts.parts.map(({ digest }) => digest),
    )
    write.turn.run({ ...row, hash })
    for (const part of parts.parts) write.part.run({ turn: row.seq, ...part })
    keepDials(turn)
    past.keep(turn)
    if (erased !== null) erase(erased.stream, erased.repeated)
    return { seq: row.seq, hash }
  }

  /** The turn names what goes with it: `log verify` holds the journal to that. */
  function erasedBy({ input, facts }: Turn): (Erased & { readonly repeated: readonly PartPlace[] }) | null {
    if (input.type !== 'callErased' || facts.length === 0) return null
    return { ...input, repeated: repeated(input.stream, input.incidents) }
  }

  function changeTo(stream: Stream, turn: number): ChangedShort {
    const { id, kind, plan } = stream
    const state = JSON.stringify(stream)
    const over = isOver(stream)
    changed.set(id, over ? null : { id, kind, state })
    const ladder = stream.kind === 'incident' ? stream.ladder : null
    const change = [id, plan, stateHash(stream, state), propertyOf(stream), ladder] as const
    return said.short(over ? [...change, 1] : change, turn)
  }

  function keepStates(): void {
    for (const [id, state] of changed) {
      if (state === null) write.over.run({ id })
      else write.stream.run(state)
    }
    changed.clear()
  }

  /** A leg that is sent once more after a crash, under its old id, is dialled once. */
  function keepDials({ commands, changes, at }: Turn): void {
    for (const command of commands) {
      if (command.do !== 'dial') continue
      const owner = changes.find(({ id }) => id === ownerOfLeg(command.channel))
      write.forgetDials.run({ before: at - DIALS_MS })
      write.dialled.run({ leg: command.channel, property: owner === undefined ? '' : (propertyOf(owner) ?? ''), at })
    }
  }
}

function propertyOf(stream: Stream): string | null {
  return stream.kind === 'call' || stream.kind === 'incident' ? stream.property : null
}

/**
 * Whether its key is one of a telephone number that is being typed: together they are somebody's
 * number. Other keys stay readable.
 */
function isOfNumber({ input, changes, facts }: Turn): boolean {
  if (input.type !== 'digit' || !/^\d$/.test(input.digit)) return false
  const stream = changes.find(({ id }) => id === input.channel)
  const typed =
    (stream?.kind === 'call' && stream.phase === 'giving-number' && stream.step === 'typing') ||
    (stream?.kind === 'desk' && stream.phase === 'asking' && stream.question.ask === 'number')
      ? stream.digits
      : ''
  // The last key of one that is too long ends it.
  return typed.endsWith(input.digit) || facts.some(({ kind }) => kind === 'number-refused' || kind === 'number-typed')
}

/** The stream or channel that an input is about, for the owner of its private parts. */
export function streamNamed(input: Input): string | null {
  if ('stream' in input) return input.stream
  return 'channel' in input ? input.channel : null
}

function statements(db: Database.Database) {
  return {
    turn: prepare<TurnTable>(db, p =>
      sqlFor.insertInto('turn').values({
        seq: p.seq,
        at: p.at,
        input: p.input,
        seen: p.seen,
        ignored: p.ignored,
        facts: p.facts,
        changes: p.changes,
        hash: p.hash,
      }),
    ),
    part: prepare<PrivateTable>(db, p =>
      sqlFor
        .insertInto('private')
        .values({ turn: p.turn, n: p.n, stream: p.stream, digest: p.digest, salt: p.salt, body: p.body }),
    ),
    stream: prepare<StreamTable>(db, p =>
      sqlFor
        .insertInto('stream')
        .values({ id: p.id, kind: p.kind, state: p.state })
        .onConflict(oc => oc.column('id').doUpdateSet(eb => ({ state: eb.ref('excluded.state') }))),
    ),
    over: prepare<{ id: string }>(db, p => sqlFor.deleteFrom('stream').where('id', '=', p.id)),
    dialled: prepare<DialledTable>(db, p =>
      sqlFor
        .insertInto('dialled')
        .values({ leg: p.leg, property: p.property, at: p.at })
        .onConflict(oc => oc.doNothing()),
    ),
    forgetDials: prepare<{ before: number }>(db, p => sqlFor.deleteFrom('dialled').where('at', '<', p.before)),
  }
}
