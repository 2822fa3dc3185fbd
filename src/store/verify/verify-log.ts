// Checks a journal and all that can be checked against it, without writing to any of it: the chain,
// the private parts, the states of live streams, the plans, the smaller tables, earlier anchors, and
// the lists. Works beside a running daemon: it sees the journal as it was at one moment. Files of
// recordings are looked at by whoever asks (cli/log): here is only what they should be.
import { performance } from 'node:perf_hooks'
import type { Fact } from '../../core/world/facts.ts'
import { filesBeside, viewers } from '../follow/followers.ts'
import { inWords, JournalError } from '../journal/journal-error.ts'
import { keptPlans } from '../journal/kept-plans.ts'
import { openForReading } from '../journal/open-database.ts'
import { type Anchor, checkAnchors, type GivenAnchor } from './anchor.ts'
import { checkPlans } from './plans.ts'
import { checkSchema } from './schema.ts'
import { checkStates } from './states.ts'
import { checkTables } from './tables.ts'
import { type OpenViews, openViews, type ViewsSeen } from './views.ts'
import { walk } from './walk.ts'
import { FirstWrong } from './wrong.ts'

export interface LogAsked {
  readonly anchors: readonly GivenAnchor[]
  /** Whether the lists are made anew and compared. */
  readonly views: boolean
}

export interface LogVerdict {
  readonly turns: number
  readonly facts: number
  readonly parts: number
  readonly erasedParts: number
  readonly states: number
  readonly plans: number
  /** Of dials and calls that are over. */
  readonly rows: number
  readonly head: Anchor
  /** Null where they were not asked for, or are not there. */
  readonly views: ViewsSeen | null
  /** Kept recordings that are not removed, with the turn that says what they are. */
  readonly recordings: readonly ExpectedRecording[]
  readonly wrong: FirstWrong
  /** How long the turns, their parts and the states took, and how long the lists did, ms. */
  readonly ms: { readonly journal: number; readonly views: number }
}

export interface ExpectedRecording {
  readonly recording: string
  readonly sha256: string
  readonly turn: number
}

/** Throws a JournalError that says what is wrong with a file that can't be read, and what to do. */
export function verifyLog(file: string, { anchors, views: withViews }: LogAsked): LogVerdict {
  const db = openForReading(file)
  const wrong = new FirstWrong()
  let views: OpenViews | null = null
  try {
    checkSchema(db, wrong)
    // The lists first: what they hold is in the journal already.
    views = withViews ? openViews(filesBeside(file).views, viewers(keptPlans(db))) : null
    return db.transaction(() => {
      const began = performance.now()
      const { gathered, ...walked } = walk(db, wrong)
      const states = checkStates(db, gathered, wrong)
      const journal = performance.now() - began
      const plans = checkPlans(db, gathered, wrong)
      const rows = checkTables(db, gathered, walked.head.at, wrong)
      checkAnchors(db, anchors, wrong)
      const beganViews = performance.now()
      const compared = views === null ? null : compare(views, db, wrong)
      const { turns, facts, parts, erased: erasedParts, head } = walked
      return {
        turns,
        facts,
        parts,
        erasedParts,
        states,
        plans,
        rows,
        head,
        views: compared,
        recordings: [...gathered.recordings].flatMap(([recording, kept]) =>
          gathered.removed.has(recording) ? [] : [{ recording, ...kept }],
        ),
        wrong,
        ms: { journal, views: performance.now() - beganViews },
      }
    })()
  } catch (error) {
    throw lacking(error, file, wrong) ?? inWords(error, file)
  } finally {
    views?.close()
    db.close()
  }
}

/** Without a table or column of its own nothing else can be told of it; null when it has all of them. */
function lacking(error: unknown, file: string, wrong: FirstWrong): JournalError | null {
  const what = wrong.all().find(({ check }) => check === 'schema')?.what
  const isOfSql = error instanceof Error && 'code' in error && error.code === 'SQLITE_ERROR'
  if (what === undefined || !isOfSql) return null
  const toDo = 'Stop the daemon, keep a copy of the state directory, and restore a backup.'
  return new JournalError('corrupt', `${file} is damaged (${what}). ${toDo}`, error)
}

/** Lists can't be made of packed turns that are lost: the chain has said so. */
function compare(views: OpenViews, db: ReturnType<typeof openForReading>, wrong: FirstWrong): ViewsSeen | null {
  try {
    return views.compare(db, wrong)
  } catch (error) {
    if (!(error instanceof JournalError)) throw error
    wrong.add('views', null, `the lists can't be made anew: ${error.message}`)
    return null
  }
}

/** Recordings that turns after this one say were removed: while files were looked at, a daemon went on. */
export function removedAfter(file: string, seq: number): ReadonlySet<string> {
  const db = openForReading(file)
  try {
    const rows = db.prepare(`SELECT facts FROM turn WHERE seq > ? AND facts LIKE '%"recording-removed"%'`).pluck()
    const facts = (rows.all(seq) as readonly string[]).flatMap(json => JSON.parse(json) as readonly Fact[])
    return new Set(facts.flatMap(fact => (fact.kind === 'recording-removed' ? [fact.recording] : [])))
  } finally {
    db.close()
  }
}
