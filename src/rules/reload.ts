// Takes changed rules while the daemon runs: compiled aside, one attempt after the other; a problem changes nothing and is remembered until
// the files are right again. Asked by `nightbell reload`, SIGHUP and whoever watches the files; opened by wiring/rules-in-force.ts.
import type { Log } from '../daemon/ports.ts'
import type { LoadedAside } from './load-aside.ts'
import type { Problem } from './problem.ts'

export type RightRules = Extract<LoadedAside, { ok: true }>
export type Reloaded =
  | { readonly result: 'taken' | 'unchanged'; readonly hash: string; readonly files: number }
  | { readonly result: 'refused'; readonly problems: readonly Problem[] }

export interface ReloadNeeds {
  readonly load: () => Promise<LoadedAside>
  /** Hash of the rules in force at the beginning. */
  readonly hash: string
  /** What the files had wrong at the beginning, when the rules in force are older ones. */
  readonly problems?: readonly Problem[]
  /** Puts good rules into force. May throw: then the old ones stay. */
  readonly take: (rules: RightRules) => void | Promise<void>
  readonly log: Log
}

export interface Reload {
  /** Never rejects for what the files hold; rejects when the rules could not be looked at. */
  now(why: string): Promise<Reloaded>
  /** What the newest files have wrong, while older rules are in force. */
  problems(): readonly Problem[]
}

export function openReload({ load, hash: first, problems: found = [], take, log }: ReloadNeeds): Reload {
  let hash = first
  let problems = found
  let last: Promise<unknown> = Promise.resolve()

  async function once(why: string): Promise<Reloaded> {
    const rules = await load()
    if (!rules.ok) {
      problems = rules.problems
      const places = problems.slice(0, 5).map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`)
      log.error({ why, problems: problems.length, places }, 'the changed rules are wrong: the old ones stay in force')
      return { result: 'refused', problems }
    }
    problems = []
    const files = Object.keys(rules.sources).length
    if (rules.hash === hash) {
      log.info({ why, plan: hash, files }, 'the rules have not changed')
      return { result: 'unchanged', hash, files }
    }
    await take(rules)
    hash = rules.hash
    log.info({ why, plan: hash, files }, 'changed rules are in force')
    return { result: 'taken', hash, files }
  }

  return {
    now(why) {
      const mine = last.then(() => once(why))
      last = mine.catch((error: unknown) => log.error({ why, error: String(error) }, 'the rules could not be loaded again'))
      return mine
    },
    problems: () => problems,
  }
}
