// How soon somebody is to have an urgent matter, and an ordinary call is to be answered: of the
// property, and of categories that have a target of their own. Called by build-properties.ts.
import type { Property } from '../core/plan/property.ts'
import { type Draft, right } from './shape-portfolio.ts'
import type { PropertyRules } from './shapes.ts'

type Service = Pick<Property, 'target' | 'categoryTargets' | 'answerTarget'>

/** `never` of a property is none at all, for its categories too. */
export function buildService(draft: Draft, rules: PropertyRules): Service {
  const { target, 'answer-target': answerTarget } = rules
  const answer = answerTarget === undefined ? {} : { answerTarget }
  if (target === 'never') return answer
  const own = right(draft.categories).flatMap(([id, category]) => {
    if (category.target === undefined) return []
    return [[id, category.target === 'never' ? null : category.target] as const]
  })
  return {
    ...(target === undefined ? {} : { target }),
    ...(own.length === 0 ? {} : { categoryTargets: Object.fromEntries(own) }),
    ...answer,
  }
}
