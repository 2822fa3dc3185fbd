// The escalation policy: rungs in order, passes, retries, and what follows. Part of plan.ts; climbed in core/incident.
import type { Seconds } from '../world/ids.ts'
import type { Target } from './staff.ts'

export interface Ladder {
  readonly id: string
  readonly rungs: readonly Rung[]
  readonly passes: number
  /** Passes after the first begin at this rung, counted from 0. */
  readonly repeatFrom?: number
  /** There is no last pass: it goes on until a person owns it. */
  readonly untilAcknowledged?: boolean
  readonly pauseSeconds: Seconds
  /** How an unreached incident is rung for again; without it, it only stays open. */
  readonly retry?: Retry
  /** The owner is rung so long after the keypress to be asked for the outcome; null: never; 20 min where nothing is written. */
  readonly reminderSeconds?: Seconds | null
  /** How the owner is reminded. `sms`: where the box can and they have a number for it, otherwise by a call. A call where nothing is written. */
  readonly remindBy?: OwnerWay
  /** How the owner is told of what further callers have said. They are not where nothing is written. */
  readonly addedWords?: OwnerWay | 'never'
  /** After so long without an outcome the owner is rung again, and then the ladder; never where nothing is written. */
  readonly expiresSeconds?: Seconds | null
  /** Who is told, by mail and text message, that nobody was reached. */
  readonly notify?: readonly Target[]
  /** What callers add when nobody was reached is a message in this mailbox of theirs, too. */
  readonly unreachedMailbox?: string
  /** How long a briefed telephone may think before no key counts as no answer. */
  readonly acceptSeconds: Seconds
}
export type OwnerWay = 'sms' | 'call'
/** One pass every so often, for so long after nobody was reached. */
export interface Retry {
  readonly everySeconds: Seconds
  readonly forSeconds: Seconds
  /** Rungs that are added one by one: the first at the first retry, two at the second. */
  readonly widen: readonly Rung[]
}
export interface Rung {
  readonly targets: readonly Target[]
  readonly mode: 'each' | 'all'
  readonly ringSeconds: Seconds
  readonly tries: number
}
