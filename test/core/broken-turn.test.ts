// Our own mistake in any turn, whatever stream it is about and whatever phase that is in: the world stays sound, everybody on the line is told
// or in the failsafe, no telephone is left up, and a stream whose every turn breaks comes to an end.
import { describe, expect, test } from 'vitest'
import { lentLeg } from '../../src/core/leg/leg.ts'
import type { EpochMs, StreamId } from '../../src/core/world/ids.ts'
import type { Input } from '../../src/core/world/inputs.ts'
import { violations } from '../../src/core/world/invariants.ts'
import { legsOf } from '../../src/core/world/legs-of.ts'
import { deadlineOf, type Stream, settle, streamOf, type Turn, type World } from '../../src/core/world/world.ts'
import { brokenTurn } from '../../src/daemon/broken-turn.ts'
import { DESKS, QUESTIONS } from '../support/desk.ts'
import type { Driver } from '../support/driver.ts'
import { streamsOf } from '../support/driver.ts'
import { howOften } from '../support/how-often.ts'
import { CALLS, INCIDENTS } from '../support/specimens.ts'

const SPECIMENS: readonly (readonly [string, () => Driver])[] = [
  ...Object.entries(CALLS).map(([phase, make]) => [`a call in ${phase}`, () => make().story.driver] as const),
  ...Object.entries(INCIDENTS).map(([phase, make]) => [`an incident in ${phase}`, () => make().story.driver] as const),
  ...Object.entries(DESKS).map(([phase, make]) => [`the desk in ${phase}`, () => make().told.story.driver] as const),
  ...Object.entries(QUESTIONS).map(([ask, make]) => [`the desk asking ${ask}`, () => make().told.story.driver] as const),
  ['a change of duty that stands', dutyChanged],
]

function dutyChanged(): Driver {
  const { told, staff } = QUESTIONS['duty-hours']()
  staff.presses('1', '2', '#')
  return told.story.driver
}

const WHY = new Error('a mistake')

/** One input of every kind that may come for this stream, about its own channel and about each of its telephones. */
function inputsFor(stream: Stream): Input[] {
  const look: Input[] = [
    { type: 'due', stream: stream.id },
    { type: 'observed', stream: stream.id, seen: { at: 0 as EpochMs, channels: {}, recordings: {} } },
  ]
  const own = stream.kind === 'call' || stream.kind === 'desk' ? [stream.id] : []
  const legs = stream.kind === 'incident' ? Object.keys(stream.legs) : []
  const channels = [...own, ...legs, ...legsOf(stream).map(({ id }) => id)]
  return [
    ...look,
    ...channels.flatMap((channel): Input[] => [
      { type: 'digit', channel, digit: '1' },
      { type: 'ended', channel, cause: 16, sip: null, fax: false },
      { type: 'legAnswered', channel, dice: 1 },
      { type: 'returned', channel, from: 'deadman', queueStatus: null },
      { type: 'commandFailed', channel, command: 'talk', gone: true, reason: 'gone' },
    ]),
  ]
}

/** Everything that is on the line for somebody, by channel. */
function lines(world: World): Set<string> {
  const on = streamsOf(world).flatMap(stream => [
    ...legsOf(stream).map(({ id }) => id as string),
    ...((stream.kind === 'call' || stream.kind === 'desk') && isHere(stream) ? [stream.id as string] : []),
  ])
  return new Set(on)
}

function isHere(stream: Stream): boolean {
  return !['saving', 'seeing-off', 'in-failsafe', 'gone'].includes(stream.phase)
}

function broken(driver: Driver, input: Input, now: EpochMs = driver.now()): Turn {
  const turn = JSON.parse(JSON.stringify(brokenTurn(driver.world, input, now, WHY))) as Turn
  settle(driver.world, turn)
  return turn
}

describe.each(SPECIMENS)('%s: any turn of it that breaks', (_, make) => {
  test('leaves a sound world, and nobody in dead air', () => {
    const all = streamsOf(make().world).flatMap(inputsFor)
    expect(all.length).toBeGreaterThan(1)
    for (const input of all) {
      const driver = make()
      const before = lines(driver.world)
      const turn = broken(driver, input)
      expect(violations(driver.world), JSON.stringify(input)).toEqual([])
      const after = lines(driver.world)
      const did = (channel: string, ...what: string[]) =>
        turn.commands.some(command => command.channel === channel && what.includes(command.do))
      const ended = input.type === 'ended' || (input.type === 'commandFailed' && input.gone) ? input.channel : null
      // Who is let go is in the failsafe or hung up; who stays though the talk ended is told.
      for (const channel of before) {
        if (after.has(channel) || channel === ended) continue
        expect(did(channel, 'failsafe', 'hangUp'), `${channel} after ${JSON.stringify(input)}`).toBe(true)
      }
      for (const stream of turn.changes) {
        if (stream.kind === 'desk' && stream.phase === 'leaving') expect(did(stream.id, 'say')).toBe(true)
      }
      const facts = turn.facts.filter(fact => fact.kind === 'core-broke')
      expect(facts.length, JSON.stringify(input)).toBeGreaterThan(0)
    }
  })

  test('does not come again for ever: what breaks every time ends, and is never due at once', () => {
    for (const { id } of streamsOf(make().world)) {
      const driver = make()
      let now = driver.now()
      let breaks = 0
      for (let stream = streamOf(driver.world, id); stream !== undefined; stream = streamOf(driver.world, id)) {
        if (++breaks > 5) throw new Error(`${id} in ${stream.phase} goes on after ${breaks} breaks`)
        broken(driver, { type: 'due', stream: id }, now)
        const due = dueOf(driver.world, id)
        if (due !== null) expect(due).toBeGreaterThanOrEqual(now + 5000)
        now = Math.max(now, due ?? now) as EpochMs
        expect(violations(driver.world)).toEqual([])
      }
      // Nothing of it is left on the line.
      expect(
        streamsOf(driver.world)
          .flatMap(legsOf)
          .filter(leg => leg.id.startsWith(`${id}.`)),
      ).toEqual([])
    }
  })

  test('and the core goes on with what is left', () => {
    for (const { id } of streamsOf(make().world)) {
      const driver = make()
      broken(driver, { type: 'due', stream: id })
      driver.wait(howOften(600))
      expect(violations(driver.world)).toEqual([])
    }
  })
})

function dueOf(world: World, id: StreamId): EpochMs | null {
  const stream = streamOf(world, id)
  return stream === undefined ? null : deadlineOf(stream)
}

test('the turn of a caller who joined costs them alone: the first caller holds on', () => {
  const { story, caller: joined } = CALLS.joining()
  const [first] = story.driver.world.calls.values()
  const turn = broken(story.driver, { type: 'digit', channel: joined.channel, digit: '1' })
  expect(story.driver.world.calls.get(joined.id)?.phase).toBe('in-failsafe')
  expect(first && story.driver.world.calls.get(first.id)?.phase).toBe('holding')
  expect(story.incident().caller).toMatchObject({ call: first?.id, now: 'waiting' })
  expect(story.incident().others ?? []).toEqual([])
  expect(turn.commands.map(command => command.channel)).not.toContain(first?.id)
})

test('a broken talk: the caller goes to the failsafe, the technician hears a word, and the ladder is rung again', () => {
  const { story, caller } = INCIDENTS.talking()
  const leg = story.incident().legs
  const [technician = ''] = Object.keys(leg)
  const turn = broken(story.driver, { type: 'digit', channel: technician, digit: '9' })
  expect(turn.commands).toContainEqual({ do: 'failsafe', channel: caller.channel })
  expect(turn.commands.filter(command => command.channel === technician).map(command => command.do)).toEqual([
    'hush',
    'leaveTalk',
    'say',
  ])
  story.wait(30)
  expect(story.driver.commands()).toContainEqual({ do: 'hangUp', channel: technician })
  expect(story.incident().phase).toBe('ringing')
})

test('an incident that breaks again and again ends as one that nobody has: managers are told', () => {
  const { story } = INCIDENTS.ringing()
  const { id } = story.incident()
  const turns = [1, 2, 3].map(() => broken(story.driver, { type: 'due', stream: id }))
  expect(turns.flatMap(turn => turn.facts.filter(fact => fact.kind === 'unreached'))).toHaveLength(1)
  expect(story.driver.world.incidents.size).toBe(0)
})

test('the desk that is lent to a talk breaks: its member of staff is told, the caller goes to the failsafe', () => {
  const { told, staff } = DESKS.connected()
  const { driver } = told.story
  const lent = [...driver.world.incidents.values()].find(({ legs }) => legs[lentLeg(staff.id)]?.phase === 'joined')
  const turn = broken(driver, { type: 'due', stream: staff.id })
  expect(driver.world.desks.get(staff.id)?.phase).toBe('leaving')
  expect(turn.commands.filter(command => command.channel === staff.channel).map(command => command.do)).toContain('say')
  expect(turn.commands).toContainEqual({ do: 'failsafe', channel: lent?.caller.call })
})
