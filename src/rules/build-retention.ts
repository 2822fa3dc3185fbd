// How long recordings and callers are kept, as the plan has it. `never` removed is the same as nothing written. Called for every property, and for those
// that are in the rules no more.
import { KEPT, type Retention } from '../core/plan/retention.ts'
import type { RetentionRules } from './shape-retention.ts'

export function buildRetention(written: RetentionRules | undefined): { readonly retention?: Retention } {
  const retention: Retention = Object.fromEntries(
    KEPT.flatMap(what => (typeof written?.[what] === 'number' ? [[what, written[what]]] : [])),
  )
  return Object.keys(retention).length === 0 ? {} : { retention }
}
