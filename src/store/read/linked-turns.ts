// Which turns one call's story depends on: its own, and those of every stream that shared a turn with it, and so on until nothing is added.
// A stream outside never took part in a turn of one inside, so these turns can be decided again without it.
// An input that names no stream and no channel moves everybody at once; it links nobody, but belongs to everybody whom it changed.
import { sql } from 'kysely'
import type { CallId } from '../../core/world/ids.ts'
import { changedIn, factsOf } from '../journal/in-short.ts'
import type { TurnTable } from '../journal/schema.ts'
import { prepare, sqlFor } from '../journal/statements.ts'
import type { Stored } from './stored.ts'

export interface LinkedTurns {
  readonly streams: ReadonlySet<string>
  /** In the order of their happening. */
  readonly turns: readonly TurnTable[]
}

export function linkedTurns(from: Stored, call: CallId): LinkedTurns {
  const streams = new Set<string>([call])
  const turns = new Map<number, TurnTable>()
  const touching = turnsTouching(from)
  for (const stream of streams) {
    for (const turn of touching(stream)) {
      if (turns.has(turn.seq)) continue
      turns.set(turn.seq, turn)
      if (turn.named === null) continue
      // A Set that grows while it is walked is walked to its new end.
      for (const other of streamsOf(turn)) streams.add(other)
    }
  }
  return { streams, turns: [...turns.values()].sort((a, b) => a.seq - b.seq) }
}

function turnsTouching({ db }: Stored): (stream: string) => (TurnTable & { named: string | null })[] {
  const query = prepare<{ stream: string }, TurnTable & { named: string | null }>(db, p =>
    sqlFor
      .selectFrom('turn')
      .selectAll()
      .select(sql<string | null>`coalesce(json_extract(input, '$.channel'), json_extract(input, '$.stream'))`.as('named'))
      .where('seq', 'in', eb =>
        eb
          .selectFrom('touched')
          .innerJoin('stream_no', 'stream_no.no', 'touched.stream')
          .select('touched.turn')
          .where('stream_no.stream', '=', p.stream),
      ),
  )
  return stream => query.all({ stream })
}

/** Whom it changed, and whose facts it has. */
function streamsOf({ changes, facts, at }: TurnTable): string[] {
  return [...changedIn(changes), ...factsOf({ facts, at }).map(({ stream }) => stream)]
}
