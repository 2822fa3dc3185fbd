// What became of each incident that was opened in the span, from its raw facts.
import type { Timed } from './amounts.ts'
import { type Asked, factsOf, rulesAt } from './raw.ts'

const RESET = ['reopened', 'technician-lost', 'acknowledgement-expired', 'given-back', 'still-needs-help', 'unreached']
/** Saying what became of it is having it, at the latest then. */
const HAD = ['accepted', 'owned', 'acknowledged', 'resolved']

export function incidentsOf(asked: Asked) {
  const { raw, span, now, property } = asked
  const { of, first, last, has, propertyOf } = factsOf(raw)
  const openedAt = (id: string) => first(id, 'opened')?.at ?? Number.NaN
  const all = [...raw.streams.keys()]
    .filter(id => id.startsWith('i-') && has(id, 'opened') && !has(id, 'folded'))
    .filter(id => property === null || propertyOf(id) === property)
  const opened = all.filter(id => openedAt(id) >= span.from && openedAt(id) < span.to)
  const firstHad = (id: string) => first(id, ...HAD)
  const hadAt = (id: string) => firstHad(id)?.at ?? null
  const firstOwner = (id: string) => (firstHad(id)?.person ?? firstHad(id)?.by ?? null) as string | null
  const end = (id: string) => {
    const fact = last(id, 'resolved', ...RESET)
    return fact?.kind === 'resolved' ? fact : undefined
  }
  const resolved = opened.filter(id => end(id) !== undefined)
  const had = opened.filter(id => hadAt(id) !== null)
  /** Begun until somebody had it, or so far. */
  const rungs = (id: string) =>
    of(id).filter(fact => fact.kind === 'rung-began' && fact.try === 1 && fact.at <= (hadAt(id) ?? Infinity)).length
  /** Where somebody had it, or it is: the last rung, empty or not, and how many passes had begun. */
  const placeOf = (id: string) => {
    const until = of(id).filter(({ at }) => at <= (hadAt(id) ?? Infinity))
    const rung = until.findLast(({ kind }) => kind === 'rung-began' || kind === 'rung-skipped')?.rung as number | undefined
    return { rung: rung ?? 0, pass: until.filter(({ kind }) => kind === 'pass-began').length }
  }
  const category = (id: string) => first(id, 'opened')?.category as string
  const targetOf = (id: string): number | null => {
    const rules = rulesAt(asked, openedAt(id)).properties[propertyOf(id) ?? '']
    const own = rules?.categoryTargets?.[category(id)]
    return own === undefined ? (rules?.target ?? null) : own
  }
  const call = (id: string) => first(id, 'opened')?.call as string
  const calledAt = (id: string) => raw.arrivals.get(call(id)) ?? Number.NaN
  const dueAt = (id: string) => calledAt(id) + (targetOf(id) ?? Number.POSITIVE_INFINITY) * 1000
  const inTime = opened.filter(id => targetOf(id) !== null && hadAt(id) !== null && (hadAt(id) ?? 0) < dueAt(id))
  const since = (ids: readonly string[], at: (id: string) => number | null): Timed[] =>
    ids.map(id => ({ id, ms: (at(id) ?? Number.NaN) - openedAt(id) }))
  const becameUnreached = (id: string) => {
    const at = first(id, 'unreached')?.at ?? Number.NaN
    return at >= span.from && at < span.to
  }
  const wasUnreached = (id: string) => {
    const kinds = ['resolved', 'closed-without-outcome', 'unreached', ...HAD]
    const before = of(id).findLast(({ at, kind }) => at < span.from && kinds.includes(kind))
    return before?.kind === 'unreached'
  }
  return {
    all,
    opened,
    openedAt,
    category,
    call,
    calledAt,
    firstOwner,
    hadAt,
    had,
    targetOf,
    end,
    resolved,
    rungs,
    inTime,
    late: opened.filter(id => targetOf(id) !== null && !inTime.includes(id) && dueAt(id) <= now),
    untilHad: since(had, hadAt),
    untilResolved: since(resolved, id => end(id)?.at ?? null),
    escalated: opened.filter(id => placeOf(id).rung > 1 || placeOf(id).pass > 1),
    placeOf,
    /** Became so in the span, or was so at its beginning. */
    unreachedIn: all.filter(id => becameUnreached(id) || wasUnreached(id)),
    unreached: opened.filter(id => has(id, 'unreached')),
    falseAlarms: resolved.filter(id => end(id)?.outcome === 'false-alarm'),
    /** As it is now. */
    state(id: string): string {
      const facts = of(id)
      const kind = last(id, 'opened', 'resolved', 'closed-without-outcome', ...HAD, ...RESET)?.kind
      const since = facts.findLastIndex(fact => fact.kind === kind)
      // When a caller insists, the ladder begins again and the incident has no owner.
      const anew = facts.slice(since).some(one => one.kind === 'insisted' && one.beside === null)
      return anew && HAD.some(had => had === kind) ? 'ringing' : stateOf(kind)
    },
  }
}

/** What each of these left it as. */
function stateOf(kind: string | undefined): string {
  if (kind === 'resolved' || kind === 'unreached') return kind
  if (kind === 'closed-without-outcome') return 'no-outcome'
  return HAD.some(had => had === kind) ? 'acknowledged' : 'ringing'
}
