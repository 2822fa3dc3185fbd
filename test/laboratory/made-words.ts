// The words that a daemon says are the same in every laboratory, and making them takes most of the time of a start: what one daemon has made is kept
// beside the private Asterisk, and the next begins with it. Kept by the code that makes words, so that none are stale. test/voice tests the making.
import { createHash, randomBytes } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const SOURCES = 'src/voice'

export function takeMadeWords(sounds: string): void {
  const kept = keptWords()
  mkdirSync(join(sounds, 'kept'), { recursive: true })
  for (const name of soundsIn(kept)) copyFileSync(join(kept, name), join(sounds, 'kept', name))
}

/** Each file is put in place whole: several laboratories may end at once. */
export function keepMadeWords(sounds: string): void {
  const kept = keptWords()
  mkdirSync(kept, { recursive: true })
  for (const name of soundsIn(join(sounds, 'kept'))) {
    if (existsSync(join(kept, name))) continue
    const part = join(kept, `${name}.${randomBytes(4).toString('hex')}`)
    copyFileSync(join(sounds, 'kept', name), part)
    renameSync(part, join(kept, name))
  }
}

function keptWords(): string {
  const code = createHash('sha256')
  for (const file of readdirSync(SOURCES).sort()) code.update(readFileSync(join(SOURCES, file)))
  return join(process.env.NIGHTBELL_CACHE ?? tmpdir(), `nightbell-words-${code.digest('hex').slice(0, 16)}`)
}

function soundsIn(directory: string): readonly string[] {
  return existsSync(directory) ? readdirSync(directory).filter(name => name.endsWith('.wav')) : []
}
