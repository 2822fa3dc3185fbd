// Under which legal holds a call or incident would be: one of itself, of its property, of an incident
// of the call, of a call of the incident, of a member of staff who was rung for it, had it or ended it.
// An incident that was folded into another is held with that one. Asked before anything is removed;
// whether one of them stands is for the turn to say (core/standing/hold.ts).
import { type RawBuilder, sql } from 'kysely'
import { HOLD } from '../../core/standing/hold.ts'
import type { CallId, IncidentId, StandingId } from '../../core/world/ids.ts'
import { allOf, sqlFor } from '../journal/statements.ts'
import type { Stored } from './stored.ts'

/**
 * `erasing`: that its caller is erased. Then it is also under the holds of other calls of the same
 * number about the same trouble: what the incident says of that number goes with either of them.
 */
export function coveredBy({ db }: Stored, stream: CallId | IncidentId, asked?: 'erasing'): StandingId[] {
  const query = sqlFor.selectFrom(wouldHold(sql.val(stream), asked).as('one')).select('one.id')
  return allOf(db, query).map(({ id }) => id as StandingId)
}

/** Whether this member of staff was ever rung, or had or ended an incident: they may be in the rules no more. */
export function tookPart({ db }: Stored, person: string): boolean {
  const rung = sqlFor.selectFrom('attempt_row').select('person').where('person', '=', person).limit(1)
  const otherwise = sqlFor.selectFrom('took_part').select('person').where('person', '=', person).limit(1)
  return allOf(db, rung).length > 0 || allOf(db, otherwise).length > 0
}

/** SQL: no hold of the journal is over this stream. Costs a look where there are no holds at all. */
export function noHoldOver(stream: RawBuilder<string>, asked?: 'erasing'): RawBuilder<boolean> {
  const anyHold = sql`SELECT 1 FROM main.stream WHERE id > ${sql.lit(HOLD)} AND id < ${sql.lit(`${HOLD}~`)}`
  return sql<boolean>`(NOT EXISTS (${anyHold})
    OR NOT EXISTS (SELECT 1 FROM main.stream AS held WHERE held.id IN (SELECT id FROM ${wouldHold(stream, asked)})))`
}

/** The ids of these holds, as a table. */
function wouldHold(stream: RawBuilder<string>, asked?: 'erasing'): RawBuilder<{ id: string }> {
  const id = (of: string, name: string) => sql`${sql.lit(`${HOLD}${of}-`)} || ${sql.raw(name)}`
  return sql<{ id: string }>`(
    WITH RECURSIVE part(id) AS (
      SELECT ${stream}
      ${asked === 'erasing' ? sql`UNION SELECT id FROM ${sayTheSame(stream)}` : sql``}
      UNION SELECT call_incident.incident FROM call_incident JOIN part ON call_incident.call = part.id
      UNION SELECT folded_into."into" FROM folded_into JOIN part ON folded_into.incident = part.id
    )
    SELECT ${id('call', 'id')} AS id FROM part WHERE id NOT GLOB 'i-*'
    UNION SELECT ${id('incident', 'id')} FROM part WHERE id GLOB 'i-*'
    UNION SELECT ${id('call', 'call')} FROM call_incident WHERE incident = ${stream}
    UNION SELECT ${id('property', 'property')} FROM call_row JOIN part USING (id) WHERE property IS NOT NULL
    UNION SELECT ${id('property', 'property')} FROM incident_row JOIN part USING (id)
    UNION SELECT ${id('person', 'person')} FROM attempt_row WHERE stream IN (SELECT id FROM part) AND person IS NOT NULL
    UNION SELECT ${id('person', 'person')} FROM took_part WHERE stream IN (SELECT id FROM part)
  )`
}

/** Other calls, as a table: an incident of this call repeats something that both have said, as the eraser looks for it. */
function sayTheSame(call: RawBuilder<string>): RawBuilder<{ id: string }> {
  return sql<{ id: string }>`(
    WITH RECURSIVE ours(id, incident) AS (
      SELECT incident, incident FROM call_incident WHERE call = ${call}
      UNION SELECT folded_into.incident, ours.incident FROM folded_into JOIN ours ON folded_into."into" = ours.id
    )
    SELECT other.call AS id FROM ours JOIN call_incident AS other ON other.incident = ours.id
    WHERE other.call <> ${call} AND EXISTS (
      SELECT 1 FROM main.private AS repeated
      JOIN main.private AS own ON own.body = repeated.body AND own.stream = ${call}
      JOIN main.private AS theirs ON theirs.body = repeated.body AND theirs.stream = other.call
      WHERE repeated.stream = ours.incident
    )
  )`
}
