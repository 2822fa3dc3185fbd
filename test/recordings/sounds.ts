// Telephone sounds for the tests of recordings: speech-like noise in syllables, the hiss of a line, silence.
import { writeWav } from '../../src/recordings/wav-file.ts'

/** The same every time. */
function noise(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648
    return (state / 2147483648) * 2 - 1
  }
}

/** Peak level in dB of full scale. */
function amplitude(db: number): number {
  return 32767 * 10 ** (db / 20)
}

export function silence(ms: number): number[] {
  return Array.from({ length: ms * 8 }, () => 0)
}

export function hiss(ms: number, db: number): number[] {
  const next = noise(ms)
  return Array.from({ length: ms * 8 }, () => Math.round(next() * amplitude(db)))
}

/** Syllables of 180 ms with 60 ms between them, over the hiss of the line. */
export function speech(ms: number, db: number, lineDb = -70): number[] {
  const line = hiss(ms, lineDb)
  const next = noise(7)
  return line.map((quiet, n) => (n % 1920 < 1440 ? Math.round(next() * amplitude(db)) : quiet))
}

export function wav(...parts: readonly (readonly number[])[]): Buffer {
  return writeWav(Int16Array.from(parts.flat()))
}
