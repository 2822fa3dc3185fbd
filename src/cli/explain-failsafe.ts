// Whom Asterisk would ring by itself for a property while Nightbell is away, and where that is written: the part of `nightbell explain` and
// `nightbell simulate` about the failsafe. Asks the very code that the dialplan is rendered from.
import { failsafeLadder, failsafeRungs, failsafeWritten } from '../core/plan/failsafe.ts'
import type { Property } from '../core/plan/plan.ts'
import { count } from './plain-text.ts'
import type { Rules } from './plan-of.ts'
import { whereText } from './where-text.ts'

export interface ExplainedFailsafe {
  readonly ringSeconds: number
  readonly passes: number
  readonly where: string | null
  readonly rungs: readonly {
    readonly number: string
    readonly person: string | null
    readonly name: string | null
    readonly where: string | null
  }[]
}

export function explainFailsafe({ plan, places }: Rules, { id }: Property): ExplainedFailsafe {
  const { ringSeconds, passes } = failsafeLadder(failsafeWritten(plan, id))
  const own = ['properties', id, 'failsafe']
  const path = places.placeOf(own) ? own : ['box', 'failsafe']
  const rungs = failsafeRungs(plan, id).map(({ number, person, entry }) => ({
    number,
    person,
    name: person === null ? null : (plan.people[person]?.name ?? person),
    where: whereText(places.placeOf([...path, 'who', entry], [...path, 'who'], [...path, entry], path)),
  }))
  return { ringSeconds, passes, where: whereText(places.placeOf(path)), rungs }
}

export function failsafeLines({ ringSeconds, passes, where, rungs }: ExplainedFailsafe): string[] {
  const how = `ring ${ringSeconds} s each, ${count(passes, 'pass', 'passes')}`
  const head = `While Nightbell is away, Asterisk rings one after the other: ${how}${where === null ? '' : `  [${where}]`}`
  const lines = rungs.map(each => {
    const whom = each.name === null ? `${each.number}, which is nobody's in \`people\`` : `${each.name} on ${each.number}`
    return `  ${whom}${each.where === null || each.where === where ? '' : `  [${each.where}]`}`
  })
  return [head, ...(lines.length === 0 ? ['  nobody: callers can only leave a message'] : lines)]
}
