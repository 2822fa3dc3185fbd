// What one benchmark measured, and the few sums that are made of it. Filled by run.ts, read by aims.ts and report.ts.
import type { Capacity } from './capacity.ts'
import type { Requests } from './count-requests.ts'
import type { DeadTime } from './dead-time.ts'
import type { Step } from './load-step.ts'
import type { OnHold } from './on-hold.ts'
import type { StartUp } from './start-up.ts'

export interface Results {
  readonly machine: string
  readonly asterisk: string
  readonly node: string
  readonly commit: string
  readonly startedAt: string
  readonly tookSeconds: number
  readonly loadBefore: string
  readonly loadAfter: string
  /** At the steady rate, each system. */
  readonly steady: readonly Step[]
  /** From the turn of "1" to the turn in which both are in the talk, ms, every call of Nightbell's steady step. */
  readonly acceptMs: readonly number[]
  readonly capacity: Capacity | null
  /** Nightbell at 0.7 of what it sustains. */
  readonly near: Step | null
  readonly idleMb: number
  readonly rssAfterLoadMb: number
  /** Bridges and live calls when everybody has hung up, the steps that were too much included. */
  readonly leftAfterLoad: number
  readonly requests: Requests | null
  readonly onHold: OnHold | null
  readonly dead: DeadTime
  readonly startUp: StartUp
  readonly checkMs: number
  readonly simulatedASecond: number
  readonly growth: number
}

export interface Quantiles {
  readonly p50: number
  readonly p99: number
  readonly most: number
  readonly never: number
}

/** Nearest rank; null is something that never came. */
export function quantiles(all: readonly (number | null)[]): Quantiles {
  const sorted = all.filter(one => one !== null).sort((a, b) => a - b)
  const at = (q: number) => sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN
  return { p50: at(0.5), p99: at(0.99), most: at(1), never: all.length - sorted.length }
}

export function timesText(all: readonly (number | null)[]): string {
  const { p50, p99, never } = quantiles(all)
  if (all.length === never) return all.length === 0 ? '–' : `none of ${never}`
  return `${p50.toFixed(0)} / ${p99.toFixed(0)} ms${never > 0 ? `, ${never} of ${all.length} never` : ''}`
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : sum(values) / values.length
}

export function sum(values: readonly number[]): number {
  return values.reduce((all, one) => all + one, 0)
}
