// The service levels of the rules: how soon a person has an urgent matter, and how soon an ordinary call is answered. Read by
// incident/late.ts, by `explain`, and by whoever counts.
import type { Seconds } from '../world/ids.ts'
import type { Property } from './property.ts'

/** An ordinary call is answered within so long, unless the rules say otherwise, seconds. */
export const ANSWER_TARGET_SECONDS = 20

/** Within so long of the call somebody has an urgent matter of this category; null where the rules want nothing. */
export function targetOf({ target, categoryTargets }: TargetRules, category: string): Seconds | null {
  const own = categoryTargets?.[category]
  return own === undefined ? (target ?? null) : own
}

/** Within so long the office or a menu answers an ordinary call. Only counted: nobody is told. */
export function answerTargetOf({ answerTarget }: Pick<Property, 'answerTarget'>): Seconds {
  return answerTarget ?? ANSWER_TARGET_SECONDS
}

export type TargetRules = Pick<Property, 'target' | 'categoryTargets'>
