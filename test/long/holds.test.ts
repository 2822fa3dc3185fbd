// Virtual months: callers come, incidents are opened and closed, holds are set and ended, the daemon dies in the middle of a walk. Whoever
// is held is known to the end; everybody else is forgotten in time, and the journal decides itself again.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { holdId, standingHold } from '../../src/core/standing/hold.ts'
import type { Holdable } from '../../src/core/standing/standing.ts'
import { takeTurn } from '../../src/core/world/take-turn.ts'
import { openCallerRetention } from '../../src/daemon/caller-retention.ts'
import { openSimulation } from '../../src/simulation/simulation.ts'
import { aside, type FollowedJournal, openFollowed } from '../support/followed-journal.ts'
import { accepting, EMERGENCY, phone, presses } from '../support/night.ts'
import { LINE, NIGHT, smallPlan, TRUNK } from '../support/plan.ts'

const DAY = 86_400
const CALLERS = 18
const EVERY = 150
const number = (n: number) => `+1312555${String(1000 + n)}`

let directory: string
let journal: FollowedJournal
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'nightbell-holds-'))
  journal = openFollowed(join(directory, 'journal.db'))
})
afterEach(() => {
  journal.close()
  rmSync(directory, { recursive: true, force: true })
})

function months(seed: number) {
  const plan = { ...smallPlan(), retention: { callers: 60 * DAY } }
  const properties = Object.entries(plan.properties).map(([id, one]) => [id, { ...one, retention: { callers: 30 * DAY } }])
  const residents = Array.from({ length: CALLERS }, (_, n) => ({
    ...{ at: 60 + n * EVERY, number: number(n), name: null, staysFor: n % 4 === 0 ? 8 : 300, speaksFor: 8 },
    ...(n % 3 === 0 ? { trunk: TRUNK.pbx, line: LINE.lakeside } : { trunk: TRUNK.carrier, line: LINE.oak }),
    reactions: n % 4 === 0 ? [] : [presses(EMERGENCY, '1')],
  }))
  const story = openSimulation({
    ...{ plan: { ...plan, properties: Object.fromEntries(properties) }, at: NIGHT, seed, residents, store: journal },
    telephones: [
      phone('ana', { does: 'ring' }, accepting({ talksFor: 20 }), { does: 'ring' }),
      phone('ben', accepting({ talksFor: 20 })),
    ],
    spoolSeconds: 3600,
  })
  const past = aside(journal.past)
  let retention: { stop(): void } | null = null
  const push = (input: Parameters<NonNullable<ReturnType<typeof story.daemon>>['push']>[0]) => story.daemon()?.push(input)

  function start(): void {
    story.start()
    retention = openCallerRetention({
      ...{ plan: () => ({ ...plan, properties: Object.fromEntries(properties) }), due: past.callersOverAge, push },
      isHeld: holds => standingHold(story.daemon()?.world.standing ?? new Map(), holds) !== null,
      ...{ forget: async () => {}, clean: async () => {}, isWritten: () => story.daemon() !== null, clock: story.clock },
      log: { debug() {}, info() {}, warn() {}, error() {} },
    })
  }

  function kill(): void {
    retention?.stop()
    story.kill()
  }

  return {
    ...{ story, start, kill },
    hold: (of: Holdable, name: string) =>
      push({ type: 'holdSet', stream: holdId(of, name), of, name, who: 'kim', why: 'case', plan: 'simulated-plan' }),
    end: (of: Holdable, name: string) => push({ type: 'standingEnded', stream: holdId(of, name), who: 'kim', why: 'settled' }),
    /** Time passes, and nobody is there who would look. */
    sleeps: async (days: number) => {
      kill()
      await story.run(days * DAY)
      start()
    },
  }
}

test.each([1, 3])('whoever is held stays, whoever is not goes, with deaths in between: %i', async seed => {
  const { story, start, kill, hold, end, sleeps } = months(seed)
  start()
  await story.run(CALLERS * EVERY + 600)
  const calls = journal.past.listCalls({ limit: 100 })
  expect(calls).toHaveLength(CALLERS)
  const incidents = calls.flatMap(({ incidents }) => incidents.map(({ id }) => id))
  expect(incidents.length).toBeGreaterThan(5)
  const [one, two] = [calls[seed], calls[calls.length - seed]]
  const incident = incidents[seed]
  if (one === undefined || two === undefined || incident === undefined) throw new Error('too little has happened')
  // Without an outcome an incident is over after a day and a half.
  for (let n = 0; n < 3; n++) await sleeps(1).then(() => story.run(30))
  hold('call', one.id)
  hold('incident', incident)
  await story.run(1)
  await sleeps(40)
  // The walk begins a minute after the start: in the same second somebody holds a second call.
  await story.run(59.99)
  hold('call', two.id)
  story.killAfterTurns(2 + seed)
  await story.run(2)
  expect(story.daemon() === null, 'it dies in the middle of the walk').toBe(true)
  kill()
  const between = journal.past.listCalls({ limit: 100 }).filter(({ erased }) => erased).length
  expect(between).toBeGreaterThan(0)
  start()
  await story.run(120)

  const held = (call: (typeof calls)[number]) =>
    call.id === one.id || call.id === two.id || call.incidents.some(({ id }) => id === incident)
  const known = () => journal.past.listCalls({ limit: 100 }).filter(({ erased }) => !erased)
  const isOpen = (id: string) => story.daemon()?.world.incidents.has(id as never) === true
  const waits = new Set(journal.past.listMessages({ all: false, limit: 100 }).map(({ call }) => call))
  const stay = calls.filter(call => held(call) || waits.has(call.id) || call.incidents.some(({ id }) => isOpen(id)))
  expect(
    known()
      .map(({ id }) => id)
      .sort(),
  ).toEqual(stay.map(({ id }) => id).sort())
  expect(stay.length).toBeLessThan(CALLERS - 3)
  expect(known().every(({ callerNumber }) => callerNumber !== null)).toBe(true)

  end('call', one.id)
  end('call', two.id)
  end('incident', incident)
  await story.run(1)
  await sleeps(1)
  await story.run(120)
  const last = known()
  expect(last.filter(call => !waits.has(call.id) && !call.incidents.some(({ id }) => isOpen(id)))).toEqual([])
  for (const { id } of calls) expect(journal.past.replayCall(id, takeTurn)).toMatchObject({ same: true })
  kill()
  journal.close()
  const bytes = readFileSync(join(directory, 'journal.db')).toString('latin1')
  const stays = new Set(last.map(({ callerNumber }) => callerNumber))
  for (let n = 0; n < CALLERS; n++) expect([n, bytes.includes(number(n))]).toEqual([n, stays.has(number(n))])
  journal = openFollowed(join(directory, 'journal.db'))
}, 60_000)

test('a property and a person: everything of theirs stays', async () => {
  const { story, start, hold, sleeps } = months(7)
  start()
  await story.run(CALLERS * EVERY + 600)
  for (let n = 0; n < 3; n++) await sleeps(1).then(() => story.run(30))
  hold('property', 'lakeside')
  hold('person', 'ben')
  await story.run(1)
  await sleeps(40)
  await story.run(120)
  const all = journal.past.listCalls({ limit: 100 })
  const holds = [holdId('property', 'lakeside'), holdId('person', 'ben')]
  for (const { id, erased } of all)
    expect([id, erased]).toEqual([id, !journal.past.coveredBy(id, 'erasing').some(one => holds.includes(one))])
  const [gone, stays] = [all.filter(({ erased }) => erased), all.filter(({ erased }) => !erased)]
  expect(gone.length).toBeGreaterThan(2)
  expect(stays.some(({ property }) => property !== 'lakeside')).toBe(true)
}, 60_000)
