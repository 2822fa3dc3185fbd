// Takes a caller who was erased out of the files that Asterisk writes beside the journal: its event log (the witness, with the failsafe's notes) and its
// own logs. What names them is written over where it stands, letter for letter, so no line moves: Asterisk goes on appending to the same file, and
// whoever keeps a place in it keeps the right one. Called by the act behind `nightbell calls erase`, before the journal forgets the number.
import { readSync, writeSync } from 'node:fs'
import { open, readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { digitsOf, namePattern, numberPattern, wordsOf } from '../core/world/spellings.ts'

export interface ForgottenCaller {
  readonly call: string
  /** Channels of their call and of telephones that were rung for it begin so. */
  readonly incidents: readonly string[]
  readonly numbers: readonly string[]
  readonly names: readonly string[]
}

const CHUNK = 256 * 1024
/** What a note tells of the caller, up to the next part of it or the end of its JSON text. */
const OF_CALLER = /(?<=(?:callerNumber|callerName|diversion|history|identity)=)(?!x+[&"\\])[^&"\\]+/g

/** A file may be rotated while it is looked at: then it is looked at again, this often at most. */
const PASSES = 5

/** Rejects when a file cannot be read or written: then they are not forgotten. Files that are not there have nothing to forget. */
export function forgetCaller(witness: string, caller: ForgottenCaller): Promise<void> {
  return forgetCallers(witness, [caller])
}

/** The same for several, in one pass over the files: they may be long. */
export async function forgetCallers(witness: string, callers: readonly ForgottenCaller[]): Promise<void> {
  const sought = soughtFor(callers)
  for (let pass = 0; pass < PASSES; pass++) if ((await passOver(witness, sought)) === 0) return
  throw new Error('the files change too fast')
}

/** What is looked for in each line. */
interface Sought {
  /** Rows of their calls and incidents: another call of the same number is another matter. */
  readonly rows: RegExp
  readonly patterns: readonly RegExp[]
  /** Whether it is worth it to look for the patterns: of a million lines hardly any is. */
  readonly mayName: (line: string) => boolean
}

function soughtFor(callers: readonly ForgottenCaller[]): Sought {
  const calls = callers.map(({ call }) => `"${escaped(call)}"`)
  const incidents = callers.flatMap(caller => caller.incidents.map(incident => `"${escaped(incident)}`))
  return {
    rows: new RegExp([...calls, ...incidents].join('|')),
    patterns: callers.flatMap(patternsOf),
    mayName: mayName(callers),
  }
}

function mayName(callers: readonly ForgottenCaller[]): (line: string) => boolean {
  const numbers = [...new Set(callers.flatMap(caller => caller.numbers.flatMap(number => digitsOf(number) ?? [])))]
  // Letters that stay as they are in every spelling of a word; a word without such is looked for in every line.
  const words = [...new Set(callers.flatMap(caller => namesOf(caller).flatMap(wordsOf)))]
  const letters = words.map(word => /[a-z0-9]+/i.exec(word)?.[0] ?? '')
  const anyWord = words.length === 0 ? null : new RegExp(letters.map(escaped).join('|'), 'i')
  return line => {
    if (anyWord?.test(line)) return true
    const digits = line.replaceAll(/\D/g, '')
    // Digits of what a URL writes for a separator come in between.
    const decoded = line.includes('%') ? line.replaceAll(/%[0-9a-f]{2}|\D/gi, '') : ''
    return numbers.some(number => digits.includes(number) || decoded.includes(number))
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&')
}

/** Gives how many places named the caller. */
async function passOver(witness: string, { rows, patterns, mayName }: Sought): Promise<number> {
  const own = basename(witness)
  const logs = dirname(dirname(witness))
  const isPart = (name: string): boolean => name === own || name.startsWith(`${own}.`) || name.startsWith(`${own}-`)
  let found = 0
  for (const name of (await namesIn(dirname(witness))).filter(isPart))
    found += await rewrite(join(dirname(witness), name), line => (rows.test(line) ? places(line, [OF_CALLER, ...patterns]) : []))
  for (const name of await namesIn(logs))
    found += await rewrite(join(logs, name), line => (mayName(line) ? places(line, patterns) : []))
  return found
}

async function namesIn(directory: string): Promise<string[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true })
    return entries.filter(entry => entry.isFile()).map(({ name }) => name)
  } catch (error) {
    if (Object(error).code === 'ENOENT') return []
    throw error
  }
}

/** From and behind, in bytes of the line. */
type Place = readonly [from: number, to: number]

function namesOf({ names }: ForgottenCaller): string[] {
  return names.filter(name => name.length > 3)
}

function patternsOf(caller: ForgottenCaller): RegExp[] {
  // Lines are read byte by byte: what has other letters than ASCII is looked for as its bytes.
  const bytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')
  const numberPatterns = caller.numbers.map(numberPattern)
  const namePatterns = namesOf(caller).map(name => namePattern(name, bytes))
  return [...numberPatterns, ...namePatterns].filter(pattern => pattern !== null)
}

function places(line: string, patterns: readonly RegExp[]): Place[] {
  return patterns.flatMap(pattern =>
    [...line.matchAll(pattern)].map((found): Place => [found.index, found.index + found[0].length]),
  )
}

async function rewrite(file: string, find: (line: string) => readonly Place[]): Promise<number> {
  const handle = await open(file, 'r+').catch(absent)
  if (handle === null) return 0
  let found = 0
  try {
    const { size } = await handle.stat()
    let at = 0
    while (at < size) {
      const chunk = Buffer.alloc(Math.min(CHUNK, size - at))
      const { bytesRead } = await handle.read(chunk, 0, chunk.length, at)
      if (bytesRead === 0) break
      const text = chunk.toString('latin1', 0, bytesRead)
      const end = text.lastIndexOf('\n') + 1
      // A line that is longer than a chunk is looked at in parts.
      const whole = at + bytesRead >= size || end === 0 ? text.length : end
      let from = at
      for (const line of text.slice(0, whole).split('\n')) {
        for (const [start, behind] of find(line)) {
          found++
          blank(handle.fd, from + start, Buffer.from(line.slice(start, behind), 'latin1'))
        }
        from += line.length + 1
      }
      at += whole
    }
    await handle.sync()
    return found
  } finally {
    await handle.close()
  }
}

/** It was rotated away meanwhile. */
function absent(error: unknown): null {
  if (Object(error).code === 'ENOENT') return null
  throw error
}

/** Only what stands there still: in one go, for the daemon empties a log that has become too long. */
function blank(fd: number, at: number, expected: Buffer): void {
  const there = Buffer.alloc(expected.length)
  if (readSync(fd, there, 0, there.length, at) === there.length && there.equals(expected))
    writeSync(fd, Buffer.alloc(there.length, 'x'), 0, there.length, at)
}
