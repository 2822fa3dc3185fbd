// Names of the rules for what a record names by its id; the id where the rules have it no more.
import type { Plan } from '../core/plan/plan.ts'

export function nameOfProperty(plan: Plan, id: string | null): string {
  return id === null || id === '' ? '(no property)' : (plan.properties[id]?.name ?? id)
}

export function nameOfPerson(plan: Plan, id: string | null): string | null {
  return id === null ? null : (plan.people[id]?.name ?? id)
}
