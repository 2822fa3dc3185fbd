// Every figure of the service report once more, from the raw facts of the journal, in another way:
// no rows, no lists, no sums of the product. For recomputed.test.ts.
import Database from 'better-sqlite3'
import type { Plan } from '../../src/core/plan/plan.ts'

export interface RawFact {
  readonly stream: string
  readonly at: number
  readonly kind: string
  readonly [field: string]: unknown
}

interface Raw {
  /** By stream, in order. */
  readonly streams: ReadonlyMap<string, readonly RawFact[]>
  readonly arrivals: ReadonlyMap<string, number>
  readonly ends: ReadonlyMap<string, number>
  readonly numbers: ReadonlyMap<string, string>
}

export interface Expected {
  readonly value: number | null
  readonly of: number | null
  readonly ids: readonly string[]
}

const HOUR = 3_600_000

export function readRaw(file: string): Raw {
  const db = new Database(file, { readonly: true })
  const streams = new Map<string, RawFact[]>()
  const arrivals = new Map<string, number>()
  const ends = new Map<string, number>()
  const numbers = new Map<string, string>()
  const body = db.prepare('SELECT body FROM private WHERE turn = ? AND n = ?').pluck()
  const numberAt = (turn: number, field: unknown): string => {
    const n = (field as { $private?: number } | null)?.$private
    const found = n === undefined ? null : (body.get(turn, n) as string | null)
    return found === null ? '' : (JSON.parse(found) as string).replaceAll(/[^0-9]/g, '')
  }
  const turns = db.prepare('SELECT seq, at, input, facts FROM turn ORDER BY seq').all() as {
    seq: number
    at: number
    input: string
    facts: string
  }[]
  for (const { seq, at, input, facts } of turns) {
    for (const said of JSON.parse(facts) as (Omit<RawFact, 'at'> & { at?: number })[]) {
      // A fact leaves out its time where that is the turn's.
      const fact = { ...said, at: said.at ?? at } as RawFact
      const before = streams.get(fact.stream) ?? []
      before.push(fact)
      streams.set(fact.stream, before)
      const told = JSON.parse(input) as { type: string; waitedMs?: number; arrivedAt: number; endedAt: number }
      const note = told.type === 'imported' ? told : null
      if (fact.kind === 'arrived') arrivals.set(fact.stream, note?.arrivedAt ?? fact.at - (told.waitedMs ?? 0))
      if (fact.kind === 'left') ends.set(fact.stream, note?.endedAt ?? fact.at)
      if (['arrived', 'number-confirmed', 'number-changed'].includes(fact.kind))
        numbers.set(fact.stream, numberAt(seq, fact.callerNumber))
    }
  }
  db.close()
  return { streams, arrivals, ends, numbers }
}

export function recomputed(
  raw: Raw,
  plan: Plan,
  span: { from: number; to: number },
  now: number,
  property: string | null,
): Record<string, Expected> {
  const of = (id: string) => raw.streams.get(id) ?? []
  const first = (id: string, ...kinds: string[]) => of(id).find(fact => kinds.includes(fact.kind))
  const last = (id: string, ...kinds: string[]) => of(id).findLast(fact => kinds.includes(fact.kind))
  const has = (id: string, ...kinds: string[]) => first(id, ...kinds) !== undefined
  const within = (ms: number) => ms >= span.from && ms < span.to
  const propertyOf = (id: string) => (last(id, 'identified', 'opened')?.property as string) ?? null
  const isOurs = (id: string) => property === null || propertyOf(id) === property
  const outcome = (id: string) => last(id, 'left')?.outcome as string | undefined
  const arrivedAt = (id: string) => raw.arrivals.get(id) ?? Number.NaN

  const calls = [...raw.arrivals.keys()]
    .filter(id => within(arrivedAt(id)) && isOurs(id))
    .filter(id => !['desk', 'fax'].includes(outcome(id) ?? '') && !has(id, 'stranger-refused'))
    .filter(id => propertyOf(id) !== null || has(id, 'left'))
  const bridged = new Map<string, number>()
  for (const facts of raw.streams.values()) {
    for (const fact of facts) {
      if (fact.kind !== 'bridged') continue
      const call = fact.call as string
      bridged.set(call, Math.min(bridged.get(call) ?? Number.POSITIVE_INFINITY, fact.at))
    }
  }
  const humanAt = (id: string): number | null => {
    const own = first(id, 'office-answered', 'connected', 'transferred')?.at ?? Number.POSITIVE_INFINITY
    const at = Math.min(own, bridged.get(id) ?? Number.POSITIVE_INFINITY)
    return Number.isFinite(at) ? at : null
  }
  const office = calls.filter(id => has(id, 'office-answered'))
  const reasonOf = (id: string): string | null => {
    if (has(id, 'office-answered')) return null
    const fact = first(id, 'overflowed', 'over-cap', 'in-failsafe')
    if (fact === undefined) return null
    return fact.kind === 'overflowed' ? (fact.reason as string) : fact.kind === 'over-cap' ? 'saturated' : 'failsafe'
  }
  const reason = (which: string) => list(calls.filter(id => reasonOf(id) === which))
  const inQueue = calls.filter(
    id => !has(id, 'office-answered') && reasonOf(id) === null && has(id, 'left') && propertyOf(id) !== null,
  )
  const menuLeft = calls.filter(id => outcome(id) === 'missed' && !inQueue.includes(id) && !office.includes(id))
  const holdLeft = calls.filter(
    id => outcome(id) === 'caller-left' && reasonOf(id) !== null && (humanAt(id) ?? Infinity) > (raw.ends.get(id) ?? 0),
  )
  const failsafeLeft = calls.filter(id => outcome(id) === 'failsafe' && reasonOf(id) !== null)
  const abandoned = [...inQueue, ...menuLeft, ...holdLeft, ...failsafeLeft]
  const stayed = (id: string) => (raw.ends.get(id) ?? 0) - arrivedAt(id)
  const short = abandoned.filter(id => stayed(id) < 10_000)
  const menuAt = (id: string) => first(id, 'asked')?.at ?? null
  const answerAt = (id: string) => (office.includes(id) ? humanAt(id) : menuAt(id))
  const limit = (id: string) => (plan.properties[propertyOf(id) ?? '']?.answerTarget ?? 20) * 1000
  const answered = calls.filter(id => answerAt(id) !== null)
  const quick = answered.filter(id => (answerAt(id) ?? 0) - arrivedAt(id) <= limit(id))
  const lostLate = abandoned.filter(id => answerAt(id) === null && stayed(id) > limit(id))
  const times = (ids: readonly string[], at: (id: string) => number | null | undefined, from = arrivedAt) =>
    ids.flatMap(id => {
      const end = at(id)
      return end === null || end === undefined ? [] : [{ id, ms: end - from(id) }]
    })
  const waitEnd = (id: string) => {
    const at = Math.min(humanAt(id) ?? Infinity, raw.ends.get(id) ?? Infinity)
    return at === Infinity ? null : at
  }
  const repeats = calls.filter(id => {
    const number = raw.numbers.get(id) ?? ''
    if (number === '') return false
    return [...raw.arrivals].some(
      ([other, at]) =>
        other !== id &&
        raw.numbers.get(other) === number &&
        (at < arrivedAt(id) || (at === arrivedAt(id) && other < id)) &&
        arrivedAt(id) - at <= 24 * HOUR,
    )
  })

  const incidents = [...raw.streams.keys()]
    .filter(id => id.startsWith('i-') && has(id, 'opened') && isOurs(id))
    .filter(id => within(first(id, 'opened')?.at ?? 0) && !has(id, 'folded'))
  const openedAt = (id: string) => first(id, 'opened')?.at ?? Number.NaN
  const hadAt = (id: string) => first(id, 'accepted', 'owned', 'acknowledged')?.at ?? null
  const RESET = ['reopened', 'technician-lost', 'acknowledgement-expired', 'given-back', 'still-needs-help', 'unreached']
  const end = (id: string) => {
    const fact = last(id, 'resolved', ...RESET)
    return fact?.kind === 'resolved' ? fact : undefined
  }
  const resolved = incidents.filter(id => end(id) !== undefined)
  const had = incidents.filter(id => hadAt(id) !== null)
  const rungs = (id: string) =>
    of(id).filter(fact => fact.kind === 'rung-began' && fact.try === 1 && (hadAt(id) === null || fact.at <= (hadAt(id) ?? 0)))
      .length
  const targetOf = (id: string): number | null => {
    const rules = plan.properties[propertyOf(id) ?? '']
    const own = rules?.categoryTargets?.[first(id, 'opened')?.category as string]
    return own === undefined ? (rules?.target ?? null) : own
  }
  const calledAt = (id: string) => arrivedAt(first(id, 'opened')?.call as string)
  const dueAt = (id: string) => calledAt(id) + (targetOf(id) ?? Number.POSITIVE_INFINITY) * 1000
  const inTime = incidents.filter(id => targetOf(id) !== null && hadAt(id) !== null && (hadAt(id) ?? 0) < dueAt(id))
  const late = incidents.filter(id => targetOf(id) !== null && !inTime.includes(id) && dueAt(id) <= now)

  const messages = [...raw.streams.values()].flat().filter(({ kind }) => kind === 'message-taken' || kind === 'message-lost')
  const doneAt = new Map(
    [...raw.streams.values()]
      .flat()
      .filter(({ kind }) => kind === 'message-done')
      .map(fact => [fact.recording as string, fact.at]),
  )
  const ours = messages.filter(({ stream }) => isOurs(stream))
  const taken = ours.filter(({ at }) => within(at))
  const nameOf = (fact: RawFact) => fact.recording as string
  const done = taken.flatMap(fact => {
    const at = doneAt.get(nameOf(fact))
    return at === undefined ? [] : [{ id: nameOf(fact), ms: at - fact.at }]
  })
  const until = Math.min(span.to, now)
  const backlog = (from: number, to: number) =>
    list(
      ours
        .filter(({ at }) => at < span.to)
        .filter(fact => (doneAt.get(nameOf(fact)) ?? Number.POSITIVE_INFINITY) > until)
        .filter(({ at }) => until - at > from * 24 * HOUR && until - at <= to * 24 * HOUR)
        .map(nameOf),
    )

  const summaries = (name: string, all: readonly { id: string; ms: number }[]) => ({
    [`${name}-p50`]: summary(all, 50),
    [`${name}-p90`]: summary(all, 90),
    [`${name}-worst`]: summary(all, 100),
  })
  return {
    offered: list(calls),
    'answered-by-office': list(office),
    'left-queue': list(inQueue),
    'overflow-closed': reason('closed'),
    'overflow-no-answer': reason('no-answer'),
    'overflow-saturated': reason('saturated'),
    'overflow-blocked': reason('blocked'),
    'overflow-forwarded': reason('forwarded'),
    'overflow-failsafe': reason('failsafe'),
    'no-property': list(calls.filter(id => propertyOf(id) === null && reasonOf(id) === null)),
    running: list(calls.filter(id => !has(id, 'left') && reasonOf(id) === null && !office.includes(id))),
    abandoned: list(abandoned),
    'abandoned-queue': list(inQueue),
    'abandoned-menu': list(menuLeft),
    'abandoned-hold': list(holdLeft),
    'abandoned-failsafe': list(failsafeLeft),
    'abandoned-short': list(short),
    'abandonment-rate': share(abandoned, calls.length),
    'abandonment-rate-long': share(
      abandoned.filter(id => !short.includes(id)),
      calls.length - short.length,
    ),
    'service-level': share(quick, answered.length + lostLate.length),
    'service-level-urgent': share(inTime, inTime.length + late.length),
    late: list(late),
    ...summaries('answer', times(calls, answerAt)),
    ...summaries('wait', times(calls, waitEnd)),
    ...summaries('menu', times(calls, menuAt)),
    ...summaries('human', times(calls, humanAt)),
    incidents: list(incidents),
    mtta: average(times(had, hadAt, openedAt)),
    'never-acknowledged': list(incidents.filter(id => hadAt(id) === null)),
    mttr: average(times(resolved, id => end(id)?.at, openedAt)),
    unresolved: list(incidents.filter(id => end(id) === undefined)),
    'escalation-rate': share(
      incidents.filter(id => rungs(id) > 1),
      incidents.length,
    ),
    ...summaries(
      'depth',
      had.map(id => ({ id, ms: rungs(id) })),
    ),
    'false-alarms': share(
      resolved.filter(id => end(id)?.outcome === 'false-alarm'),
      resolved.length,
    ),
    'repeat-callers': list(repeats),
    messages: list(taken.map(nameOf)),
    ...summaries('done', done),
    'backlog-1d': backlog(Number.NEGATIVE_INFINITY, 1),
    'backlog-3d': backlog(1, 3),
    'backlog-7d': backlog(3, 7),
    'backlog-older': backlog(7, Number.POSITIVE_INFINITY),
  }
}

function list(ids: readonly string[]): Expected {
  return { value: ids.length, of: null, ids: ids.toSorted() }
}

function share(part: readonly string[], whole: number): Expected {
  return { value: whole === 0 ? null : part.length / whole, of: whole, ids: part.toSorted() }
}

/** The least value such that so many of a hundred are no greater. */
function summary(all: readonly { id: string; ms: number }[], of100: number): Expected {
  const values = all.map(({ ms }) => ms)
  const fits = values.filter(value => values.filter(other => other <= value).length * 100 >= of100 * values.length)
  return {
    value: fits.length === 0 ? null : Math.min(...fits),
    of: all.length,
    ids: all.map(({ id }) => id).toSorted(),
  }
}

function average(all: readonly { id: string; ms: number }[]): Expected {
  const sum = all.reduce((total, { ms }) => total + ms, 0)
  return { value: all.length === 0 ? null : sum / all.length, of: all.length, ids: all.map(({ id }) => id).toSorted() }
}
