// The rules by which new calls live: those of the start, and then whatever the changed files say, once it is right. Good ones go to Asterisk first, then
// into the journal, to the daemon, and to whoever tells people outside; calls that run keep theirs. Opened by run.ts.
import { setImmediate as breathe } from 'node:timers/promises'
import type { Plan } from '../core/plan/plan.ts'
import type { Clock, Log } from '../daemon/ports.ts'
import { type ApplyNeeds, applyToAsterisk } from '../pbx/apply.ts'
import type { Connection } from '../pbx/connection.ts'
import { wrongSecretsOf } from '../pbx/wrong-secrets.ts'
import { loadAside } from '../rules/load-aside.ts'
import { openReload, type Reload, type RightRules } from '../rules/reload.ts'
import { watchRules } from '../rules/watch.ts'
import type { SqliteJournal } from '../store/journal/journal.ts'

export interface RulesInForceNeeds {
  readonly first: RightRules
  /** Where the rules are, and Asterisk's files. */
  readonly config: string
  readonly pbx: string
  readonly connection: Connection
  readonly env: Readonly<Record<string, string | undefined>>
  readonly journal: Pick<SqliteJournal, 'keepPlanSlowly' | 'keepPlan'>
  readonly clock: Clock
  readonly log: Log
  readonly reloadModule: ApplyNeeds['reloadModule']
  /** Puts a plan into Asterisk's files; tests watch it. */
  readonly apply?: typeof applyToAsterisk
  /** For new calls, from now on. Throws when the journal can't keep it; then the old rules stay. */
  readonly takePlan: (changed: RightRules) => void
  /** They are in force: for whoever tells people outside. */
  readonly taken: (plan: Plan) => Promise<void>
}

export interface RulesInForce {
  hash(): string
  plan(): Plan
  readonly reload: Reload
  /** What Asterisk made of its changed files, and secrets that can't be used. */
  alarms(): readonly { readonly since: number; readonly what: string }[]
  /** Of the rules, for `nightbell status`. */
  told(): { readonly hash: string; readonly files: readonly string[]; readonly problems: readonly string[] }
  /** From now on changed files are taken by themselves. Stopping ends a reload that is under way, too. */
  watch(): { stop(): void }
}

export function openRulesInForce(needs: RulesInForceNeeds): RulesInForce {
  const { config, connection, clock, log, apply = applyToAsterisk } = needs
  let inForce = needs.first
  let atAsterisk: readonly { since: number; what: string }[] = []
  let secrets = alarmsOfSecrets(inForce.plan)
  const ended = new AbortController()
  const reload = openReload({ load: () => loadAside(config, { signal: ended.signal }), hash: inForce.hash, take, log })

  async function take(changed: RightRules): Promise<void> {
    const plan = changed.texts?.plan ?? [JSON.stringify(changed.plan)]
    const work = { plan, directory: needs.pbx, connection, env: { ...needs.env } }
    // First the journal: what it can't keep never reaches Asterisk.
    if (changed.texts) await needs.journal.keepPlanSlowly?.(changed.hash, changed.texts, () => breathe())
    needs.journal.keepPlan(changed.hash, changed.plan, changed.sources, changed.texts)
    const troubles = await apply(work, { reloadModule: needs.reloadModule, log })
    try {
      needs.takePlan(changed)
    } catch (error) {
      // The old rules stay in force: Asterisk gets their files back.
      const back = { ...work, plan: [JSON.stringify(inForce.plan)] }
      const left = await apply(back, { reloadModule: needs.reloadModule, log })
      atAsterisk = left.map(what => ({ since: clock.now(), what }))
      throw error
    }
    atAsterisk = troubles.map(what => ({ since: clock.now(), what }))
    inForce = changed
    secrets = alarmsOfSecrets(changed.plan)
    await needs.taken(changed.plan)
  }

  function alarmsOfSecrets(plan: Plan): readonly { since: number; what: string }[] {
    const wrong = wrongSecretsOf(plan, needs.env)
    if (wrong.length > 0) log.error({ secrets: wrong }, 'secrets that can not be used')
    return wrong.map(what => ({ since: clock.now(), what }))
  }

  return {
    hash: () => inForce.hash,
    plan: () => inForce.plan,
    reload,
    alarms: () => [...atAsterisk, ...secrets],
    told: () => ({
      hash: inForce.hash,
      files: Object.keys(inForce.sources),
      problems: reload.problems().map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`),
    }),
    watch() {
      const watching = watchRules(config, () => void reload.now('the files have changed').catch(() => {}), log)
      return {
        stop() {
          watching.stop()
          ended.abort()
        },
      }
    },
  }
}
