// Whom a ladder rings, as the plan has it. Called by compile.ts.
// A name that a rung uses may be a schedule's, a person's or a role's; which of them it is must be plain.
import type { Ladder, Retry, Rung, Target } from '../core/plan/plan.ts'
import { unique } from './build-box.ts'
import { error, type Findings, keyAt, known, type Path, valueAt } from './findings.ts'
import { didYouMean, namesText } from './nearest.ts'
import { placeText } from './problem.ts'
import { DEFAULTS } from './rule-defaults.ts'
import { type Draft, right } from './shape-portfolio.ts'
import type { LadderRules, TargetRules } from './shapes.ts'

export function buildLadders(draft: Draft, findings: Findings): Record<string, Ladder> {
  const { defaults } = draft
  const ladders: Record<string, Ladder> = {}
  const names = { schedule: draft.schedules, person: draft.people, role: rolesOf(draft) }
  for (const [id, rules] of right(draft.ladders)) {
    ladders[id] = {
      id,
      rungs: rules.rungs.map((_, at) => buildRung(draft, findings, names, rules, ['ladders', id, 'rungs', at], at)),
      passes: rules.passes ?? defaults.passes ?? DEFAULTS.passes,
      pauseSeconds: rules.pause ?? defaults.pause ?? DEFAULTS.pauseSeconds,
      acceptSeconds: rules.accept ?? defaults.accept ?? DEFAULTS.acceptSeconds,
      ...(rules['repeat-from'] === undefined ? {} : { repeatFrom: rules['repeat-from'] - 1 }),
      ...(rules.until === undefined ? {} : { untilAcknowledged: true }),
      ...buildRetry(draft, findings, names, rules, ['ladders', id]),
    }
  }
  return ladders
}

/** An unreached incident is rung for again unless the rules say never. */
function buildRetry(draft: Draft, findings: Findings, names: Names, ladder: LadderRules, path: Path): { retry?: Retry } {
  const { defaults } = draft
  const own = ladder.exhausted?.retry
  const retry = own ?? defaults.exhausted?.retry ?? {}
  if (retry === 'never') return {}
  const widen = [...(own === undefined ? ['defaults'] : path), 'exhausted', 'retry', 'widen']
  return {
    retry: {
      everySeconds: retry.every ?? DEFAULTS.retryEverySeconds,
      forSeconds: retry.for ?? DEFAULTS.retryForSeconds,
      widen: (retry.widen ?? []).map((who, at) => ({
        targets: who.flatMap((one, nth) =>
          target(findings, names, one, [
            [...widen, at, nth],
            [...widen, at],
          ]),
        ),
        mode: 'each',
        ringSeconds: ladder.ring ?? defaults.ring ?? DEFAULTS.ringSeconds,
        tries: 1,
      })),
    },
  }
}

/** Whom a rung may name, by kind. */
type Names = Readonly<Record<Target['kind'], ReadonlyMap<string, unknown>>>

function buildRung(draft: Draft, findings: Findings, names: Names, ladder: LadderRules, path: Path, at: number): Rung {
  const rung = ladder.rungs[at]
  const { defaults } = draft
  const listed = [...path, 'who']
  return {
    targets: (rung?.who ?? []).flatMap((who, nth) => target(findings, names, who, [[...listed, nth], listed])),
    mode: rung?.mode ?? 'each',
    ringSeconds: rung?.ring ?? ladder.ring ?? defaults.ring ?? DEFAULTS.ringSeconds,
    tries: rung?.tries ?? ladder.tries ?? defaults.tries ?? DEFAULTS.tries,
  }
}

function target(findings: Findings, names: Names, who: TargetRules, paths: readonly Path[]): Target[] {
  const kinds = ['schedule', 'person', 'role'] as const
  if (typeof who !== 'string') {
    const kind = kinds.find(each => Object.hasOwn(who, each)) ?? 'person'
    const id = Object.values(who)[0] ?? ''
    const meant = kinds.find(each => names[each].has(id))
    if (meant && meant !== kind) {
      error(findings, valueAt(findings, ...paths.map(path => [...path, kind])), `\`${id}\` is a ${meant}, not a ${kind}`, {
        hint: `write { ${meant}: ${id} }`,
      })
      return []
    }
    return known(findings, kind, id, names[kind], ...paths.map(path => [...path, kind])) ? [{ kind, id }] : []
  }
  const found = kinds.filter(kind => names[kind].has(who))
  const place = valueAt(findings, ...paths)
  const [kind, other] = found
  if (!kind) {
    if (findings.incomplete) return []
    const all = kinds.flatMap(each => [...names[each].keys()])
    error(findings, place, `there is no schedule, person or role \`${who}\``, {
      expected: namesText(unique(all)),
      hint: didYouMean(who, all),
    })
    return []
  }
  if (other) {
    const where = found
      .filter(each => each !== 'role')
      .map(each => placeText(keyAt(findings, [each === 'person' ? 'people' : 'schedules', who])))
    error(findings, place, `\`${who}\` is a ${found.join(' and a ')} (${where.join(', ')})`, {
      expected: 'a name of one of them',
      hint: `write { ${kind}: ${who} }`,
    })
    return []
  }
  return [{ kind, id: who }]
}

function rolesOf(draft: Draft): ReadonlyMap<string, true> {
  return new Map(right(draft.people).flatMap(([, person]) => (person.roles ?? []).map(role => [role, true] as const)))
}
