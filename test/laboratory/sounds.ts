// Makes the sounds that residents and telephones play: tones of a known frequency and level, spoken words. 8 kHz mono
// WAV, in the laboratory's directory. Called by leg.ts and laboratory.ts.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, renameSync } from 'node:fs'
import { tmpdir } from 'node:os'
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
  return make(directory, nameOf('speech', text), target => speak(text, target))
}

function nameOf(kind: string, text: string): string {
  return `${kind}-${createHash('sha256').update(text).digest('hex').slice(0, 16)}`
}

/** Speaks into a WAV file of 8 kHz mono. */
export async function speak(text: string, target: string): Promise<void> {
  const raw = `${target}.raw.wav`
  await run('espeak-ng', ['-v', 'en-us', '-s', '150', '-w', raw, text])
  await run('sox', [raw, '-r', '8000', '-c', '1', '-b', '16', target, 'norm', '-3'])
  await run('rm', ['-f', raw])
}

/** Made once for all laboratories of this machine, then copied: making words takes longer than a start may. */
async function make(directory: string, name: string, produce: (target: string) => Promise<unknown>): Promise<string> {
  const path = `${directory}/${name}`
  if (existsSync(`${path}.wav`)) return path
  const shared = `${process.env.NIGHTBELL_CACHE ?? tmpdir()}/nightbell-lab-sounds`
  mkdirSync(shared, { recursive: true })
  mkdirSync(directory, { recursive: true })
  if (!existsSync(`${shared}/${name}.wav`)) {
    const part = `${shared}/${name}.${process.pid}.${performance.now()}.part.wav`
    await produce(part)
    renameSync(part, `${shared}/${name}.wav`)
  }
  copyFileSync(`${shared}/${name}.wav`, `${path}.wav`)
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
  for (const [name, text] of Object.entries(failsafePrompts)) {
    const made = await make(directory, nameOf(name, text), target => speak(text, target))
    renameSync(`${made}.wav`, `${directory}/${name}.wav`)
  }
}
