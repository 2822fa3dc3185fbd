// Before two people talk, each hears a prompt. The one who finishes first waits for the other, and
// hears ringing if it takes longer. Then both join the bridge together. So nobody waits alone in
// the bridge, however long a prompt or recording is. Used by incidents and transfers.
import { after, type EpochMs, type Seconds } from '../world/ids.ts'

/** The prompt that one side hears before the talk. */
export interface HearsBefore {
  readonly channel: string
  /** Null for a caller: the call knows it. */
  readonly playback: string | null
  /** They have heard their prompt, and wait for the other. */
  readonly waits?: true
  /** They hear ringing meanwhile. */
  readonly rings?: true
}

export interface BeforeTalk {
  readonly hears: readonly HearsBefore[]
  readonly until: EpochMs
  /** When the prompts are cut. */
  readonly cutAt: EpochMs
}

/**
 * The longest time for both prompts, seconds; then they are cut, and the two are connected. Shorter
 * than the dead-man's switch of a listening caller, which cannot be renewed meanwhile.
 */
const WORDS_SECONDS: Seconds = 35
/**
 * Ringing starts after this wait, seconds. Most prompts end closer together than this, so no
 * ringing starts only to stop at once. It must not be longer: connecting may fail twice before the
 * two are told, and no silence may exceed five seconds.
 */
const RING_AFTER_SECONDS: Seconds = 0.7
/** Time for both to join the bridge, seconds; after it, joining has failed. */
export const TOGETHER_SECONDS: Seconds = 3.5

export function beforeTalk(now: EpochMs, ...hears: readonly HearsBefore[]): BeforeTalk {
  const cutAt = after(now, WORDS_SECONDS)
  return { hears, until: cutAt, cutAt }
}

/** Whether a prompt must end before the talk can begin. */
export function isBefore(hears: readonly HearsBefore[] | undefined): hears is readonly HearsBefore[] {
  return hears !== undefined && hears.length > 0
}

/** Whether this is the prompt that the channel still has to hear. */
export function isWordOf(hears: readonly HearsBefore[] | undefined, channel: string, playback: string | null): boolean {
  return hears?.some(one => one.channel === channel && one.playback === playback && !one.waits) ?? false
}

/** Marks this one as waiting; null if the other has heard their prompt too. */
export function waiting(now: EpochMs, before: BeforeTalk, channel: string): BeforeTalk | null {
  const hears = before.hears.map((one): HearsBefore => (one.channel === channel ? { ...one, waits: true } : one))
  if (hears.every(one => one.waits)) return null
  const ringAt = after(now, RING_AFTER_SECONDS)
  return { hears, until: ringAt < before.cutAt ? ringAt : before.cutAt, cutAt: before.cutAt }
}

/** The one who waits and hears no ringing yet. */
export function isToRing(hears: readonly HearsBefore[]): HearsBefore | undefined {
  return hears.find(one => one.waits && !one.rings)
}

/** Marks this one as hearing ringing, with this playback. */
export function ringing(before: BeforeTalk, channel: string, playback: string | null): BeforeTalk {
  const hears = before.hears.map(
    (one): HearsBefore => (one.channel === channel ? { channel, playback, waits: true, rings: true } : one),
  )
  return { hears, until: before.cutAt, cutAt: before.cutAt }
}

/** What plays on this channel; null for nothing, or if only the call knows. */
export function playsBefore(hears: readonly HearsBefore[] | undefined, channel: string): string | null {
  const one = hears?.find(other => other.channel === channel)
  return one === undefined || (one.waits && !one.rings) ? null : one.playback
}
