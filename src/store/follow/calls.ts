// The follower of what people ask for: calls, incidents, attempts, messages, recordings. One
// follower, because its rows are made of one another's (the property of a message is its call's).
// Made from facts and nothing else; private fields are kept as pointers.
import type { CallFact, Fact, IncidentFact } from '../../core/world/facts.ts'
import { isIncident, isStanding } from '../../core/world/ids.ts'
import { partNumber } from '../journal/private-parts.ts'
import type { Statements } from '../journal/statements.ts'
import { type CallsStatements, callsStatements } from './calls-statements.ts'
import { CALL_TABLES, callSql, type HeldRecordingRow, type RecordingRow } from './calls-tables.ts'
import type { FollowedTurn, Follower } from './follower.ts'

export const calls: Follower = {
  ...{ name: 'calls', version: 1, from: 'first', onMistake: 'stop', tables: CALL_TABLES, sql: callSql },
  open(db: Statements) {
    const write = callsStatements(db)
    return turn => {
      for (const fact of turn.facts) take(write, turn, fact)
    }
  },
}

/** A fact as it is stored, and its turn. */
interface Told {
  readonly turn: FollowedTurn
  readonly fact: Fact
}

function take(write: CallsStatements, turn: FollowedTurn, fact: Fact): void {
  // What staff set is found in its stream; see read/standing.ts.
  if (isStanding(fact.stream)) return
  if (fact.kind === 'recording-removed') {
    write.recordingRemoved.run({ recording: fact.recording, at: fact.at, why: fact.why })
    write.recordingHeldNoMore.run({ recording: fact.recording })
    return
  }
  if (fact.kind === 'recording-kept') {
    write.recordingKept.run({ recording: fact.recording, ms: fact.ms, sha256: fact.sha256, kept_at: fact.at })
    write.messageLength.run({ recording: fact.recording, ms: fact.ms })
    return
  }
  if (isIncident(fact.stream)) incidentFact(write, { turn, fact }, fact as Fact & IncidentFact)
  else callFact(write, { turn, fact }, fact as Fact & CallFact)
}

/** The plan by which its stream lives after the turn. */
function planOf({ turn, fact }: Told): string | null {
  return turn.changes.find(([stream]) => stream === fact.stream)?.[1] ?? null
}

function callFact(write: CallsStatements, told: Told, fact: Fact & CallFact): void {
  const id = fact.stream
  const turn = told.turn.seq
  switch (fact.kind) {
    case 'arrived': {
      const number = pointer(turn, fact.callerNumber)
      const name = pointer(turn, fact.callerName)
      write.callArrived.run({
        id,
        plan: planOf(told),
        trunk: fact.trunk,
        line: fact.line,
        arrived_at: fact.at,
        number_turn: number.turn,
        number_n: number.n,
        name_turn: name.turn,
        name_n: name.n,
      })
      return
    }
    case 'identified':
      write.callIdentified.run({ id, property: fact.property })
      return
    case 'number-confirmed':
    case 'number-changed': {
      const number = pointer(turn, fact.callerNumber)
      write.callNumber.run({ id, number_turn: number.turn, number_n: number.n })
      return
    }
    case 'connected':
      write.linked.run({ call: id, incident: fact.incident })
      return
    case 'message-taken':
      write.messageTaken.run({ recording: fact.recording, call: id, mailbox: fact.mailbox, taken_at: fact.at, ms: fact.ms })
      write.recordingTaken.run(recordingRow(fact, 'message'))
      write.recordingHeld.run(heldRow(fact, 'messages'))
      return
    case 'message-lost': {
      const { recording, mailbox, at: taken_at } = fact
      write.messageTaken.run({ recording, call: id, mailbox, taken_at, ms: 0 })
      write.recordingTaken.run({ ...recordingRow({ ...fact, ms: 0 }, 'message'), lost: fact.why })
      return
    }
    case 'statement-taken':
      write.recordingTaken.run(recordingRow(fact, 'statement'))
      write.recordingHeld.run(heldRow(fact, 'statements'))
      return
    case 'statement-missing':
      // Too short to count, and its file lies at the PBX all the same.
      if (fact.recording !== undefined) write.recordingHeld.run(heldRow({ ...fact, recording: fact.recording }, 'statements'))
      return
    case 'message-done':
      write.messageDone.run({ recording: fact.recording, done_at: fact.at, done_by: fact.by })
      return
    case 'left':
      write.callLeft.run({ id, outcome: fact.outcome, left_at: fact.at, waited_ms: fact.waitedMs })
      return
  }
}

function incidentFact(write: CallsStatements, told: Told, fact: Fact & IncidentFact): void {
  const id = fact.stream
  switch (fact.kind) {
    case 'opened': {
      const { call, property, category, ladder } = fact
      write.incidentOpened.run({ id, plan: planOf(told), call, property, category, ladder, opened_at: fact.at })
      write.linked.run({ call, incident: id })
      return
    }
    case 'pass-began':
      write.incidentPass.run({ id, passes: fact.pass })
      return
    case 'accepted':
      write.incidentOwned.run({ id, owner: fact.person, owned_at: fact.at })
      write.incidentWaited.run({ id, waited_ms: fact.waitedMs })
      return
    case 'owned':
    case 'acknowledged':
      write.incidentOwned.run({ id, owner: fact.person, owned_at: fact.at })
      return
    case 'resolved':
      write.incidentResolved.run({ id, outcome: fact.outcome, by: fact.by, resolved_at: fact.at })
      return
    case 'closed-without-outcome':
      write.incidentClosed.run({ id })
      return
    case 'technician-lost':
    case 'reopened':
    case 'acknowledgement-expired':
    case 'given-back':
      write.incidentState.run({ id, state: 'ringing', owner: null, owned_at: null })
      return
    case 'still-needs-help':
      write.incidentState.run({ id, state: 'ringing', owner: null, owned_at: null })
      write.linked.run({ call: fact.call, incident: id })
      return
    case 'folded':
      write.incidentState.run({ id, state: 'folded', owner: null, owned_at: null })
      return
    case 'unreached':
      write.incidentState.run({ id, state: 'unreached', owner: null, owned_at: null })
      return
    case 'talk-recorded':
      write.recordingTaken.run(recordingRow({ ...fact, ms: 0 }, 'talk'))
      write.recordingHeld.run(heldRow(fact, 'talks'))
      return
    case 'bridged':
    case 'caller-came-back':
    case 'joined':
    case 'insisted':
    case 'caller-left':
      write.linked.run({ call: fact.call, incident: id })
      return
    case 'dialled': {
      const { leg, person, phone, trunk, why } = fact
      write.attemptDialled.run({ leg, incident: id, person, phone, trunk, why, dialled_at: fact.at })
      return
    }
    case 'rang':
      write.attemptRang.run({ leg: fact.leg, rang_at: fact.at })
      return
    case 'answered':
      write.attemptAnswered.run({ leg: fact.leg, answered_at: fact.at })
      return
    case 'attempt-ended': {
      const { leg, result, sip, cause } = fact
      write.attemptEnded.run({ leg, ended_at: fact.at, result, sip, cause })
      return
    }
  }
}

interface Taken {
  readonly stream: string
  readonly at: number
  readonly recording: string
  readonly ms: number
  readonly sha256?: string
  readonly cut?: true
}

function recordingRow({ stream, at, recording, ms, sha256, cut }: Taken, what: RecordingRow['what']): RecordingRow {
  const kept = sha256 === undefined ? { sha256: null, kept_at: null } : { sha256, kept_at: at }
  return { recording, stream, what, taken_at: at, ms, ...kept, cut: cut ? 1 : 0, lost: null }
}

function heldRow({ stream, at, recording }: Pick<Taken, 'stream' | 'at' | 'recording'>, what: HeldRecordingRow['what']) {
  return { recording, stream, what, taken_at: at }
}

function pointer(turn: number, field: unknown): { turn: number | null; n: number | null } {
  const n = partNumber(field)
  return n === null ? { turn: null, n: null } : { turn, n }
}
