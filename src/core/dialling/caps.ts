// How many telephones the box may ring at once and in an hour: altogether (`box: dialling:`) and for one property (its own `dialling:`). Asked before
// anybody is rung. What is refused is a fact; the ladder waits for room, and goes on. Without a rule there is no limit.
import type { Caps } from '../plan/caps.ts'
import type { Plan } from '../plan/plan.ts'
import type { EpochMs } from '../world/ids.ts'

/** Telephones that are being rung or talked on, and those that were dialled within the last hour. */
export interface Load {
  readonly now: number
  readonly hour: number
}

export interface OthersLoad {
  readonly box: Load
  readonly property: Load
  /** Calls that each trunk carries, both ways. */
  readonly trunks?: Readonly<Record<string, number>>
  /** When the first of those that were dialled within the hour was. */
  readonly oldest?: EpochMs
}

/** The same as one leg that is about to be dialled finds it. */
export interface Room {
  readonly box: Load
  readonly property: Load
  /** Calls that its trunk carries, both ways. */
  readonly trunk: number
}

export const HOUR_MS = 3_600_000

/** Why one more may not be rung, or null when it may. */
export function capReached(plan: Plan, property: string, load: { readonly box: Load; readonly property: Load }): string | null {
  const { dialling } = plan.box
  const caps = plan.properties[property]?.dialling
  return over(dialling, load.box, 'the box') ?? over(caps, load.property, 'this property')
}

/** Whether the rules set any cap on what this property rings over these trunks. */
export function isLimited({ box, properties, trunks }: Plan, property: string, over: readonly string[]): boolean {
  const capped = box.dialling?.atOnce !== undefined || box.dialling?.perHour !== undefined
  return capped || properties[property]?.dialling !== undefined || over.some(trunk => trunks[trunk]?.channels !== undefined)
}

function over(caps: Caps | undefined, { now, hour }: Load, whose: string): string | null {
  if (caps?.atOnce !== undefined && now >= caps.atOnce) return `${whose} rings at most ${caps.atOnce} at once`
  if (caps?.perHour !== undefined && hour >= caps.perHour) return `${whose} dials at most ${caps.perHour} an hour`
  return null
}
