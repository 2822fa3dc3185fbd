// A house in which so many others are live, and the standard calls as their inputs: for the tests and the
// benchmark of what grows with them.
import type { EpochMs } from '../../src/core/world/ids.ts'
import { emptyWorld, keep, liveStreams, type Stream, type Turn, type World } from '../../src/core/world/world.ts'
import { openDeadlines } from '../../src/daemon/deadlines.ts'
import type { Clock } from '../../src/daemon/ports.ts'
import { openTurnQueue } from '../../src/daemon/turn-queue.ts'
import { ladder, PLAN_HASH, rung, smallPlan } from './plan.ts'
import { tell } from './story.ts'

const caps = { atOnce: 100_000, perHour: 100_000 }
/** Caps far away, so that every leg is counted against everybody else. */
const plan = smallPlan({
  ladder: ladder([rung(['ana']), rung(['ben'])]),
  oak: { dialling: caps, storm: { callers: 5, withinSeconds: 600 } },
  trunks: { carrier: { channels: 100_000 } },
})

/** One on hold while a telephone rings, others who wait for somebody busy, one who leaves a message. */
function someStreams(): readonly Stream[] {
  const story = tell({ plan })
  for (const n of [1, 2, 3]) story.arrives({ number: `+1312555014${n}` }).presses('1', '*')
  story.arrives({ number: '+13125550144' }).presses('2').listens()
  return liveStreams(story.driver.world)
}

/** At least so many streams of other callers, at another property, for other people. */
export function houseOf(streams: number): World {
  const world = emptyWorld()
  world.plans.set(PLAN_HASH, plan)
  const some = JSON.stringify(someStreams())
  for (let n = 1; world.places.of.size < streams; n++) {
    const nth = String(n).padStart(4, '0')
    const others = some
      .replaceAll('170000000', `18${nth}`)
      .replaceAll('+13125550', `+1312${nth}`)
      .replaceAll('"oak-creek"', '"lakeside"')
      .replaceAll(/\+151255510(\d\d)/g, `+1612${nth}0$1`)
      .replaceAll(/"(ana|ben|dan)"/g, `"$1-${nth}"`)
    for (const stream of JSON.parse(others) as Stream[]) keep(world, stream)
  }
  return world
}

export const STANDARD_CALLS: Readonly<Record<string, () => readonly Turn[]>> = {
  'accepted on rung 1'() {
    const story = tell({ plan })
    const caller = story.arrives()
    caller.presses('1').listens().speaks(8000)
    const ana = story.phone('ana').rings().answers()
    ana.presses('1').joins()
    caller.joins()
    story.wait(60)
    ana.hangsUp()
    return story.driver.turns
  },
  'a message'() {
    const story = tell({ plan })
    story.arrives().presses('3').listens().speaks(8000).listens().hangsUp()
    return story.driver.turns
  },
  'nobody answers'() {
    const story = tell({ plan })
    const caller = story.arrives()
    caller.presses('1').listens().speaks(8000)
    story.wait(600)
    caller.hangsUp()
    return story.driver.turns
  },
}

/** The same inputs at the same times, through the turn queue and with deadlines; gives what was decided. */
export function takeCall(world: World, call: readonly Turn[]): Turn[] {
  const turns: Turn[] = []
  let now = 0 as EpochMs
  const clock: Clock = {
    ...{ now: () => now, at: () => () => {}, inMs: () => () => {}, onJump: () => {}, look: () => {} },
    soon: work => work(),
  }
  const deadlines = openDeadlines(clock, () => {})
  const queue = openTurnQueue({
    ...{ world, clock, log: { debug() {}, info() {}, warn() {}, error() {} } },
    ...{ journal: { commit() {} }, carryOut() {}, onWritten() {} },
    onTurn(turn) {
      turns.push(turn)
      for (const stream of turn.changes) deadlines.arm(stream)
    },
  })
  for (const { input, at } of call) {
    now = at
    queue.push(input)
  }
  return turns
}
