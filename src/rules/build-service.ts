// How soon somebody is to have an urgent matter, and an ordinary call is to be answered: of the property, and of categories that have one of
// their own. Called by build-properties.ts.
import type { TargetRules } from '../core/plan/target.ts'
import type { Seconds } from '../core/world/ids.ts'
import { type Draft, right } from './shape-portfolio.ts'
import type { PropertyRules } from './shapes.ts'

/** `never` of a property is none at all, for its categories too. */
export function buildService(draft: Draft, rules: PropertyRules): TargetRules & { readonly answerTarget?: Seconds } {
  const { target, 'answer-target': answerTarget } = rules
  const answer = answerTarget === undefined ? {} : { answerTarget }
  if (target === 'never') return answer
  const own = right(draft.categories).flatMap(([id, category]) =>
    category.target === undefined ? [] : [[id, category.target === 'never' ? null : category.target] as const],
  )
  return {
    ...(target === undefined ? {} : { target }),
    ...(own.length === 0 ? {} : { categoryTargets: Object.fromEntries(own) }),
    ...answer,
  }
}
