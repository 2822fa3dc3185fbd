// The rules of a start: the plan that was in force last, where the same compiler made it from the files of the same directory. It is in the
// journal, and calls are answered at once; whether the files still say the same is looked at afterwards (rules-in-force.ts). Otherwise the
// files are loaded first. Begun by main.ts before all the rest is loaded (decision 33).
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { compilerMark } from '../rules/compiler-mark.ts'
import { type LoadedAside, loadAside } from '../rules/load-aside.ts'
import { problemAt } from '../rules/problem.ts'
import type { RightRules } from '../rules/reload.ts'
import type { SqliteJournal } from '../store/journal/journal.ts'
import type { LastGood } from './last-good-rules.ts'

/** The name of the file in the state directory. Without it a start only takes longer. */
const REMEMBERED_FILE = 'rules-in-force.json'

interface Remembered {
  readonly plan: string
  readonly compiler: string
  readonly config: string
  /** What was seen of the files. */
  readonly seen: string
  readonly files: readonly string[]
}

export interface FirstRules {
  /** Loads the files, unless that has begun already. */
  readonly load: () => Promise<LoadedAside>
  /** What is remembered of the last start; null when the files must be loaded first. */
  readonly remembered: Remembered | null
}

export interface Where {
  readonly config: string
  readonly state: string
}

export function beginRules({ config, state }: Where, signal: AbortSignal): FirstRules {
  const remembered = rememberedIn(state, config)
  const begun = remembered === null ? loaded(config, signal) : null
  return { remembered, load: () => begun ?? loaded(config, signal) }
}

/** Null when the journal has another plan in force, or cannot read it. */
export function lastPlan(journal: Pick<SqliteJournal, 'lastInForce'>, { plan: hash, files, seen }: Remembered): LastGood | null {
  try {
    const last = journal.lastInForce()
    if (last?.hash !== hash) return null
    // The texts of the files are in the journal already.
    const sources = Object.fromEntries(files.map(file => [file, '']))
    return { rules: { ok: true, hash, plan: last.plan, sources, seen }, at: last.at }
  } catch {
    return null
  }
}

export function rememberRules({ config, state }: Where, { hash, sources, seen }: RightRules): void {
  if (seen === undefined) return
  const files = Object.keys(sources)
  const remembered: Remembered = { plan: hash, compiler: compilerMark(), config: resolve(config), seen, files }
  const file = `${state}/${REMEMBERED_FILE}`
  try {
    writeFileSync(`${file}.new`, JSON.stringify(remembered), { mode: 0o600 })
    renameSync(`${file}.new`, file)
  } catch {
    // A disk that is full costs the next start time.
  }
}

function rememberedIn(state: string, config: string): Remembered | null {
  try {
    const found = JSON.parse(readFileSync(`${state}/${REMEMBERED_FILE}`, 'utf8')) as Remembered
    const isOurs = found.compiler === compilerMark() && found.config === resolve(config)
    return isOurs && Array.isArray(found.files) ? found : null
  } catch {
    return null
  }
}

/** In a thread of its own: rules that take all the memory there is end that thread, not the daemon. */
async function loaded(directory: string, signal: AbortSignal): Promise<LoadedAside> {
  try {
    return await loadAside(directory, { signal })
  } catch (error) {
    const why = `the rules could not be loaded: ${error instanceof Error ? error.message : String(error)}`
    return { ok: false, problems: [problemAt({ file: directory, line: 1, column: 1 }, 'error', why)] }
  }
}
