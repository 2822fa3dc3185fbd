// Where the words of a recording begin and end, so that nobody waits through the silence around them. Pure; called by keep-file.ts.
// When in doubt it leaves silence in: a word that is cut off is lost, silence costs a second. What is between words stays.
export interface Span {
  /** Samples; `to` is not included. */
  readonly from: number
  readonly to: number
}

/** Samples a frame, 20 ms at 8 kHz. */
const FRAME = 160
/** Kept before the first and after the last sound, frames: soft beginnings and endings of words. */
const LEAD = 13
const TAIL = 20
/** Of five frames three must be loud: less is a click on the line. */
const WINDOW = 5
const LOUD_OF_WINDOW = 3
/** Nothing below this is a word, dB of full scale. */
const FAINTEST = -60
/** Noise is never taken to be louder than this: it may be somebody who speaks without a pause. */
const LOUDEST_NOISE = -38

/** Null when there is nothing in it but silence or the noise of the line. */
export function wordsIn(samples: Int16Array): Span | null {
  const levels = levelsOf(samples)
  const threshold = thresholdOf(levels)
  const loud = levels.map(level => level > threshold)
  const first = begins(loud)
  if (first === null) return null
  const last = loud.length - 1 - (begins(loud.toReversed()) ?? 0)
  const end = last + 1 + TAIL
  return { from: Math.max(0, first - LEAD) * FRAME, to: end >= levels.length ? samples.length : end * FRAME }
}

/** Above the noise of the line, which is what the quietest tenth of it is, and not far below the loudest word. */
function thresholdOf(levels: readonly number[]): number {
  const sorted = levels.toSorted((a, b) => a - b)
  const noise = Math.min(LOUDEST_NOISE, sorted[Math.floor(sorted.length / 10)] ?? FAINTEST)
  const loudest = sorted.at(-1) ?? FAINTEST
  return Math.max(FAINTEST, Math.min(noise + 10, Math.max(loudest - 25, noise + 6)))
}

/** The first loud frame that is no click. */
function begins(loud: readonly boolean[]): number | null {
  for (let n = 0; n < loud.length; n++) {
    if (loud[n] && loud.slice(n, n + WINDOW).filter(Boolean).length >= LOUD_OF_WINDOW) return n
  }
  return null
}

/** The level of each whole frame, dB of full scale, without the constant part that some lines have. */
function levelsOf(samples: Int16Array): number[] {
  let sum = 0
  for (const sample of samples) sum += sample
  const constant = samples.length === 0 ? 0 : sum / samples.length
  const levels: number[] = []
  for (let at = 0; at + FRAME <= samples.length; at += FRAME) {
    let power = 0
    for (let n = at; n < at + FRAME; n++) power += ((samples[n] ?? 0) - constant) ** 2
    levels.push(10 * Math.log10(power / FRAME / 32768 ** 2 + 1e-12))
  }
  return levels
}
