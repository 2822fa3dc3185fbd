// The figures that are made of messages.
import { recordingsOf } from '../ids.ts'
import { countOf, summaryOf } from '../numbers.ts'
import type { Records } from '../records.ts'

const DAY_MS = 86_400_000

export function messageFigures({ messages: known, span, now }: Records) {
  const messages = known.filter(({ takenAt }) => takenAt >= span.from)
  const done = messages.flatMap(({ recording, takenAt, doneAt }) =>
    doneAt === null ? [] : [{ id: recording, ms: doneAt - takenAt }],
  )
  const end = Math.min(span.to, now)
  const waiting = known.filter(({ doneAt }) => doneAt === null || doneAt > end)
  const aged = (fromDays: number, toDays: number) =>
    countOf(recordingsOf(waiting.filter(({ takenAt }) => isBetween(end - takenAt, fromDays, toDays))))
  return {
    messages: countOf(recordingsOf(messages)),
    'done-p50': summaryOf(done, 'p50'),
    'done-p90': summaryOf(done, 'p90'),
    'done-worst': summaryOf(done, 'worst'),
    'backlog-1d': aged(Number.NEGATIVE_INFINITY, 1),
    'backlog-3d': aged(1, 3),
    'backlog-7d': aged(3, 7),
    'backlog-older': aged(7, Number.POSITIVE_INFINITY),
  }
}

/** Older than the first, at most as old as the second. */
function isBetween(ms: number, fromDays: number, toDays: number): boolean {
  return ms > fromDays * DAY_MS && ms <= toDays * DAY_MS
}
