// Two people hear a word each before they talk. The one who has heard theirs first hears it ring until the other has, and then both go
// into the bridge: nobody waits there alone, however long a voice or somebody's own recording takes. Used by incidents and transfers.
import type { Seconds } from '../world/ids.ts'

/** What one side hears before the talk. */
export interface HearsBefore {
  readonly channel: string
  /** Null for a caller, whose call knows it. */
  readonly playback: string | null
  /** They have heard their word, and it rings until the other one has. */
  readonly rings?: true
}

/**
 * Longest that the two may take over these words, seconds; then the words are cut, and they come together. It is shorter than the
 * dead-man's switch of a caller who listens, which can't be renewed meanwhile.
 */
export const WORDS_SECONDS: Seconds = 35
/** Both are on their way into the bridge: in it after this time, seconds, or not at all. */
export const TOGETHER_SECONDS: Seconds = 3.5

/** Whether somebody hears something that has to end before the talk can begin. */
export function isBefore(hears: readonly HearsBefore[] | undefined): hears is readonly HearsBefore[] {
  return hears !== undefined && hears.length > 0
}

/** Whether this is the word that the channel was still to hear. */
export function isWordOf(hears: readonly HearsBefore[] | undefined, channel: string, playback: string | null): boolean {
  return hears?.some(one => one.channel === channel && one.playback === playback && !one.rings) ?? false
}

/** Whether the other one has heard theirs. */
export function othersHaveHeard(hears: readonly HearsBefore[], channel: string): boolean {
  return hears.every(one => one.channel === channel || one.rings)
}

/** The same, with this channel waiting while `playback` rings. */
export function ringingFor(hears: readonly HearsBefore[], channel: string, playback: string | null): HearsBefore[] {
  return hears.map(one => (one.channel === channel ? { channel, playback, rings: true } : one))
}
