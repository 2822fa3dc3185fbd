// The records of which a report is made: everything that arrived, was opened, dialled or left in its
// span, and what was open at its beginning. Properties are chosen by the report, not here: a query
// for each of a thousand would be slower.
import { type RawBuilder, sql } from 'kysely'
import type { Plan } from '../../core/plan/plan.ts'
import { targetOf } from '../../core/plan/target.ts'
import type { CallRecord, IncidentRecord, MessageRecord, Records } from '../../report/records.ts'
import { comparedSpans, type Span } from '../../report/span.ts'
import { allOf, sqlFor } from '../journal/statements.ts'
import { attemptRecords } from './attempt-records.ts'
import { dutyRecords } from './duty-records.ts'
import { lastCalls } from './last-calls.ts'
import type { Stored } from './stored.ts'

const DAY_MS = 86_400_000

/** Null where no rules were ever in force: then nothing happened either. */
export function reportRecords(from: Stored, span: Span, now: number, compares: boolean): Records | null {
  const plan = from.newestPlan()
  if (plan === null) return null
  const records = recordsOf(from, plan, span, now)
  if (!compares) return records
  const { before, yearBefore } = comparedSpans(span, now)
  return { ...records, before: recordsOf(from, plan, before, now), yearBefore: recordsOf(from, plan, yearBefore, now) }
}

function recordsOf(from: Stored, plan: Plan, span: Span, now: number): Records {
  return {
    span,
    now,
    calls: callRecords(from, span),
    incidents: incidentRecords(from, span),
    attempts: attemptRecords(from, span),
    messages: messageRecords(from, span),
    plan,
    firstCall: firstCall(from),
    lastCalls: lastCalls(from, plan, span.to),
    properties: null,
    before: null,
    yearBefore: null,
    duty: once(() => dutyRecords(from, span, now)),
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly it: T } | undefined
  return () => {
    made ??= { it: make() }
    return made.it
  }
}

/** With those of the day before, from which it is known who had called. */
function callRecords({ db }: Stored, span: Span): CallRecord[] {
  const owners = firstOwners(db, span)
  const rows = allOf(
    db,
    sqlFor
      .selectFrom('call_row')
      .leftJoin('caller', 'caller.call', 'call_row.id')
      .select(['id', 'property', 'trunk', 'line', 'arrived_at as arrivedAt'])
      .select(['office_ms as officeMs', 'office_status as officeStatus'])
      .select(['overflow', 'menu_at as menuAt', 'category', 'human_at as humanAt'])
      .select(['held_at as heldAt', 'outcome', 'phase', 'left_at as leftAt', 'digits'])
      .where('arrived_at', '>=', span.from - DAY_MS)
      .where('arrived_at', '<', span.to)
      .orderBy('arrived_at')
      .orderBy('id'),
  )
  const last = new Map<string, number>()
  const records: CallRecord[] = []
  for (const { digits, ...row } of rows) {
    const { arrivedAt } = row
    const calledBefore = digits ? (last.get(digits) ?? null) : null
    if (digits) last.set(digits, arrivedAt)
    if (arrivedAt >= span.from) records.push({ ...row, calledBefore, person: owners.get(row.id) ?? null })
  }
  return records
}

/** Of the incidents of calls of the span, by call: of several, the last one of the call's category. */
function firstOwners(db: Stored['db'], span: Span): ReadonlyMap<string, string> {
  const rows = allOf(
    db,
    sqlFor
      .selectFrom('call_row')
      .innerJoin('call_incident', 'call_incident.call', 'call_row.id')
      .innerJoin('incident_row', 'incident_row.id', 'call_incident.incident')
      .select(['call_incident.call', 'first_owner'])
      .where('call_row.arrived_at', '>=', span.from)
      .where('call_row.arrived_at', '<', span.to)
      // `+`: SQLite would look through all incidents of the category for each call.
      .where(sql<boolean>`+call_row.category = +incident_row.category`)
      .where('first_owner', 'is not', null)
      .orderBy(sql.raw('+incident_row.opened_at'))
      .orderBy('incident_row.id'),
  )
  return new Map(rows.map(({ call, first_owner }) => [call, first_owner ?? '']))
}

function incidentRecords(from: Stored, span: Span): IncidentRecord[] {
  const rows = allOf(
    from.db,
    sqlFor
      .selectFrom('incident_row')
      .select(['id', 'call', 'plan', 'property', 'category', 'opened_at as openedAt'])
      .select(['arrived_at as arrivedAt', 'state', 'passes', 'pass', 'rung', 'rungs', 'skipped'])
      .select(['first_owner as firstOwner', 'first_owned_at as firstOwnedAt'])
      .select(['first_pass as firstPass', 'first_rung as firstRung', 'first_rungs as firstRungs'])
      .select(['late_at as lateAt', 'unreached_at as unreachedAt', 'outcome'])
      .select(['resolved_at as resolvedAt', 'resolved_by as resolvedBy'])
      .where(sql.raw('+opened_at'), '<', span.to)
      .where('id', 'in', idsOfSpan(span))
      .orderBy(sql.raw('+opened_at'))
      .orderBy('id'),
  )
  return rows.map(({ plan, ...row }) => {
    const property = from.plan(plan)?.properties[row.property]
    return { ...row, targetSeconds: property === undefined ? null : targetOf(property, row.category) }
  })
}

/** Opened in it, or open or unreached in it. Each has an index; SQLite would walk over all. */
function idsOfSpan({ from, to }: Span): RawBuilder<string> {
  // Closed without an outcome, an incident has no time of it.
  return sql`(SELECT id FROM incident_row WHERE opened_at >= ${from} AND opened_at < ${to}
    UNION ALL SELECT id FROM stream
    UNION ALL SELECT id FROM incident_row WHERE resolved_at >= ${from}
    UNION ALL SELECT id FROM incident_row WHERE unreached_at >= ${from}
    UNION ALL SELECT id FROM incident_row WHERE first_owned_at >= ${from})`
}

function firstCall({ db }: Stored): number | null {
  const query = sqlFor.selectFrom('call_row').select(eb => eb.fn.min('arrived_at').as('first'))
  return allOf(db, query)[0]?.first ?? null
}

function messageRecords({ db }: Stored, span: Span): MessageRecord[] {
  return allOf(
    db,
    sqlFor
      .selectFrom('message_row')
      .select(['recording', 'property', 'mailbox', 'taken_at as takenAt'])
      .select('done_at as doneAt')
      .where(sql.raw('+taken_at'), '<', span.to)
      .where('recording', 'in', recordingsOfSpan(span))
      .orderBy(sql.raw('+taken_at'))
      .orderBy('recording'),
  )
}

function recordingsOfSpan({ from, to }: Span): RawBuilder<string> {
  return sql`(SELECT recording FROM message_row WHERE taken_at >= ${from} AND taken_at < ${to}
    UNION ALL SELECT recording FROM message_row WHERE done_at IS NULL
    UNION ALL SELECT recording FROM message_row WHERE done_at >= ${from})`
}
