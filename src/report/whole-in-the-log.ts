// Whether a span is whole in the log, and over; in words where it is not.
import type { Records } from './records.ts'
import { timeInWords } from './show/words.ts'

/** It was over when the log began: what happened in it can't be known. */
export function isBeforeTheLog({ firstCall, span }: Records): boolean {
  return firstCall !== null && span.to <= firstCall
}

/** It begins before the log. */
export function isCutByTheLog({ firstCall, span }: Records): boolean {
  return firstCall !== null && span.from < firstCall
}

/** Of the span and those that it is compared with. */
export function notWhole(records: Records): readonly string[] {
  const { span, now } = records
  const soFar = now < span.to ? ['So far: the span is not over.'] : []
  return [...notInTheLog(records), ...soFar]
}

function notInTheLog(records: Records): readonly string[] {
  const { firstCall, span, before, yearBefore } = records
  if (firstCall === null) return []
  const spans = [
    ['this span', records],
    ['the span before', before],
    ['the year before', yearBefore],
  ] as const
  const cut = spans.flatMap(([name, of]) => {
    if (of === null || of.span.from >= firstCall) return []
    return [`${name} ${isBeforeTheLog(of) ? 'is not' : 'may not be whole'} in it`]
  })
  return cut.length === 0 ? [] : [`The log begins with a call of ${timeInWords(firstCall, span.zone)}: ${cut.join(', ')}.`]
}
