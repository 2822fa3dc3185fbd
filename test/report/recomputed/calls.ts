// What became of each call that arrived in the span, from its raw facts.
import { shown, type Timed } from './amounts.ts'
import { type Asked, factsOf, type RawFact, rulesAt } from './raw.ts'

const HOUR = 3_600_000

export function callsOf(asked: Asked) {
  const { raw, span, property } = asked
  const { first, last, has, propertyOf } = factsOf(raw)
  const within = (ms: number) => ms >= span.from && ms < span.to
  const outcome = (id: string) => last(id, 'left')?.outcome as string | undefined
  const arrivedAt = (id: string) => raw.arrivals.get(id) ?? Number.NaN
  const leftAt = (id: string) => raw.ends.get(id) ?? 0

  const isOffered = (id: string) =>
    !['desk', 'fax'].includes(outcome(id) ?? '') && !has(id, 'stranger-refused') && (propertyOf(id) !== null || has(id, 'left'))
  const offered = [...raw.arrivals.keys()]
    .filter(id => within(arrivedAt(id)) && (property === null || propertyOf(id) === property))
    .filter(isOffered)
  const bridged = firstBridges(asked)
  const humanAt = (id: string): number | null => {
    const own = first(id, 'office-answered', 'connected', 'transferred')?.at ?? Number.POSITIVE_INFINITY
    const at = Math.min(own, bridged.get(id) ?? Number.POSITIVE_INFINITY)
    return Number.isFinite(at) ? at : null
  }
  const office = offered.filter(id => has(id, 'office-answered'))
  const reasonOf = (id: string): string | null => {
    if (has(id, 'office-answered')) return null
    const fact = first(id, 'overflowed', 'over-cap', 'in-failsafe')
    if (fact === undefined) return null
    return fact.kind === 'overflowed' ? (fact.reason as string) : fact.kind === 'over-cap' ? 'saturated' : 'failsafe'
  }
  const neither = offered.filter(
    id => !has(id, 'office-answered') && reasonOf(id) === null && has(id, 'left') && propertyOf(id) !== null,
  )
  const inQueue = neither.filter(id => has(id, 'office-rung'))
  const inVain = offered.filter(
    id =>
      ['missed', 'caller-left', 'failsafe'].includes(outcome(id) ?? '') &&
      !inQueue.includes(id) &&
      !office.includes(id) &&
      (humanAt(id) ?? Infinity) > leftAt(id),
  )
  const isSilent = (id: string) => last(id, 'left')?.phase === 'leaving'
  const abandonedIn = Map.groupBy([...inQueue, ...inVain.filter(id => !isSilent(id))], id =>
    inQueue.includes(id) ? 'queue' : placeOf(raw.streams.get(id) ?? []),
  )
  const abandoned = [...abandonedIn.values()].flat()
  const stayed = (id: string) => leftAt(id) - arrivedAt(id)
  const menuAt = (id: string) => first(id, 'asked')?.at ?? null
  const answerAt = (id: string) => (office.includes(id) ? humanAt(id) : menuAt(id))
  const limit = (id: string) => rulesAt(asked, arrivedAt(id)).properties[propertyOf(id) ?? '']?.answerTarget ?? 20
  const answered = offered.filter(id => answerAt(id) !== null)
  const waitEnd = (id: string) => {
    const at = Math.min(humanAt(id) ?? Infinity, raw.ends.get(id) ?? Infinity)
    return at === Infinity ? null : at
  }
  const since = (at: (id: string) => number | null): Timed[] =>
    offered.flatMap(id => {
      const end = at(id)
      return end === null ? [] : [{ id, ms: end - arrivedAt(id) }]
    })
  return {
    offered,
    office,
    propertyOf,
    arrivedAt,
    reasonOf,
    withReason: (which: string) => offered.filter(id => reasonOf(id) === which),
    noProperty: offered.filter(id => propertyOf(id) === null && reasonOf(id) === null),
    running: offered.filter(id => !has(id, 'left') && reasonOf(id) === null && !office.includes(id)),
    inQueue,
    cameBack: neither.filter(id => !inQueue.includes(id)),
    abandonedIn: (place: Place) => abandonedIn.get(place) ?? [],
    silent: inVain.filter(isSilent),
    abandoned,
    short: abandoned.filter(id => stayed(id) < 10_000),
    quick: answered.filter(id => shown((answerAt(id) ?? 0) - arrivedAt(id)) <= limit(id)),
    answered,
    lostLate: abandoned.filter(id => answerAt(id) === null && shown(stayed(id)) > limit(id)),
    answers: since(answerAt),
    waits: since(waitEnd),
    menus: since(menuAt),
    humans: since(humanAt),
    repeats: offered.filter(id => calledBefore(asked, id)),
  }
}

type Place = 'queue' | 'menu' | 'tone' | 'transfer' | 'statement' | 'hold' | 'failsafe'

/** What a caller who hung up was doing, by what they were asked or told last. */
function placeOf(facts: readonly RawFact[]): Place {
  const places = facts.flatMap(fact => doing(fact) ?? [])
  const place = places.at(-1) ?? 'menu'
  const isUrgent = facts.at(-1)?.outcome === 'caller-left'
  if (place === 'tone' && isUrgent) return 'statement'
  return place === 'statement' && places.includes('hold') ? 'hold' : place
}

function doing({ kind, question, what, why }: RawFact): Place | null {
  if (kind === 'held') return 'hold'
  if (kind === 'in-failsafe') return 'failsafe'
  if (kind === 'transfer-dialled') return 'transfer'
  if (kind === 'told' && what === 'to leave a message') return 'tone'
  if (kind === 'told' && what === 'connecting') return 'statement'
  if (kind !== 'asked') return null
  if (question === 'number') return 'hold'
  if (question === 'statement') return why === 'no key of the menu was pressed' ? 'tone' : 'statement'
  return 'menu'
}

function firstBridges({ raw }: Asked): ReadonlyMap<string, number> {
  const bridged = new Map<string, number>()
  for (const facts of raw.streams.values()) {
    for (const fact of facts) {
      if (fact.kind !== 'bridged') continue
      const call = fact.call as string
      bridged.set(call, Math.min(bridged.get(call) ?? Number.POSITIVE_INFINITY, fact.at))
    }
  }
  return bridged
}

/** The same number had called within 24 h before. */
function calledBefore({ raw }: Asked, id: string): boolean {
  const number = raw.numbers.get(id) ?? ''
  const arrived = raw.arrivals.get(id) ?? Number.NaN
  if (number === '') return false
  return [...raw.arrivals].some(
    ([other, at]) =>
      other !== id &&
      raw.numbers.get(other) === number &&
      (at < arrived || (at === arrived && other < id)) &&
      arrived - at <= 24 * HOUR,
  )
}
