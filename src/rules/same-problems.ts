// The same mistake of a template or of `defaults:` is found again for each property that has it from there: it is told once, with how many
// they are. Called by compile.ts when all problems are sorted.
import { type Problem, placeText } from './problem.ts'

export function oncePerPlace(problems: readonly Problem[], properties: ReadonlySet<string>): Problem[] {
  const told = new Map<string, { at: number; others: number }>()
  const kept: Problem[] = []
  for (const problem of problems) {
    const key = `${placeText(problem)} ${problem.severity} ${withoutProperty(problem.message, properties)}`
    const before = told.get(key)
    if (before) before.others++
    else {
      told.set(key, { at: kept.length, others: 0 })
      kept.push(problem)
    }
  }
  for (const { at, others } of told.values()) {
    const problem = kept[at]
    if (!problem || others === 0) continue
    const more = others === 1 ? 'the same holds for 1 more property' : `the same holds for ${others} more properties`
    kept[at] = { ...problem, message: `${problem.message} (${more})` }
  }
  return kept
}

/** The message with the first property that it names left out. */
function withoutProperty(message: string, properties: ReadonlySet<string>): string {
  let found = false
  return message.replaceAll(/`([a-z][a-z0-9-]*)`/g, (all, name: string) => {
    if (found || !properties.has(name)) return all
    found = true
    return '``'
  })
}
