// The sound files of the box, named by their content: made once, kept for as long as the rules say these words and a month longer, or for a day
// when only one call needed them (such a text may name a caller). Used by voice.ts. `make` never throws: a sound that cannot be made is null, and logged.
import { createHash, randomBytes } from 'node:crypto'
import { chmod, copyFile, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Log } from '../daemon/ports.ts'
import type { WorkQueue } from './work-queue.ts'

export type Shelf = 'kept' | 'passing'

export interface SoundFiles {
  /** The file of this content, made by `make` into the path it is given unless it is there; without its extension, or null. */
  file(content: string, shelf: Shelf, rank: 'now' | 'advance', make: (path: string) => Promise<void>): Promise<string | null>
  /** A file of a fixed name, made anew when its content changed. */
  fixed(name: string, content: string, make: (path: string) => Promise<void>): Promise<boolean>
  /** Whether sounds that were made are gone: somebody has emptied the directory. They are made again when they are asked for. */
  lost(): Promise<boolean>
  /** Throws away what only passing calls needed, unused for so long. */
  sweep(olderThanMs: number): Promise<number>
  /** Throws away what is kept, is not among these, and was not needed for so long: words of rules that are in force no more. */
  sweepKept(needed: ReadonlySet<string>, olderThanMs: number): Promise<number>
}

const DAY_MS = 86_400_000
/** Files of fixed names that the dialplan speaks of property by property. */
const FIXED = /^failsafe-.*\.wav$/
/** After a failure the same sound is not tried again for so long: a caller waits. */
const TRY_AGAIN_MS = 15_000
const SHORTEST_FILE = 44 + 160

export async function openSoundFiles(directory: string, queue: WorkQueue, log: Log): Promise<SoundFiles> {
  const there: Record<Shelf, Set<string>> = { kept: await shelf('kept'), passing: await shelf('passing') }
  const making = new Map<string, Promise<boolean>>()
  const failed = new Map<string, number>()
  const fixedNames = new Set<string>()
  let touched = { day: 0, names: new Set<string>() }

  async function shelf(name: Shelf): Promise<Set<string>> {
    try {
      await mkdir(join(directory, name), { recursive: true })
      const files = await readdir(join(directory, name))
      return new Set(files.filter(file => file.endsWith('.wav')).map(file => file.slice(0, -4)))
    } catch (error) {
      log.error({ directory, reason: reasonOf(error) }, 'the directory for sounds cannot be used')
      return new Set()
    }
  }

  async function namesIn(shelf: string): Promise<ReadonlySet<string>> {
    const files = await readdir(join(directory, shelf)).catch(() => [])
    return new Set(files.filter(file => file.endsWith('.wav')).map(file => file.slice(0, -4)))
  }

  /** The time of a kept file says when it was needed last, to the day. */
  function touchToday(name: string): void {
    const today = Math.floor(Date.now() / DAY_MS)
    if (touched.day !== today) touched = { day: today, names: new Set() }
    if (touched.names.has(name)) return
    touched.names.add(name)
    touch(join(directory, 'kept', `${name}.wav`))
  }

  /** Written beside its place and renamed into it: Asterisk never sees half a file. */
  async function put(path: string, make: (path: string) => Promise<void>): Promise<boolean> {
    const unfinished = `${path}.${randomBytes(4).toString('hex')}.part`
    try {
      await mkdir(dirname(path), { recursive: true })
      await make(unfinished)
      if ((await stat(unfinished)).size < SHORTEST_FILE) throw new Error('the engine made an empty sound')
      await chmod(unfinished, 0o644)
      await rename(unfinished, path)
      return true
    } catch (error) {
      log.error({ reason: reasonOf(error) }, 'a sound could not be made')
      await rm(unfinished, { force: true }).catch(() => {})
      return false
    }
  }

  return {
    async file(content, wanted, rank, make) {
      const name = createHash('sha256').update(content).digest('hex').slice(0, 32)
      const found: Shelf | null = there.kept.has(name) ? 'kept' : there.passing.has(name) ? 'passing' : null
      if (found === 'kept' || (found === 'passing' && wanted === 'passing')) {
        if (found === 'passing') touch(join(directory, 'passing', `${name}.wav`))
        else touchToday(name)
        return join(found, name)
      }
      if ((failed.get(name) ?? 0) > Date.now()) return null
      let work = making.get(name)
      if (!work) {
        const source = found === null ? make : (path: string) => copyFile(join(directory, found, `${name}.wav`), path)
        work = queue
          .run(rank, () => put(join(directory, wanted, `${name}.wav`), source))
          .then(good => {
            making.delete(name)
            if (good) there[wanted].add(name)
            else failed.set(name, Date.now() + TRY_AGAIN_MS)
            if (failed.size > 1000) failed.clear()
            return good
          })
        making.set(name, work)
      }
      if (!(await work)) return null
      return join(there.kept.has(name) ? 'kept' : 'passing', name)
    },

    async fixed(name, content, make) {
      const path = join(directory, `${name}.wav`)
      const label = join(directory, 'kept', `${name}.label`)
      const hash = createHash('sha256').update(content).digest('hex')
      const [old, file] = await Promise.all([readText(label), stat(path).catch(() => null)])
      const good = (file && old === hash) || (await queue.run('advance', () => put(path, make)))
      if (good) fixedNames.add(name)
      if (good && old !== hash) await writeFile(label, hash).catch(() => {})
      return good
    },

    async lost() {
      const before = { kept: [...there.kept], passing: [...there.passing], fixed: [...fixedNames] }
      const [kept, passing, fixed] = await Promise.all([namesIn('kept'), namesIn('passing'), namesIn('')])
      const gone = (names: readonly string[], found: ReadonlySet<string>) => names.filter(name => !found.has(name))
      const lostOf = { kept: gone(before.kept, kept), passing: gone(before.passing, passing), fixed: gone(before.fixed, fixed) }
      for (const name of lostOf.kept) there.kept.delete(name)
      for (const name of lostOf.passing) there.passing.delete(name)
      for (const name of lostOf.fixed) fixedNames.delete(name)
      return lostOf.kept.length + lostOf.fixed.length > 0
    },

    async sweep(olderThanMs) {
      let swept = 0
      for (const name of [...there.passing]) {
        const path = join(directory, 'passing', `${name}.wav`)
        const about = await stat(path).catch(() => null)
        if (about && about.mtimeMs > Date.now() - olderThanMs) continue
        there.passing.delete(name)
        await rm(path, { force: true }).catch(() => {})
        swept++
      }
      return swept
    },

    async sweepKept(needed, olderThanMs) {
      const before = Date.now() - olderThanMs
      let swept = 0
      for (const name of await readdir(join(directory, 'kept')).catch(() => [])) {
        const [, sound = ''] = /^(.*)\.wav$/.exec(name) ?? []
        // The label of a fixed file goes with it.
        if (name.endsWith('.label') || needed.has(join('kept', sound)) || !(await isOlder(join(directory, 'kept', name), before)))
          continue
        there.kept.delete(sound)
        await rm(join(directory, 'kept', name), { force: true }).catch(() => {})
        swept++
      }
      for (const name of await readdir(directory).catch(() => [])) {
        if (!FIXED.test(name) || needed.has(name.slice(0, -4)) || !(await isOlder(join(directory, name), before))) continue
        fixedNames.delete(name.slice(0, -4))
        await Promise.all(
          [name, join('kept', `${name.slice(0, -4)}.label`)].map(file =>
            rm(join(directory, file), { force: true }).catch(() => {}),
          ),
        )
        swept++
      }
      return swept
    },
  }
}

async function isOlder(path: string, before: number): Promise<boolean> {
  const about = await stat(path).catch(() => null)
  return about !== null && about.mtimeMs < before
}

function touch(path: string): void {
  const now = new Date()
  utimes(path, now, now).catch(() => {})
}

async function readText(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(() => null)
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
