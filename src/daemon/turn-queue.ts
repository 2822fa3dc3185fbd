// The one queue of turns: inputs are decided in the order of their arrival, those that arrive together share one commit, and only
// after their commit are their commands carried out. When the journal can't be written for two seconds the queue goes to memory
// mode: calls go on, the turns are kept and written later, in order. That is the one exception to journal-first, and it is loud.

import type { Command } from '../core/world/commands.ts'
import type { Input } from '../core/world/inputs.ts'
import { takeTurn } from '../core/world/take-turn.ts'
import { settle, type Turn, type World } from '../core/world/world.ts'
import { brokenTurn } from './broken-turn.ts'
import { inMs } from './clock.ts'
import type { Clock, Journal, Log } from './ports.ts'

/** How long commits may fail before calls go on without them, ms. */
const PATIENCE_MS = 2000
const RETRY_MS = 100
/** Writing everything again costs time that the calls need. */
const MEMORY_RETRY_MS = 1000

export interface TurnQueueNeeds {
  readonly world: World
  readonly journal: Pick<Journal, 'commit'>
  readonly clock: Clock
  readonly log: Log
  readonly carryOut: (commands: readonly Command[]) => void
  /** As soon as it is decided: deadlines, alarms. */
  readonly onTurn: (turn: Turn) => void
  /** Once it is in the journal: whatever is done outside because of it. */
  readonly onWritten: (turn: Turn) => void
}

export interface TurnQueue {
  push(input: Input): void
  mode(): 'journal' | 'memory'
  /** Writes what is left and takes nothing more; false when the journal would not have it. */
  stop(): boolean
}

export function openTurnQueue(needs: TurnQueueNeeds): TurnQueue {
  const { world, journal, clock, log } = needs
  const inputs: Input[] = []
  const unwritten: Turn[] = []
  const held: Command[] = []
  let scheduled = false
  let failingSince: number | null = null
  let memory = false
  let retrying = false
  let stopped = false

  function run(): void {
    scheduled = false
    const turns = inputs.splice(0).map(decide)
    unwritten.push(...turns)
    held.push(...turns.flatMap(turn => turn.commands))
    for (const turn of turns) needs.onTurn(turn)
    write()
  }

  /** The world is moved on at once: the next input of the batch is decided on what this one did. */
  function decide(input: Input): Turn {
    const at = clock.now()
    let turn: Turn
    try {
      turn = takeTurn(world, input, at)
    } catch (error) {
      log.error(
        { input: input.type, error: error instanceof Error ? (error.stack ?? error.message) : String(error) },
        'the core broke: callers go to the failsafe',
      )
      turn = brokenTurn(world, input, at, error)
    }
    settle(world, turn)
    return turn
  }

  function write(): void {
    if (unwritten.length > 0) {
      let written: readonly Turn[] = []
      try {
        journal.commit(unwritten)
        written = unwritten.splice(0)
        recovered()
      } catch (error) {
        failed(error)
      }
      for (const turn of written) needs.onWritten(turn)
    }
    if (failingSince === null || memory) needs.carryOut(held.splice(0))
  }

  function retry(): void {
    retrying = false
    if (!stopped) write()
  }

  function recovered(): void {
    if (failingSince === null) return
    log.info({ memory }, 'the journal can be written again')
    failingSince = null
    memory = false
  }

  function failed(error: unknown): void {
    if (stopped) return
    const since = failingSince ?? clock.now()
    if (failingSince === null) log.error({ error: String(error) }, 'the journal can not be written')
    failingSince = since
    if (!memory && clock.now() - since >= PATIENCE_MS) {
      memory = true
      log.error({ error: String(error), turns: unwritten.length }, 'memory mode: calls go on, their turns wait to be written')
    }
    if (!retrying) inMs(clock, memory ? MEMORY_RETRY_MS : RETRY_MS, retry)
    retrying = true
  }

  return {
    push(input) {
      if (stopped) return
      inputs.push(input)
      if (scheduled) return
      scheduled = true
      clock.soon(run)
    },
    mode: () => (memory ? 'memory' : 'journal'),
    stop() {
      if (inputs.length > 0) run()
      else write()
      stopped = true
      return unwritten.length === 0
    },
  }
}
