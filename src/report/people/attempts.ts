// Attempts told apart, each exactly one of these; how soon somebody took a call, how long they
// talked.
import type { AttemptRecord } from '../records.ts'
import { rangAt } from './rings.ts'

export const ENDS = {
  accepted: ['accepted', 'owned'],
  passed: ['passed-on'],
  missed: ['no-answer'],
  /** The same, without a word of ringing: no result says it by itself. */
  'not-heard': [],
  'no-key': ['no-key'],
  'hung-up': ['hung-up'],
  declined: ['declined'],
  busy: ['busy'],
  'dead-number': ['dead-number'],
  'taken-by-another': ['taken-by-another'],
  'called-off': ['called-off'],
  failed: ['congestion', 'refused', 'unknown'],
} as const

export type End = keyof typeof ENDS | 'reminded' | 'running'

const END_OF = new Map<string, End>(
  Object.entries(ENDS).flatMap(([end, results]) => results.map(result => [result, end as End] as const)),
)

/**
 * A telephone that is answered for a reminder ends as accepted, and nothing was taken. A result of a
 * later version counts as failed.
 */
export function endOf(attempt: AttemptRecord): End {
  const { result, reminder } = attempt
  if (result === null) return 'running'
  if (result === 'no-answer' && rangAt(attempt) === null) return 'not-heard'
  const end = END_OF.get(result) ?? 'failed'
  return end === 'accepted' && reminder === 1 ? 'reminded' : end
}

export interface Response {
  readonly person: string
  /** The leg with which they took it. */
  readonly id: string
  readonly ms: number
}

/**
 * From the first ring of a person to the key with which they took it, ms: the first since nobody has
 * had the incident, missed ones included. A reminder offers nothing: no response begins with it.
 * `before` and `attempts` are everybody's; those of `attempts` are given.
 */
export function responses(before: readonly AttemptRecord[], attempts: readonly AttemptRecord[]): readonly Response[] {
  const offers = [...before, ...attempts].filter(({ reminder }) => reminder === 0)
  const ofStream = Map.groupBy(offers, ({ stream }) => stream)
  return attempts.flatMap(({ leg, stream, person, takenAt, trunk, reminder }) => {
    // The failsafe tells no times.
    if (person === null || takenAt === null || trunk === '' || reminder === 1) return []
    const its = ofStream.get(stream) ?? []
    const had = Math.max(...its.flatMap(one => (one.takenAt !== null && one.takenAt < takenAt ? one.takenAt : [])))
    const rings = its.flatMap(one => (one.person === person ? (rangAt(one) ?? []) : [])).filter(at => at > had)
    return rings.length === 0 ? [] : { person, id: leg, ms: takenAt - Math.min(...rings) }
  })
}
