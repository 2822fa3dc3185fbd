// Caps on dialling as the plan has them. Called for the box and for every property.
import type { Caps } from '../core/plan/caps.ts'

interface Written {
  readonly 'at-once'?: number | undefined
  readonly 'per-hour'?: number | undefined
}

export function diallingCaps(written: Written): Caps {
  const { 'at-once': atOnce, 'per-hour': perHour } = written
  return { ...(atOnce === undefined ? {} : { atOnce }), ...(perHour === undefined ? {} : { perHour }) }
}
