// When people were rung, and what that makes: interruptions, nights woken, stretches without a free
// night. What began before the span is counted there, so that the spans of a year add up.
import type { AttemptRecord } from '../records.ts'
import { nightOf } from './day-parts.ts'
import type { Duty } from './on-duty.ts'

/** Calls that begin within so many ms of the one before are one interruption. */
const TOGETHER_MS = 60_000
const DAY_MS = 86_400_000

export interface Ring {
  readonly leg: string
  readonly person: string
  readonly at: number
  /** Date of the evening on which its night began; null by day. */
  readonly night: string | null
  /** It was dialled in the span. */
  readonly counts: boolean
}

/** In the order of their time. `zoneOf`: of the property, or of the box. */
export function ringsOf(
  before: readonly AttemptRecord[],
  attempts: readonly AttemptRecord[],
  zoneOf: (property: string | null) => string,
): readonly Ring[] {
  const ring = (counts: boolean) => (attempt: AttemptRecord) => {
    const { leg, person, property } = attempt
    const at = rangAt(attempt)
    return person === null || at === null ? [] : [{ leg, person, at, night: nightOf(zoneOf(property), at), counts }]
  }
  return [...before.flatMap(ring(false)), ...attempts.flatMap(ring(true))].sort((a, b) => a.at - b.at)
}

/** Answered without a word of ringing counts; of the failsafe only the time of its call is known. */
export function rangAt(attempt: AttemptRecord): number | null {
  const { rangAt, answeredAt, trunk, result, dialledAt } = attempt
  if (rangAt !== null || answeredAt !== null) return Math.min(rangAt ?? Infinity, answeredAt ?? Infinity)
  return wasAnswered(attempt) || (trunk === '' && result === 'no-answer') ? dialledAt : null
}

/** Somebody, or a voicemail, picked up. The failsafe says it by its result alone. */
export function wasAnswered({ answeredAt, trunk, result }: AttemptRecord): boolean {
  return answeredAt !== null || (trunk === '' && (result === 'accepted' || result === 'no-key'))
}

/** The first ring of each. `rings` of one person. */
export function interruptions(rings: readonly Ring[]): readonly Ring[] {
  return rings.filter((ring, nth) => {
    const before = rings[nth - 1]
    return ring.counts && (before === undefined || ring.at - before.at > TOGETHER_MS)
  })
}

/** The first ring of each night. `rings` of one person. */
export function nightsWoken(rings: readonly Ring[]): readonly Ring[] {
  const known = new Set<string>()
  return rings.filter(({ night, counts }) => {
    if (night === null || known.has(night)) return false
    known.add(night)
    return counts
  })
}

/** The most nights one after the other in which somebody was on call or was rung. */
export function longestStretch(rings: readonly Ring[], duties: readonly Duty[]): number {
  const nights = [...rings.filter(({ counts }) => counts), ...duties].flatMap(({ night }) => night ?? [])
  const days = [...new Set(nights)].map(night => Date.parse(`${night}T00:00Z`) / DAY_MS).sort((a, b) => a - b)
  let longest = 0
  let length = 0
  for (const [nth, day] of days.entries()) {
    length = day - 1 === days[nth - 1] ? length + 1 : 1
    longest = Math.max(longest, length)
  }
  return longest
}
