// The targets that the rules in force now set for the chosen properties, in words: printed with the
// figures that are measured by them.
import type { Plan, Property } from '../../core/plan/plan.ts'
import { ANSWER_TARGET_SECONDS, answerTargetOf, targetOf } from '../../core/plan/target.ts'
import { durationInWords } from '../../core/words/duration-words.ts'
import type { Definition } from '../report.ts'
import { type ServiceFigure, serviceDefinition } from './definitions.ts'

/** Whose targets: of these properties, null for all; of this category, null for all. */
export interface TargetsOf {
  readonly plan: Plan
  readonly properties: readonly string[] | null
  readonly category: string | null
}

/** With the targets behind the formula, where it has some. */
export function definitionWithTargets(id: ServiceFigure, of: TargetsOf): Definition {
  const definition = serviceDefinition(id)
  switch (id) {
    case 'service-level':
      return { ...definition, formula: `${definition.formula}: ${answerTargets(of)}` }
    case 'service-level-urgent':
    case 'late':
      return { ...definition, formula: `${definition.formula}; ${urgentTargets(of)}` }
    default:
      return definition
  }
}

/** 20 s; from 20 s to 1 min, by property */
function answerTargets(of: TargetsOf): string {
  const seconds = propertiesOf(of).map(answerTargetOf)
  return range(seconds.length === 0 ? [ANSWER_TARGET_SECONDS] : seconds, 'by property')
}

/** target: 10 min; target: from 5 min to 10 min, by property and category; no target in the rules */
export function urgentTargets(of: TargetsOf): string {
  const all = propertiesOf(of).flatMap(property => targetsOf(property, of.category))
  const seconds = all.filter(target => target !== null)
  if (seconds.length === 0) return 'no target in the rules'
  const some = seconds.length < all.length ? ', where there is one' : ''
  const parts = of.category === null ? 'by property and category' : 'by property'
  return `target: ${range(seconds, parts)}${some}`
}

function targetsOf(property: Property, category: string | null): readonly (number | null)[] {
  if (category !== null) return [targetOf(property, category)]
  return [property.target ?? null, ...Object.values(property.categoryTargets ?? {})]
}

function propertiesOf({ plan, properties }: TargetsOf): readonly Property[] {
  return Object.values(plan.properties).filter(({ id }) => properties === null || properties.includes(id))
}

function range(seconds: readonly number[], parts: string): string {
  const words = (s: number) => durationInWords(s * 1000, { largest: 'h' })
  // Of thousands of properties.
  const [least, most] = seconds.reduce(([low, high], s) => [Math.min(low, s), Math.max(high, s)], [Infinity, 0])
  return least === most ? words(most) : `from ${words(least)} to ${words(most)}, ${parts}`
}
