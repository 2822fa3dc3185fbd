// Whom Asterisk rings by itself while the daemon is away, as the plan has it. Called by build-box.ts and build-properties.ts; whether
// anybody is reached that way is seen by check-failsafe.ts.
import { FAILSAFE_PASSES, FAILSAFE_RING_SECONDS } from '../core/plan/failsafe.ts'
import type { Failsafe } from '../core/plan/failsafe-ladder.ts'
import { error, type Findings, known, type Path, valueAt } from './findings.ts'
import type { FailsafeRules } from './shape-failsafe.ts'
import { type Draft, right } from './shape-portfolio.ts'

export function buildFailsafe(draft: Draft, findings: Findings, written: FailsafeRules | undefined, path: Path): Failsafe {
  const { who = [], ring = FAILSAFE_RING_SECONDS, passes = FAILSAFE_PASSES } = written ?? {}
  const known = who.filter((each, nth) => each.kind === 'number' || isPerson(draft, findings, each.id, entryPaths(path, nth)))
  return { who: known, ringSeconds: ring, passes }
}

/** Where an entry may stand: in the long form, in a list, or alone. */
export function entryPaths(path: Path, nth: number): Path[] {
  return [[...path, 'who', nth], [...path, 'who'], [...path, nth], path]
}

function isPerson(draft: Draft, findings: Findings, name: string, paths: readonly Path[]): boolean {
  if (draft.people.has(name)) return true
  const isRole = right(draft.people).some(([, { roles = [] }]) => roles.includes(name))
  const kind = draft.schedules.has(name) ? 'schedule' : isRole ? 'role' : null
  if (kind === null) return known(findings, 'person', name, draft.people, ...paths)
  error(findings, valueAt(findings, ...paths), `\`${name}\` is a ${kind}, and the failsafe rings people and numbers only`, {
    expected: 'a person or a number',
    hint: 'while Nightbell is away nobody can tell who is on call',
  })
  return false
}
