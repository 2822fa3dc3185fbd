// Names of the rules for what a record names by its id; the id where the rules have it no more. Who
// shares their name with another has the id behind it, so that no two rows read alike.
import type { Plan } from '../core/plan/plan.ts'

export function nameOfProperty(plan: Plan, id: string | null): string {
  return id === null || id === '' ? '(no property)' : nameOf(plan.properties, id)
}

export function nameOfPerson(plan: Plan, id: string | null): string | null {
  return id === null ? null : nameOf(plan.people, id)
}

type Named = Readonly<Record<string, { readonly name: string }>>

function nameOf(all: Named, id: string): string {
  const name = all[id]?.name
  if (name === undefined) return id
  return sharedIn(all).has(name) ? `${name} (${id})` : name
}

/** Looked for once in the thousands of a large portfolio. */
const SHARED = new WeakMap<Named, ReadonlySet<string>>()

function sharedIn(all: Named): ReadonlySet<string> {
  const known = SHARED.get(all)
  if (known !== undefined) return known
  const once = new Set<string>()
  const shared = new Set<string>()
  for (const { name } of Object.values(all)) (once.has(name) ? shared : once).add(name)
  SHARED.set(all, shared)
  return shared
}
