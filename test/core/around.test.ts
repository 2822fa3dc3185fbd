// What a stream sees of the rest of the world: with what this very turn has begun, changed and ended. Each question is asked against the same
// world twice: once as settled before, once with everything still ahead of it in the turn.
import { expect, test } from 'vitest'
import type { Incident } from '../../src/core/incident/incident.ts'
import { around } from '../../src/core/world/around.ts'
import { callId, incidentId, type StreamId } from '../../src/core/world/ids.ts'
import { emptyWorld, isOver, keep, type Stream, type World } from '../../src/core/world/world.ts'
import { DESKS, QUESTIONS } from '../support/desk.ts'
import { callingBack, onHold, transferring } from '../support/specimens.ts'

const NOBODY = callId('nobody')

function answers(world: World, changed: ReadonlyMap<StreamId, Stream>, now: number) {
  const look = around(world, [], now as never, changed)
  const about = { property: 'oak-creek', category: 'water', number: '+13125550142' }
  const question = { ...about, rule: 'property', storm: null, insists: false } as const
  return {
    engaged: ['ana', 'ben', 'dan'].map(person => look.engaged(person, NOBODY)),
    callingBack: look.callingBack(NOBODY, '+13125550142', 'oak-creek'),
    standing: look.standing(),
    openIncidents: look.openIncidents(),
    openPins: look.openPins(NOBODY),
    sameTrouble: look.sameTrouble(NOBODY, question),
    load: look.load('oak-creek', NOBODY),
  }
}

const WORLDS = {
  'somebody is rung': () => onHold().story.driver,
  'a caller is called back': () => callingBack().story.driver,
  'a caller is transferred': () => transferring('2').story.driver,
  'a PIN is awaited': () => DESKS['awaiting-pin']().told.story.driver,
  'a shift was taken over': () => {
    const { told, staff } = QUESTIONS['duty-hours']()
    staff.presses('1', '2', '#')
    return told.story.driver
  },
}

test.each(Object.entries(WORLDS))('%s: begun in this turn or before it, the answer is the same', (_, make) => {
  const driver = make()
  const before = answers(driver.world, new Map(), driver.now())
  const all: Stream[] = [
    ...driver.world.calls.values(),
    ...driver.world.desks.values(),
    ...driver.world.incidents.values(),
    ...driver.world.standing.values(),
  ]
  expect(all.length).toBeGreaterThan(0)
  const bare = { ...emptyWorld(), plans: driver.world.plans, dialled: driver.world.dialled }
  expect(answers(bare, new Map(all.map(stream => [stream.id, stream])), driver.now())).toEqual(before)
})

test('what this turn has ended is there no more', () => {
  const { story } = onHold()
  const { world } = story.driver
  const over = new Map<StreamId, Stream>(
    [...world.incidents.values()].map(one => [one.id, { ...one, phase: 'closed' } as Incident]),
  )
  const seen = answers(world, over, story.driver.now())
  expect(seen.engaged).toEqual([null, null, null])
  expect(seen.openIncidents).toEqual([])
  expect(seen.sameTrouble).toBeNull()
})

test('who is rung for an incident that this turn has begun is engaged', () => {
  const { story } = onHold()
  const incident = story.incident()
  const id = incidentId(callId('another'), 1)
  const begun = new Map<StreamId, Stream>([[id, { ...incident, id }]])
  const world = emptyWorld()
  for (const stream of story.driver.world.calls.values()) if (!isOver(stream)) keep(world, stream)
  const [leg] = Object.values(incident.legs)
  expect(around(world, [], story.driver.now(), begun).engaged(leg?.dial.person ?? '', NOBODY)).toBe(id)
})
