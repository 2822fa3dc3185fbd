// The outbox behind its port, in a file of its own: what is due, and what became of it. Each change
// is a commit of its own, and so are all the digests of a morning together. Nothing is due before
// the outbox has what the journal has: what a fact says was sent is not sent again. What a post is
// about is looked up when it is due (about.ts), so that no number of a caller is kept twice.
import type Database from 'better-sqlite3'
import type { NoticeWay } from '../../core/notices/events.ts'
import type { Gathered, Post } from '../../core/notices/post.ts'
import type { EpochMs } from '../../core/world/ids.ts'
import type { NewAnchor, NewCard, NewDigest, NewReport, Outbox } from '../../daemon/ports.ts'
import type { AboutReader, KeptReport } from './about.ts'
import { poster } from './notices.ts'
import { outboxStatements } from './outbox-statements.ts'
import type { OutboxTable } from './outbox-tables.ts'

/** What it asks of the lists. */
export interface OutboxLists extends AboutReader, Pick<Outbox, 'hadCalls' | 'reportStood' | 'waitingMessages'> {
  /** Has everything that is in the journal been taken in? */
  readonly isCurrent: () => boolean
  /** Do the lists know of everything that is in the journal? */
  readonly areWhole: () => boolean
}

/** Tried so often in vain, it is worth an alarm. */
const OFTEN = 5
/** So many rows are pruned at once: a moment's work. */
const PRUNED = 200

export function openOutbox(db: Database.Database, lists: OutboxLists): Outbox {
  const ask = outboxStatements(db)
  const post = poster(db)
  const { aboutOf, nameOf } = lists

  function postOf(row: OutboxTable): Post | null {
    const about = aboutOf(row)
    if (about === null) return null
    const { key, thread, target: to, property, attempts, uncertain } = row
    return {
      key,
      thread,
      to,
      property,
      attempts,
      uncertain,
      about,
      ...(row.gathered > 1 ? { gathered: gatheredIn(row) } : {}),
      way: row.way as NoticeWay,
      all: JSON.parse(row.everybody) as string[],
      madeAt: row.made_at as EpochMs,
      firstAt: (row.first_at ?? row.made_at) as EpochMs,
      who: row.who === null ? null : nameOf(row.who),
    }
  }

  return {
    lanes: now => (lists.isCurrent() ? ask.lanes.all({ now }).map(({ lane }) => lane) : []),
    due(now, most, lane) {
      if (!lists.isCurrent()) return []
      return ask.due.all({ now, most, lane }).flatMap(row => {
        const found = postOf(row)
        // What a list lacks, because it has stopped, waits until it is made again.
        if (found === null && lists.areWhole())
          ask.givenUp.run({ key: row.key, at: now, reason: 'what it is about is not in the journal' })
        return found ?? []
      })
    },
    sent: (key, at, said = null) => ask.sent.run({ key, at, said }),
    later: (key, next, { answer, firm, uncertain }) =>
      ask.later.run({ key, next, reason: answer, not_before: firm ? next : null, uncertain: uncertain ? 1 : 0 }),
    givenUp: (key, at, reason) => ask.givenUp.run({ key, at, reason }),
    again: (key, at) => ask.again.get({ key, at }) !== undefined,
    hasten: (lane, at) => ask.hasten.run({ lane, at }),
    unnoted: most => ask.unnoted.all({ most }).flatMap(row => postOf(row) ?? []),
    prune: before => ask.prune.run({ before, most: PRUNED }),
    lastDigest(property) {
      const subject = ask.lastDigest.get({ property })?.subject
      return subject === undefined ? null : (Number(subject.split('-')[1]) as EpochMs)
    },
    hadCalls: lists.hadCalls,
    addDigests: db.transaction((digests: readonly NewDigest[], at: EpochMs) => {
      for (const { property, from, until, mail } of digests) {
        const tell = mail.map(to => ({ way: 'mail' as const, to, at }))
        post(
          {
            key: `digest:${property}:${until}`,
            event: 'digest',
            stream: '',
            property,
            subject: `${from}-${until}`,
            who: null,
            tell,
          },
          at,
        )
      }
    }),
    addAnchors: db.transaction((anchors: readonly NewAnchor[], at: EpochMs) => {
      if (!lists.hasTurns()) return
      for (const { until, webhooks } of anchors) {
        const tell = webhooks.map(to => ({ way: 'webhook' as const, to, at }))
        const key = `anchor:${until}`
        post({ key, event: 'anchor', stream: '', property: '', subject: '', who: null, tell }, at)
      }
    }),
    lastReport(schedule) {
      const made = ask.lastReport.get({ stream: streamOf(schedule) })?.subject
      return made === undefined ? null : (JSON.parse(made) as KeptReport).due
    },
    reportStood: lists.reportStood,
    addReports: db.transaction((reports: readonly NewReport[], at: EpochMs) => {
      for (const { schedule, property, due, about, mail } of reports) {
        const stream = streamOf(schedule)
        const subject = JSON.stringify({ due, about } satisfies KeptReport)
        const tell = mail.map(to => ({ way: 'mail' as const, to, at }))
        post({ key: `${stream}:${due}`, event: 'report', stream, property, subject, who: null, tell }, at)
      }
    }),
    addCards: db.transaction((people: readonly NewCard[], at: EpochMs) => {
      const first = lists.firstPeople()
      if (first === null) return false
      for (const { person, mail } of people) {
        const key = `contact-card:${person}`
        if (first.has(person) || ask.isTold.get({ thread: key }) !== undefined) continue
        const tell = [{ way: 'mail' as const, to: mail, at }]
        post({ key, event: 'contact-card', stream: '', property: '', subject: person, who: null, tell }, at)
      }
      return true
    }),
    troubles(since) {
      const lost = ask.failed.all({ since }).map(row => ({
        kind: 'notice-given-up',
        about: row.key,
        since: row.failed_at ?? 0,
        what: `${wayText(row)} about ${row.event}${row.property === '' ? '' : ` of ${row.property}`} was given up: ${row.error ?? ''}`,
      }))
      const late = ask.late.get({ often: OFTEN })
      if (late === undefined || late.waiting === 0) return lost
      const waits = late.waiting === 1 ? '1 notice waits' : `${late.waiting} notices wait`
      const what = `${waits}, tried ${OFTEN} times or more; the last answer: ${late.error ?? ''}`
      return [{ kind: 'notices-wait', about: '', since: late.since ?? 0, what }, ...lost]
    },
    waitingMessages: lists.waitingMessages,
  }
}

/** A schedule is no call and no incident, and can't be taken for one. */
function streamOf(schedule: string): string {
  return `report:${schedule}`
}

function gatheredIn({ gathered: count, made_at, last_at }: OutboxTable): Gathered {
  return { count, from: made_at as EpochMs, until: (last_at ?? made_at) as EpochMs }
}

function wayText({ way, target }: OutboxTable): string {
  return way === 'webhook' ? `the webhook ${target}` : `${way === 'sms' ? 'a text message' : 'mail'} to ${target}`
}
