// The voice with a real engine where one is installed, and with engines that fail, hang or are missing. A call must always go on.
import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Speech } from '../../src/core/world/commands.ts'
import type { EngineOptions } from '../../src/voice/engine.ts'
import { textHash } from '../../src/voice/own-recordings.ts'
import { openSoundFiles } from '../../src/voice/sound-files.ts'
import { type OpenVoice, openVoice, type VoiceOptions } from '../../src/voice/voice.ts'
import { silence, tone } from '../../src/voice/wav.ts'
import { openWorkQueue } from '../../src/voice/work-queue.ts'
import { quietPlan } from './plan-of.ts'
import { wordsLog } from './words-log.ts'

let directory: string
let log = wordsLog()
const opened: OpenVoice[] = []

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'voice-'))
  log = wordsLog()
})
afterEach(async () => {
  for (const voice of opened.splice(0)) voice.close()
  await rm(directory, { recursive: true, force: true })
})

function isSound(name: string): boolean {
  return name.endsWith('.wav')
}

/** An engine without a voice: what it "speaks" is the text itself, long enough to be a sound. One small program a step: many are run. */
const PARROT: Partial<EngineOptions> = {
  speaker: { command: 'sed', args: ['-z', `s/^/{voice} /;s/$/${'\\x00'.repeat(400)}/`] },
  shaper: { command: 'tee', args: ['{file}'] },
  converter: { command: 'tee', args: ['{file}'] },
  version: { command: 'echo', args: ['parrot 1'] },
}

async function voiceWith(engine: Partial<EngineOptions> = PARROT, more: Partial<VoiceOptions> = {}): Promise<OpenVoice> {
  const voice = await openVoice({ directory, log, engine, ...more })
  opened.push(voice)
  return voice
}
const say = (text: string, language = 'en'): Speech => ({ kind: 'text', language, text })
async function heard(uri: string | undefined): Promise<string> {
  return (await readFile(`${uri?.slice('sound:'.length)}.wav`, 'utf8')).replaceAll('\0', '')
}

describe('sounds', () => {
  it('a text becomes one file, made once', async () => {
    const voice = await voiceWith()
    const [first, again] = await Promise.all([voice.soundsFor([say('Hello.')]), voice.soundsFor([say(' Hello. ')])])
    expect(again).toEqual(first)
    expect(first[0]).toMatch(/^sound:\/.*[0-9a-f]{32}$/)
    expect(await heard(first[0])).toBe('en-us Hello.')
    expect((await stat(`${first[0]?.slice(6)}.wav`)).mode & 0o777).toBe(0o644)
    expect(await voice.soundsFor([say('Hello.')])).toEqual(first)
  })

  it('the same words in another language, or by another engine, are another sound', async () => {
    const voice = await voiceWith()
    const [english] = await voice.soundsFor([say('No.')])
    const [spanish] = await voice.soundsFor([say('No.', 'es')])
    expect(await heard(spanish)).toBe('es-419 No.')
    const newer = await voiceWith({ ...PARROT, version: { command: 'echo', args: ['parrot 2'] } })
    // A start speaks with the sounds of the last time; whether the engine is another one is asked when the words are prepared.
    expect(await newer.soundsFor([say('No.')])).toEqual([english])
    await newer.prepare(quietPlan())
    expect(new Set([english, spanish, ...(await newer.soundsFor([say('No.')]))]).size).toBe(3)
  })

  it('the order is kept, recordings are named, Asterisk sees its own path', async () => {
    const voice = await voiceWith(PARROT, { asteriskDirectory: '/lab/sounds' })
    const uris = await voice.soundsFor([
      { kind: 'pause', ms: 500 },
      say('One.'),
      { kind: 'recording', name: 'c1-statement-1' },
      { kind: 'beep' },
    ])
    expect(uris).toHaveLength(4)
    expect(uris[2]).toBe('recording:c1-statement-1')
    expect(uris.filter(uri => uri.startsWith('sound:/lab/sounds/'))).toHaveLength(3)
    expect(await voice.soundsFor([])).toEqual([])
  })

  it('a number is read digit by digit in groups, and leaves no file that says it', async () => {
    const voice = await voiceWith()
    const uris = await voice.soundsFor([{ kind: 'digits', language: 'en', digits: '+1 (512) 555-0100' }])
    const all = await Promise.all(uris.map(heard))
    expect(all.map(text => (text.startsWith('en-us') ? text.slice(6) : ',')).join('')).toBe('1,512,555,0100')
    expect(await readdir(join(directory, 'passing'))).toEqual([])
  })

  it('nothing a text may hold reaches a shell or an option', async () => {
    const voice = await voiceWith()
    for (const text of ['--help', '-v', '"; rm -rf /', '$(id)', '`id`', 'a\nb', '😀']) {
      const [uri] = await voice.soundsFor([say(text)])
      expect(await heard(uri)).toBe(`en-us ${text}`)
    }
  })
})

describe('an engine that fails', () => {
  it.each<[string, Partial<EngineOptions>]>([
    ['ends with an error', { ...PARROT, speaker: { command: 'sh', args: ['-c', 'echo broken >&2; exit 3'] } }],
    ['is missing', { ...PARROT, speaker: { command: '/nowhere/espeak', args: [] } }],
    ['hangs', { ...PARROT, speaker: { command: 'sleep', args: ['60'] }, timeoutMs: 200 }],
    ['says nothing', { ...PARROT, shaper: { command: 'sh', args: ['-c', ': > "$1"', 'sh', '{file}'] } }],
    [
      'cannot tell its version',
      { ...PARROT, version: { command: '/nowhere', args: [] }, speaker: { command: '/nowhere', args: [] } },
    ],
  ])('%s: a tone stands in, and the rest is spoken', async (_, engine) => {
    const voice = await voiceWith(engine)
    const uris = await voice.soundsFor([say('Hello.'), { kind: 'pause', ms: 200 }])
    expect(uris).toHaveLength(2)
    expect(await readFile(`${uris[0]?.slice(6)}.wav`)).toEqual(tone(850, 300))
    expect(await readFile(`${uris[1]?.slice(6)}.wav`)).toEqual(silence(200))
    expect(log.messages('error')).toContain('a tone stands in for words that could not be spoken')
    expect((await readdir(join(directory, 'passing'))).filter(name => name.endsWith('.part'))).toEqual([])
  })

  it('what was rendered before is still spoken when the engine is gone', async () => {
    const before = await voiceWith()
    const uris = await before.soundsFor([say('Hello.')])
    const version = { command: '/nowhere', args: [] }
    const after = await voiceWith({ ...PARROT, version })
    expect(await after.soundsFor([say('Hello.')])).toEqual(uris)
  })

  it('a directory that cannot be written leaves the words out', async () => {
    const file = join(directory, 'a-file')
    await writeFile(file, '')
    const voice = await voiceWith(PARROT, { directory: file })
    expect(await voice.soundsFor([say('Hello.'), { kind: 'recording', name: 'r' }])).toEqual(['recording:r'])
  })
})

describe('an administrator’s recording wins', () => {
  it('by phrase, or by the hash of the text', async () => {
    const recordings = join(directory, 'own')
    await mkdir(join(recordings, 'en'), { recursive: true })
    await writeFile(join(recordings, 'en', 'goodbye.wav'), 'so long'.repeat(100))
    await writeFile(join(recordings, 'en', `${textHash('Welcome.')}.wav`), 'come in'.repeat(100))
    const voice = await voiceWith(PARROT, { recordings })
    await voice.prepare(quietPlan())
    expect(await heard((await voice.soundsFor([say('Goodbye.')]))[0])).toContain('so long')
    expect(await heard((await voice.soundsFor([say('Welcome.')]))[0])).toContain('come in')
    expect(await heard((await voice.soundsFor([say('Goodbye.', 'es')]))[0])).toContain('es-419')
  })

  it('one that cannot be read is spoken by the engine', async () => {
    const recordings = join(directory, 'own')
    await mkdir(join(recordings, 'en'), { recursive: true })
    await writeFile(join(recordings, 'en', 'goodbye.wav'), 'x')
    const voice = await voiceWith({ ...PARROT, converter: { command: 'false', args: [] } }, { recordings })
    await voice.prepare(quietPlan())
    expect(await heard((await voice.soundsFor([say('Goodbye.')]))[0])).toBe('en-us Goodbye.')
  })
})

describe('in advance', () => {
  it('renders what the plan will say, and the dialplan’s own prompts under fixed names', async () => {
    const voice = await voiceWith()
    const prepared = await voice.prepare(quietPlan())
    expect(prepared.failed).toBe(0)
    expect(prepared.texts).toBeGreaterThan(20)
    const names = await readdir(directory)
    for (const name of ['disturbed', 'press-1', 'leave-message', 'ring-again', 'goodbye'])
      expect(names).toContain(`failsafe-${name}.wav`)
    expect(await readFile(join(directory, 'failsafe-disturbed.wav'), 'utf8')).toContain('hang up now and dial 9 1 1.')
    const [uri] = await voice.soundsFor([say('You have reached Oak Creek.')])
    expect(uri).toContain('/kept/')
  })

  it('a text that a call already needed is kept from now on', async () => {
    const voice = await voiceWith()
    expect((await voice.soundsFor([say('Goodbye.')]))[0]).toContain('/passing/')
    await voice.prepare(quietPlan())
    expect((await voice.soundsFor([say('Goodbye.')]))[0]).toContain('/kept/')
  })

  it('a newer plan ends the work for the older', async () => {
    const voice = await voiceWith()
    const older = voice.prepare(quietPlan())
    const newer = voice.prepare(quietPlan())
    expect((await older).texts).toBeLessThan((await newer).texts)
  })

  it('what only one call needed is thrown away when it is old', async () => {
    const files = await openSoundFiles(directory, openWorkQueue(1), log)
    const make = (path: string) => writeFile(path, silence(100))
    await files.file('old', 'passing', 'now', make)
    await files.file('young', 'passing', 'now', make)
    await files.file('plan', 'kept', 'now', make)
    const passing = join(directory, 'passing')
    const [first] = await readdir(passing)
    await utimes(join(passing, first ?? ''), new Date(0), new Date(0))
    expect(await files.sweep(60_000)).toBe(1)
    expect(await readdir(passing)).toHaveLength(1)
    expect(await readdir(join(directory, 'kept'))).toHaveLength(1)
  })

  it('words that no rule says any more are thrown away a month later, and those of the rules in force are not', async () => {
    const voice = await voiceWith()
    const before = quietPlan()
    await voice.prepare({ ...before, box: { ...before.box, name: 'Old Name' } })
    const kept = join(directory, 'kept')
    const inAll = async () =>
      (await Promise.all((await readdir(kept)).filter(isSound).map(name => readFile(join(kept, name), 'utf8')))).join('\n')
    expect(await inAll()).toContain('Old Name')
    const old = (await readdir(kept)).filter(isSound)
    await writeFile(join(directory, 'failsafe-from-gone.wav'), silence(100))
    await voice.prepare(before)
    expect(await inAll()).toContain('Old Name')

    const long = new Date(Date.now() - 31 * 86_400_000)
    const all = [
      ...old.map(name => join(kept, name)),
      ...['failsafe-from-gone', 'failsafe-disturbed'].map(name => join(directory, `${name}.wav`)),
    ]
    for (const file of all) await utimes(file, long, long)
    const { texts } = await voice.prepare(before)
    expect(texts).toBeGreaterThan(0)
    expect(await inAll()).not.toContain('Old Name')
    const there = await readdir(directory)
    expect(there).not.toContain('failsafe-from-gone.wav')
    expect(there).toContain('failsafe-disturbed.wav')
  })

  it('what somebody takes away is made again by itself, with the directory', async () => {
    const voice = await voiceWith(PARROT, { lookEveryMs: 20 })
    await voice.prepare(quietPlan())
    const before = (await readdir(join(directory, 'kept'))).sort()
    await rename(directory, `${directory}-gone`)
    await rm(`${directory}-gone`, { recursive: true })
    await vi.waitUntil(async () => (await readdir(join(directory, 'kept')).catch(() => [])).length === before.length, {
      timeout: 10_000,
    })
    await vi.waitUntil(async () => (await readdir(directory)).includes('failsafe-goodbye.wav'))
    // Of a property's two sentences this engine makes no sound: they are no WAV.
    await rm(join(directory, 'failsafe-goodbye.wav'))
    await vi.waitUntil(async () => (await readdir(directory)).includes('failsafe-goodbye.wav'))
    expect(voice.alarms()).toEqual([])
    expect(log.messages('error')).toContain('sounds that were made are gone: they are made again')
  })

  it.each([
    ['fails', 'exit 3'],
    ['hangs', 'sleep 60'],
  ])('an engine that %s is an alarm until it speaks again', async (_, how) => {
    const works = join(directory, 'works')
    const speak = `if [ -e ${works} ]; then ${PARROT.speaker?.command} -z 's/$/${'\\x00'.repeat(400)}/'; else exec ${how}; fi`
    const speaker = { command: 'sh', args: ['-c', speak.replaceAll('exec exit', 'exit')] }
    const voice = await voiceWith({ ...PARROT, speaker, timeoutMs: 400 }, { lookEveryMs: 20 })
    void voice.prepare(quietPlan())
    await vi.waitUntil(() => voice.alarms().length > 0, { timeout: 10_000 })
    expect(voice.alarms()).toMatchObject([{ kind: 'words-missing', what: expect.stringContaining('can not be spoken') }])
    await writeFile(works, '')
    // What failed is not tried again for a while.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
    const isWell = (): boolean => {
      vi.setSystemTime(Date.now() + 20_000)
      return voice.alarms().length === 0
    }
    await vi.waitUntil(isWell, { timeout: 20_000 }).finally(() => vi.useRealTimers())
  })

  it('who waits goes first', async () => {
    const queue = openWorkQueue(2)
    const order: string[] = []
    const job = (name: string) => async () => {
      await new Promise(done => setTimeout(done, 5))
      order.push(name)
    }
    const advance = ['a1', 'a2', 'a3'].map(name => queue.run('advance', job(name)))
    await Promise.all([...advance, queue.run('now', job('now'))])
    expect(order.indexOf('now')).toBeLessThan(2)
  })
})

const engines = ['espeak-ng', 'sox', 'soxi'].every(command => spawnSync(command, ['--version']).status !== null)

describe.runIf(engines)('espeak-ng and sox', () => {
  it.each([
    ['en', 'For a water leak, press 1.'],
    ['es', 'Para una fuga de agua, oprima 1.'],
  ])('%s: 8 kHz, 16 bit, mono, loud, with a lead-in and no long silence', async (language, text) => {
    const voice = await voiceWith({})
    const [uri] = await voice.soundsFor([say(text, language)])
    const file = await readFile(`${uri?.slice(6)}.wav`)
    expect([file.readUInt16LE(20), file.readUInt16LE(22), file.readUInt32LE(24), file.readUInt16LE(34)]).toEqual([1, 1, 8000, 16])
    const start = file.indexOf('data') + 8
    const samples = new Int16Array(
      file.buffer.slice(file.byteOffset + start, file.byteOffset + file.length - ((file.length - start) % 2)),
    )
    const loudest = samples.reduce((most, s) => Math.max(most, Math.abs(s)), 0)
    expect(loudest).toBeGreaterThan(20_000)
    const firstHeard = samples.findIndex(s => Math.abs(s) > 300) / 8
    expect(firstHeard).toBeGreaterThanOrEqual(15)
    expect(firstHeard).toBeLessThan(80)
    const lastHeard = (samples.length - samples.findLastIndex(s => Math.abs(s) > 300)) / 8
    expect(lastHeard).toBeLessThan(150)
    expect(log.messages('error')).toEqual([])
  })
})
