// Tells a scene in which a turn breaks: while it is decided, or while it is written. Used by test/simulation/broken-turns.test.ts and
// test/long/every-turn-breaks.test.ts.
import { violations } from '../../src/core/world/invariants.ts'
import { liveStreams, type Turn } from '../../src/core/world/world.ts'
import type { Simulation } from '../../src/simulation/simulation.ts'
import { told } from './never-silent.ts'
import type { Scene } from './scene.ts'

/** `once`: one look at the plan throws; `ever`: that one and all that follow; `refused`: the journal will not have one turn. */
export const BREAKS = ['once', 'ever', 'refused'] as const
export type Breaks = (typeof BREAKS)[number]

/** Whether the nth of them breaks; counts them. */
interface Nth {
  readonly count: () => number
  readonly isNext: () => boolean
}

function nthOf(nth: number, ever: boolean): Nth {
  let count = 0
  return {
    count: () => count,
    isNext() {
      count++
      return nth > 0 && (ever ? count >= nth : count === nth)
    },
  }
}

/** Every decision looks its plan up: there the core breaks, with whatever the turn has decided so far. */
function breakDeciding(story: Simulation, which: Nth): void {
  const plans = story.daemon()?.world.plans
  if (plans === undefined) throw new Error('no daemon runs')
  const get = plans.get.bind(plans)
  plans.get = hash => {
    if (which.isNext()) throw new Error('a mistake')
    return get(hash)
  }
}

function breakWriting(story: Simulation, which: Nth): void {
  const commit = story.journal.commit.bind(story.journal)
  const seen = new WeakSet<Turn>()
  const refused = new WeakSet<Turn>()
  function refuse(turns: readonly Turn[]): void {
    for (const turn of turns) {
      if (!seen.has(turn) && which.isNext()) refused.add(turn)
      seen.add(turn)
      if (refused.has(turn)) throw Object.assign(new Error('a constraint'), { kind: 'mistake' })
    }
    commit(turns)
  }
  Object.assign(story.journal, { commit: refuse })
}

async function tell(scene: Scene, how: Breaks, nth: number) {
  const which = nthOf(nth, how === 'ever')
  const unsound: string[] = []
  const onTurn: Scene['options']['onTurn'] = (_turn, { world }) => void unsound.push(...violations(world))
  const { wrong, story } = await told({ ...scene, options: { ...scene.options, onTurn } }, undefined, simulation =>
    how === 'refused' ? breakWriting(simulation, which) : breakDeciding(simulation, which),
  )
  return { wrong: [...wrong, ...unsound, ...keptOtherwise(story)], count: which.count() }
}

/** What a restart would find is what there is. */
function keptOtherwise(story: Simulation): string[] {
  const world = story.daemon()?.world
  const live = world === undefined ? [] : liveStreams(world)
  const kept = new Map(story.journal.liveStreams().streams.map(stream => [stream.id, JSON.stringify(stream)]))
  const wrong = live.flatMap(stream => (kept.get(stream.id) === JSON.stringify(stream) ? [] : [`${stream.id} is kept otherwise`]))
  return live.length === kept.size ? wrong : [...wrong, `${kept.size} streams are kept, ${live.length} are live`]
}

/** How often the scene can break. */
export async function breaksOf(scene: Scene, how: Breaks): Promise<number> {
  return (await tell(scene, how, 0)).count
}

/** What is wrong when it breaks for the nth time that it could. */
export async function wrongWhenBroken(scene: Scene, how: Breaks, nth: number): Promise<string[]> {
  const { wrong } = await tell(scene, how, nth)
  return wrong.map(one => `${how} at ${nth}: ${one}`)
}
