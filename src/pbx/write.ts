// Writes rendered Asterisk files into an instance's private directory and makes the directories Asterisk needs.
// Called before start.ts and on a reload. Unchanged files are left alone, each other one is replaced by renaming.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { makePrivate } from './make-private.ts'

const directories = [
  'etc',
  'lib/keys',
  'run',
  'cache',
  'agi-bin',
  'spool/recording',
  'spool/tmp',
  'spool/outgoing',
  'spool/system',
  'spool/voicemail',
  'log/cel-custom',
  'log/cdr-csv',
  'log/cdr-custom',
]

/** Returns the names of the files that changed. The directory is readable by its owner only: it holds passwords. */
export function writePbx(directory: string, files: Readonly<Record<string, string>>): readonly string[] {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  makePrivate(directory, path => {
    throw new Error(`${path} belongs to another user: chown -R it to the user who runs Nightbell`)
  })
  for (const name of directories) mkdirSync(`${directory}/${name}`, { recursive: true, mode: 0o700 })
  return Object.entries(files)
    .filter(([name, text]) => replaceIfChanged(`${directory}/etc/${name}`, text))
    .map(([name]) => name)
}

function replaceIfChanged(path: string, text: string): boolean {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return false
  writeFileSync(`${path}.new`, text, { mode: 0o600 })
  renameSync(`${path}.new`, path)
  return true
}
