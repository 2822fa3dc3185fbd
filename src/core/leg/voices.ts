// Who speaks at a telephone that was answered, as TALK_DETECT tells it. Some telephones answer by themselves, ask who calls, write down what they hear, and
// let their owner pick up later: somebody new speaks then, and has heard nothing yet. A voicemail greeting speaks, too, and nobody follows
// it. So whoever speaks anew begins the accept time anew, a few times, and never beyond a limit (decision 46). Pure.
import { after, type EpochMs } from '../world/ids.ts'

/** A voice has ended when nothing was heard for so long, ms: as the dialplan asks of TALK_DETECT (asterisk/extensions.conf). */
export const QUIET_MS = 1000
/** Who speaks after so long a silence is somebody new, ms. */
const PAUSE_MS = 4000
/** The first voice is an announcement, and not a "hello?", from so long on, ms. */
const ANNOUNCEMENT_MS = 2000
/** Shorter sounds are no words, ms. */
const WORD_MS = 200
const MOST_NEW = 3
/** No accept time ends later than this after the answer, seconds, unless it was so long from the beginning. */
const LONGEST_SECONDS = 90

export interface Voices {
  /** Since when somebody speaks; null: it is quiet. */
  readonly began: EpochMs | null
  /** When the last voice ended; null: none has. */
  readonly ended: EpochMs | null
  /** Whoever speaks now has begun the accept time anew. */
  readonly isNew: boolean
  /** How often that was done. */
  readonly times: number
}

export const NO_VOICE: Voices = { began: null, ended: null, isNew: false, times: 0 }

/** `anew`: the accept time begins anew; `again`: the briefing is said again from its first words. */
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

/** When the accept time ends that begins anew now. */
export function acceptAnew(now: EpochMs, answeredAt: EpochMs, acceptSeconds: number, deadline: EpochMs): EpochMs {
  const until = Math.min(after(now, acceptSeconds), after(answeredAt, LONGEST_SECONDS))
  return Math.max(deadline, until) as EpochMs
}
