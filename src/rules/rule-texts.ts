// The texts of all rule files under a directory. Files are `*.yaml` and `*.yml` at any depth; names that begin with a dot (an editor's own)
// are passed over. What is called like a rule file and is none (a directory, a pipe, a link into nothing) is a problem: somebody means it
// to be read. Called by load.ts and `nightbell check`, which starts in no time because nothing here knows how rules are understood.
import { readdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs'
import { join } from 'node:path'
import { LIMITS } from './limits.ts'
import { FILE_TOO_LONG, type Problem, problemAt } from './problem.ts'

/** Read in no time; more of it than this is no rules, and nobody's by hand. */
const LONGEST_FILE = 8_000_000

/** The texts of all rule files, and what is wrong with those that cannot be read. */
export interface RuleTexts {
  readonly files: ReadonlyMap<string, string>
  readonly problems: readonly Problem[]
}

export function readRuleTexts(directory: string): RuleTexts {
  const problems: Problem[] = []
  const files = new Map<string, string>()
  let left: number = LIMITS.totalBytes
  for (const [nth, file] of ruleFiles(directory, { problems, known: new Map(), entries: 0 }).entries()) {
    if (nth >= LIMITS.files || left <= 0) {
      const much = nth >= LIMITS.files ? `${LIMITS.files} rule files` : `${LIMITS.totalBytes / 1e6} MB of rules`
      problems.push(
        wrong(file, `there are more than ${much}: this file and those after it are not read`, 'fewer rules in this directory'),
      )
      break
    }
    const text = readText(file, problems)
    if (text === null) continue
    left -= text.length
    files.set(file, text)
  }
  if (files.size === 0 && problems.length === 0) {
    problems.push(wrong(directory, 'there is no rule file in this directory', 'files that end in .yaml'))
  }
  return { files, problems }
}

interface Walk {
  readonly problems: Problem[]
  /** Directories that were looked into, by where they really are. */
  readonly known: Map<string, string>
  entries: number
}

function ruleFiles(directory: string, walk: Walk): string[] {
  const { problems, known } = walk
  let entries: string[]
  try {
    const real = realpathSync(directory)
    const before = known.get(real)
    if (before !== undefined) {
      const leads =
        directory.startsWith(`${before}/`) || before === directory ? 'back to itself' : `to ${before}, which is read already`
      problems.push(wrong(directory, `the directory is a link that leads ${leads}`, 'every directory once'))
      return []
    }
    known.set(real, directory)
    entries = readdirSync(directory).sort()
  } catch (cause) {
    problems.push(wrong(directory, `the directory ${whyNot(cause)}`, 'a directory with rule files'))
    return []
  }
  return entries.flatMap(name => {
    if (name.startsWith('.') || walk.entries > LIMITS.entries) return []
    walk.entries++
    if (walk.entries > LIMITS.entries) {
      problems.push(
        wrong(directory, `there are more than ${LIMITS.entries} files and directories here`, 'a directory for rules alone'),
      )
      return []
    }
    const path = join(directory, name)
    const stats = statsOf(path)
    const isNamed = /\.ya?ml$/.test(name)
    if (stats?.isDirectory() && !isNamed) return ruleFiles(path, walk)
    return isNamed ? [path] : []
  })
}

function statsOf(path: string): Stats | null {
  try {
    return statSync(path)
  } catch {
    return null
  }
}

function readText(file: string, problems: Problem[]): string | null {
  const stats = statsOf(file)
  if (stats && !stats.isFile()) {
    // A container's engine makes a directory where the file that it is to mount is missing; a pipe would be waited for, for ever.
    const what = stats.isDirectory() ? 'this is a directory' : 'this is no plain file'
    problems.push(wrong(file, what, 'a text file in UTF-8', 'rename it, if no rules are meant'))
    return null
  }
  if (stats && stats.size > LONGEST_FILE) {
    problems.push(wrong(file, FILE_TOO_LONG))
    return null
  }
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch (cause) {
    problems.push(wrong(file, `the file ${whyNot(cause)}`))
    return null
  }
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    problems.push(wrong(file, 'the file is written in UTF-16', 'a text file in UTF-8'))
    return null
  }
  // Bytes that are not UTF-8 become U+FFFD, which the reader reports with its place.
  return bytes.toString('utf8')
}

export function whyNot(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  const words: Readonly<Record<string, string>> = {
    ENOENT: 'does not exist',
    ENOTDIR: 'is not a directory',
    EACCES: 'may not be read by this user',
    EPERM: 'may not be read by this user',
    ELOOP: 'is a link to itself',
  }
  return words[code] ?? `cannot be read (${code || String(cause)})`
}

function wrong(file: string, message: string, expected?: string, hint?: string): Problem {
  return problemAt({ file, line: 1, column: 1 }, 'error', message, { expected, hint })
}
