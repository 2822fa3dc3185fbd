// Every telephone that was dialled within the hour, for the caps of an hour (dialling/caps.ts). Counted as
// it goes, so that a busy hour makes no question dearer.
import { HOUR_MS } from '../dialling/caps.ts'
import type { ChannelId, EpochMs } from './ids.ts'

export interface Dialled {
  readonly leg: ChannelId
  readonly property: string
  readonly at: EpochMs
}

/** Changed by this file alone. */
export interface LateDials {
  /** In the order of their time; those before `from` are more than an hour old. */
  all: Dialled[]
  from: number
  readonly byLeg: Map<ChannelId, Dialled>
  readonly byProperty: Map<string, number>
}

export function noDials(): LateDials {
  return { all: [], from: 0, byLeg: new Map(), byProperty: new Map() }
}

/** A leg that is sent once more after a crash, under its old id, is dialled once. */
export function rememberDial(dials: LateDials, dialled: Dialled): void {
  if (dials.byLeg.has(dialled.leg)) return
  dials.all.push(dialled)
  dials.byLeg.set(dialled.leg, dialled)
  add(dials, dialled.property, 1)
}

/** Those of more than an hour ago count no more. */
export function forgetOldDials(dials: LateDials, now: EpochMs): void {
  for (let one = dials.all[dials.from]; one !== undefined && !isLate(one, now); one = dials.all[dials.from]) {
    dials.from++
    dials.byLeg.delete(one.leg)
    add(dials, one.property, -1)
  }
  if (dials.from * 2 <= dials.all.length) return
  dials.all = dials.all.slice(dials.from)
  dials.from = 0
}

export function dialsOfTheHour({ all, from }: LateDials, now: EpochMs): readonly Dialled[] {
  return all.slice(from).filter(one => isLate(one, now))
}

export interface HourLoad {
  readonly box: number
  readonly property: number
  /** When the first of them was. */
  readonly oldest?: EpochMs
}

/** How many of the last hour, without these legs: altogether and for this property. */
export function loadOfTheHour(dials: LateDials, now: EpochMs, property: string, but: Iterable<ChannelId>): HourLoad {
  const without = new Set(but)
  let { from } = dials
  let box = dials.all.length - from
  let own = dials.byProperty.get(property) ?? 0
  const leave = (one: Dialled) => {
    box--
    if (one.property === property) own--
  }
  for (let one = dials.all[from]; one !== undefined && !isLate(one, now); one = dials.all[++from]) leave(one)
  for (const leg of without) {
    const one = dials.byLeg.get(leg)
    if (one !== undefined && isLate(one, now)) leave(one)
  }
  let first = dials.all[from]
  while (first !== undefined && without.has(first.leg)) first = dials.all[++from]
  return { box, property: own, ...(first === undefined ? {} : { oldest: first.at }) }
}

function isLate({ at }: Dialled, now: EpochMs): boolean {
  return at > now - HOUR_MS
}

function add({ byProperty }: LateDials, property: string, one: number): void {
  const count = (byProperty.get(property) ?? 0) + one
  if (count === 0) byProperty.delete(property)
  else byProperty.set(property, count)
}
