// The speech engine: text in, a telephone-ready WAV file out, by two programs in a row (espeak-ng, then sox), both configurable.
// Called by sound-files.ts through the work queue. Rejects when a program fails, is missing or takes too long.
import { spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import type { Language } from '../core/plan/plan.ts'

export interface Program {
  readonly command: string
  /** `{voice}` and `{file}` are filled in. */
  readonly args: readonly string[]
}

export interface EngineOptions {
  /** Reads the text from standard input, writes a WAV file to standard output. */
  readonly speaker: Program
  /** Reads a WAV file from standard input, writes `{file}`. */
  readonly shaper: Program
  /** Makes `{file}` of an administrator's recording, which comes by standard input, in any format sox knows. */
  readonly converter: Program
  /** Prints the version of the speaker: a new one speaks everything anew. */
  readonly version: Program
  readonly voices: Readonly<Record<Language, string>>
  readonly timeoutMs: number
}

/** Even loudness, no silence around, but 20 ms before the first word, which would otherwise be clipped. */
const EFFECTS = [
  'silence',
  '1',
  '0.005',
  '0.1%',
  'reverse',
  'silence',
  '1',
  '0.005',
  '0.1%',
  'reverse',
  'norm',
  '-3',
  'pad',
  '0.02',
  '0.06',
]
const TELEPHONE = ['-r', '8000', '-b', '16', '-c', '1', '-e', 'signed-integer', '-t', 'wav', '{file}']

export const ESPEAK_AND_SOX: EngineOptions = {
  speaker: { command: 'espeak-ng', args: ['-v', '{voice}', '-s', '150', '-b', '1', '--stdin', '--stdout'] },
  // What comes through a pipe does not say how long it is.
  shaper: { command: 'sox', args: ['-V1', '-t', 'wav', '--ignore-length', '-', ...TELEPHONE, ...EFFECTS] },
  converter: { command: 'sox', args: ['-V1', '-t', 'wav', '-', ...TELEPHONE, 'norm', '-3', 'pad', '0.02', '0'] },
  version: { command: 'espeak-ng', args: ['--version'] },
  voices: { en: 'en-us', es: 'es-419' },
  timeoutMs: 10_000,
}

export function voiceFor(options: EngineOptions, language: Language): string {
  return options.voices[language] ?? language
}

/** Speaks a text into a file. */
export async function speakInto(options: EngineOptions, language: Language, text: string, file: string): Promise<void> {
  const fill = { voice: voiceFor(options, language), file }
  const speaker = start(options.speaker, fill, options.timeoutMs)
  const shaper = start(options.shaper, fill, options.timeoutMs)
  speaker.output.pipe(shaper.input)
  speaker.input.end(text)
  // Both have ended before anybody hears of it: one that still ran would write its file after it was taken away.
  const ended = await Promise.allSettled([speaker.done, shaper.done])
  for (const one of ended) if (one.status === 'rejected') throw one.reason
}

/** Makes a telephone-ready file of a recording. */
export async function convertInto(options: EngineOptions, recording: Readable, file: string): Promise<void> {
  const converter = start(options.converter, { voice: '', file }, options.timeoutMs)
  const read = new Promise<void>((good, bad) => recording.on('error', bad).on('end', good))
  recording.pipe(converter.input)
  await Promise.all([converter.done, read])
}

/** The speaker's version in one line, or null when it cannot be run. */
export async function engineVersion(options: EngineOptions): Promise<string | null> {
  const probe = start(options.version, { voice: '', file: '' }, options.timeoutMs)
  let said = ''
  probe.output.on('data', data => {
    if (said.length < 1000) said += String(data)
  })
  probe.input.end()
  return probe.done.then(
    () => said.split('\n')[0]?.trim() ?? null,
    () => null,
  )
}

function start(program: Program, fill: { voice: string; file: string }, timeoutMs: number) {
  const args = program.args.map(arg => arg.replaceAll('{voice}', fill.voice).replaceAll('{file}', fill.file))
  const child = spawn(program.command, args, { stdio: ['pipe', 'pipe', 'pipe'], timeout: timeoutMs, killSignal: 'SIGKILL' })
  let complaint = ''
  child.stderr.on('data', data => {
    if (complaint.length < 500) complaint += String(data)
  })
  // A program that ends early closes its pipe; its exit status says why.
  child.stdin.on('error', () => {})
  child.stdout.on('error', () => {})
  const done = new Promise<void>((good, bad) => {
    child.on('error', bad)
    child.on('close', (code, signal) => {
      if (code === 0) good()
      else bad(new Error(`${program.command} ended with ${signal ?? code}: ${complaint.trim().slice(0, 300)}`))
    })
  })
  done.catch(() => {})
  return { input: child.stdin, output: child.stdout, done }
}
