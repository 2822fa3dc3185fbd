// The transition table of the phone desk, walked: every phase answers every event on purpose, and whatever key is pressed at whatever
// question, or none, or star, or pound, or the line ends: somebody is spoken to, or gone, and the world is sound.
import { describe, expect, test } from 'vitest'
import type { Question } from '../../src/core/desk/desk.ts'
import { type DeskEventType, KEY_SECONDS, type LivePhase, ROUNDS, SAYING_SECONDS } from '../../src/core/desk/events.ts'
import { deskTable } from '../../src/core/desk/table.ts'
import type { ObservedChannel } from '../../src/core/world/inputs.ts'
import { violations } from '../../src/core/world/invariants.ts'
import { DESKS, type DeskSpecimen, QUESTIONS } from '../support/desk.ts'

const EVENTS = Object.keys(deskTable.asking) as DeskEventType[]
const ASKS = Object.keys(QUESTIONS) as Question['ask'][]
const PHASES = Object.keys(DESKS) as (keyof typeof DESKS)[]
const KEYS = [...'0123456789*#', 'A', '', 'constructor']

function speaks({ told, staff }: DeskSpecimen): boolean {
  const { commands } = told.story.last()
  return commands.some(one => one.channel === staff.channel && (one.do === 'say' || one.do === 'talk'))
}

test('there is a story for every phase and every question', () => {
  for (const ask of ASKS) expect(QUESTIONS[ask]().staff.desk()).toMatchObject({ phase: 'asking', question: { ask } })
  for (const phase of PHASES) expect(DESKS[phase]().staff.desk()?.phase).toBe(phase)
  expect([...PHASES, 'asking'].sort()).toEqual(Object.keys(deskTable).sort())
})

test.each(Object.keys(deskTable) as LivePhase[])('%s answers every event, with a handler or a reason', phase => {
  const row: Readonly<Record<string, unknown>> = deskTable[phase]
  expect(Object.keys(row).sort()).toEqual([...EVENTS].sort())
  for (const entry of Object.values(row))
    if (typeof entry !== 'function') expect(entry).toEqual({ ignored: expect.stringMatching(/^[a-z].{10,}/) })
})

describe.each(ASKS)('the question %s', ask => {
  const typed = ask === 'number' || ask === 'duty-hours' || ask === 'notice-hours'

  test('every key leads somewhere, and something is said', () => {
    for (const key of KEYS) {
      const specimen = QUESTIONS[ask]()
      specimen.staff.presses(key)
      const found = specimen.staff.desk()
      expect(violations(specimen.told.story.driver.world), key).toEqual([])
      const digit = typed && /^\d$/.test(key)
      // A key of a number that is being typed is only kept; messages are looked up before anything is said.
      if (!digit && found?.phase !== 'finding-messages' && !(ask === 'number' && key === '*'))
        expect(speaks(specimen), `key ${key}`).toBe(true)
    }
  })

  test('silence: asked again, and then goodbye', () => {
    const specimen = QUESTIONS[ask]()
    const { staff, told } = specimen
    for (let round = 1; round <= ROUNDS; round++) {
      expect(staff.desk()).toMatchObject({ phase: 'asking', question: { ask }, round })
      staff.listens()
      told.story.wait(KEY_SECONDS + 1)
    }
    expect(staff.hears()).toContain('Goodbye')
    staff.listens()
    expect(told.story.did()).toContain(`hangUp ${staff.channel}`)
    staff.hangsUp()
    expect(staff.desk()).toBeUndefined()
  })

  test('wrong keys: said so and asked again, and then goodbye', () => {
    if (typed) return
    const { staff } = QUESTIONS[ask]()
    for (let round = 1; round < ROUNDS; round++) {
      staff.presses('D')
      expect(staff.desk()).toMatchObject({ phase: 'asking', question: { ask }, round: round + 1 })
      expect(staff.hears()).toMatch(/^That key does nothing here/)
    }
    staff.presses('D')
    expect(staff.hears()).toContain('Goodbye')
  })

  test('star leads to the menu, as soon as it is known who this is', () => {
    const { staff } = QUESTIONS[ask]()
    staff.presses('*')
    expect(staff.desk()).toMatchObject({ phase: 'asking', question: { ask: ask === 'number' ? 'number' : 'main' } })
  })

  test('a restart asks again; whoever is gone is gone; whoever can’t be spoken to is let go', () => {
    for (const seen of observations()) {
      const { staff, told } = QUESTIONS[ask]()
      const { driver } = told.story
      const channels = { [staff.channel]: seen }
      driver.take({ type: 'observed', stream: staff.id, seen: { at: driver.now(), channels, recordings: {} } })
      const there = seen.state === 'up' && seen.inApp
      expect(staff.desk()?.phase).toBe(there ? 'asking' : undefined)
      if (there) expect(speaks({ told, staff })).toBe(true)
    }
    const { staff, told } = QUESTIONS[ask]()
    told.story.driver.take({ type: 'commandFailed', channel: staff.channel, command: 'say', gone: false, reason: 'no disk' })
    expect(staff.desk()?.phase).toBe('leaving')
    expect(told.story.did()).toContain(`hangUp ${staff.channel}`)
  })

  test('hanging up: gone, with what happened in the log', () => {
    const { staff, told } = QUESTIONS[ask]()
    staff.hangsUp()
    expect(staff.desk()).toBeUndefined()
    expect(told.story.facts('left').at(-1)).toMatchObject({ outcome: 'desk' })
  })
})

function observations(): ObservedChannel[] {
  const there = [true, false].map((inApp): ObservedChannel => ({ state: 'up', inApp, bridge: null }))
  return [
    ...there,
    { state: 'gone', witness: 'unreadable' },
    { state: 'gone', witness: { dialled: true, answered: true, cause: 16 } },
  ]
}

function expectToEnd({ staff, told }: DeskSpecimen): void {
  for (let n = 0; n < 40 && staff.desk() !== undefined; n++) {
    told.story.wait(SAYING_SECONDS + 1)
    if (told.story.driver.commands().some(one => one.do === 'hangUp' && one.channel === staff.channel)) staff.hangsUp()
  }
  expect(staff.desk()).toBeUndefined()
}

describe.each(PHASES)('%s', phase => {
  test('keys, time, a hang-up, a restart: nothing breaks, and nobody stays for ever', () => {
    for (const key of KEYS) {
      const { staff } = DESKS[phase]()
      staff.presses(key)
    }
    // Out of the failsafe the dialplan hangs up by itself.
    if (phase !== 'in-failsafe') expectToEnd(DESKS[phase]())
    const left = DESKS[phase]()
    left.staff.hangsUp()
    if (phase === 'in-failsafe') left.told.story.wait(61)
    expect(left.staff.desk()).toBeUndefined()
    for (const seen of observations()) {
      const { staff, told } = DESKS[phase]()
      const { driver } = told.story
      driver.take({
        ...{ type: 'observed', stream: staff.id },
        seen: { at: driver.now(), channels: { [staff.channel]: seen }, recordings: {} },
      })
      if (seen.state !== 'gone') continue
      // The note of the failsafe is waited for.
      if (phase === 'in-failsafe') told.story.wait(61)
      expect(staff.desk()).toBeUndefined()
    }
  })
})

test.each([
  'observed',
  'returned',
] as const)('in the failsafe before the PIN was right, and back (%s): it is asked again, and no key opens anything', how => {
  const { staff, told } = DESKS['awaiting-pin']()
  const { driver } = told.story
  const look = (inApp: boolean) => {
    const seen = { state: 'up', inApp, inFailsafe: !inApp, bridge: null } as const
    driver.take({
      type: 'observed',
      stream: staff.id,
      seen: { at: driver.now(), channels: { [staff.channel]: seen }, recordings: {} },
    })
  }
  look(false)
  expect(staff.desk()?.phase).toBe('in-failsafe')
  if (how === 'observed') look(true)
  else driver.take({ type: 'returned', channel: staff.channel, from: 'deadman', queueStatus: null })
  expect(staff.hears()).toContain('Please key your PIN')
  staff.presses('5')
  expect(staff.desk()?.phase).toBe('awaiting-pin')
  staff.pin('right')
  expect(staff.hears()).toContain('Press 1 to hear who is on call')
})

test('the failsafe’s note ends the call, once, and keeps what was said there', () => {
  const { staff, told } = DESKS['in-failsafe']()
  const { driver } = told.story
  staff.hangsUp()
  const about = { trunk: 'carrier', line: '+15125550190', property: 'oak-creek', callerNumber: null, callerName: null }
  const note = {
    plan: 'plan-1',
    diversion: null,
    outcome: 'message',
    rung: '+15125551007',
    recording: 'note-1',
    ms: 4000,
    sha256: 'the-checksum',
  } as const
  driver.take({ type: 'imported', channel: staff.channel, ...about, ...note, arrivedAt: driver.now(), endedAt: driver.now() })
  expect(staff.desk()).toBeUndefined()
  expect(told.story.facts('message-taken')).toMatchObject([{ recording: 'note-1', sha256: 'the-checksum' }])
  expect(told.story.facts('left').filter(fact => fact.outcome === 'desk')).toHaveLength(1)
})
