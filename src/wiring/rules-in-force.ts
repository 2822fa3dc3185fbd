// The rules by which new calls live: those of the start, and then what the changed files say, once it is right. Good ones go into the journal
// first, then to Asterisk, to the daemon, and to what tells people outside; calls that run keep theirs. What did not work is tried again until
// it does. Opened by run.ts.
import { setImmediate as breathe } from 'node:timers/promises'
import type { Plan } from '../core/plan/plan.ts'
import type { Alarms, Wrong } from '../daemon/alarms.ts'
import { every } from '../daemon/clock.ts'
import type { Clock, Log } from '../daemon/ports.ts'
import { type Applied, type ApplyNeeds, applyToAsterisk } from '../pbx/apply.ts'
import type { Connection } from '../pbx/connection.ts'
import { READ_BY } from '../pbx/read-by.ts'
import { wrongSecretsOf } from '../pbx/wrong-secrets.ts'
import { type LoadedAside, loadAside } from '../rules/load-aside.ts'
import type { Problem } from '../rules/problem.ts'
import { openReload, type Reload, type RightRules } from '../rules/reload.ts'
import { watchRules } from '../rules/watch.ts'
import type { SqliteJournal } from '../store/journal/journal.ts'

export interface RulesInForceNeeds {
  readonly first: RightRules
  /** What the files have wrong, when `first` comes from the journal instead. */
  readonly problems: readonly Problem[]
  /** What was seen of the files at the start, or before it when `unlooked`. */
  readonly seen: string | null
  /** `first` is what the files said when they were looked at last: nobody has looked since. */
  readonly unlooked?: boolean
  /** A file for what was made of pieces of the rules (kept-pieces.ts). */
  readonly pieces?: string
  /** The files say these rules, which the journal has: so the next start knows. */
  readonly remember?: (rules: RightRules) => void
  /** The files are wrong at the first look, after the start. */
  readonly firstRefused?: (problems: readonly Problem[]) => void
  /** Where the rules are, and Asterisk's files. */
  readonly config: string
  readonly pbx: string
  readonly connection: Connection
  readonly env: Readonly<Record<string, string | undefined>>
  readonly journal: Pick<SqliteJournal, 'keepPlanSlowly' | 'keepPlan'>
  readonly clock: Clock
  readonly log: Log
  readonly alarms: Alarms
  readonly reloadModule: ApplyNeeds['reloadModule']
  /** Puts a plan into Asterisk's files; tests watch it. */
  readonly applyFiles?: typeof applyToAsterisk
  /** Looks at the rules' files again and again; tests say what it sees. */
  readonly watchFiles?: typeof watchRules
  /** For new calls, from now on. Throws when the journal can't keep it; then the old rules stay. */
  readonly takePlan: (changed: RightRules) => void
  /** They are in force: for whoever tells people outside. */
  readonly taken: (plan: Plan) => Promise<void>
}

export interface RulesInForce {
  hash(): string
  plan(): Plan
  readonly reload: Reload
  /** Asterisk has been started again: it has read all of its files. */
  restarted(): void
  /** What Asterisk runs may be older than these rules: its files are made to follow them, and it reads all of them again. */
  bringToAsterisk(): Promise<void>
  /** Of the rules, for `nightbell status`. */
  told(): {
    readonly hash: string
    readonly files: readonly string[]
    readonly problems: readonly string[]
    readonly from: 'files' | 'journal'
  }
  /** From now on changed files are taken by themselves, and what did not work is tried again. Stopping ends a reload, too. */
  watch(): { stop(): void }
}

const AGAIN_MS = 30_000
const DONE: Applied = { troubles: [], again: false }

export function openRulesInForce(needs: RulesInForceNeeds): RulesInForce {
  const { config, connection, log, problems, clock, applyFiles = applyToAsterisk, watchFiles = watchRules } = needs
  let inForce = needs.first
  let from: 'files' | 'journal' = problems.length === 0 && !needs.unlooked ? 'files' : 'journal'
  let unlooked = needs.unlooked === true
  let atAsterisk = DONE
  /** Why the files could not even be looked at, or good ones not be taken. */
  let notTaken: string | null = null
  const owed = new Set<string>()
  let secrets = wrongSecretsOf(inForce.plan, needs.env)
  const ended = new AbortController()
  let applying: Promise<void> = Promise.resolve()
  let newest: LoadedAside | null = null
  const load = async () => {
    newest = await loadAside(config, { signal: ended.signal, ...(needs.pieces === undefined ? {} : { pieces: needs.pieces }) })
    return newest
  }
  const reload = openReload({ load, hash: inForce.hash, problems, take, log })

  async function take(changed: RightRules): Promise<void> {
    // First the journal: what it can't keep never reaches Asterisk.
    if (changed.texts) await needs.journal.keepPlanSlowly?.(changed.hash, changed.texts, () => breathe())
    needs.journal.keepPlan(changed.hash, changed.plan, changed.sources, changed.texts)
    await apply(changed)
    try {
      needs.takePlan(changed)
    } catch (error) {
      // The old rules stay in force: Asterisk gets their files back.
      await apply(inForce)
      throw error
    }
    inForce = changed
    from = 'files'
    secrets = wrongSecretsOf(changed.plan, needs.env)
    await needs.taken(changed.plan)
  }

  /** One after the other: two would write the same files. */
  function apply(rules: RightRules): Promise<void> {
    applying = applying.then(async () => {
      const plan = rules.texts?.plan ?? [JSON.stringify(rules.plan)]
      const work = { plan, directory: needs.pbx, connection, env: { ...needs.env } }
      atAsterisk = await applyFiles(work, { reloadModule: needs.reloadModule, log, owed })
    })
    return applying
  }

  async function now(why: string): Promise<Awaited<ReturnType<Reload['now']>>> {
    try {
      const reloaded = await reload.now(why)
      notTaken = null
      if (reloaded.result !== 'refused') {
        from = 'files'
        if (newest?.ok) needs.remember?.(newest)
      } else if (unlooked) needs.firstRefused?.(reloaded.problems)
      unlooked = false
      newest = null
      return reloaded
    } catch (error) {
      notTaken = error instanceof Error ? error.message : String(error)
      throw error
    }
  }

  function again(): void {
    secrets = wrongSecretsOf(inForce.plan, needs.env)
    if (notTaken !== null) void now('trying again').catch(() => {})
    else if (atAsterisk.again) void apply(inForce)
  }

  needs.alarms.from((): readonly Wrong[] => {
    const wrong = reload.problems()
    const [first] = wrong
    const where = first === undefined ? '' : `${first.file}:${first.line}:${first.column}: ${first.message}`
    return [
      ...(wrong.length > 0
        ? [{ kind: 'rules-refused', what: `older rules are in force: ${wrong.length} problems, ${where}` }]
        : []),
      ...(notTaken === null ? [] : [{ kind: 'rules-not-taken', what: `changed rules could not be taken: ${notTaken}` }]),
      ...atAsterisk.troubles.map(what => ({ kind: 'asterisk-files', about: what, what })),
      ...secrets.map(what => ({ kind: 'secret-unusable', about: what, what })),
    ]
  })

  return {
    hash: () => inForce.hash,
    plan: () => inForce.plan,
    reload: { now, problems: reload.problems },
    restarted() {
      owed.clear()
      if (!atAsterisk.again) atAsterisk = DONE
    },
    bringToAsterisk() {
      for (const [file] of READ_BY) owed.add(file)
      return apply(inForce)
    },
    told: () => ({
      hash: inForce.hash,
      files: Object.keys(inForce.sources),
      problems: reload.problems().map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`),
      from,
    }),
    watch() {
      let differs = false
      const changed = () => {
        differs = true
        void now('the files have changed').catch(() => {})
      }
      // The same as at the last look; before a change was seen, that is what is in force.
      const same = () => {
        if (!unlooked || differs) return
        unlooked = false
        from = 'files'
        log.info({ plan: inForce.hash }, 'the rule files have not changed since the last start')
      }
      const watching = watchFiles({ directory: config, seen: needs.seen, changed, same, alarms: needs.alarms, log })
      const stopAgain = every(clock, AGAIN_MS, again)
      return {
        stop() {
          watching.stop()
          ended.abort()
          stopAgain()
        },
      }
    },
  }
}
