// The append-only record of turns, on SQLite. The daemon commits here before it acts and finds its
// live streams here after a restart. One journal, one writer: a second daemon on the same file gets
// an error at its first commit. What people ask for is made of it by followers, in files beside it
// (store/follow); queries are in store/read.
import type Database from 'better-sqlite3'
import type { Plan } from '../../core/plan/plan.ts'
import { textPieces } from '../../core/plan/text-pieces.ts'
import type { EpochMs } from '../../core/world/ids.ts'
import type { EndedCall } from '../../core/world/inputs.ts'
import type { Dialled, Stream, Turn } from '../../core/world/world.ts'
import type { Journal } from '../../daemon/ports.ts'
import { appender, type Head, isWorthKeeping } from './append-turn.ts'
import { FIRST_HASH } from './chain.ts'
import { oldPagesGone } from './erase-call.ts'
import { inWords, JournalError } from './journal-error.ts'
import { packedKeeper } from './keep-packed.ts'
import { dropUnfinished, planKeeper } from './keep-plan.ts'
import { type KeptPlans, keptPlans } from './kept-plans.ts'
import { openForWriting } from './open-database.ts'
import type { PackedTurns } from './packed-turns.ts'
import { pastCalls } from './past-calls.ts'
import { allOf, prepare, sqlFor } from './statements.ts'

/** The file of the journal within a state directory. */
export const JOURNAL_FILE = 'journal.db'

export interface SqliteJournal extends Journal {
  /** Turns committed so far. */
  turns(): number
  /** Of the plan that came into force last, if the journal holds it. */
  lastInForce(): { readonly hash: string; readonly at: number; readonly plan: Plan } | null
  /** Whether the note that the failsafe left of this call is in the journal. */
  hasImported(channel: string): boolean
  /** The call of this channel, if there was one and it is over. */
  endedCall(channel: string): EndedCall | null
  /** Empties the log file of what was erased; false while somebody still reads old pages. */
  oldPagesGone(): boolean
  /** Keeps these turns packed from now on: see read/old-turns.ts. */
  keepPacked(turns: PackedTurns): void
}

/**
 * Opens or makes the journal. Throws a JournalError that says what is wrong with the file and what to do.
 * `tune` sets further pragmas of the connection; tests make the disk small with it.
 */
export function openJournal(file: string, tune?: (db: Database.Database) => void): SqliteJournal {
  const db = openForWriting(file)
  tune?.(db)
  try {
    return journalOn(db, file)
  } catch (error) {
    db.close()
    throw inWords(error, file)
  }
}

function journalOn(db: Database.Database, file: string): SqliteJournal {
  const plans = keptPlans(db)
  const past = pastCalls(db)
  const appending = appender(db, past)
  dropUnfinished(db)
  const keeper = planKeeper(db)
  const keepPacked = packedKeeper(db)
  const forced = prepare<{ at: number; hash: string; why: string }>(db, p =>
    sqlFor.insertInto('in_force').values({ at: p.at, hash: p.hash, why: p.why }),
  )
  const newest = prepare<object, { hash: string; at: number }>(db, () =>
    sqlFor.selectFrom('in_force').select(['hash', 'at']).orderBy('n', 'desc').limit(1),
  )
  const dials = prepare<{ since: number }, Dialled>(db, p =>
    sqlFor.selectFrom('dialled').select(['leg', 'property', 'at']).where('at', '>=', p.since).orderBy('at').$castTo<Dialled>(),
  )
  let head = headOf(db)
  const appendAll = db.transaction((turns: readonly Turn[]): Head => appending.append(head, turns))

  return {
    commit(turns) {
      const worth = turns.filter(isWorthKeeping)
      if (worth.length === 0) return
      // The head moves only when the transaction is durable: a commit that failed can be tried
      // again.
      try {
        head = worded(file, () => appendAll.immediate(worth))
      } catch (error) {
        appending.cameToNothing()
        throw error
      }
    },
    keepPlan(hash, compiled, sources, texts) {
      plans.know(hash, compiled)
      const made = () => texts ?? { plan: textPieces(JSON.stringify(compiled)), sources: textPieces(JSON.stringify(sources)) }
      worded(file, () => keeper.keep(hash, made))
    },
    keepPlanSlowly: (hash, texts, breathe) =>
      keeper.keepSlowly(hash, texts, breathe).catch((error: unknown) => Promise.reject(inWords(error, file))),
    planInForce: (hash, at, why) => worded(file, () => void forced.run({ hash, at, why })),
    lastInForce: () =>
      worded(file, () => {
        const last = newest.get({})
        const plan = last === undefined ? null : plans.plan(last.hash)
        return last === undefined || plan === null ? null : { ...last, plan }
      }),
    liveStreams: () => worded(file, () => liveStreams(db, file, plans)),
    dialledSince: since => worded(file, () => dials.all({ since })),
    hasImported: channel => worded(file, () => past.hasImported(channel)),
    endedCall: channel => worded(file, () => past.endedCall(channel)),
    turns: () => head.seq,
    oldPagesGone: () => worded(file, () => oldPagesGone(db)),
    keepPacked: turns => worded(file, () => keepPacked(turns)),
    close() {
      db.close()
    },
  }
}

function headOf(db: Database.Database): Head {
  const last = allOf(db, sqlFor.selectFrom('turn').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1))[0]
  return last ?? { seq: 0, hash: FIRST_HASH }
}

function liveStreams(db: Database.Database, file: string, kept: KeptPlans) {
  const rows = allOf(db, sqlFor.selectFrom('stream').select('state').orderBy('id'))
  const streams = rows.map(({ state }) => JSON.parse(state) as Stream)
  const plans = new Map<string, Plan>()
  for (const stream of streams) {
    const plan = plans.get(stream.plan) ?? kept.plan(stream.plan)
    if (plan === null) {
      throw new JournalError(
        'corrupt',
        `${file} holds ${stream.id}, which lives by the plan ${stream.plan}, but not that plan. Restore a backup.`,
      )
    }
    plans.set(stream.plan, plan)
  }
  return { streams, plans, lastAt: lastAt(db) }
}

function lastAt(db: Database.Database): EpochMs | null {
  const last = allOf(db, sqlFor.selectFrom('turn').select('at').orderBy('seq', 'desc').limit(1))[0]
  return (last?.at ?? null) as EpochMs | null
}

function worded<R>(file: string, work: () => R): R {
  try {
    return work()
  } catch (error) {
    throw inWords(error, file)
  }
}
