// Measures recordings: is there a tone, where is it quiet, how long is it. 16-bit mono WAV in, plain numbers out. Tests
// use it to prove that two people hear each other and nothing else.
import { execFileSync } from 'node:child_process'

export interface Span {
  /** Milliseconds from the start of the file; `to` is not included. */
  readonly fromMs: number
  readonly toMs: number
}

interface Samples {
  readonly rate: number
  /** -1 to 1. */
  readonly values: Float64Array
}

/** Reads by way of sox, which also understands a WAV file whose header was never finished. */
export function readSamples(wav: string): Samples {
  const rate = 8000
  const raw = execFileSync(
    'sox',
    ['--ignore-length', wav, '-t', 'raw', '-r', String(rate), '-c', '1', '-b', '16', '-e', 'signed', '-'],
    {
      maxBuffer: 1 << 30,
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  )
  const values = new Float64Array(Math.floor(raw.length / 2))
  for (let index = 0; index < values.length; index += 1) values[index] = raw.readInt16LE(index * 2) / 32768
  return { rate, values }
}

export function durationMs(wav: string): number {
  const { rate, values } = readSamples(wav)
  return (values.length * 1000) / rate
}

/** Level of a frequency in dB below a full-scale sine (0), over a part of the file; -120 if there is nothing. Goertzel. */
export function toneAt(wav: string, hz: number, fromMs = 0, toMs = Number.POSITIVE_INFINITY): number {
  return toneLevel(part(readSamples(wav), fromMs, toMs), hz)
}

/** The parts in which a frequency is louder than `levelDb`, in steps of 50 ms. */
export function toneSpans(wav: string, hz: number, levelDb = -30): readonly Span[] {
  return spans(readSamples(wav), 50, piece => toneLevel(piece, hz) > levelDb)
}

/** The parts of at least `leastMs` in which everything is below `levelDb` RMS (full-scale sine: -3), in steps of 20 ms. */
export function silenceSpans(wav: string, leastMs = 200, levelDb = -50): readonly Span[] {
  return spans(readSamples(wav), 20, piece => loudness(piece) < levelDb).filter(span => span.toMs - span.fromMs >= leastMs)
}

/** The parts that are not silent. */
export function soundSpans(wav: string, levelDb = -50): readonly Span[] {
  return spans(readSamples(wav), 20, piece => loudness(piece) >= levelDb)
}

/** RMS of a part of the file in dB; a full-scale sine is -3, nothing is -120. */
export function loudnessAt(wav: string, fromMs = 0, toMs = Number.POSITIVE_INFINITY): number {
  return loudness(part(readSamples(wav), fromMs, toMs))
}

/** Total length of spans, in milliseconds. */
export function lengthOf(of: readonly Span[]): number {
  return of.reduce((sum, span) => sum + span.toMs - span.fromMs, 0)
}

function part({ rate, values }: Samples, fromMs: number, toMs: number): Samples {
  const to = Number.isFinite(toMs) ? Math.round((toMs * rate) / 1000) : values.length
  return { rate, values: values.subarray(Math.round((fromMs * rate) / 1000), to) }
}

function spans(samples: Samples, stepMs: number, wanted: (piece: Samples) => boolean): readonly Span[] {
  const found: { fromMs: number; toMs: number }[] = []
  const total = (samples.values.length * 1000) / samples.rate
  for (let fromMs = 0; fromMs + stepMs <= total; fromMs += stepMs) {
    if (!wanted(part(samples, fromMs, fromMs + stepMs))) continue
    const last = found.at(-1)
    if (last !== undefined && last.toMs === fromMs) last.toMs = fromMs + stepMs
    else found.push({ fromMs, toMs: fromMs + stepMs })
  }
  return found
}

function loudness({ values }: Samples): number {
  let sum = 0
  for (const value of values) sum += value * value
  return decibels(values.length === 0 ? 0 : Math.sqrt(sum / values.length))
}

function toneLevel({ rate, values }: Samples, hz: number): number {
  if (values.length === 0) return -120
  const turn = 2 * Math.cos((2 * Math.PI * hz) / rate)
  let before = 0
  let last = 0
  for (const value of values) {
    const next = value + turn * last - before
    before = last
    last = next
  }
  const power = Math.max(0, last * last + before * before - turn * last * before)
  return decibels((2 * Math.sqrt(power)) / values.length)
}

function decibels(amplitude: number): number {
  return Math.max(-120, 20 * Math.log10(amplitude || 1e-9))
}

/**
 * Where in a recording a sound begins, and how alike the two are there, -1 to 1: the beginning of the sound, from its first word on,
 * is laid over every place of the recording. `forMs` of it are compared; both are mono at the same rate.
 */
export function likeness(recording: string, sound: string, forMs = 300): { readonly atMs: number; readonly alike: number } {
  const heard = readSamples(recording)
  const [first] = soundSpans(sound)
  const whole = readSamples(sound)
  const from = Math.round(((first?.fromMs ?? 0) / 1000) * whole.rate)
  const pattern = whole.values.slice(from, from + Math.round((forMs / 1000) * whole.rate))
  const own = Math.sqrt(pattern.reduce((sum, v) => sum + v * v, 0))
  let best = { atMs: 0, alike: -1 }
  for (let at = 0; at + pattern.length <= heard.values.length; at++) {
    let dot = 0
    let power = 0
    for (let n = 0; n < pattern.length; n++) {
      const v = heard.values[at + n] ?? 0
      dot += v * (pattern[n] ?? 0)
      power += v * v
    }
    const alike = dot / (own * Math.sqrt(power) || 1)
    if (alike > best.alike) best = { atMs: (at / heard.rate) * 1000, alike }
  }
  return best
}
