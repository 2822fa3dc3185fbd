// Which callers are known for too long, and which holds would keep them: asked of a journal that the core itself wrote.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Keeps } from '../../src/core/plan/retention.ts'
import { holdId } from '../../src/core/standing/hold.ts'
import type { CallId, EpochMs } from '../../src/core/world/ids.ts'
import { takeTurn } from '../../src/core/world/take-turn.ts'
import { openReader } from '../../src/store/read/reader.ts'
import { type FollowedJournal, openFollowed } from '../support/followed-journal.ts'
import { NIGHT, PLAN_HASH, smallPlan } from '../support/plan.ts'
import { tell } from '../support/story.ts'

const DAY_MS = 86_400_000
const KEEPS: Keeps = { properties: { 'oak-creek': { callers: 400 * 86_400 } }, others: {} }
const days = (n: number) => (NIGHT + n * DAY_MS) as EpochMs

let directory: string
let journal: FollowedJournal
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'nightbell-callers-'))
  journal = openFollowed(join(directory, 'journal.db'))
  journal.keepPlan(PLAN_HASH, smallPlan(), {})
})
afterEach(() => {
  journal.close()
  rmSync(directory, { recursive: true, force: true })
})

const night = () => tell({ at: NIGHT, onTurn: turn => journal.commit([turn]) })
type Story = ReturnType<typeof night>

const due = (now: EpochMs, keeps = KEEPS) => journal.past.callersOverAge(keeps, now, null, 100).due.map(({ call }) => call)

function missed(story: Story, channel: string): CallId {
  const caller = story.arrives({ channel })
  caller.hangsUp()
  return caller.id
}

function message(story: Story, channel: string): CallId {
  const caller = story.arrives({ channel })
  caller.presses('3').listens().speaks(5000)
  caller.listens().hangsUp()
  return caller.id
}

/** Ana owns it and says what became of it. */
function owned(story: Story, channel: string): CallId {
  const caller = story.arrives({ channel })
  caller.presses('1', '*')
  story.phone('ana').answers().presses('5').hangsUp()
  caller.listens().hangsUp()
  const stream = story.incident().id
  story.driver.take({ type: 'resolvedByHand', stream, who: 'Pat', why: 'done', outcome: 'going-out' })
  return caller.id
}

test('after its days, the oldest first, by the rule of its property; without a rule never', () => {
  const story = night()
  const first = missed(story, '1700000000.2')
  story.wait(60)
  const second = missed(story, '1700000060.1')
  expect(due(days(399))).toEqual([])
  expect(due(days(401))).toEqual([first, second])
  expect(due(days(9000), { properties: { 'oak-creek': {} }, others: { callers: 86_400 } })).toEqual([])
  const [one] = journal.past.callersOverAge(KEEPS, days(401), null, 100).due
  expect(one).toMatchObject({ numbers: ['+13125550142'], names: [], incidents: [], rule: { keepSeconds: 400 * 86_400 } })
  expect(one?.wouldHold).toEqual(expect.arrayContaining([holdId('call', first), holdId('property', 'oak-creek')]))
})

test('its days count from the end of its incident, and of an open one they do not count', () => {
  const story = night()
  const caller = story.arrives({ channel: '1700000000.1' })
  caller.presses('1', '*')
  story.phone('ana').answers().presses('5').hangsUp()
  caller.listens().hangsUp()
  expect(due(days(9000))).toEqual([])
  story.wait(12 * 3600)
  const stream = story.incident().id
  story.driver.take({ type: 'resolvedByHand', stream, who: 'Pat', why: 'done', outcome: 'going-out' })
  story.wait(2 * 86_400)
  expect(story.driver.world.incidents.size).toBe(0)
  // A day longer it may be reopened.
  expect(due(days(401.4))).toEqual([])
  expect(due(days(401.6))).toEqual([caller.id])
})

test('whoever waits to be called back stays known, and a day longer than somebody needs to do it', () => {
  const story = night()
  const call = message(story, '1700000000.1')
  expect(due(days(9000))).toEqual([])
  const recording = '1700000000-1-message-1'
  journal.commit([takeTurn(story.driver.world, { type: 'messageDone', stream: call, recording, who: 'kim' }, days(500))])
  expect(due(days(500.5))).toEqual([])
  expect(due(days(501.5))).toEqual([call])
})

test('erased is erased: known no more, and a new list of the same journal says the same', () => {
  const story = night()
  const [first, second] = [missed(story, '1700000000.1'), missed(story, '1700000001.2')]
  const [one] = journal.past.callersOverAge(KEEPS, days(401), null, 100).due
  if (one === undefined) throw new Error('nobody is due')
  const { call: stream, incidents, rule, wouldHold } = one
  const input = { type: 'callErased', stream, who: 'retention', incidents, rule, wouldHold } as const
  journal.commit([takeTurn(story.driver.world, input, days(401))])
  expect(due(days(402))).toEqual([second])
  journal.loseViews()
  expect(due(days(402))).toEqual([second])
  const reader = openReader(join(directory, 'journal.db'))
  expect(reader.callStory(first)?.call).toMatchObject({ erased: true, callerNumber: null })
  expect(reader.replayCall(first, takeTurn)).toMatchObject({ same: true })
  reader.close()
})

test('page by page everybody comes once, whoever is not due on the way', () => {
  const story = night()
  const calls = Array.from({ length: 7 }, (_, n) => {
    story.wait(1)
    return n === 3 ? message(story, `170000000${n}.1`) : missed(story, `170000000${n}.1`)
  })
  const found: CallId[] = []
  let after = null
  do {
    const page = journal.past.callersOverAge(KEEPS, days(401), after, 2)
    found.push(...page.due.map(({ call }) => call))
    after = page.next
  } while (after !== null)
  expect(found).toEqual(calls.filter((_, n) => n !== 3))
})

test('of the history not one fact is read to find them', () => {
  const story = night()
  missed(story, '1700000000.1')
  due(days(1))
  const db = new Database(join(directory, 'views.db'), { readonly: true })
  const plan = db
    .prepare(
      "EXPLAIN QUERY PLAN SELECT * FROM known_caller WHERE property = 'oak-creek' AND arrived_at <= 1 ORDER BY arrived_at, call",
    )
    .all() as { detail: string }[]
  db.close()
  expect(plan.map(({ detail }) => detail)).toEqual([
    expect.stringMatching(/SEARCH known_caller USING COVERING INDEX.*arrived_at</),
  ])
})

test.each([
  'call',
  'incident',
  'person',
  'property',
] as const)('a hold on the %s keeps caller and recordings out of the lists', of => {
  const story = night()
  const call = owned(story, '1700000000.1')
  story.wait(2 * 86_400)
  const other = missed(story, '1700500000.2')
  expect(due(days(500))).toEqual([call, other])
  const name = { call, incident: `i-${call}`, person: 'ana', property: 'oak-creek' }[of]
  const stream = holdId(of, name)
  expect(journal.past.coveredBy(call)).toContain(stream)
  story.driver.take({ type: 'holdSet', stream, of, name, who: 'kim', why: 'case 7', plan: PLAN_HASH })
  expect(due(days(500))).toEqual(of === 'property' ? [] : [other])
  expect(journal.past.holds()).toMatchObject([{ id: stream, by: 'kim' }])
  expect(journal.past.standing()).toEqual([])
  story.driver.take({ type: 'standingEnded', stream, who: 'kim', why: 'settled' })
  expect(due(days(500))).toEqual([call, other])
})

test('a hold on a person covers what they owned or ended at the desk or by hand, and nothing that others had', () => {
  const story = night()
  const caller = story.arrives({ channel: '1700000000.1' })
  caller.presses('1', '*')
  caller.hangsUp()
  const stream = story.incident().id
  story.driver.take({ type: 'ownedByHand', stream, who: 'zoe', why: 'called in' })
  story.driver.take({ type: 'resolvedByHand', stream, who: 'max', why: 'dry', outcome: 'fixed-by-phone' })
  expect(journal.past.coveredBy(caller.id)).toEqual(
    expect.arrayContaining([...['zoe', 'max', 'ana'].map(one => holdId('person', one)), holdId('incident', stream)]),
  )
  expect(journal.past.coveredBy(stream)).toEqual(
    expect.arrayContaining([holdId('person', 'zoe'), holdId('call', caller.id), holdId('property', 'oak-creek')]),
  )
  expect(journal.past.coveredBy(caller.id)).not.toContain(holdId('person', 'ben'))
  expect([journal.past.tookPart('zoe'), journal.past.tookPart('nobody')]).toEqual([true, false])
})

test('a recording under a hold stands in nobody’s way: what is not held comes first', () => {
  const story = night()
  const talks: Keeps = { properties: { 'oak-creek': { messages: 86_400 } }, others: {} }
  const [held, free] = [message(story, '1700000000.1'), message(story, '1700000001.2')]
  for (const call of [held, free]) {
    const recording = `${call.replace('.', '-')}-message-1`
    story.driver.take({ type: 'messageDone', stream: call, recording, who: 'kim' })
  }
  const of = 'call'
  story.driver.take({ type: 'holdSet', stream: holdId(of, held), of, name: held, who: 'kim', why: 'case', plan: PLAN_HASH })
  expect(journal.past.listOverAge(talks, days(10), 1).due.map(({ stream }) => stream)).toEqual([free])
})
