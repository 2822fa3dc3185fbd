// The one text of a plan, its hash, and freezing. Called by compile.ts, and by whoever stores a plan and reads it again.
// The order in which things are written is part of what a plan means (the people of a role are rung in that order), so
// the canonical JSON keeps the compiler's order: JSON.parse of it gives the same plan with the same hash.
import { createHash } from 'node:crypto'
import type { Plan } from '../core/plan/plan.ts'

export function canonicalJson(plan: Plan): string {
  return JSON.stringify(plan)
}

/** SHA-256 of the canonical JSON, in hexadecimal. */
export function planHash(plan: Plan): string {
  return createHash('sha256').update(canonicalJson(plan)).digest('hex')
}

export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const part of Object.values(value)) deepFreeze(part)
  }
  return value
}
