// The core by hand: feeds inputs to takeTurn and settle with a manual clock, fires deadlines in their order, and checks after every
// turn that the world is as it must be. story.ts puts readable words on top of it; the property tests use it as it is.
import type { Plan } from '../../src/core/plan/plan.ts'
import type { Command } from '../../src/core/world/commands.ts'
import type { Fact } from '../../src/core/world/facts.ts'
import type { EpochMs } from '../../src/core/world/ids.ts'
import type { Input } from '../../src/core/world/inputs.ts'
import { violations } from '../../src/core/world/invariants.ts'
import { takeTurn } from '../../src/core/world/take-turn.ts'
import { deadlineOf, emptyWorld, liveStreams, type Stream, settle, type Turn, type World } from '../../src/core/world/world.ts'
import { NIGHT, PLAN_HASH, smallPlan } from './plan.ts'

export interface Driver {
  readonly world: World
  readonly turns: Turn[]
  now(): EpochMs
  take(input: Input): Turn
  /** Lets time pass, firing every deadline on the way at its own moment. */
  wait(seconds: number): void
  /** The machine's clock goes forward at once: every stream is told before anything else happens. */
  jump(seconds: number): void
  /** Fires the next deadline, however far away; false when there is none. */
  nextDeadline(): boolean
  facts(): Fact[]
  commands(): Command[]
}

export interface DriverOptions {
  readonly plan?: Plan
  readonly at?: EpochMs
  readonly world?: World
  /** Hash of the rules in force, as the daemon tells it with a deadline. */
  readonly inForce?: () => string
  /** After every turn, checked and settled. */
  readonly onTurn?: (turn: Turn) => void
}

/** More deadlines than this in one wait: something fires for ever. */
const MOST_DEADLINES = 20_000

export function openDriver(options: DriverOptions = {}): Driver {
  const world = options.world ?? emptyWorld()
  if (options.plan || world.plans.size === 0) world.plans.set(PLAN_HASH, options.plan ?? smallPlan())
  const turns: Turn[] = []
  let now: number = options.at ?? NIGHT

  function take(input: Input): Turn {
    const turn = takeTurn(world, input, now as EpochMs)
    settle(world, turn)
    turns.push(turn)
    const wrong = violations(world)
    if (wrong.length > 0) throw new Error(`after ${JSON.stringify(input).slice(0, 200)}: ${wrong.join('; ')}`)
    options.onTurn?.(turn)
    return turn
  }

  function fire(stream: Stream, at: EpochMs): void {
    now = Math.max(now, at)
    take({ type: 'due', stream: stream.id, ...(options.inForce ? { plan: options.inForce() } : {}) })
    const after = streamIn(world, stream)
    const next = after ? deadlineOf(after) : null
    if (next !== null && next <= now) throw new Error(`${stream.id} in ${after?.phase} is due again at once`)
  }

  return {
    world,
    turns,
    now: () => now as EpochMs,
    take,
    wait(seconds) {
      const until = now + seconds * 1000
      for (let n = 0; ; n++) {
        if (n > MOST_DEADLINES) throw new Error('deadlines without end')
        const due = nextDue(world)
        if (due === null || due.at > until) break
        fire(due.stream, due.at)
      }
      now = until
    },
    jump(seconds) {
      now += seconds * 1000
      for (const { id } of streamsOf(world)) take({ type: 'clockJumped', stream: id, ms: seconds * 1000 })
    },
    nextDeadline() {
      const due = nextDue(world)
      if (due !== null) fire(due.stream, due.at)
      return due !== null
    },
    facts: () => turns.flatMap(turn => turn.facts),
    commands: () => turns.flatMap(turn => turn.commands),
  }
}

export function streamsOf(world: World): Stream[] {
  return liveStreams(world)
}

function streamIn(world: World, { id, kind }: Stream): Stream | undefined {
  return liveStreams(world).find(stream => stream.id === id && stream.kind === kind)
}

function nextDue(world: World): { stream: Stream; at: EpochMs } | null {
  let first: { stream: Stream; at: EpochMs } | null = null
  for (const stream of streamsOf(world)) {
    const at = deadlineOf(stream)
    if (at !== null && (first === null || at < first.at)) first = { stream, at }
  }
  return first
}
