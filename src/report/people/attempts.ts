// Attempts told apart, each exactly one of these; how soon somebody took a call, how long they
// talked.
import type { AttemptRecord } from '../records.ts'
import { rangAt } from './rings.ts'

export const ENDS = {
  accepted: ['accepted', 'owned'],
  passed: ['passed-on'],
  missed: ['no-answer'],
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
export function endOf({ result, reminder }: AttemptRecord): End {
  if (result === null) return 'running'
  const end = END_OF.get(result) ?? 'failed'
  return end === 'accepted' && reminder === 1 ? 'reminded' : end
}

/**
 * From the first ring of an incident to the key with which they took it, ms. Whoever takes it a
 * second time is counted from the first ring after the first. A reminder offers nothing: no
 * response begins with it. `attempts` of one person, in order.
 */
export function responses(before: readonly AttemptRecord[], attempts: readonly AttemptRecord[]) {
  const first = new Map<string, number>()
  const times: { readonly id: string; readonly ms: number }[] = []
  for (const [nth, attempt] of [...before, ...attempts].entries()) {
    const { leg, stream, takenAt, trunk, reminder } = attempt
    if (reminder === 1) continue
    const ring = first.get(stream) ?? rangAt(attempt)
    if (ring === null) continue
    first.set(stream, ring)
    if (takenAt === null) continue
    first.delete(stream)
    // The failsafe tells no times.
    if (nth >= before.length && trunk !== '') times.push({ id: leg, ms: takenAt - ring })
  }
  return times
}
