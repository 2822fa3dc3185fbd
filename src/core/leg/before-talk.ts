// Two people hear a word each before they talk. The one who has heard theirs first waits, and hears it ring when that takes longer, until the
// other has heard theirs, too; then both go into the bridge: nobody waits there alone, however long a voice or somebody's own recording
// takes. Used by incidents and transfers.
import { after, type EpochMs, type Seconds } from '../world/ids.ts'

/** What one side hears before the talk. */
export interface HearsBefore {
  readonly channel: string
  /** Null for a caller, whose call knows it. */
  readonly playback: string | null
  /** They have heard their word, and wait for the other one. */
  readonly waits?: true
  /** And it rings for them meanwhile. */
  readonly rings?: true
}

export interface BeforeTalk {
  readonly hears: readonly HearsBefore[]
  readonly until: EpochMs
  /** When the words are cut. */
  readonly cutAt: EpochMs
}

/**
 * Longest that the two may take over these words, seconds; then the words are cut, and they come together. It is shorter than the
 * dead-man's switch of a caller who listens, which can't be renewed meanwhile.
 */
const WORDS_SECONDS: Seconds = 35
/**
 * It rings after this time, seconds. Most words are not further apart: nothing has to begin to ring, only to be stopped at once. Nor may it
 * be more: bringing the two together may fail twice before they are told, and none of it is silence of more than five seconds.
 */
const RING_AFTER_SECONDS: Seconds = 0.7
/** Both are on their way into the bridge: in it after this time, seconds, or not at all. */
export const TOGETHER_SECONDS: Seconds = 3.5

export function beforeTalk(now: EpochMs, ...hears: readonly HearsBefore[]): BeforeTalk {
  const cutAt = after(now, WORDS_SECONDS)
  return { hears, until: cutAt, cutAt }
}

/** Whether somebody hears something that has to end before the talk can begin. */
export function isBefore(hears: readonly HearsBefore[] | undefined): hears is readonly HearsBefore[] {
  return hears !== undefined && hears.length > 0
}

/** Whether this is the word that the channel was still to hear. */
export function isWordOf(hears: readonly HearsBefore[] | undefined, channel: string, playback: string | null): boolean {
  return hears?.some(one => one.channel === channel && one.playback === playback && !one.waits) ?? false
}

/** The same with this one waiting; null when the other one has heard theirs, too. */
export function waiting(now: EpochMs, before: BeforeTalk, channel: string): BeforeTalk | null {
  const hears = before.hears.map((one): HearsBefore => (one.channel === channel ? { ...one, waits: true } : one))
  if (hears.every(one => one.waits)) return null
  const ringAt = after(now, RING_AFTER_SECONDS)
  return { hears, until: ringAt < before.cutAt ? ringAt : before.cutAt, cutAt: before.cutAt }
}

/** Who has waited long enough for it to ring. */
export function isToRing(hears: readonly HearsBefore[]): HearsBefore | undefined {
  return hears.find(one => one.waits && !one.rings)
}

/** The same, ringing under this name. */
export function ringing(before: BeforeTalk, channel: string, playback: string | null): BeforeTalk {
  const hears = before.hears.map(
    (one): HearsBefore => (one.channel === channel ? { channel, playback, waits: true, rings: true } : one),
  )
  return { hears, until: before.cutAt, cutAt: before.cutAt }
}

/** What plays on this channel; null for nothing, or for what only the call knows. */
export function playsBefore(hears: readonly HearsBefore[] | undefined, channel: string): string | null {
  const one = hears?.find(other => other.channel === channel)
  return one === undefined || (one.waits && !one.rings) ? null : one.playback
}
