// The one queue of turns: inputs are decided in the order of their arrival, those that arrive together share one commit, and only after
// their commit are their commands carried out. When the journal can't be written for two seconds the queue goes to memory mode: calls
// go on, the turns are kept and written later, in order. That is the one exception to journal-first, and it is loud. A turn that can't be
// written for a reason of its own costs the call that made it, and holds no other back.

import type { Command } from '../core/world/commands.ts'
import type { Input } from '../core/world/inputs.ts'
import { takeTurn } from '../core/world/take-turn.ts'
import { settle, type Turn, type World } from '../core/world/world.ts'
import { brokenTurn, brokenTwice, lastResort, notKept, restated } from './broken-turn.ts'
import { inMs } from './clock.ts'
import { alarmWords, kindOf, type TroubleKind, wordsOf } from './journal-trouble.ts'
import type { Clock, Journal, Log } from './ports.ts'
import { PIECE, type RefusedTurn, writePiece } from './write-turns.ts'

/** How long commits may fail before calls go on without them, ms. */
const PATIENCE_MS = 2000
const RETRY_MS = 100
const MEMORY_RETRY_MS = 1000
/** While nobody knows why commits fail, turns are tried one by one so often, ms. */
const APART_MS = 2000
/**
 * A busy house: more turns than this within about a second. Then inputs gather for some ms, so that
 * several turns share a commit, which costs more than they do; nobody hears the difference.
 */
const BUSY = 60
const GATHER_MS = 8
/** A damaged file does not get well by itself. */
const CORRUPT_RETRY_MS = 10_000

export interface TurnQueueNeeds {
  readonly world: World
  readonly journal: Pick<Journal, 'commit'>
  readonly clock: Clock
  readonly log: Log
  readonly carryOut: (commands: readonly Command[]) => void
  /** What is known of it by the time when it is decided. */
  readonly asHeard?: (input: Input) => Input
  /** As soon as it is decided: deadlines, alarms. */
  readonly onTurn: (turn: Turn) => void
  /** Once it is in the journal: whatever is done outside because of it. */
  readonly onWritten: (turn: Turn) => void
}

export interface TurnQueue {
  push(input: Input): void
  mode(): 'journal' | 'memory'
  /** What keeps the journal from being written just now. */
  alarms(): readonly { readonly since: number; readonly what: string }[]
  /** Writes what is left and takes nothing more; false when the journal would not have it. */
  stop(): boolean
  /** What is not in the journal. */
  unwritten(): readonly Turn[]
}

interface Waiting {
  readonly turn: Turn
  /** Its commands have been carried out. */
  done: boolean
  /** Made because another turn could not be written; `last`: nothing of it is left that could be refused. */
  readonly instead: 'no' | 'yes' | 'last'
}

interface Trouble {
  readonly since: number
  readonly kind: TroubleKind
  readonly error: unknown
}

export function openTurnQueue(needs: TurnQueueNeeds): TurnQueue {
  const { world, journal, clock, log } = needs
  const inputs: Input[] = []
  const waiting: Waiting[] = []
  /** Those of them whose commands are not carried out yet. */
  const held: Waiting[] = []
  let scheduled = false
  let trouble: Trouble | null = null
  let memory = false
  let trying = false
  let apartAt = 0
  let stopped = false
  /** Turns of about the last second. */
  let recent = 0
  let countedAt = clock.now()

  function isBusy(): boolean {
    const now = clock.now()
    recent *= Math.exp((countedAt - now) / 1000)
    countedAt = now
    return recent > BUSY
  }

  function run(): void {
    scheduled = false
    recent += inputs.length
    for (const input of inputs.splice(0)) keep(decide(input), 'no')
    // While it fails the journal is asked by the clock, not once for every input.
    if (trouble === null) write()
    if (memory) carryOut(held)
  }

  function decide(told: Input): Turn {
    const at = clock.now()
    const input = needs.asHeard?.(told) ?? told
    try {
      return takeTurn(world, input, at)
    } catch (error) {
      log.error({ input: input.type, error: stackOf(error) }, 'the core broke: callers go to the failsafe')
      return instead(input, error, () => brokenTurn(world, input, at, error))
    }
  }

  function instead(input: Input, error: unknown, make: () => Turn): Turn {
    try {
      return make()
    } catch (again) {
      log.error({ input: input.type, error: stackOf(again) }, 'what is done about a broken turn broke as well')
      return brokenTwice(world, input, clock.now(), error)
    }
  }

  /** The world is moved on at once: the next input of the batch is decided on what this one did. */
  function keep(turn: Turn, made: Waiting['instead']): void {
    settle(world, turn)
    const one: Waiting = { turn, done: false, instead: made }
    waiting.push(one)
    held.push(one)
    guarded('onTurn', () => needs.onTurn(turn))
  }

  /** All that waits, or the next piece of it where much does: the calls need the time, too. */
  function write(): void {
    while (waiting.length > 0) {
      const apart = trouble === null || stopped || clock.now() - apartAt >= APART_MS
      if (apart) apartAt = clock.now()
      const {
        done,
        refused,
        trouble: why,
      } = writePiece(
        journal,
        waiting.slice(0, PIECE).map(({ turn }) => turn),
        clock.now(),
        apart,
      )
      const all = waiting.splice(0, done)
      const isRefused = new Map(refused.map(one => [one.turn, one]))
      const written = all.filter(({ turn }) => !isRefused.has(turn))
      for (const { turn } of written) guarded('onWritten', () => needs.onWritten(turn))
      for (const one of all) {
        const of = isRefused.get(one.turn)
        if (of !== undefined) replace(one, of)
      }
      carryOut(written)
      if (why !== null) {
        failed(why)
        return
      }
      if (trouble !== null && waiting.length > 0 && !stopped) {
        soon()
        return
      }
      recovered()
    }
    recovered()
  }

  /** Its call goes to the failsafe, unless it was acted upon already and goes on. The next pieces of what waits are not kept back. */
  function replace(one: Waiting, { turn, error, note }: RefusedTurn): void {
    const { done, instead: made } = one
    // Nobody pays for it with dead air that not even the last resort could be kept.
    if (made === 'last') carryOut([one])
    one.done = true
    log.error({ input: turn.input.type, error: stackOf(error) }, 'a turn could not be written: our own mistake')
    guarded('onTurn', () => needs.onTurn(note))
    if (made === 'last') return
    const at = clock.now()
    const why = wordsOf(error)
    if (made === 'yes') keep(lastResort(world, turn, at, why), 'last')
    else if (done) keep(restated(world, turn, at, why), 'yes')
    else
      keep(
        instead(turn.input, error, () => notKept(world, turn, at, error)),
        'yes',
      )
  }

  function carryOut(which: readonly Waiting[]): void {
    const commands = which.flatMap(({ turn, done }) => (done ? [] : turn.commands))
    for (const one of which) one.done = true
    while (held[0]?.done) held.shift()
    guarded('carryOut', () => needs.carryOut(commands))
  }

  function soon(): void {
    if (trying) return
    trying = true
    clock.soon(retry)
  }

  function retry(): void {
    trying = false
    if (stopped) return
    write()
    if (memory) carryOut(held)
  }

  function recovered(): void {
    if (trouble === null) return
    log.info({ memory }, 'the journal can be written again')
    trouble = null
    memory = false
  }

  function failed(error: unknown): void {
    const kind = kindOf(error)
    if (trouble === null) log.error({ trouble: kind, error: String(error) }, 'the journal can not be written')
    trouble = { since: trouble?.since ?? clock.now(), kind, error }
    if (stopped) return
    const enough = kind === 'corrupt' || clock.now() - trouble.since >= PATIENCE_MS
    if (!memory && enough) {
      memory = true
      const fields = { trouble: kind, error: String(error), turns: waiting.length }
      log.error(fields, 'memory mode: calls go on, their turns wait to be written')
      carryOut(held)
    }
    if (trying) return
    trying = true
    inMs(clock, kind === 'corrupt' ? CORRUPT_RETRY_MS : memory ? MEMORY_RETRY_MS : RETRY_MS, retry)
  }

  /** A mistake of whoever listens keeps no turn and no command back. */
  function guarded(what: string, work: () => void): void {
    try {
      work()
    } catch (error) {
      log.error({ what, error: stackOf(error) }, 'what follows a turn broke')
    }
  }

  return {
    push(input) {
      if (stopped) return
      inputs.push(input)
      if (scheduled) return
      scheduled = true
      if (isBusy()) clock.inMs(GATHER_MS, run)
      else clock.soon(run)
    },
    mode: () => (memory ? 'memory' : 'journal'),
    alarms: () =>
      trouble === null ? [] : [{ since: trouble.since, what: alarmWords(trouble.kind, trouble.error, waiting.length) }],
    stop() {
      if (stopped) return waiting.length === 0
      stopped = true
      for (const input of inputs.splice(0)) keep(decide(input), 'no')
      write()
      if (memory) carryOut(held)
      return waiting.length === 0
    },
    unwritten: () => waiting.map(({ turn }) => turn),
  }
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
