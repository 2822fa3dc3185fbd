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

/** Passwords stay where they are. That one has changed is seen by its line being there twice. */
export function masked(line: string): string {
  return line.replace(/^(\s*(?:password|secret|md5_cred)\s*=>?\s*).*$/i, '$1***')
}
