// What an export of a call or an incident is made of: the turns upon which its story depends, as
// they are hashed, with what stands around them in the chain, and the plans by which they went.
// What was kept apart of callers is handed out for the streams that are asked for and whoever called
// about their incidents; of all others only its digests, which the chain covers. Writes nothing.
import type { CallId, StreamId } from '../../core/world/ids.ts'
import { FIRST_HASH } from '../journal/chain.ts'
import { changesReader } from '../journal/in-short.ts'
import type { Changed, PrivateTable, TurnTable } from '../journal/schema.ts'
import { allOf, prepare, sqlFor } from '../journal/statements.ts'
import { type Anchor, headOf } from '../verify/anchor.ts'
import { type StoryFact, storyFacts } from './call-story.ts'
import { linkedTurns } from './linked-turns.ts'
import type { Sources, Stored } from './stored.ts'

export interface Evidence {
  /** Whose turns are here: those asked for, and all who shared a turn with them. */
  readonly streams: readonly string[]
  /** In the order of their happening. */
  readonly turns: readonly EvidenceTurn[]
  /** By hash; in the order in which the turns name them. */
  readonly plans: ReadonlyMap<string, EvidencePlan>
  /** The end of the chain now. */
  readonly head: Anchor
  /** The facts of the streams that were asked for, in the order of their happening. */
  readonly facts: readonly StoryFact[]
}

export interface EvidenceTurn extends TurnTable {
  /** The hash of the turn before it. */
  readonly before: string
  readonly parts: readonly EvidencePart[]
}

export interface EvidencePart extends Omit<PrivateTable, 'turn'> {
  /** Somebody else's, of whom the story does not tell: it is in the journal. */
  readonly withheld?: true
}

export interface EvidencePlan {
  readonly json: string
  readonly sources: Sources
}

/** `call`: where the turns are looked for from. `story`: the streams that are told. */
export function evidenceOf(from: Stored, call: CallId, story: readonly StreamId[]): Evidence {
  const { streams, turns } = linkedTurns(from, call)
  const told = new Set<string>([...story, ...callersOf(from, story)])
  const before = prepare<{ seq: number }, { hash: string }>(from.db, p =>
    sqlFor.selectFrom('turn').select('hash').where('seq', '=', p.seq),
  )
  const partsOf = prepare<{ turn: number }, PrivateTable>(from.db, p =>
    sqlFor.selectFrom('private').selectAll().where('turn', '=', p.turn).orderBy('n'),
  )
  const all = turns.map(({ seq, at, input, seen, ignored, facts, changes, hash }): EvidenceTurn => {
    const parts = partsOf.all({ turn: seq }).map(part => handedOut(part, told))
    return {
      seq,
      at,
      input,
      seen,
      ignored,
      facts,
      changes,
      hash,
      before: before.get({ seq: seq - 1 })?.hash ?? FIRST_HASH,
      parts,
    }
  })
  return {
    streams: [...streams],
    turns: all,
    plans: plansOf(from, all, streams),
    head: headOf(from.db) ?? { seq: 0, at: 0, hash: FIRST_HASH },
    facts: storyFacts(from, story),
  }
}

/** An incident tells the numbers of all its callers. */
function callersOf({ db }: Stored, incidents: readonly StreamId[]): string[] {
  const rows = sqlFor.selectFrom('call_incident').select('call').where('incident', 'in', incidents)
  return allOf(db, rows).map(({ call }) => call)
}

function handedOut({ n, stream, digest, salt, body }: PrivateTable, told: ReadonlySet<string>): EvidencePart {
  if (stream !== null && told.has(stream)) return { n, stream, digest, salt, body }
  return { n, stream, digest, salt: null, body: null, ...(body === null ? {} : { withheld: true }) }
}

function plansOf(from: Stored, turns: readonly TurnTable[], streams: ReadonlySet<string>): ReadonlyMap<string, EvidencePlan> {
  const plan = prepare<{ hash: string }, { json: string | null; sources: string | null }>(from.db, p =>
    sqlFor.selectFrom('plan_text').select(['json', 'sources']).where('hash', '=', p.hash),
  )
  const changesOf = changesReader(from.db)
  const found = new Map<string, EvidencePlan>()
  for (const hash of turns.flatMap(turn => plansIn(turn, changesOf(turn), streams))) {
    const row = found.has(hash) ? undefined : plan.get({ hash })
    if (row?.json != null) found.set(hash, { json: row.json, sources: JSON.parse(row.sources ?? '{}') as Sources })
  }
  return found
}

/** By which these streams go after this turn, and which its input names. */
function plansIn({ input }: TurnTable, changes: readonly Changed[], streams: ReadonlySet<string>): string[] {
  const { plan } = JSON.parse(input) as { readonly plan?: string }
  const own = changes.filter(([stream]) => streams.has(stream))
  return [...(plan === undefined ? [] : [plan]), ...own.map(([, hash]) => hash)]
}
