// The questions that can be put to a journal and to what followers make of it, over a connection
// that cannot write. Opened by the command line and by the followers' thread (follow/beside.ts),
// never by the daemon's main thread. Before each question about the past the followers are given
// what they have not taken yet, so that whoever wrote sees it; where this user may not write,
// `behind` says how much is missing.
import type { ReportSchedule } from '../../core/plan/mailed-reports.ts'
import type { Plan } from '../../core/plan/plan.ts'
import type { Keeps } from '../../core/plan/retention.ts'
import type { Standing } from '../../core/standing/standing.ts'
import type { CallId, EpochMs, IncidentId, StandingId, StreamId } from '../../core/world/ids.ts'
import type { DeskMessage } from '../../core/world/inputs.ts'
import type { TrunkTold } from '../../daemon/ports.ts'
import type { ClosedPeriod, Records } from '../../report/records.ts'
import { filesBeside, openFollowers } from '../follow/followers.ts'
import type { Loop, Trouble } from '../follow/loop.ts'
import { inWords, JournalError } from '../journal/journal-error.ts'
import { keptPlans } from '../journal/kept-plans.ts'
import { openForReading } from '../journal/open-database.ts'
import type { PackedTurns } from '../journal/packed-turns.ts'
import { attaching } from './attach.ts'
import { type CallStory, callStory } from './call-story.ts'
import { type CallerOfCall, callerOfCall, callersOf } from './caller-of-call.ts'
import { type CallersFrom, type CallersOverAge, callersOverAge } from './callers-over-age.ts'
import { closedPeriods } from './closed-periods.ts'
import { coveredBy, tookPart } from './covered-by.ts'
import { type Evidence, evidenceOf } from './evidence.ts'
import { type Found, findCall } from './find-call.ts'
import { type CallFilter, type CallSummary, listCalls } from './list-calls.ts'
import { listMessages, type MessageFilter, type MessageSummary } from './list-messages.ts'
import { listOutbox, type OutboxFilter, type OutboxItem } from './list-outbox.ts'
import { listPlans, type PlanInForce } from './list-plans.ts'
import { listRecordings, type RecordingFilter, type RecordingSummary } from './list-recordings.ts'
import type { ListFilter, ListName, Page } from './lists/filter.ts'
import { knownNames, type NameKind, namesSeen } from './lists/known.ts'
import { countList, type ListItems, listOf, type WithCursor } from './lists/lists.ts'
import { sayingIn } from './lists/text.ts'
import { type NameEver, namesEver } from './names-then.ts'
import { oldTurns } from './old-turns.ts'
import { type IncidentStory, incidentStory } from './open-incidents.ts'
import { listOverAge, type OverAgeList } from './over-age.ts'
import { type RecordingOfCall, recordingsOfCall } from './recordings-of-call.ts'
import { type Replay, replayCall, type TakeTurn } from './replay-call.ts'
import { reportRecords } from './report-records.ts'
import { reportStood } from './report-stood.ts'
import { holds, standing } from './standing.ts'
import { type Sources, type Stored, stored } from './stored.ts'
import { lastTurn, type TailPage, tail, turnBeforeLastFacts } from './tail.ts'
import * as past from './the-past.ts'
import { trunksTold } from './trunks-told.ts'
import { type ChainVerdict, verifyChain } from './verify-chain.ts'

export interface Reader {
  listCalls(filter: CallFilter): CallSummary[]
  listMessages(filter: MessageFilter): MessageSummary[]
  listRecordings(filter: RecordingFilter): RecordingSummary[]
  listOutbox(filter: OutboxFilter): OutboxItem[]
  /** Callers who are known for longer than they are to be, so many at most, after those of the page before. */
  callersOverAge(keeps: Keeps, now: EpochMs, after: CallersFrom | null, most: number): CallersOverAge
  /** The legal holds under which this would be, whether they stand or not. */
  coveredBy(stream: CallId | IncidentId, asked?: 'erasing'): StandingId[]
  holds(): Standing[]
  /** People of the newest rules. */
  staff(): string[]
  /** Whether this member of staff was ever rung, or had an incident. */
  tookPart(person: string): boolean
  /** What is older than it is to be kept, so many at most. */
  listOverAge(keeps: Keeps, now: EpochMs, most: number): OverAgeList
  /** One page of a list. Throws a WrongCursor. */
  list<K extends ListName>(list: K, filter: ListFilter, page: Page): WithCursor<ListItems[K]>[]
  countList(list: ListName, filter: ListFilter): number
  /** By the newest rules, and in the lists. */
  knownNames(kind: NameKind): string[]
  /** In the lists. */
  namesSeen(kind: NameKind): readonly string[]
  newestPlan(): Plan | null
  /** Whether somebody or something is called so, without the whole plan; false where only that can say. */
  isIdOf(what: 'property' | 'person', id: string): boolean
  namesEver(what: 'property' | 'person'): readonly NameEver[]
  /** The properties of each group of the newest rules. */
  groups(): Readonly<Record<string, readonly string[]>>
  /** Null where no rules were ever in force. `compares`: with those of the spans before. */
  reportRecords(span: Records['span'], now: number, compares: boolean): Records | null
  /** In the order of their time. */
  closedPeriods(): readonly Omit<ClosedPeriod, 'figures'>[]
  trunksTold(): readonly TrunkTold[]
  /** Mailboxes that have messages. */
  /** Mailboxes of the property by the newest rules. */
  mailboxesOf(property: string): string[]
  /** The newest so many. */
  listPlans(last: number): PlanInForce[]
  callStory(id: CallId): CallStory | null
  findCall(wanted: string): Found
  tail(afterSeq: number): TailPage
  lastTurn(): number
  turnBeforeLastFacts(facts: number): number
  /** Null when no incident, or more than one, is meant by this. */
  incidentStory(wanted: string): IncidentStory | null
  standing(): Standing[]
  verifyChain(): ChainVerdict
  replayCall(id: CallId, takeTurn: TakeTurn): Replay
  /** For an export that tells of these streams; `call` is one of them, or opened one. */
  evidence(call: CallId, story: readonly StreamId[]): Evidence
  plan(hash: string | null): Plan | null
  /** The rule files behind a plan, by name; null when the journal does not hold them. */
  sources(hash: string): Sources | null
  /** The zone of a property by the newest rules, or of the box. */
  zoneOf(property: string | null): string
  callerOf(call: CallId): CallerOfCall
  /** Those who called about it. */
  callersOf(of: 'call' | 'incident', name: string): Pick<CallerOfCall, 'numbers' | 'names'>[]
  /** Every recording in which that caller can be heard, unless it is removed already. */
  recordingsOfCall(call: CallId): RecordingOfCall[]
  message(recording: string): past.KeptMessage | null
  waitingMessages(most: number): DeskMessage[]
  countWaiting(): ReturnType<typeof past.countWaiting>
  unkept(most: number): past.Unkept[]
  checksum(recording: string): string | null
  hadCalls(property: string, from: number, until: number): boolean
  /** Whether the rules that were in force at that time mailed this report then. */
  reportStood(schedule: ReportSchedule, at: number): boolean
  /** How many turns were missing in what was asked last, because they could not be taken in. */
  behind(): number
  /** The oldest turns that can be packed now, in at most `most` packs. */
  oldTurns(most: number): readonly PackedTurns[]
  /** What has stopped, and lacks what came after. */
  troubles(): readonly Trouble[]
  close(): void
}

/** How long a question waits for the followers, ms. */
const PATIENCE_MS = 30_000
/** Plans of a thousand properties are large: the daemon's threads keep few of them. */
const PLANS_OF_A_THREAD = 3
const PLANS_OF_A_COMMAND = 12

export interface OpenReader {
  readonly reader: Reader
  readonly loop: Loop
  readonly from: Stored
  /** The lists have what is in the journal; otherwise says how many turns they lack. */
  readonly current: () => number
}

/**
 * Throws a JournalError that says what is wrong with the file and what to do; so may each question.
 */
export function openReader(file: string): Reader {
  return openReading(file, PATIENCE_MS, PLANS_OF_A_COMMAND).reader
}

/** The same, with the loop that makes the lists: for the thread that follows. */
export function openReading(file: string, patienceMs = PATIENCE_MS, plansKept = PLANS_OF_A_THREAD): OpenReader {
  const db = openForReading(file)
  const plans = keptPlans(db, plansKept)
  const from = stored(db, plans)
  const loop = openFollowers(db, file, plans)
  const attach = attaching(db, file)
  sayingIn(db)
  let behind = 0

  function current(): number {
    try {
      behind = loop.catchUp(patienceMs)
      attach()
    } catch (error) {
      if (!(error instanceof JournalError) || !CAN_NOT_WRITE.includes(error.trouble)) throw error
      attach()
      const [row] = db.prepare('SELECT (SELECT max(seq) FROM turn) - min(seq) AS behind FROM views.cursor').all() as [
        { behind: number },
      ]
      behind = row.behind ?? 0
    }
    return behind
  }

  const worded = <A extends unknown[], R>(question: (...args: A) => R) => {
    return (...args: A): R => {
      try {
        return question(...args)
      } catch (error) {
        throw inWords(error, file)
      }
    }
  }
  /** Of what followers make. */
  const asked = <A extends unknown[], R>(question: (...args: A) => R) =>
    worded((...args: A): R => {
      current()
      return question(...args)
    })
  /** What is done upon the answer can't be undone: rather none than one that lacks something. */
  const sure = <A extends unknown[], R>(question: (...args: A) => R) =>
    asked((...args: A): R => {
      const { views } = filesBeside(file)
      if (behind === 0 && loop.isWhole(views)) return question(...args)
      const why = loop.troubles().find(({ file: of }) => of === views)?.what ?? `they lack the last ${behind} turns`
      throw new JournalError('behind', `The lists do not have all that is in the journal: ${why} Ask again later.`)
    })
  const reader: Reader = {
    listCalls: asked(filter => listCalls(from, filter)),
    listMessages: asked(filter => listMessages(from, filter)),
    listRecordings: asked(filter => listRecordings(from, filter)),
    listOverAge: asked((keeps, now, most) => listOverAge(from, keeps, now, most)),
    callersOverAge: sure((keeps, now, after, most) => callersOverAge(from, keeps, now, after, most)),
    coveredBy: sure((stream, asked) => coveredBy(from, stream, asked)),
    holds: worded(() => holds(from)),
    staff: worded(() => Object.keys(from.newestPlan()?.people ?? {})),
    tookPart: asked(person => tookPart(from, person)),
    listOutbox: asked(filter => listOutbox(from, filter)),
    listPlans: worded(last => listPlans(from, last)),
    list: asked(<K extends ListName>(list: K, filter: ListFilter, page: Page) => listOf(from, list, filter, page)),
    countList: asked((list, filter) => countList(from, list, filter)),
    knownNames: asked(kind => knownNames(from, kind)),
    namesSeen: asked(kind => namesSeen(from, kind)),
    newestPlan: worded(() => from.newestPlan()),
    isIdOf: asked((what, id) => from.hasNow(what, id)),
    namesEver: asked(what => namesEver(db, what)),
    groups: worded(() => groupsOf(from.newestPlan())),
    reportRecords: asked((span, now, compares) => reportRecords(from, span, now, compares)),
    trunksTold: sure(() => trunksTold(from)),
    closedPeriods: sure(() => closedPeriods(from).map(({ figures: _, ...one }) => one)),
    mailboxesOf: worded(id => Object.keys(from.newestPlan()?.properties[id]?.mailboxes ?? {})),
    callStory: asked(id => callStory(from, id)),
    findCall: asked(wanted => findCall(from, wanted)),
    tail: asked(afterSeq => tail(from, afterSeq)),
    lastTurn: worded(() => lastTurn(from)),
    turnBeforeLastFacts: worded(facts => turnBeforeLastFacts(from, facts)),
    incidentStory: asked(wanted => incidentStory(from, wanted)),
    standing: worded(() => standing(from)),
    verifyChain: worded(() => db.transaction(() => verifyChain(from))()),
    replayCall: asked((id, takeTurn) => db.transaction(() => replayCall(from, id, takeTurn))()),
    evidence: asked((call, story) => db.transaction(() => evidenceOf(from, call, story))()),
    callerOf: sure(call => callerOfCall(from, call)),
    callersOf: sure((of, name) => callersOf(from, of, name)),
    recordingsOfCall: sure(call => recordingsOfCall(from, call)),
    message: sure(recording => past.messageOf(from, recording)),
    waitingMessages: asked(most => past.waitingMessages(from, most)),
    countWaiting: asked(() => past.countWaiting(from)),
    unkept: asked(most => past.unkept(from, most)),
    checksum: asked(recording => past.checksumOf(from, recording)),
    hadCalls: asked((property, since, until) => past.hadCalls(from, property, since, until)),
    reportStood: asked((schedule, at) => reportStood(from, schedule, at)),
    behind: () => behind,
    oldTurns: worded(most => oldTurns(from, most)),
    troubles: loop.troubles,
    plan: worded(hash => from.plan(hash)),
    sources: worded(hash => from.sources(hash)),
    zoneOf: asked(property => from.zone(null, property)),
    close() {
      loop.close()
      db.close()
    },
  }
  return { reader, loop, from, current }
}

function groupsOf(plan: Plan | null): Record<string, readonly string[]> {
  const groups = new Map<string, string[]>()
  for (const { id, groups: names = [] } of Object.values(plan?.properties ?? {})) {
    for (const name of names) groups.set(name, [...(groups.get(name) ?? []), id])
  }
  return Object.fromEntries(groups)
}

const CAN_NOT_WRITE: readonly string[] = ['unwritable', 'unreadable', 'missing', 'full', 'busy']
