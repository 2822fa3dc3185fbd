// Sums of reports: percentiles by nearest rank, means, figures.
import type { Figure } from './report.ts'

/** The smallest value that at least this share of all is at or below. Null for none. */
export function percentile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null
}

export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
}

/** How many there are. */
export function countOf(ids: readonly string[]): Figure {
  return { value: ids.length, of: null, ids }
}

/** Which part of a whole these are. `ids` are those of the part. */
export function shareOf(part: readonly string[], whole: number): Figure {
  return { value: whole === 0 ? null : part.length / whole, of: whole, ids: part }
}

export interface Timed {
  readonly id: string
  readonly ms: number
}

export type Summary = 'p50' | 'p90' | 'worst' | 'mean'

/** One number for many times. `ids` are all of them, the longest first. */
export function summaryOf(times: readonly Timed[], summary: Summary): Figure {
  const longestFirst = times.toSorted((a, b) => b.ms - a.ms)
  const values = longestFirst.map(({ ms }) => ms)
  return {
    value: summarise(values, summary),
    of: times.length,
    ids: longestFirst.map(({ id }) => id),
  }
}

function summarise(values: readonly number[], summary: Summary): number | null {
  switch (summary) {
    case 'p50':
      return percentile(values, 0.5)
    case 'p90':
      return percentile(values, 0.9)
    case 'worst':
      return percentile(values, 1)
    case 'mean':
      return mean(values)
  }
}
