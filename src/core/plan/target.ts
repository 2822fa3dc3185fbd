// The service levels of the rules: how soon a person has an urgent matter, and how soon an
// ordinary call is answered. Read by incident/late.ts, `explain` and reports.
import type { Seconds } from '../world/ids.ts'
import type { Property } from './property.ts'

/** An ordinary call is answered within so long, unless the rules say otherwise, seconds. */
export const ANSWER_TARGET_SECONDS = 20

export type TargetRules = Pick<Property, 'target' | 'categoryTargets'>

/**
 * So many seconds after the call somebody has an urgent matter of this category; null where the
 * rules want nothing. The category's own goes before the property's.
 */
export function targetOf(property: TargetRules, category: string): Seconds | null {
  const own = property.categoryTargets?.[category]
  return own === undefined ? (property.target ?? null) : own
}

/** The office or a menu answers an ordinary call within so many seconds. Nobody is told. */
export function answerTargetOf({ answerTarget }: Pick<Property, 'answerTarget'>): Seconds {
  return answerTarget ?? ANSWER_TARGET_SECONDS
}
