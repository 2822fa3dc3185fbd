// Lists show what properties, people and mailboxes were called when it happened.
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Plan } from '../../src/core/plan/plan.ts'
import type { FollowedTurn } from '../../src/store/follow/follower.ts'
import { names } from '../../src/store/follow/names.ts'
import { namesThen } from '../../src/store/read/names-then.ts'
import { smallPlan } from '../support/plan.ts'

const ZONES = ['America/Chicago', 'America/Denver']

interface Called {
  readonly property: string
  readonly zone: string
  readonly mailbox: string
  readonly person: string
}

function planWith({ property, zone, mailbox, person }: Called): Plan {
  const plan = smallPlan()
  const { 'oak-creek': oak, ...others } = plan.properties
  const { ana, ...rest } = plan.people
  if (oak === undefined || ana === undefined) throw new Error('the plan of tests has changed')
  const office = { id: 'office', name: mailbox }
  const mailboxes = { ...oak.mailboxes, office: { ...oak.mailboxes.office, ...office } }
  const changed = { ...oak, name: property, zone, mailboxes }
  return {
    ...plan,
    properties: { ...others, 'oak-creek': changed },
    people: { ...rest, ana: { ...ana, name: person } },
  }
}

test('names by the plan of that time, however plans come, go and come again', () => {
  const name = fc.constantFrom('Oak Creek', 'Oaks', 'The Creek')
  const called = fc.record({
    property: name,
    zone: fc.constantFrom(...ZONES),
    mailbox: name,
    person: name,
  })
  const asked = fc.record({
    plans: fc.array(called, { minLength: 1, maxLength: 6 }),
    turns: fc.array(fc.nat(), { minLength: 1, maxLength: 20 }),
  })
  fc.assert(
    fc.property(asked, ({ plans, turns }) => {
      const db = new Database(':memory:')
      const known = new Map(plans.map((each, n) => [`plan ${n}`, planWith(each)]))
      const follower = names({ plan: hash => known.get(hash) ?? null, know() {} })
      db.exec(follower.sql({ table: of => `"${of}"`, index: of => `"${of}"` }))
      const take = follower.open(db)
      const gone = turns.map(n => n % plans.length)
      for (const [n, plan] of gone.entries()) take(turnBy(n + 1, `plan ${plan}`))
      const then = namesThen(db)
      for (const n of gone) {
        const { property, zone, mailbox, person } = plans[n] ?? never()
        expect(then.of(`plan ${n}`, 'property', 'oak-creek')).toMatchObject({ name: property, zone })
        expect(then.of(`plan ${n}`, 'mailbox', 'oak-creek/office')).toMatchObject({ name: mailbox })
        expect(then.of(`plan ${n}`, 'person', 'ana')).toMatchObject({ name: person })
      }
      expect(then.of('another plan', 'person', 'ana')).toBeNull()
      db.close()
    }),
  )
})

function turnBy(seq: number, plan: string): FollowedTurn {
  const input = { type: 'due', stream: 'i-1.1' } as const
  const changes = [['i-1.1', plan, '', null, null]] as const
  return { seq, at: seq, facts: [], changes, input: input as never, part: () => null }
}

function never(): never {
  throw new Error('a plan that is not there')
}
