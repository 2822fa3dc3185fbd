// The statements that calls.ts writes with, prepared once per connection.

import { prepare, type Statements, sqlFor } from '../journal/statements.ts'
import type {
  AttemptRow,
  CallIncidentRow,
  CallRow,
  HeldRecordingRow,
  IncidentRow,
  MessageRow,
  RecordingRow,
  RemovedRecordingRow,
} from './calls-tables.ts'

export type CallsStatements = ReturnType<typeof callsStatements>

export function callsStatements(db: Statements) {
  return { ...callStatements(db), ...recordingStatements(db), ...incidentStatements(db), ...attemptStatements(db) }
}

function recordingStatements(db: Statements) {
  return {
    recordingTaken: prepare<RecordingRow>(db, p =>
      sqlFor
        .insertInto('recording_row')
        .values({
          ...{ recording: p.recording, stream: p.stream, what: p.what, taken_at: p.taken_at, ms: p.ms },
          ...{ sha256: p.sha256, kept_at: p.kept_at, cut: p.cut, lost: p.lost },
        })
        .onConflict(oc => oc.doNothing()),
    ),
    recordingKept: prepare<{ recording: string; ms: number; sha256: string; kept_at: number }>(db, p =>
      sqlFor
        .updateTable('recording_row')
        .set({ ms: p.ms, sha256: p.sha256, kept_at: p.kept_at })
        .where('recording', '=', p.recording),
    ),
    recordingRemoved: prepare<RemovedRecordingRow>(db, p =>
      sqlFor
        .insertInto('removed_recording')
        .values({ recording: p.recording, at: p.at, why: p.why })
        .onConflict(oc => oc.doNothing()),
    ),
    recordingHeld: prepare<Omit<HeldRecordingRow, 'property'>>(db, p =>
      sqlFor
        .insertInto('held_recording')
        .values(eb => ({
          ...{ recording: p.recording, stream: p.stream, what: p.what, taken_at: p.taken_at },
          property: eb.fn.coalesce(
            eb.selectFrom('call_row').select('call_row.property').where('call_row.id', '=', p.stream),
            eb.selectFrom('incident_row').select('incident_row.property').where('incident_row.id', '=', p.stream),
            eb.val(''),
          ),
        }))
        .onConflict(oc => oc.doNothing()),
    ),
    recordingHeldNoMore: prepare<{ recording: string }>(db, p =>
      sqlFor.deleteFrom('held_recording').where('recording', '=', p.recording),
    ),
    messageLength: prepare<{ recording: string; ms: number }>(db, p =>
      sqlFor.updateTable('message_row').set({ ms: p.ms }).where('recording', '=', p.recording),
    ),
  }
}

function callStatements(db: Statements) {
  return {
    callArrived: prepare<Omit<CallRow, 'property' | 'outcome' | 'left_at' | 'waited_ms'>>(db, p =>
      sqlFor
        .insertInto('call_row')
        .values({
          id: p.id,
          plan: p.plan,
          trunk: p.trunk,
          line: p.line,
          arrived_at: p.arrived_at,
          number_turn: p.number_turn,
          number_n: p.number_n,
          name_turn: p.name_turn,
          name_n: p.name_n,
          property: null,
          outcome: null,
          left_at: null,
          waited_ms: null,
        })
        .onConflict(oc => oc.doNothing()),
    ),
    callIdentified: prepare<{ id: string; property: string }>(db, p =>
      sqlFor.updateTable('call_row').set({ property: p.property }).where('id', '=', p.id),
    ),
    callNumber: prepare<Pick<CallRow, 'id' | 'number_turn' | 'number_n'>>(db, p =>
      sqlFor.updateTable('call_row').set({ number_turn: p.number_turn, number_n: p.number_n }).where('id', '=', p.id),
    ),
    callLeft: prepare<{ id: string; outcome: string; left_at: number; waited_ms: number }>(db, p =>
      sqlFor
        .updateTable('call_row')
        .set({ outcome: p.outcome, left_at: p.left_at, waited_ms: p.waited_ms })
        .where('id', '=', p.id),
    ),
    linked: prepare<CallIncidentRow>(db, p =>
      sqlFor
        .insertInto('call_incident')
        .values({ call: p.call, incident: p.incident })
        .onConflict(oc => oc.doNothing()),
    ),
    messageDone: prepare<{ recording: string; done_at: number; done_by: string }>(db, p =>
      sqlFor
        .updateTable('message_row')
        .set({ done_at: p.done_at, done_by: p.done_by })
        .where('recording', '=', p.recording)
        .where('done_at', 'is', null),
    ),
    messageTaken: prepare<Omit<MessageRow, 'property' | 'done_at' | 'done_by'>>(db, p =>
      sqlFor
        .insertInto('message_row')
        .values(eb => ({
          recording: p.recording,
          call: p.call,
          property: eb.selectFrom('call_row').select('call_row.property').where('call_row.id', '=', p.call),
          mailbox: p.mailbox,
          taken_at: p.taken_at,
          ms: p.ms,
        }))
        .onConflict(oc => oc.doNothing()),
    ),
  }
}

function incidentStatements(db: Statements) {
  return {
    incidentOpened: prepare<
      Omit<IncidentRow, 'state' | 'passes' | 'owner' | 'owned_at' | 'waited_ms' | 'outcome' | 'resolved_at'>
    >(db, p =>
      sqlFor
        .insertInto('incident_row')
        .values({
          id: p.id,
          plan: p.plan,
          call: p.call,
          property: p.property,
          category: p.category,
          ladder: p.ladder,
          opened_at: p.opened_at,
          state: 'ringing',
          passes: 0,
          owner: null,
          owned_at: null,
          waited_ms: null,
          outcome: null,
          resolved_at: null,
        })
        .onConflict(oc => oc.doNothing()),
    ),
    incidentPass: prepare<{ id: string; passes: number }>(db, p =>
      sqlFor.updateTable('incident_row').set({ passes: p.passes }).where('id', '=', p.id),
    ),
    incidentOwned: prepare<{ id: string; owner: string; owned_at: number }>(db, p =>
      sqlFor
        .updateTable('incident_row')
        .set({ state: 'acknowledged', owner: p.owner, owned_at: p.owned_at })
        .where('id', '=', p.id),
    ),
    incidentWaited: prepare<{ id: string; waited_ms: number }>(db, p =>
      sqlFor.updateTable('incident_row').set({ waited_ms: p.waited_ms }).where('id', '=', p.id),
    ),
    incidentResolved: prepare<{ id: string; outcome: string; by: string; resolved_at: number }>(db, p =>
      sqlFor
        .updateTable('incident_row')
        .set(eb => ({
          state: 'resolved',
          outcome: p.outcome,
          resolved_at: p.resolved_at,
          owner: eb.fn.coalesce('owner', eb.cast<string>(eb.val(p.by), 'text')),
        }))
        .where('id', '=', p.id),
    ),
    incidentClosed: prepare<{ id: string }>(db, p =>
      sqlFor.updateTable('incident_row').set({ state: 'no-outcome' }).where('id', '=', p.id),
    ),
    incidentState: prepare<Pick<IncidentRow, 'id' | 'state' | 'owner' | 'owned_at'>>(db, p =>
      sqlFor
        .updateTable('incident_row')
        .set({ state: p.state, owner: p.owner, owned_at: p.owned_at, outcome: null, resolved_at: null })
        .where('id', '=', p.id),
    ),
  }
}

function attemptStatements(db: Statements) {
  return {
    attemptDialled: prepare<Omit<AttemptRow, 'rang_at' | 'answered_at' | 'ended_at' | 'result' | 'sip' | 'cause'>>(db, p =>
      sqlFor
        .insertInto('attempt_row')
        .values({
          leg: p.leg,
          incident: p.incident,
          person: p.person,
          phone: p.phone,
          trunk: p.trunk,
          why: p.why,
          dialled_at: p.dialled_at,
        })
        .onConflict(oc => oc.doNothing()),
    ),
    attemptRang: prepare<{ leg: string; rang_at: number }>(db, p =>
      sqlFor.updateTable('attempt_row').set({ rang_at: p.rang_at }).where('leg', '=', p.leg).where('rang_at', 'is', null),
    ),
    attemptAnswered: prepare<{ leg: string; answered_at: number }>(db, p =>
      sqlFor
        .updateTable('attempt_row')
        .set({ answered_at: p.answered_at })
        .where('leg', '=', p.leg)
        .where('answered_at', 'is', null),
    ),
    attemptEnded: prepare<Pick<AttemptRow, 'leg' | 'ended_at' | 'result' | 'sip' | 'cause'>>(db, p =>
      sqlFor
        .updateTable('attempt_row')
        .set({ ended_at: p.ended_at, result: p.result, sip: p.sip, cause: p.cause })
        .where('leg', '=', p.leg),
    ),
  }
}
