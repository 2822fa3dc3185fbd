// What became of each call that arrived in the span, from its raw facts.
import type { Timed } from './amounts.ts'
import { type Asked, factsOf, rulesAt } from './raw.ts'

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
  const inQueue = offered.filter(
    id => !has(id, 'office-answered') && reasonOf(id) === null && has(id, 'left') && propertyOf(id) !== null,
  )
  const inMenu = offered.filter(id => outcome(id) === 'missed' && !inQueue.includes(id) && !office.includes(id))
  const onHold = offered.filter(
    id => outcome(id) === 'caller-left' && reasonOf(id) !== null && (humanAt(id) ?? Infinity) > leftAt(id),
  )
  const inFailsafe = offered.filter(id => outcome(id) === 'failsafe' && reasonOf(id) !== null)
  const abandoned = [...inQueue, ...inMenu, ...onHold, ...inFailsafe]
  const stayed = (id: string) => leftAt(id) - arrivedAt(id)
  const menuAt = (id: string) => first(id, 'asked')?.at ?? null
  const answerAt = (id: string) => (office.includes(id) ? humanAt(id) : menuAt(id))
  const limit = (id: string) => (rulesAt(asked, arrivedAt(id)).properties[propertyOf(id) ?? '']?.answerTarget ?? 20) * 1000
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
    inMenu,
    onHold,
    inFailsafe,
    abandoned,
    short: abandoned.filter(id => stayed(id) < 10_000),
    quick: answered.filter(id => (answerAt(id) ?? 0) - arrivedAt(id) <= limit(id)),
    answered,
    lostLate: abandoned.filter(id => answerAt(id) === null && stayed(id) > limit(id)),
    answers: since(answerAt),
    waits: since(waitEnd),
    menus: since(menuAt),
    humans: since(humanAt),
    repeats: offered.filter(id => calledBefore(asked, id)),
  }
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
