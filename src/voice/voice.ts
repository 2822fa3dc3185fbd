// The box's voice: speech of the core becomes media URIs for the PBX. Implements the port `Voice`; opened by run.ts.
// Never throws and never waits for ever: what cannot be spoken becomes a short tone, so that the call goes on.
import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Language, Plan } from '../core/plan/plan.ts'
import type { Speech } from '../core/world/commands.ts'
import type { Log, Voice, Wrong } from '../daemon/ports.ts'
import { groupsOf } from './digit-rhythm.ts'
import { type EngineOptions, ESPEAK_AND_SOX, voiceFor } from './engine.ts'
import { type Engine, openEngine } from './engine-client.ts'
import { type FailsafePrompt, generalPrompts, propertyPrompts } from './failsafe-prompts.ts'
import { type OwnRecordings, ownRecordingOf, type PhraseNames, phraseNames, readOwnRecordings } from './own-recordings.ts'
import { openSoundFiles, type Shelf, type SoundFiles } from './sound-files.ts'
import { textsIn } from './texts.ts'
import { joined, ringback, silence, tone } from './wav.ts'
import { openWorkQueue } from './work-queue.ts'

export interface VoiceOptions {
  /** Where sounds are kept: the dialplan's `SOUNDS`. Absolute. */
  readonly directory: string
  /** The same directory as Asterisk sees it, where it runs in a root of its own. */
  readonly asteriskDirectory?: string
  /** An administrator's own recordings, or null. */
  readonly recordings?: string | null
  /** Sees to it that the PBX has a caller's recording to play. */
  readonly ready?: (recording: string) => Promise<void>
  readonly log: Log
  readonly engine?: Partial<EngineOptions>
  /** How often it looks whether what was made is still there, ms. */
  readonly lookEveryMs?: number
  /** Engines running at once; one of them is kept for callers who wait. */
  readonly engines?: number
}

export interface Prepared {
  readonly texts: number
  readonly failed: number
  readonly ms: number
}

export interface OpenVoice extends Voice {
  /** Renders all that is known to be spoken under this plan, in the background. A newer plan ends the work for the older. */
  prepare(plan: Plan): Promise<Prepared>
  /** Words that can't be spoken now. */
  alarms(): readonly Wrong[]
  close(): void
}

const VERSION_FILE = 'engine-version.txt'
const PASSING_MS = 24 * 3600 * 1000
const LOOK_EVERY_MS = 30_000
/** A failure of words that only one call needed is told for so long. */
const FAILED_MS = 15 * 60 * 1000
const SWEEP_EVERY_MS = 3600 * 1000
/** Words that no rule says any more are kept for so long: rules come back, and calls keep the rules that they began with. */
const UNUSED_MS = 30 * 24 * 3600 * 1000
const LONGEST_TEXT = 3000
/** Between the groups of a number. */
const BREATH_MS = 220
/** Rings of 6 s in the sound of a ringing telephone. It is one file: a list of sounds is not stopped as a whole. */
const RINGS = 9
const BEEP = { hertz: 850, ms: 300 }

export async function openVoice(options: VoiceOptions): Promise<OpenVoice> {
  const { log } = options
  const how: EngineOptions = { ...ESPEAK_AND_SOX, ...options.engine }
  const engine = openEngine(how)
  const files = await openSoundFiles(options.directory, openWorkQueue(Math.max(2, options.engines ?? 3)), log)
  // A start does not wait for an engine: sounds of the version of the last time are good, until the words are prepared.
  let version = readFile(join(options.directory, VERSION_FILE), 'utf8').catch(() => askedVersion())
  const asteriskDirectory = options.asteriskDirectory ?? options.directory
  let own: OwnRecordings = await readOwnRecordings(options.recordings ?? null)
  let names: PhraseNames = new Map()
  let latest = 0
  let closed = false
  let latestPlan: Plan | null = null
  let preparing = false
  /** Of its words those that could not be made when they were last tried. */
  let unmade = 0
  let failedAt = Number.NEGATIVE_INFINITY

  function askedVersion(): Promise<string> {
    return versionOf(engine, options.directory, log)
  }

  async function spoken(language: Language, said: string, shelf: Shelf, rank: 'now' | 'advance'): Promise<string | null> {
    const text = said.trim().slice(0, LONGEST_TEXT)
    const recorded = ownRecordingOf(own, names, language, text)
    if (recorded) {
      const converted = await files.file(`own 1 ${recorded.file} ${recorded.stamp}`, 'kept', rank, path =>
        engine.convert(recorded.file, path),
      )
      if (converted !== null) return converted
    }
    const content = JSON.stringify([
      ...['speech 1', language, voiceFor(how, language), await version],
      ...[how.speaker, how.shaper, text],
    ])
    return files.file(content, shelf, rank, path => engine.speak(language, text, path))
  }

  async function oneOf(speech: Speech): Promise<(string | null)[]> {
    switch (speech.kind) {
      case 'text':
        return [await spoken(speech.language, speech.text, 'passing', 'now')]
      case 'digits': {
        // Digit by digit: nothing to render while a technician listens, and no caller's number among the files.
        const groups = groupsOf(speech.digits).map(group =>
          [...group].map(digit => spoken(speech.language, digit, 'kept', 'now')),
        )
        const breath = await pauseOf(files, BREATH_MS)
        const said = await Promise.all(groups.map(group => Promise.all(group)))
        return said.flatMap((group, n) => (n === 0 ? group : [breath, ...group]))
      }
      case 'pause':
        return speech.ms > 0 ? [await pauseOf(files, speech.ms)] : []
      case 'beep':
        return [await beepOf(files)]
      case 'ringback':
      case 'recording':
        return []
    }
  }

  async function soundsFor(speech: readonly Speech[]): Promise<readonly string[]> {
    const parts = await Promise.all(
      speech.map(async piece => {
        if (piece.kind === 'recording') {
          await options.ready?.(piece.name)
          return [`recording:${piece.name}`]
        }
        if (piece.kind === 'ringback') return ringing()
        const made = await oneOf(piece)
        if (!made.includes(null)) return made.map(uriOf)
        failedAt = performance.now()
        log.error({ kind: piece.kind }, 'a tone stands in for words that could not be spoken')
        const beep = await beepOf(files)
        return beep === null ? [] : [uriOf(beep)]
      }),
    )
    return parts.flat()
  }

  /** Longer than any caller's telephone is rung. */
  async function ringing(): Promise<string[]> {
    const file = await files.file(`ringback 2 ${RINGS}`, 'kept', 'now', path => writeFile(path, ringback(RINGS)))
    return file === null ? [] : [uriOf(file)]
  }

  function uriOf(file: string | null): string {
    return `sound:${join(asteriskDirectory, file ?? '')}`
  }

  async function prepare(plan: Plan): Promise<Prepared> {
    const began = performance.now()
    const mine = ++latest
    latestPlan = plan
    preparing = true
    own = await readOwnRecordings(options.recordings ?? null)
    names = phraseNames(plan)
    version = Promise.resolve(await askedVersion())
    let texts = 0
    let failed = 0
    const made = new Set<string>()
    const needed = new Set<string>()
    function fail(): void {
      failed++
      // Told at once: with an engine that hangs it takes long until all have been tried.
      if (mine === latest) unmade = Math.max(unmade, failed)
    }
    async function lane(all: Iterator<{ language: Language; text: string }>): Promise<void> {
      for (let next = all.next(); !next.done && mine === latest; next = all.next()) {
        const { language, text } = next.value
        const key = `${language}\n${text}`
        if (made.has(key)) continue
        made.add(key)
        texts++
        const file = await spoken(language, text, 'kept', 'advance')
        if (file === null) fail()
        else needed.add(file)
        // Between two texts the calls have their turn.
        if (texts % 50 === 0) await new Promise(done => setImmediate(done))
      }
    }
    await Promise.all([beepOf(files), pauseOf(files, BREATH_MS)])
    async function dialplans(prompts: Iterator<FailsafePrompt>): Promise<void> {
      for (let next = prompts.next(); !next.done && mine === latest; next = prompts.next()) {
        needed.add(next.value.name)
        const sounds = await ofDialplan(next.value)
        if (sounds === null) fail()
        for (const sound of sounds ?? []) needed.add(sound)
      }
    }
    // They are needed when nobody is there to make them; those that name a property have a stand-in.
    const [general, named, all] = [generalPrompts(plan).values(), propertyPrompts(plan), textsIn(plan)]
    await Promise.all([dialplans(general), dialplans(general)])
    await Promise.all([lane(all), lane(all)])
    await Promise.all([dialplans(named), dialplans(named)])
    // Only who has seen all that is needed knows what is not.
    if (mine === latest && failed === 0) await files.sweepKept(needed, UNUSED_MS).catch(() => {})
    if (mine === latest) {
      unmade = failed
      preparing = false
    }
    const ms = Math.round(performance.now() - began)
    if (failed > 0) log.error({ texts, failed, ms }, 'some words could not be rendered in advance')
    else log.info({ texts, ms }, 'words rendered in advance')
    return { texts, failed, ms }
  }

  /** Under a name that the dialplan knows; gives the sounds it is made of. What can't be made leaves what was there, and is null. */
  async function ofDialplan({ name, parts }: FailsafePrompt): Promise<readonly string[] | null> {
    const spokenParts = await Promise.all(parts.map(({ language, text }) => spoken(language, text, 'kept', 'advance')))
    const made = spokenParts.filter(file => file !== null)
    if (made.length < parts.length) return null
    const sounds = made.map(file => `${join(options.directory, file)}.wav`)
    await files.fixed(name, JSON.stringify(sounds), async path => {
      const [first = '', ...others] = sounds
      if (others.length === 0) await copyFile(first, path)
      else await writeFile(path, joined(await Promise.all(sounds.map(sound => readFile(sound)))))
    })
    return made
  }

  /** What somebody took away is made again, and what could not be made is tried again. */
  async function look(): Promise<void> {
    const gone = await files.lost()
    if (latestPlan === null || closed) return
    if (gone) log.error({ directory: options.directory }, 'sounds that were made are gone: they are made again')
    if (gone || (unmade > 0 && !preparing)) await prepare(latestPlan)
  }

  function alarms(): readonly Wrong[] {
    const what = 'callers hear a tone in their place: does the speech engine run, and is there room on the disk?'
    if (unmade > 0) return [{ kind: 'words-missing', what: `${unmade} texts can not be spoken; ${what}` }]
    if (performance.now() - failedAt > FAILED_MS) return []
    return [{ kind: 'words-missing', what: `words could not be spoken just now; ${what}` }]
  }

  const sweeping = setInterval(() => files.sweep(PASSING_MS).catch(() => {}), SWEEP_EVERY_MS)
  sweeping.unref()
  const looking = setInterval(() => void look().catch(() => {}), options.lookEveryMs ?? LOOK_EVERY_MS)
  looking.unref()
  return {
    soundsFor,
    prepare,
    alarms,
    close() {
      latest++
      closed = true
      clearInterval(sweeping)
      clearInterval(looking)
      engine.close()
    },
  }
}

function pauseOf(files: SoundFiles, ms: number): Promise<string | null> {
  const length = Math.min(30_000, Math.max(20, Math.round(ms / 20) * 20))
  return files.file(`pause 1 ${length}`, 'kept', 'now', path => writeFile(path, silence(length)))
}

function beepOf(files: SoundFiles): Promise<string | null> {
  return files.file(`beep 1 ${BEEP.hertz} ${BEEP.ms}`, 'kept', 'now', path => writeFile(path, tone(BEEP.hertz, BEEP.ms)))
}

/** With the engine broken, the sounds that its last known version made are still good. */
async function versionOf(engine: Engine, directory: string, log: Log): Promise<string> {
  const note = join(directory, VERSION_FILE)
  const version = await engine.version()
  if (version !== null) {
    await writeFile(note, version).catch(() => {})
    return version
  }
  log.error({ directory }, 'the speech engine does not run; only what it rendered before can be spoken')
  return readFile(note, 'utf8').catch(() => 'unknown')
}
