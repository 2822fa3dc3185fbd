// The append-only record of turns, on SQLite. The daemon commits here before it acts and finds its live streams here after a restart.
// One journal, one writer: a second daemon on the same file gets an error at its first commit. Queries are in store/read.
import type Database from 'better-sqlite3'
import type { Plan } from '../../core/plan/plan.ts'
import { textPieces } from '../../core/plan/text-pieces.ts'
import type { CallId, EpochMs, IncidentId } from '../../core/world/ids.ts'
import type { DeskMessage, EndedCall } from '../../core/world/inputs.ts'
import type { Stream, Turn } from '../../core/world/world.ts'
import type { Journal, Outbox } from '../../daemon/ports.ts'
import { openOutbox } from '../outbox/open-outbox.ts'
import { appender, type Head, isWorthKeeping } from './append-turn.ts'
import { areMadeAgain, areStale, openAside } from './aside.ts'
import { FIRST_HASH } from './chain.ts'
import { type CallerOfCall, type Erased, eraser, oldPagesGone } from './erase-call.ts'
import { endedCalls, importedNotes } from './imported-notes.ts'
import { inWords, JournalError } from './journal-error.ts'
import { dropUnfinished, planKeeper } from './keep-plan.ts'
import { type KeptPlans, keptPlans } from './kept-plans.ts'
import { lateDials } from './late-dials.ts'
import { openForWriting } from './open-database.ts'
import { rebuildProjections } from './rebuild-projections.ts'
import { type RecordingOfCall, recordingsOfCall } from './recordings-of-call.ts'
import { allOf, prepare, sqlFor } from './statements.ts'
import { storedState } from './versions.ts'

/** The file of the journal within a state directory. */
export const JOURNAL_FILE = 'journal.db'

export interface KeptMessage {
  readonly call: CallId
  readonly doneAt: EpochMs | null
  readonly doneBy: string | null
}

export interface Unkept {
  readonly recording: string
  readonly stream: CallId | IncidentId
  readonly what: 'message' | 'statement' | 'talk'
}

export interface SqliteJournal extends Journal {
  /** Turns committed so far. */
  turns(): number
  /** What could not be made of them: lists, notices. */
  alarms(): readonly { readonly since: number; readonly what: string }[]
  readonly outbox: Outbox
  /** The message of this recording, and who has dealt with it; null when there is none. */
  message(recording: string): KeptMessage | null
  /** The messages that nobody has dealt with, oldest first, so many at most. */
  waitingMessages(most: number): DeskMessage[]
  /** Messages, statements and talks whose recording is not kept, newest first, so many at most. */
  unkept(most: number): Unkept[]
  /** Whether the note that the failsafe left of this call is in the journal. */
  hasImported(channel: string): boolean
  /** The call of this channel, if there was one and it is over. */
  endedCall(channel: string): EndedCall | null
  /** Of the file that is kept of this recording; null while it is not kept, or is not known. */
  checksum(recording: string): string | null
  /** Forgets who the caller of an ended call was, without a turn: for programs that mend. The daemon commits `caller-erased`. See erase-call.ts. */
  eraseCall(call: CallId): Erased
  /** The streams that still need the number of that caller. */
  stillLive(call: CallId): readonly string[]
  /** By which words that caller is known. */
  callerOf(call: CallId): CallerOfCall
  /** Empties the log file of what was erased; false while somebody still reads old pages. */
  oldPagesGone(): boolean
  /** Every recording in which that caller can be heard, unless it is removed already. */
  recordingsOfCall(call: CallId): RecordingOfCall[]
  /** Writes the projections again from the facts. */
  rebuildProjections(): void
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
  const aside = openAside(db, file)
  const append = appender(db, plans, aside)
  const erasing = eraser(db)
  const eraseNow = db.transaction((call: CallId): Erased => {
    const stillLive = erasing.stillLive(call)
    return stillLive.length > 0 ? { stillLive } : { erased: erasing.erase(call) }
  })
  dropUnfinished(db)
  if (areStale(file)) {
    rebuildProjections(db)
    areMadeAgain(file)
  }
  const keeper = planKeeper(db)
  const forced = prepare<{ at: number; hash: string; why: string }>(db, p =>
    sqlFor.insertInto('in_force').values({ at: p.at, hash: p.hash, why: p.why }),
  )
  const message = prepare<{ recording: string }, KeptMessage>(db, p =>
    sqlFor
      .selectFrom('message_row')
      .select(['call', 'done_at as doneAt', 'done_by as doneBy'])
      .where('recording', '=', p.recording)
      .$castTo<KeptMessage>(),
  )
  const waiting = prepare<{ most: number }, Omit<DeskMessage, 'lost'> & { lost: string | null }>(db, p =>
    sqlFor
      .selectFrom('message_row')
      .leftJoin('recording_row', 'recording_row.recording', 'message_row.recording')
      .select(['message_row.recording', 'message_row.call', 'property', 'mailbox', 'message_row.taken_at as takenAt', 'lost'])
      .select('message_row.ms')
      .where('done_at', 'is', null)
      .orderBy('message_row.taken_at')
      .limit(p.most)
      .$castTo<Omit<DeskMessage, 'lost'> & { lost: string | null }>(),
  )
  const unkept = prepare<{ most: number }, Unkept>(db, p =>
    sqlFor
      .selectFrom('recording_row')
      .leftJoin('removed_recording', 'removed_recording.recording', 'recording_row.recording')
      .select(['recording_row.recording', 'stream', 'what'])
      .where('sha256', 'is', null)
      .where('lost', 'is', null)
      .where('removed_recording.at', 'is', null)
      .orderBy('taken_at', 'desc')
      .limit(p.most)
      .$castTo<Unkept>(),
  )
  const checksum = prepare<{ recording: string }, { sha256: string | null }>(db, p =>
    sqlFor.selectFrom('recording_row').select('sha256').where('recording', '=', p.recording),
  )
  const dials = lateDials(db)
  const imported = importedNotes(db)
  const ended = endedCalls(db)
  const heard = recordingsOfCall(db)
  let head = headOf(db)
  const appendAll = db.transaction((turns: readonly Turn[]): Head => turns.reduce(append, head))

  return {
    commit(turns) {
      const worth = turns.filter(isWorthKeeping)
      if (worth.length === 0) return
      // The head moves only when the transaction is durable: a commit that failed can be tried again.
      head = worded(file, () => aside.carefully(() => appendAll.immediate(worth)))
    },
    keepPlan(hash, compiled, sources, texts) {
      plans.know(hash, compiled)
      const made = () => texts ?? { plan: textPieces(JSON.stringify(compiled)), sources: textPieces(JSON.stringify(sources)) }
      worded(file, () => keeper.keep(hash, made))
    },
    keepPlanSlowly: (hash, texts, breathe) =>
      keeper.keepSlowly(hash, texts, breathe).catch((error: unknown) => Promise.reject(inWords(error, file))),
    planInForce: (hash, at, why) => worded(file, () => void forced.run({ hash, at, why })),
    liveStreams: () => worded(file, () => liveStreams(db, file, plans)),
    dialledSince: at => worded(file, () => dials(at)),
    hasImported: channel => worded(file, () => imported(channel)),
    endedCall: channel => worded(file, () => ended(channel)),
    turns: () => head.seq,
    alarms: aside.alarms,
    outbox: openOutbox(db, plans),
    message: recording => worded(file, () => message.get({ recording }) ?? null),
    waitingMessages: most =>
      worded(file, () => waiting.all({ most }).map(({ lost, ...rest }) => (lost === null ? rest : { ...rest, lost: true }))),
    unkept: most => worded(file, () => unkept.all({ most })),
    checksum: recording => worded(file, () => checksum.get({ recording })?.sha256 ?? null),
    eraseCall: call =>
      worded(file, () => {
        const result = eraseNow.immediate(call)
        oldPagesGone(db)
        return result
      }),
    stillLive: call => worded(file, () => erasing.stillLive(call)),
    callerOf: call => worded(file, () => erasing.callerOf(call)),
    oldPagesGone: () => worded(file, () => oldPagesGone(db)),
    recordingsOfCall: call => worded(file, () => heard(call)),
    rebuildProjections: () => worded(file, () => rebuildProjections(db)),
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
  const rows = allOf(db, sqlFor.selectFrom('stream').select(['id', 'v', 'state']).where('live', '=', 1).orderBy('id'))
  const streams: Stream[] = rows.flatMap(row => (row.state === null ? [] : [storedState(row.v, row.state)]))
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
  const last = allOf(db, sqlFor.selectFrom('turn').select('at').orderBy('seq', 'desc').limit(1))[0]
  return { streams, plans, lastAt: (last?.at ?? null) as EpochMs | null }
}

function worded<R>(file: string, work: () => R): R {
  try {
    return work()
  } catch (error) {
    throw inWords(error, file)
  }
}
