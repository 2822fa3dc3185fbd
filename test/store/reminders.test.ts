// Which telephones were rung for what their owner had already: told by what had happened to the
// incident until then, whatever the reason says.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Turn } from '../../src/core/world/world.ts'
import { planHash } from '../../src/rules/plan-hash.ts'
import { type FollowedJournal, openFollowed } from '../support/followed-journal.ts'
import { allIncidents } from '../support/incidents-of.ts'
import { ladder, NIGHT, PLAN_HASH, rung, smallPlan } from '../support/plan.ts'
import { type Story, tell } from '../support/story.ts'

let state: string
let journal: FollowedJournal
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'nightbell-reminders-'))
  journal = openFollowed(join(state, 'journal.db'))
})
afterEach(() => {
  journal.close()
  rmSync(state, { recursive: true })
})

/** Ana has passed it on, and Ben owns it; nobody is on the line any more. */
function owned(parts: Parameters<typeof ladder>[1] = {}): Story {
  const own = ladder([rung(['ana']), rung(['ben'])], { remindBy: 'call', ...parts })
  const plan = smallPlan({ ladder: own, oak: { sameTrouble: { water: 'property' } } })
  const hash = planHash(plan)
  journal.keepPlan(hash, plan, {})
  // The stories' plan has a made-up hash.
  const hashed = (turn: Turn) => JSON.stringify(turn).replaceAll(`"${PLAN_HASH}"`, `"${hash}"`)
  const story = tell({ plan, onTurn: turn => journal.commit([JSON.parse(hashed(turn)) as Turn]) })
  journal.planInForce?.(hash, NIGHT, 'the daemon started')
  const caller = story.arrives()
  caller.presses('1', '*')
  story.phone('ana').answers().presses('2').listens().hangsUp()
  const ben = story.phone('ben').rings().answers().presses('5')
  caller.listens().hangsUp()
  ben.listens().hangsUp()
  return story
}

function attempts() {
  const span = { from: NIGHT, to: NIGHT + 10 * 86_400_000, zone: 'UTC' }
  const found = journal.past.reportRecords(span, NIGHT, false)?.attempts ?? []
  return found.map(({ person, reminder, result }) => [person, reminder === 1, result])
}

const OFFERED = [
  ['ana', false, 'passed-on'],
  ['ben', false, 'owned'],
]

test('a reminder is one over each trunk; what a caller insists on is offered anew', () => {
  const story = owned()
  story.wait(20 * 60)
  story.phone('ben').isCongested()
  story.phone('ben').stopsRinging()
  const reminded = [
    ['ben', true, 'congestion'],
    ['ben', true, 'no-answer'],
  ]
  expect(attempts()).toEqual([...OFFERED, ...reminded])
  story.wait(3600)
  story.arrives({ number: '+13125550177' }).presses('1', '2')
  expect(story.ringing()).toEqual(['ana'])
  expect(attempts()).toEqual([...OFFERED, ...reminded, ['ana', false, null]])
})

test('what was owned too long, and what other callers have said: both are reminders', () => {
  const story = owned({ reminderSeconds: null, expiresSeconds: 3600, addedWords: 'call' })
  const neighbour = story.arrives({ number: '+13125550199', channel: '1700000200.1' })
  neighbour.presses('1').presses('1').listens().speaks(5_000).listens().hangsUp()
  story.wait(10)
  story.phone('ben').rings().answers().listens().hangsUp()
  story.wait(3600)
  story.phone('ben').rings().stopsRinging()
  expect(attempts()).toEqual([
    ...OFFERED,
    ['ben', true, 'accepted'],
    ['ben', true, 'no-answer'],
    // Nobody has it any more.
    ['ana', false, null],
  ])
})

test('nobody has what a caller insists on, until somebody takes it again', () => {
  const story = owned()
  const states = () => allIncidents(journal.past).map(({ state: now, owner }) => [now, owner])
  expect(states()).toEqual([['acknowledged', 'ben']])
  story.arrives({ number: '+13125550177' }).presses('1', '2')
  expect(states()).toEqual([['ringing', null]])
  story.phone('ana').answers().presses('5')
  expect(states()).toEqual([['acknowledged', 'ana']])
})
