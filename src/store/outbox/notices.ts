// The follower that puts what a fact is to be told into the outbox, and marks there what a fact
// says was sent or given up: what was told is told, however often a turn is taken. A new outbox
// begins with the last day: for so long a notice is tried.
import { alikeOf, type Before, tellAlike } from '../../core/notices/alike.ts'
import { mayBeTold, type NoticeWay } from '../../core/notices/events.ts'
import { noticesOf, type Told } from '../../core/notices/notices-of.ts'
import type { Fact } from '../../core/world/facts.ts'
import type { EpochMs } from '../../core/world/ids.ts'
import type { FollowedTurn, Follower } from '../follow/follower.ts'
import type { KeptPlans } from '../journal/kept-plans.ts'
import type { Changed } from '../journal/schema.ts'
import { prepare, type Statements, sqlFor } from '../journal/statements.ts'
import type { OutboxTable } from './outbox-tables.ts'

export interface NewPost {
  readonly key: string
  readonly event: string
  /** The call or incident whose fact it tells; empty for a digest and an anchor, which of the rules for a report. */
  readonly stream: string
  readonly property: string
  readonly subject: string
  readonly who: string | null
  readonly tell: readonly Told[]
}

/**
 * One row for each address: one that does not exist must not keep the others waiting. Several that
 * are alike may share one.
 */
export function poster(db: Statements): (post: NewPost, at: number) => void {
  type Row = Omit<
    OutboxTable,
    'attempts' | 'done_at' | 'failed_at' | 'error' | 'answer' | 'not_before' | 'uncertain' | 'gathered' | 'last_at'
  >
  const insert = prepare<Row>(db, p =>
    sqlFor
      .insertInto('outbox')
      .values({
        ...{
          key: p.key,
          thread: p.thread,
          event: p.event,
          stream: p.stream,
          property: p.property,
          subject: p.subject,
          who: p.who,
        },
        way: p.way,
        lane: p.lane,
        target: p.target,
        everybody: p.everybody,
        made_at: p.made_at,
        next_at: p.next_at,
        first_at: p.first_at,
        attempts: 0,
        noted_at: p.noted_at,
        alike: p.alike,
        round: p.round,
        uncertain: 0,
        gathered: 1,
      })
      .onConflict(oc => oc.doNothing()),
  )
  const before = prepare<{ alike: string; way: string; target: string }, OutboxTable>(db, p =>
    sqlFor
      .selectFrom('outbox')
      .selectAll()
      .where('alike', '=', p.alike)
      .where('way', '=', p.way)
      .where('target', '=', p.target)
      .orderBy('made_at', 'desc')
      .limit(1),
  )
  const takeIn = prepare<{ key: string; subject: string; at: number }>(db, p =>
    sqlFor
      .updateTable('outbox')
      .set(eb => ({ subject: p.subject, gathered: eb('gathered', '+', 1), last_at: p.at }))
      .where('key', '=', p.key),
  )
  return ({ key, tell, ...post }, at) => {
    const everybody = JSON.stringify(tell.filter(({ way }) => way === 'mail').map(({ to }) => to))
    const alike = alikeOf(post.event, post.property)
    for (const { way, to, at: allowed } of tell) {
      const last = alike === null ? undefined : before.get({ alike, way, target: to })
      const telling = tellAlike(last === undefined ? null : beforeOf(last, at), at as EpochMs, allowed)
      if (telling.with === 'the one before') {
        takeIn.run({ key: last?.key ?? '', subject: post.subject, at })
        continue
      }
      const next = telling.at
      insert.run({
        ...post,
        key: way === 'mail' ? `${key}:${to}` : `${key}:${way}:${to}`,
        thread: key,
        ...{
          way,
          lane: laneOf(post.event, way, to),
          target: to,
          everybody,
          made_at: at,
          next_at: next,
          first_at: next > at ? next : null,
        },
        alike,
        round: telling.round,
        // What is about no call and no incident.
        noted_at: post.stream === '' || post.event === 'report' ? at : null,
      })
    }
  }
}

/** What is due may be under way, and what may have been taken has told its number already. */
function beforeOf({ round, made_at, next_at, done_at, failed_at, uncertain }: OutboxTable, now: number): Before {
  return {
    round,
    toldAt: done_at ?? failed_at ?? Math.max(made_at, next_at ?? 0),
    open: next_at !== null && next_at > now && uncertain === 0,
  }
}

/** Every webhook is a server of its own. A report takes its time to be made: no other mail waits for it. */
function laneOf(event: string, way: NoticeWay, to: string): string {
  if (event === 'report') return 'reports'
  return way === 'webhook' ? `webhook ${to}` : way
}

const DAY_MS = 86_400_000

export function notices(plans: KeptPlans): Follower {
  return {
    name: 'notices',
    version: 1,
    from: { lastMs: DAY_MS },
    onMistake: 'skip',
    tables: [],
    sql: () => '',
    open(db) {
      const tell = noticePoster(db, plans)
      return turn => {
        for (const fact of turn.facts) tell(fact, turn)
      }
    },
  }
}

function noticePoster(db: Statements, plans: KeptPlans): (fact: Fact, turn: FollowedTurn) => void {
  const post = poster(db)
  const marks = markStatements(db)
  return (fact, turn) => {
    if (fact.kind === 'notice-given-up') marks.givenUp.run({ key: fact.key, at: fact.at, why: fact.why })
    if (fact.kind === 'notice-sent') marks.noted.run({ key: fact.key, at: fact.at })
    if (fact.kind === 'caller-erased') {
      const { incidents = [] } = turn.input as { readonly incidents?: readonly string[] }
      for (const stream of [fact.stream, ...incidents]) marks.forget.run({ stream })
    }
    if (!mayBeTold(fact)) return
    const [, hash = '', , property, ladder] = livesBy(turn, fact)
    const plan = property || fact.kind === 'trunk-trouble' || fact.kind === 'trunk-well' ? plans.plan(hash) : null
    if (plan === null) return
    for (const notice of noticesOf(fact, { property: property ?? null, ladder: ladder ?? null }, plan))
      post({ ...notice, stream: fact.stream }, fact.at)
  }
}

/** The plan of the fact's stream after the turn, its property and ladder. An emergency call and a trunk have no state: the input says by which rules it is told. */
function livesBy({ changes, input }: FollowedTurn, fact: Fact): Partial<Changed> {
  const changed = changes.find(([stream]) => stream === fact.stream)
  if (changed === undefined && input.type === 'trunkTrouble') return [fact.stream, input.plan, '', null, null]
  if (changed !== undefined || input.type !== 'emergencyCall') return changed ?? []
  return [fact.stream, input.plan, '', input.property, null]
}

function markStatements(db: Statements) {
  return {
    noted: prepare<{ key: string; at: number }>(db, p =>
      sqlFor
        .updateTable('outbox')
        .set(eb => ({ noted_at: p.at, done_at: eb.fn.coalesce('done_at', eb.val(p.at)), next_at: null }))
        .where('key', '=', p.key),
    ),
    // What the server said stands there already, and more of it than in a fact.
    givenUp: prepare<{ key: string; at: number; why: string }>(db, p =>
      sqlFor
        .updateTable('outbox')
        .set(eb => ({ failed_at: p.at, next_at: null, error: eb.fn.coalesce('error', eb.val(p.why)) }))
        .where('key', '=', p.key),
    ),
    /** What servers said of notices about an erased caller. */
    forget: prepare<{ stream: string }>(db, p =>
      sqlFor
        .updateTable('outbox')
        .set(eb => ({ answer: null, error: eb.case().when('error', 'is', null).then(null).else('(erased)').end() }))
        .where('stream', '=', p.stream),
    ),
  }
}
