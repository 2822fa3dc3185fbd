// The follower of names: what properties, people and mailboxes were called by each plan. A list of
// ten years shows names of many plans, each of them megabytes. Here is only what changed from one
// to the next.
import type { Plan } from '../../core/plan/plan.ts'
import type { KeptPlans } from '../journal/kept-plans.ts'
import { prepare, type Statements, sqlFor } from '../journal/statements.ts'
import type { Follower } from './follower.ts'
import { NAME_TABLES, type NameRow, nameSql } from './names-tables.ts'
import { remembered } from './remembered.ts'

/** Most turns go by one of the last few plans. */
const MOST = 50

export function names(plans: KeptPlans): Follower {
  return {
    name: 'names',
    version: 1,
    from: 'first',
    onMistake: 'stop',
    tables: NAME_TABLES,
    sql: nameSql,
    open(db: Statements) {
      const known = remembered<true>(MOST)
      const write = writer(db)
      return ({ seq, changes }) => {
        known.at(seq)
        for (const [, hash] of changes) {
          if (known.get(hash)) continue
          const plan = plans.plan(hash)
          if (plan !== null) write(hash, plan)
          known.set(hash, true)
        }
      }
    },
  }
}

function writer(db: Statements): (hash: string, plan: Plan) => void {
  const find = db.prepare('SELECT no FROM "plan_no" WHERE plan = ?').pluck()
  const add = db.prepare('INSERT INTO "plan_no" (plan) VALUES (?)')
  const last = prepare<Pick<NameRow, 'what' | 'id'>, Pick<NameRow, 'name' | 'zone'>>(db, p =>
    sqlFor
      .selectFrom('name_row')
      .select(['name', 'zone'])
      .where('what', '=', p.what)
      .where('id', '=', p.id)
      .orderBy('no', 'desc')
      .limit(1),
  )
  const insert = prepare<NameRow>(db, p =>
    sqlFor.insertInto('name_row').values({ what: p.what, id: p.id, no: p.no, name: p.name, zone: p.zone }),
  )
  return (hash, plan) => {
    if (find.get(hash) !== undefined) return
    const no = Number(add.run(hash).lastInsertRowid)
    for (const { what, id, name, zone } of namesIn(plan)) {
      const before = last.get({ what, id })
      if (before?.name !== name || before.zone !== zone) insert.run({ what, id, no, name, zone })
    }
  }
}

function* namesIn({ box, properties, people }: Plan): Generator<Omit<NameRow, 'no'>> {
  yield { what: 'box', id: '', name: box.name, zone: box.zone }
  for (const { id, name, zone, mailboxes } of Object.values(properties)) {
    yield { what: 'property', id, name, zone }
    for (const mailbox of Object.values(mailboxes))
      yield { what: 'mailbox', id: `${id}/${mailbox.id}`, name: mailbox.name, zone: '' }
  }
  for (const { id, name } of Object.values(people)) yield { what: 'person', id, name, zone: '' }
}
