// Puts what a fact is to be told into the outbox, in the commit of that fact. Called by append-turn.ts for each fact as it is written,
// never when projections are rebuilt: what was told is told.
import type Database from 'better-sqlite3'
import { noticesOf } from '../../core/notices/notices-of.ts'
import type { Plan } from '../../core/plan/plan.ts'
import type { Fact } from '../../core/world/facts.ts'
import type { Stream } from '../../core/world/world.ts'
import { prepare, sqlFor } from '../journal/statements.ts'
import { storedPlan } from '../journal/versions.ts'

const TOLD: ReadonlySet<string> = new Set(['message-taken', 'unreached', 'retries-over'])

export interface NewPost {
  readonly key: string
  readonly event: string
  readonly property: string
  readonly subject: string
  readonly mail: readonly string[]
}

/** One row for each address: one that does not exist must not keep the others waiting. */
export function poster(db: Database.Database): (post: NewPost, at: number) => void {
  const insert = prepare<{
    key: string
    thread: string
    event: string
    property: string
    subject: string
    target: string
    everybody: string
    at: number
  }>(db, p =>
    sqlFor
      .insertInto('outbox')
      .values({
        ...{ key: p.key, thread: p.thread, event: p.event, property: p.property, subject: p.subject },
        ...{ target: p.target, everybody: p.everybody, made_at: p.at, next_at: p.at },
        attempts: 0,
      })
      .onConflict(oc => oc.doNothing()),
  )
  return ({ key, event, property, subject, mail }, at) => {
    const everybody = JSON.stringify(mail)
    for (const target of mail)
      insert.run({ key: `${key}:${target}`, thread: key, event, property, subject, target, everybody, at })
  }
}

export function noticePoster(db: Database.Database): (fact: Fact, stream: Stream | undefined) => void {
  const post = poster(db)
  const plans = new Map<string, Plan | null>()
  const planRow = prepare<{ hash: string }, { v: number; json: string }>(db, p =>
    sqlFor.selectFrom('plan').select(['v', 'json']).where('hash', '=', p.hash),
  )
  function planOf(hash: string): Plan | null {
    const known = plans.get(hash)
    if (known !== undefined) return known
    const row = planRow.get({ hash })
    const plan = row === undefined ? null : storedPlan(row.v, row.json)
    if (plan !== null) plans.set(hash, plan)
    return plan
  }
  return (fact, stream) => {
    if (stream === undefined || !TOLD.has(fact.kind)) return
    const plan = planOf(stream.plan)
    if (plan === null) return
    for (const notice of noticesOf(fact, stream, plan)) post(notice, fact.at)
  }
}
