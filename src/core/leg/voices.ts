// Tracks who speaks at an answered telephone, as reported by TALK_DETECT. Some telephones answer by
// themselves, ask who is calling, transcribe what they hear, and let their owner pick up later:
// then somebody new speaks who has heard nothing yet. A voicemail greeting speaks too, but nobody
// follows it. So a new speaker restarts the accept time, a few times and within a limit (decision
// 46). Pure.
import { after, type EpochMs } from '../world/ids.ts'

/**
 * A voice has ended after this much quiet, ms: as set for TALK_DETECT in the dialplan
 * (asterisk/extensions.conf).
 */
export const QUIET_MS = 1000
/** A voice after this much quiet is somebody new, ms. */
const PAUSE_MS = 4000
/** A first voice this long or longer is an announcement, not a "hello?", ms. */
const ANNOUNCEMENT_MS = 2000
/** Shorter sounds are not words, ms. */
const WORD_MS = 200
const MOST_NEW = 3
/**
 * A restarted accept time ends no later than this after the answer, seconds, unless it was that
 * long from the start.
 */
const LONGEST_SECONDS = 90

export interface Voices {
  /** Since when somebody has been speaking; null: quiet. */
  readonly began: EpochMs | null
  /** When the last voice ended; null: none yet. */
  readonly ended: EpochMs | null
  /** The current voice has restarted the accept time. */
  readonly isNew: boolean
  /** How often the accept time was restarted. */
  readonly times: number
}

export const NO_VOICE: Voices = { began: null, ended: null, isNew: false, times: 0 }

/** `anew`: restart the accept time; `again`: restart the briefing from its first words. */
export interface Heard {
  readonly voices: Voices
  readonly anew: boolean
  readonly again: boolean
}

export function voiceBegan(voices: Voices, now: EpochMs): Heard {
  const isNew = voices.ended !== null && now - voices.ended >= PAUSE_MS && voices.times < MOST_NEW
  return {
    voices: { ...voices, began: now, isNew, times: voices.times + (isNew ? 1 : 0) },
    anew: isNew,
    again: false,
  }
}

export function voiceEnded(voices: Voices, now: EpochMs): Heard {
  const { began, ended, isNew, times } = voices
  if (began === null) return { voices, anew: false, again: false }
  const until = Math.max(began, now - QUIET_MS) as EpochMs
  const ms = until - began
  const announced = ended === null && ms >= ANNOUNCEMENT_MS && times < MOST_NEW
  const again = announced || (isNew && ms >= WORD_MS)
  return { voices: { began: null, ended: until, isNew: false, times: times + (announced ? 1 : 0) }, anew: again, again }
}

/** The new deadline if the accept time restarts now. */
export function acceptAnew(now: EpochMs, answeredAt: EpochMs, acceptSeconds: number, deadline: EpochMs): EpochMs {
  const until = Math.min(after(now, acceptSeconds), after(answeredAt, LONGEST_SECONDS))
  return Math.max(deadline, until) as EpochMs
}
