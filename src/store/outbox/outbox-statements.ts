// The statements of the outbox, prepared once for each connection. Used by open-outbox.ts alone.
import { sql } from 'kysely'
import { prepare, type Statements, sqlFor } from '../journal/statements.ts'
import type { OutboxTable } from './outbox-tables.ts'

export function outboxStatements(db: Statements) {
  return {
    lanes: prepare<{ now: number }, { lane: string }>(db, p =>
      sqlFor
        .selectFrom('outbox')
        .select('lane')
        .where('next_at', 'is not', null)
        .groupBy('lane')
        .having(eb => eb(eb.fn.min('next_at'), '<=', p.now)),
    ),
    /** That nobody was reached, or has it in time, overtakes everything else. */
    due: prepare<{ now: number; most: number; lane: string }, OutboxTable>(db, p =>
      sqlFor
        .selectFrom('outbox')
        .selectAll()
        .where('next_at', 'is not', null)
        .where('lane', '=', p.lane)
        .where('next_at', '<=', p.now)
        .orderBy(sql`event NOT IN ('unreached', 'late')`)
        .orderBy('next_at')
        .limit(p.most),
    ),
    sent: prepare<{ key: string; at: number; said: string | null }>(db, p =>
      sqlFor.updateTable('outbox').set({ done_at: p.at, next_at: null, error: null, answer: p.said }).where('key', '=', p.key),
    ),
    later: prepare<{ key: string; next: number; reason: string; not_before: number | null; uncertain: number }>(db, p =>
      sqlFor
        .updateTable('outbox')
        .set(eb => ({
          attempts: eb('attempts', '+', 1),
          uncertain: eb('uncertain', '+', p.uncertain),
          next_at: p.next,
          not_before: p.not_before,
          error: p.reason,
        }))
        .where('key', '=', p.key),
    ),
    givenUp: prepare<{ key: string; at: number; reason: string }>(db, p =>
      sqlFor.updateTable('outbox').set({ failed_at: p.at, next_at: null, error: p.reason }).where('key', '=', p.key),
    ),
    unnoted: prepare<{ most: number }, OutboxTable>(db, p =>
      sqlFor
        .selectFrom('outbox')
        .selectAll()
        .where('done_at', 'is not', null)
        .where('noted_at', 'is', null)
        .orderBy('done_at')
        .limit(p.most),
    ),
    /** What was tried in vain need not wait any longer. */
    hasten: prepare<{ lane: string; at: number }>(db, p =>
      sqlFor
        .updateTable('outbox')
        .set({ next_at: p.at })
        .where('lane', '=', p.lane)
        .where('next_at', '>', p.at)
        .where(eb => eb.or([eb('not_before', 'is', null), eb('not_before', '<=', p.at)]))
        .where('attempts', '>', 0),
    ),
    /** Trying begins anew, for another day. */
    again: prepare<{ key: string; at: number }, { key: string }>(db, p =>
      sqlFor
        .updateTable('outbox')
        .set({ next_at: p.at, first_at: p.at, failed_at: null, attempts: 0, uncertain: 0, not_before: null })
        .where('key', '=', p.key)
        .where('done_at', 'is', null)
        .returning('key'),
    ),
    isTold: prepare<{ thread: string }, { key: string }>(db, p =>
      sqlFor.selectFrom('outbox').select('key').where('thread', '=', p.thread).limit(1),
    ),
    lastDigest: prepare<{ property: string }, { subject: string }>(db, p =>
      sqlFor
        .selectFrom('outbox')
        .select('subject')
        .where('event', '=', 'digest')
        .where('property', '=', p.property)
        .orderBy('made_at', 'desc')
        .limit(1),
    ),
    lastReport: prepare<{ stream: string }, { subject: string }>(db, p =>
      sqlFor.selectFrom('outbox').select('subject').where('stream', '=', p.stream).orderBy('made_at', 'desc').limit(1),
    ),
    failed: prepare<{ since: number }, OutboxTable>(db, p =>
      sqlFor.selectFrom('outbox').selectAll().where('failed_at', '>=', p.since).orderBy('failed_at', 'desc').limit(20),
    ),
    late: prepare<{ often: number }, { waiting: number; since: number | null; error: string | null }>(db, p =>
      sqlFor
        .selectFrom('outbox')
        .select(eb => [eb.fn.countAll<number>().as('waiting'), eb.fn.min('made_at').as('since'), eb.fn.max('error').as('error')])
        .where('next_at', 'is not', null)
        .where('attempts', '>=', p.often),
    ),
    /** What is over since long. The last digest of a property and the last report of a schedule say up to when it was told, and stay. */
    prune: prepare<{ before: number; most: number }>(db, p =>
      sqlFor.deleteFrom('outbox').where('key', 'in', eb =>
        eb
          .selectFrom('outbox as old')
          .select('old.key')
          .where(eb => eb.or([eb('old.done_at', '<', p.before), eb('old.failed_at', '<', p.before)]))
          // To whom a card was mailed is remembered.
          .where('old.event', '!=', 'contact-card')
          .where(eb =>
            eb.or([
              eb('old.event', 'not in', ['digest', 'report']),
              eb.exists(
                eb
                  .selectFrom('outbox as newer')
                  .select('newer.key')
                  .whereRef('newer.event', '=', 'old.event')
                  .whereRef('newer.stream', '=', 'old.stream')
                  .whereRef('newer.property', '=', 'old.property')
                  .whereRef('newer.made_at', '>', 'old.made_at'),
              ),
            ]),
          )
          .limit(p.most),
      ),
    ),
  }
}
