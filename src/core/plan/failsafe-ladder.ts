// The failsafe as the plan has it; failsafe.ts says what it means. No code here.
import type { E164, Seconds } from '../world/ids.ts'

/** Whom the failsafe rings: a person on all of their telephones, or one telephone. */
export type FailsafeEntry = { readonly kind: 'person'; readonly id: string } | { readonly kind: 'number'; readonly number: E164 }

export interface Failsafe {
  readonly who: readonly FailsafeEntry[]
  readonly ringSeconds: Seconds
  /** Walks over all of them. */
  readonly passes: number
}
