// Which ladders a property rings, and which schedules they ring: by walking all that its rules name.
import type { Plan } from '../../../src/core/plan/plan.ts'

export function laddersOf(plan: Plan, property: string): readonly string[] {
  const ladders = new Set<string>()
  const menus = new Set<string>()
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'ladder' && typeof inner === 'string') ladders.add(inner)
      if (/^menu/.test(key) && typeof inner === 'string' && !menus.has(inner)) {
        menus.add(inner)
        walk(plan.menus[inner])
      }
      walk(inner)
    }
  }
  walk(plan.properties[property])
  return [...ladders]
}

/** Asked again for every few minutes. */
const known = new WeakMap<Plan, Map<string, readonly string[]>>()

export function schedulesOf(plan: Plan, property: string | null): readonly string[] {
  if (property === null) return Object.keys(plan.schedules)
  const answers = known.get(plan) ?? new Map<string, readonly string[]>()
  known.set(plan, answers)
  const found = answers.get(property) ?? walked(plan, property)
  answers.set(property, found)
  return found
}

function walked(plan: Plan, property: string): readonly string[] {
  const targets = laddersOf(plan, property).flatMap(id => plan.ladders[id]?.rungs.flatMap(rung => rung.targets) ?? [])
  return [...new Set(targets.flatMap(target => (target.kind === 'schedule' ? [target.id] : [])))]
}
