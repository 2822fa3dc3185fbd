// Sums of hours on call, in ms: by part of the week and by how somebody came to be on call.
import { DAY_PARTS, type DayPart } from './day-parts.ts'
import { type Duty, HOWS, type How } from './on-duty.ts'

export interface Sums {
  readonly total: number
  readonly parts: Readonly<Record<DayPart, number>>
  readonly hows: Readonly<Record<How, number>>
}

/** One sum for duties that do not overlap: those of one person in one schedule. */
export function sumOf(duties: readonly Pick<Duty, 'from' | 'to' | 'part' | 'how'>[]): Sums {
  const parts = { holiday: 0, weekend: 0, night: 0, weekday: 0 }
  const hows = { own: 0, override: 0, substitute: 0, desk: 0 }
  for (const { from, to, part, how } of duties) {
    parts[part] += to - from
    hows[how] += to - from
  }
  return { total: duties.reduce((sum, { from, to }) => sum + to - from, 0), parts, hows }
}

/**
 * Counts a minute once that one person had in several schedules: with the first of their parts of
 * the week and the first of the ways in which they came to it.
 */
export function eachMinuteOnce(duties: readonly Duty[]): readonly Pick<Duty, 'from' | 'to' | 'part' | 'how'>[] {
  if (new Set(duties.map(({ schedule }) => schedule)).size <= 1) return duties
  const times = [...new Set(duties.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b)
  const begin = duties.toSorted((a, b) => a.from - b.from)
  let next = 0
  let running: readonly Duty[] = []
  return times.flatMap((from, nth) => {
    const to = times[nth + 1]
    running = running.filter(duty => duty.to > from)
    for (let duty = begin[next]; duty !== undefined && duty.from <= from; duty = begin[++next]) running = [...running, duty]
    const part = DAY_PARTS.find(each => running.some(duty => duty.part === each))
    const how = HOWS.find(each => running.some(duty => duty.how === each))
    return to === undefined || part === undefined || how === undefined ? [] : [{ from, to, part, how }]
  })
}
