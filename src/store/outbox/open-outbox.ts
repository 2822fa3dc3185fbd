// The outbox behind its port, on the journal's own connection: what is due, and what became of it. Each change is a commit of its own.
// What a post is about is looked up when it is due (about.ts), so that no number of a caller is kept twice.
import type Database from 'better-sqlite3'
import type { EpochMs } from '../../core/world/ids.ts'
import type { Outbox } from '../../daemon/ports.ts'
import type { OutboxTable } from '../journal/schema.ts'
import { prepare, sqlFor } from '../journal/statements.ts'
import { aboutReader } from './about.ts'
import { poster } from './post-notices.ts'

/** Tried so often in vain, it is worth an alarm. */
const OFTEN = 5

export function openOutbox(db: Database.Database): Outbox {
  const ask = statements(db)
  const post = poster(db)
  const aboutOf = aboutReader(db)
  return {
    due(now, most) {
      return ask.due.all({ now, most }).flatMap(row => {
        const about = aboutOf(row)
        if (about === null) {
          ask.givenUp.run({ key: row.key, at: now, reason: 'what it is about is not in the journal' })
          return []
        }
        const { key, thread, target: to, property, attempts } = row
        return [
          {
            key,
            thread,
            to,
            property,
            attempts,
            all: JSON.parse(row.everybody) as string[],
            madeAt: row.made_at as EpochMs,
            about,
          },
        ]
      })
    },
    sent: (key, at) => ask.sent.run({ key, at }),
    later: (key, next, reason) => ask.later.run({ key, next, reason }),
    givenUp: (key, at, reason) => ask.givenUp.run({ key, at, reason }),
    lastDigest(property) {
      const subject = ask.lastDigest.get({ property })?.subject
      return subject === undefined ? null : (Number(subject.split('-')[1]) as EpochMs)
    },
    hadCalls: (property, from, until) => ask.calls.get({ property, from, until }) !== undefined,
    addDigest: (property, from, until, mail, at) =>
      post({ key: `digest:${property}:${until}`, event: 'digest', property, subject: `${from}-${until}`, mail }, at),
    troubles(since) {
      const lost = ask.failed.all({ since }).map(row => ({
        since: row.failed_at ?? 0,
        what: `mail to ${row.target} about ${row.event} of ${row.property} was given up: ${row.error ?? ''}`,
      }))
      const late = ask.late.get({ often: OFTEN })
      if (late === undefined || late.waiting === 0) return lost
      const waits = late.waiting === 1 ? '1 mail waits' : `${late.waiting} mails wait`
      const what = `${waits}, tried ${OFTEN} times or more; the last answer: ${late.error ?? ''}`
      return [{ since: late.since ?? 0, what }, ...lost]
    },
    waitingMessages: () => ask.waiting.all({}),
  }
}

function statements(db: Database.Database) {
  return {
    due: prepare<{ now: number; most: number }, OutboxTable>(db, p =>
      sqlFor
        .selectFrom('outbox')
        .selectAll()
        .where('next_at', 'is not', null)
        .where('next_at', '<=', p.now)
        .orderBy('next_at')
        .limit(p.most),
    ),
    sent: prepare<{ key: string; at: number }>(db, p =>
      sqlFor.updateTable('outbox').set({ done_at: p.at, next_at: null, error: null }).where('key', '=', p.key),
    ),
    later: prepare<{ key: string; next: number; reason: string }>(db, p =>
      sqlFor
        .updateTable('outbox')
        .set(eb => ({ attempts: eb('attempts', '+', 1), next_at: p.next, error: p.reason }))
        .where('key', '=', p.key),
    ),
    givenUp: prepare<{ key: string; at: number; reason: string }>(db, p =>
      sqlFor.updateTable('outbox').set({ failed_at: p.at, next_at: null, error: p.reason }).where('key', '=', p.key),
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
    calls: prepare<{ property: string; from: number; until: number }, { id: string }>(db, p =>
      sqlFor
        .selectFrom('call_row')
        .select('id')
        .where('property', '=', p.property)
        .where('arrived_at', '>=', p.from)
        .where('arrived_at', '<', p.until)
        .limit(1),
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
    waiting: prepare<object, { property: string; mailbox: string; count: number }>(db, () =>
      sqlFor
        .selectFrom('message_row')
        .select(eb => ['property', 'mailbox', eb.fn.countAll<number>().as('count')])
        .where('done_at', 'is', null)
        .where('property', 'is not', null)
        .groupBy(['property', 'mailbox'])
        .$castTo<{ property: string; mailbox: string; count: number }>(),
    ),
  }
}
