// What `nightbell render` would change: rendered files against those that are installed, secrets masked. Called by `nightbell render --diff`.
// It reads and writes nothing but those files' texts; files that are installed and not rendered are none of ours.
import { existsSync, readFileSync } from 'node:fs'
import { type Reload, reloadFor } from './read-by.ts'
import { unifiedDiff } from './unified-diff.ts'

export interface FileDifference {
  readonly file: string
  readonly state: 'new' | 'changed'
  readonly added: number
  readonly removed: number
  /** A unified diff with its head. */
  readonly diff: string
}

export interface Comparison {
  readonly files: readonly FileDifference[]
  /** What Asterisk would have to do to take them. */
  readonly reload: Reload
}

export function compareInstalled(directory: string, rendered: Readonly<Record<string, string>>): Comparison {
  const files = Object.entries(rendered).flatMap(([file, text]) => difference(`${directory}/etc/${file}`, file, text))
  return { files, reload: reloadFor(files.map(({ file }) => file)) }
}

function difference(path: string, file: string, text: string): FileDifference[] {
  const installed = existsSync(path) ? readFileSync(path, 'utf8') : null
  if (installed === text) return []
  const { hunks, added, removed } = unifiedDiff(installed ?? '', text, masked)
  const head = `--- ${installed === null ? '/dev/null' : path}\n+++ ${path}\n`
  return [{ file, state: installed === null ? 'new' : 'changed', added, removed, diff: head + hunks }]
}

/** Keys whose values are secrets, in files of ours and in what somebody has written into them; comments too. */
const SECRET_KEY = /^([;\s]*[\w-]{0,60}(?:pass|secret|token|cred|api[_-]?key|private[_-]?key)[\w-]{0,60}\s{0,20}(?:=>?|:)\s*).*$/i
const LOGIN_IN_ADDRESS = /([/=>\s]\S{0,100}?:)[^\s:@/]{1,200}(?=@)/g

/** Passwords stay where they are. That one has changed is seen by its line being there twice. */
export function masked(line: string): string {
  if (SECRET_KEY.test(line)) return line.replace(SECRET_KEY, '$1***')
  return /^\s*register\s*=/.test(line) || line.includes('://') ? line.replaceAll(LOGIN_IN_ADDRESS, '$1***') : line
}
