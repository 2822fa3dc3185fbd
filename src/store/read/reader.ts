// The questions that can be put to a journal, over a connection that cannot write. Opened by the command line, and later by the console's
// workers; never by the daemon's main thread. The daemon may go on writing meanwhile.
import type { Plan } from '../../core/plan/plan.ts'
import type { Keeps } from '../../core/plan/retention.ts'
import type { Standing } from '../../core/standing/standing.ts'
import type { CallId, EpochMs } from '../../core/world/ids.ts'
import { inWords } from '../journal/journal-error.ts'
import { openForReading } from '../journal/open-database.ts'
import { type CallStory, callStory } from './call-story.ts'
import { type Found, findCall } from './find-call.ts'
import { type CallFilter, type CallSummary, knownProperties, listCalls } from './list-calls.ts'
import { knownMailboxes, listMessages, type MessageFilter, type MessageSummary } from './list-messages.ts'
import { listOutbox, type OutboxFilter, type OutboxItem } from './list-outbox.ts'
import { listPlans, type PlanInForce } from './list-plans.ts'
import { listRecordings, type RecordingFilter, type RecordingSummary } from './list-recordings.ts'
import { allIncidents, type IncidentStory, incidentStory, type OpenIncident, openIncidents } from './open-incidents.ts'
import { listOverAge, type OverAgeList } from './over-age.ts'
import { type Replay, replayCall, type TakeTurn } from './replay-call.ts'
import { standing } from './standing.ts'
import { stored } from './stored.ts'
import { lastTurn, type TailPage, tail, turnBeforeLastFacts } from './tail.ts'
import { type ChainVerdict, verifyChain } from './verify-chain.ts'

export interface Reader {
  listCalls(filter: CallFilter): CallSummary[]
  listMessages(filter: MessageFilter): MessageSummary[]
  listRecordings(filter: RecordingFilter): RecordingSummary[]
  listOutbox(filter: OutboxFilter): OutboxItem[]
  /** What is older than it is to be kept, so many at most. */
  listOverAge(keeps: Keeps, now: EpochMs, most: number): OverAgeList
  knownProperties(): string[]
  /** Mailboxes that have messages. */
  knownMailboxes(): string[]
  /** Mailboxes of the property by the newest rules. */
  mailboxesOf(property: string): string[]
  /** The newest so many. */
  listPlans(last: number): PlanInForce[]
  callStory(id: CallId): CallStory | null
  findCall(wanted: string): Found
  tail(afterSeq: number): TailPage
  lastTurn(): number
  turnBeforeLastFacts(facts: number): number
  openIncidents(): OpenIncident[]
  /** The newest so many, done or not. */
  allIncidents(last: number): OpenIncident[]
  /** Null when no incident, or more than one, is meant by this. */
  incidentStory(wanted: string): IncidentStory | null
  standing(): Standing[]
  verifyChain(): ChainVerdict
  replayCall(id: CallId, takeTurn: TakeTurn): Replay
  plan(hash: string | null): Plan | null
  /** The zone of a property by the newest rules, or of the box. */
  zoneOf(property: string | null): string
  close(): void
}

/** Throws a JournalError that says what is wrong with the file and what to do; so may each question. */
export function openReader(file: string): Reader {
  const db = openForReading(file)
  const from = stored(db)
  const asked = <A extends unknown[], R>(question: (...args: A) => R) => {
    return (...args: A): R => {
      try {
        return question(...args)
      } catch (error) {
        throw inWords(error, file)
      }
    }
  }
  return {
    listCalls: asked(filter => listCalls(from, filter)),
    listMessages: asked(filter => listMessages(from, filter)),
    listRecordings: asked(filter => listRecordings(from, filter)),
    listOverAge: asked((keeps, now, most) => listOverAge(from, keeps, now, most)),
    listOutbox: asked(filter => listOutbox(from, filter)),
    listPlans: asked(last => listPlans(from, last)),
    knownProperties: asked(() => knownProperties(from)),
    knownMailboxes: asked(() => knownMailboxes(from)),
    mailboxesOf: asked(id => Object.keys(from.newestPlan()?.properties[id]?.mailboxes ?? {})),
    callStory: asked(id => callStory(from, id)),
    findCall: asked(wanted => findCall(from, wanted)),
    tail: asked(afterSeq => tail(from, afterSeq)),
    lastTurn: asked(() => lastTurn(from)),
    turnBeforeLastFacts: asked(facts => turnBeforeLastFacts(from, facts)),
    openIncidents: asked(() => openIncidents(from)),
    allIncidents: asked(last => allIncidents(from, last)),
    incidentStory: asked(wanted => incidentStory(from, wanted)),
    standing: asked(() => standing(from)),
    verifyChain: asked(() => db.transaction(() => verifyChain(from))()),
    replayCall: asked((id, takeTurn) => db.transaction(() => replayCall(from, id, takeTurn))()),
    plan: asked(hash => from.plan(hash)),
    zoneOf: asked(property => from.zone(null, property)),
    close: () => void db.close(),
  }
}
