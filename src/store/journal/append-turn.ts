// Writes one decided turn: its input, answers, facts, changes, private parts, new states and projections, and its place in the chain.
// Called by journal.ts inside the transaction of a commit. Decides nothing about the call.
import type Database from 'better-sqlite3'
import type { CallId } from '../../core/world/ids.ts'
import type { Input } from '../../core/world/inputs.ts'
import { deadlineOf, isOver, type Stream, type Turn } from '../../core/world/world.ts'
import { noticePoster } from '../outbox/post-notices.ts'
import type { Aside } from './aside.ts'
import { type Chained, stateHash, turnHash } from './chain.ts'
import { eraser } from './erase-call.ts'
import type { KeptPlans } from './kept-plans.ts'
import { partsOfTurn } from './private-parts.ts'
import { projector } from './projections.ts'
import type { ChangeTable, FactTable, PrivateTable, StreamTable, TurnTable } from './schema.ts'
import { prepare, sqlFor } from './statements.ts'
import { STATE_VERSION, storedFact, TURN_VERSION } from './versions.ts'

/** The end of the chain. */
export interface Head {
  readonly seq: number
  readonly hash: string
}

/** A turn in which nothing happened leaves no trace. */
export function isWorthKeeping(turn: Turn): boolean {
  return turn.ignored === null || turn.changes.length > 0 || turn.facts.length > 0 || turn.commands.length > 0
}

/** Makes the function that appends a turn after `head` and gives the new head. */
export function appender(db: Database.Database, plans: KeptPlans, aside: Pick<Aside, 'run'>): (head: Head, turn: Turn) => Head {
  const write = statements(db)
  const project = projector(db)
  const notify = noticePoster(db, plans)
  const { erase } = eraser(db)
  return (head, turn) => {
    const seq = head.seq + 1
    const parts = partsOfTurn()
    const input = parts.publicJson(turn.input, streamNamed(turn.input), isOfNumber(turn) ? 'digit' : undefined)
    const facts = turn.facts.map(fact => parts.publicJson(fact, fact.stream))
    const changes = turn.changes.map(stream => ({
      stream: stream.id,
      rev: write.stream.get(streamRow(stream))?.rev ?? 1,
      plan: stream.plan,
      state_hash: stateHash(stream),
    }))
    const digests = parts.parts.map(part => part.digest)
    const chained: Chained = {
      seq,
      v: TURN_VERSION,
      at: turn.at,
      input,
      seen: JSON.stringify(turn.seen),
      ignored: turn.ignored,
      facts,
      changes,
      digests,
    }
    const hash = turnHash(head.hash, chained)
    write.turn.run({ seq, v: chained.v, at: turn.at, input, seen: chained.seen, ignored: turn.ignored, hash })
    for (const [n, change] of changes.entries()) write.change.run({ turn: seq, n, ...change })
    for (const part of parts.parts) write.part.run({ turn: seq, ...part })
    for (const [n, fact] of turn.facts.entries()) {
      const body = facts[n] ?? ''
      write.fact.run({ turn: seq, n, stream: fact.stream, kind: fact.kind, body })
      const stream = turn.changes.find(stream => stream.id === fact.stream)
      const place = { seq, at: turn.at }
      aside.run('projections', place, () =>
        project({ turn: seq, fact: storedFact(TURN_VERSION, body), plan: stream?.plan ?? null }),
      )
      aside.run('notices', place, () => notify(fact, stream))
      if (fact.kind === 'caller-erased') erase(fact.stream as CallId)
    }
    return { seq, hash }
  }
}

/** Whether its key is one of a telephone number that is being typed: together they are somebody's number. Other keys stay readable. */
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
function streamNamed(input: Input): string | null {
  if ('stream' in input) return input.stream
  return 'channel' in input ? input.channel : null
}

function streamRow(stream: Stream): StreamTable {
  const over = isOver(stream)
  return {
    id: stream.id,
    kind: stream.kind,
    v: STATE_VERSION,
    rev: 1,
    live: over ? 0 : 1,
    deadline: deadlineOf(stream),
    state: over ? null : JSON.stringify(stream),
  }
}

function statements(db: Database.Database) {
  return {
    turn: prepare<TurnTable>(db, p =>
      sqlFor
        .insertInto('turn')
        .values({ seq: p.seq, v: p.v, at: p.at, input: p.input, seen: p.seen, ignored: p.ignored, hash: p.hash }),
    ),
    change: prepare<ChangeTable>(db, p =>
      sqlFor
        .insertInto('change')
        .values({ turn: p.turn, n: p.n, stream: p.stream, rev: p.rev, plan: p.plan, state_hash: p.state_hash }),
    ),
    fact: prepare<FactTable>(db, p =>
      sqlFor.insertInto('fact').values({ turn: p.turn, n: p.n, stream: p.stream, kind: p.kind, body: p.body }),
    ),
    part: prepare<PrivateTable>(db, p =>
      sqlFor
        .insertInto('private')
        .values({ turn: p.turn, n: p.n, stream: p.stream, digest: p.digest, salt: p.salt, body: p.body }),
    ),
    stream: prepare<StreamTable, { rev: number }>(db, p =>
      sqlFor
        .insertInto('stream')
        .values({ id: p.id, kind: p.kind, v: p.v, rev: p.rev, live: p.live, deadline: p.deadline, state: p.state })
        .onConflict(oc =>
          oc.column('id').doUpdateSet(eb => ({
            v: eb.ref('excluded.v'),
            rev: eb('stream.rev', '+', 1),
            live: eb.ref('excluded.live'),
            deadline: eb.ref('excluded.deadline'),
            state: eb.ref('excluded.state'),
          })),
        )
        .returning('rev'),
    ),
  }
}
