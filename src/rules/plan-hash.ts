// The one text of a plan, its hash, and freezing. Called by compile.ts, and by whoever stores a plan and reads it again.
// The order in which things are written is part of what a plan means (the people of a role are rung in that order), so
// the canonical JSON keeps the compiler's order: JSON.parse of it gives the same plan with the same hash.
import { createHash } from 'node:crypto'
import type { Plan } from '../core/plan/plan.ts'
import { piecesOf, textsOf } from './plan-pieces.ts'

/**
 * SHA-256 of the canonical JSON, in hexadecimal. Hashed in parts: V8 makes the whole text in a buffer several times as long, and
 * what a thread has taken for that, the process keeps.
 */
export function planHash(plan: Plan): string {
  const hash = createHash('sha256')
  for (const text of textsOf(piecesOf(plan))) hash.update(text)
  return hash.digest('hex')
}

export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const part of Object.values(value)) deepFreeze(part)
  }
  return value
}
