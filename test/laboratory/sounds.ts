// Makes the sounds that residents and telephones play: tones of a known frequency and level, spoken words. 8 kHz mono
// WAV, kept by name in the laboratory's directory. Called by leg.ts and laboratory.ts.
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Path, without its .wav, of a sine at -9 dB below full scale. Not 1100 Hz: that is a fax machine calling. */
export async function toneSound(directory: string, hz: number, seconds = 120): Promise<string> {
  return make(directory, `tone-${hz}-${seconds}`, target =>
    run('sox', ['-n', '-r', '8000', '-c', '1', '-b', '16', target, 'synth', String(seconds), 'sine', String(hz), 'vol', '-9dB']),
  )
}

/** Path, without its .wav, of spoken English. */
export async function speechSound(directory: string, text: string): Promise<string> {
  const name = `speech-${text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 60)}-${text.length}`
  return make(directory, name, target => speak(text, target))
}

/** Speaks into a WAV file of 8 kHz mono. */
export async function speak(text: string, target: string): Promise<void> {
  const raw = `${target}.raw.wav`
  await run('espeak-ng', ['-v', 'en-us', '-s', '150', '-w', raw, text])
  await run('sox', [raw, '-r', '8000', '-c', '1', '-b', '16', target, 'norm', '-3'])
  await run('rm', ['-f', raw])
}

async function make(directory: string, name: string, produce: (target: string) => Promise<unknown>): Promise<string> {
  mkdirSync(directory, { recursive: true })
  const path = `${directory}/${name}`
  if (!existsSync(`${path}.wav`)) {
    const part = `${path}.${process.pid}.${performance.now()}.part.wav`
    await produce(part)
    renameSync(part, `${path}.wav`)
  }
  return path
}

/** What the box's dialplan says when the application is away, until the box's own voice has rendered it. */
const failsafePrompts: Readonly<Record<string, string>> = {
  'failsafe-disturbed': 'Our automatic service is disturbed. Please stay on the line. We are ringing the person on call.',
  'failsafe-press-1':
    'Nightbell. Urgent. A resident is waiting, and the automatic service is disturbed. To talk to them, press 1.',
  'failsafe-next': 'Nobody has answered yet. We go on ringing.',
  'failsafe-leave-message': 'Nobody could be reached. Please leave your name, your unit and your number after the tone.',
  'failsafe-ring-again': 'This is Nightbell. Something went wrong for a moment. We will ring you again.',
  'failsafe-line-lost': 'This is Nightbell. Something went wrong for a moment. We will ring you again if we need you.',
  'failsafe-no-desk': 'The phone desk is closed. Goodbye.',
  'failsafe-goodbye': 'Thank you. Goodbye.',
}

export async function makeFailsafePrompts(directory: string): Promise<void> {
  mkdirSync(directory, { recursive: true })
  for (const [name, text] of Object.entries(failsafePrompts)) await make(directory, name, target => speak(text, target))
}
