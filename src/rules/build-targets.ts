// Whom a name in the rules means: a schedule, a person or a role; which of them it is must be plain. Called by build-ladders.ts and
// build-notify.ts.
import type { Target } from '../core/plan/plan.ts'
import { unique } from './build-box.ts'
import { error, type Findings, isRenamed, keyAt, known, type Path, passes, valueAt } from './findings.ts'
import { didYouMean, namesText } from './nearest.ts'
import { placeText } from './problem.ts'
import { type Draft, right } from './shape-portfolio.ts'
import type { TargetRules } from './shapes.ts'

/** Whom a name may mean, by kind. */
export type TargetNames = Readonly<Record<Target['kind'], ReadonlyMap<string, unknown>>>

export function target(findings: Findings, names: TargetNames, who: TargetRules, paths: readonly Path[]): Target[] {
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
  passes(findings, paths.at(-1) ?? [])
  const [kind, other] = found
  if (!kind) {
    if (findings.incomplete) return []
    if (kinds.some(each => isRenamed(who, names[each]))) return []
    const all = function* () {
      for (const each of kinds) yield* names[each].keys()
    }
    const most = kinds.reduce((sum, each) => sum + names[each].size, 0)
    const some = most > MOST_NAMES ? all() : unique([...all()])
    error(findings, valueAt(findings, ...paths), `there is no schedule, person or role \`${who}\``, {
      expected: namesText(some),
      hint: findings.work.maySearch(most) ? didYouMean(who, all()) : undefined,
    })
    return []
  }
  if (other) {
    const where = found
      .filter(each => each !== 'role')
      .map(each => placeText(keyAt(findings, [each === 'person' ? 'people' : 'schedules', who])))
    error(findings, valueAt(findings, ...paths), `\`${who}\` is a ${found.join(' and a ')} (${where.join(', ')})`, {
      expected: 'a name of one of them',
      hint: `write { ${kind}: ${who} }`,
    })
    return []
  }
  return [{ kind, id: who }]
}

/** Among more, nobody sees that one is told twice. */
const MOST_NAMES = 500

export function targetNames(draft: Draft): TargetNames {
  return { schedule: draft.schedules, person: draft.people, role: rolesOf(draft) }
}

function rolesOf(draft: Draft): ReadonlyMap<string, true> {
  return new Map(right(draft.people).flatMap(([, person]) => (person.roles ?? []).map(role => [role, true] as const)))
}
