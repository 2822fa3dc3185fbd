// The ids of records: what figures and cells count.
import type { Timed } from './numbers.ts'
import type { AttemptRecord, IncidentRecord, MessageRecord, Records } from './records.ts'

/** Of those calls or incidents of which this holds. */
export function idsWhere<One extends { readonly id: string }>(
  all: readonly One[],
  holds: (one: One) => boolean = () => true,
): readonly string[] {
  return all.filter(holds).map(({ id }) => id)
}

export function legsOf(attempts: readonly AttemptRecord[]): readonly string[] {
  return attempts.map(({ leg }) => leg)
}

export function recordingsOf(messages: readonly MessageRecord[]): readonly string[] {
  return messages.map(({ recording }) => recording)
}

/** Those that have such a time, ms; or such a number. */
export function timed<One extends { readonly id: string }>(
  all: readonly One[],
  msOf: (one: One) => number | null,
): readonly Timed[] {
  return all.flatMap(one => {
    const ms = msOf(one)
    return ms === null ? [] : [{ id: one.id, ms }]
  })
}

/** Opened in the span; those that were folded into another are that other. */
export function openedIn({ incidents, span }: Records): readonly IncidentRecord[] {
  return incidents.filter(({ openedAt, state }) => openedAt >= span.from && state !== 'folded')
}
