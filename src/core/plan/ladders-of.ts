// What a caller of a property may come to: its menus, their options, the ladders that they start.
// Read by `check`, by the `oncall` commands and by reports.
import { menusOfProperty } from './menu-now.ts'
import { peopleInRole, targetsAt } from './on-call.ts'
import type { Ladder, Option, Plan, Property, Target } from './plan.ts'

/** Every ladder that a caller of the property may start. */
export function laddersOf(plan: Plan, property: Property): ReadonlySet<string> {
  const ladders = new Set(property.noKey.do === 'escalate' ? [property.noKey.ladder] : [])
  for (const option of optionsOf(plan, property)) {
    if (option.do === 'escalate') ladders.add(option.ladder)
    if (option.do === 'transfer' && option.otherwise.do === 'escalate') ladders.add(option.otherwise.ladder)
  }
  return ladders
}

export function optionsOf(plan: Plan, property: Property): readonly Option[] {
  return [...menusOf(plan, property)].flatMap(menu => Object.values(plan.menus[menu]?.options ?? {}))
}

export function menusOf(plan: Plan, property: Property): ReadonlySet<string> {
  const menus = new Set(menusOfProperty(property))
  for (const menu of menus)
    for (const option of Object.values(plan.menus[menu]?.options ?? {})) if (option.do === 'submenu') menus.add(option.menu)
  return menus
}

/**
 * Whom the ladder rings, once for all properties where that is the same: where it names a role, properties may be served by others.
 */
export function servedAlike(
  plan: Plan,
  { rungs }: Ladder,
  properties: readonly Property[],
): readonly (readonly [targets: readonly Target[], properties: readonly Property[]])[] {
  const alike = new Map<string, [readonly Target[], Property[]]>()
  const written = rungs.flatMap(rung => rung.targets)
  for (const property of properties) {
    const targets = targetsAt(property.id, written)
    const key = targets.flatMap(each => (each.kind === 'role' ? [peopleInRole(plan, each).map(({ id }) => id)] : [])).join(';')
    const same = alike.get(key)
    if (same) same[1].push(property)
    else alike.set(key, [targets, [property]])
  }
  return [...alike.values()]
}

/** Every schedule that a rung of these ladders rings, retries included. */
export function schedulesOf(plan: Plan, property: Property): ReadonlySet<string> {
  const rungs = [...laddersOf(plan, property)].flatMap(id => {
    const ladder = plan.ladders[id]
    return ladder === undefined ? [] : [...ladder.rungs, ...(ladder.retry?.widen ?? [])]
  })
  const targets = rungs.flatMap(rung => rung.targets)
  return new Set(targets.flatMap(({ kind, id }) => (kind === 'schedule' ? [id] : [])))
}
