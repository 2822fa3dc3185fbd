// Callers are let in only as fast as the box can look after them. When Asterisk falls behind with
// its answers, whoever arrives waits a moment (they hear nothing or their own carrier's ringing), so
// that nobody who was let in suffers. When even that takes too long, Asterisk turns further callers
// away with the busy tone, and an alarm says so. Fed by daemon.ts; decides nothing about calls.
import type { ChannelId } from '../core/world/ids.ts'
import type { Input } from '../core/world/inputs.ts'
import { inMs } from './clock.ts'
import type { Clock, Load, Log, Wrong } from './ports.ts'

const TICK_MS = 50
/** With more requests than this without an answer the box is behind, and nobody is let in. */
const BEHIND = 40
/** Callers a second: at first, and at least. */
const FIRST_PACE = 30
const SLOWEST = 10
/** So many callers may come in at one moment. */
const CROWD = 50
/** The box is behind for so long before that is more than a moment's crowd, ms. */
const CROWD_MS = 250
/** While it stays behind the pace falls so often, ms, to this part of it. */
const SLOWER_EVERY_MS = 1000
const SLOWER = 0.8
/** While it keeps up with the pace, it may go faster: by a fifth in a second. */
const FASTER = 1.2 ** (TICK_MS / 1000)
/** When callers would wait longer than this, new ones are turned away, ms. */
const LONGEST_MS = 3000
/** For so long, said anew each second, seconds. */
const TURNED_AWAY_S = 2
/** The alarm and the clock of the pace end so long after the last trouble, ms. */
const OVER_MS = 15_000

type Arrived = Extract<Input, { type: 'arrived' }>

export interface PaceNeeds {
  readonly load: Load
  readonly clock: Clock
  readonly log: Log
  /** What is heard of the PBX, in order for each channel. */
  readonly tell: (input: Input) => void
}

export interface Pace {
  hear(input: Input): void
  alarms(): readonly Wrong[]
}

export function openPace({ load, clock, log, tell }: PaceNeeds): Pace {
  const held = new Map<ChannelId, { readonly input: Arrived; readonly since: number }>()
  let ticking = false
  let arrivedAt = 0
  let pace = FIRST_PACE
  let credit = CROWD
  /** Callers let in a second, of late. */
  let letIn = 0
  let keptUpAt = 0
  let slowedAt = 0
  let turnedAwayAt = 0
  let trouble: { readonly since: number; last: number; longestMs: number } | null = null

  function isBehind(): boolean {
    return load.unanswered() > BEHIND
  }

  function arrive(input: Arrived): void {
    arrivedAt = clock.now()
    held.set(input.channel, { input, since: arrivedAt })
    start()
    letThemIn()
  }

  function start(): void {
    if (ticking) return
    ticking = true
    keptUpAt = Math.max(keptUpAt, clock.now() - TICK_MS)
    inMs(clock, TICK_MS, tick)
  }

  function tick(): void {
    ticking = false
    const now = clock.now()
    letIn *= 1 - TICK_MS / 1000
    if (isBehind()) slowDown(now)
    else keepUp(now)
    credit = Math.min(CROWD, credit + (pace * TICK_MS) / 1000)
    letThemIn()
    turnAway(now)
    if (held.size > 0 || now - arrivedAt < OVER_MS) start()
  }

  function slowDown(now: number): void {
    if (now - keptUpAt < CROWD_MS || now - slowedAt < SLOWER_EVERY_MS) return
    slowedAt = now
    pace = Math.max(SLOWEST, Math.min(pace, letIn) * SLOWER)
  }

  function keepUp(now: number): void {
    keptUpAt = now
    // Only a pace that was needed has been tried.
    if (letIn > pace / 2) pace *= FASTER
  }

  function letThemIn(): void {
    for (const [channel, { input, since }] of held) {
      if (credit < 1 || isBehind()) return
      credit -= 1
      held.delete(channel)
      letIn += 1
      const waitedMs = clock.now() - since
      if (trouble !== null) trouble.longestMs = Math.max(trouble.longestMs, waitedMs)
      tell(waitedMs === 0 ? input : { ...input, waitedMs })
    }
  }

  function turnAway(now: number): void {
    const [first] = held.values()
    if (first === undefined) return
    if (now - first.since < LONGEST_MS && held.size < (pace * LONGEST_MS) / 1000) return
    if (trouble === null) log.error({ waiting: held.size, pace: Math.round(pace) }, 'more calls than this machine can handle')
    trouble = { since: trouble?.since ?? first.since, last: now, longestMs: trouble?.longestMs ?? 0 }
    if (now - turnedAwayAt < 1000) return
    turnedAwayAt = now
    void load.turnAway(TURNED_AWAY_S)
  }

  return {
    hear(input) {
      if (input.type === 'arrived') {
        arrive(input)
        return
      }
      if ('channel' in input) {
        // They have hung up, or the dialplan took them back: first things first.
        const waiting = held.get(input.channel)
        held.delete(input.channel)
        if (waiting !== undefined) tell(waiting.input)
      }
      tell(input)
    },
    alarms() {
      if (trouble !== null && clock.now() - trouble.last > OVER_MS) trouble = null
      if (trouble === null) return []
      const seconds = Math.ceil(Math.max(LONGEST_MS, trouble.longestMs) / 1000)
      const what = `more calls come than this machine can handle: callers wait up to ${seconds} s to be answered, and further ones hear busy`
      return [{ kind: 'overload', about: 'machine', since: trouble.since, what }]
    },
  }
}
