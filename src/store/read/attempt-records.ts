// The attempts of a report, in the order in which they were dialled.
import type { AttemptRecord, Records } from '../../report/records.ts'
import { allOf, sqlFor } from '../journal/statements.ts'
import type { Stored } from './stored.ts'

/** Dialled in the span, half-open. */
export function attemptRecords({ db }: Stored, span: Pick<Records['span'], 'from' | 'to'>): AttemptRecord[] {
  return allOf(
    db,
    sqlFor
      .selectFrom('attempt_row')
      .select(['leg', 'stream', 'property', 'category', 'person', 'phone', 'trunk'])
      .select('reminder')
      .select(['dialled_at as dialledAt', 'rang_at as rangAt', 'answered_at as answeredAt'])
      .select(['taken_at as takenAt', 'talked_ms as talkedMs'])
      .select(['result', 'sip'])
      .where('dialled_at', '>=', span.from)
      .where('dialled_at', '<', span.to)
      .orderBy('dialled_at')
      .orderBy('leg'),
  )
}
