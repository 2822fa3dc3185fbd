// The tables of the exceptions report once more, from the raw facts of the journal.
import { rosterOfTargets } from '../../../src/core/plan/on-call.ts'
import type { EpochMs } from '../../../src/core/world/ids.ts'
import { type ExpectedTable, type Said, table } from './amounts.ts'
import { attemptsOf } from './attempts.ts'
import { callsOf } from './calls.ts'
import { incidentsOf } from './incidents.ts'
import { laddersOf } from './ladders.ts'
import { lastCall } from './lines.ts'
import { type Asked, factsOf, nameOf, personName, rulesNow } from './raw.ts'

const DAY = 86_400_000
const HALF_HOUR = 1_800_000

export function exceptions(asked: Asked): Record<string, ExpectedTable> {
  return {
    ...urgent(asked),
    gaps: table('gaps', gaps(asked)),
    'silent-telephones': silentTelephones(asked),
    'failed-trunks': failedTrunks(asked),
    'quiet-lines': quietLines(asked),
    'critical-forwarding': forwarding(asked, 'critical-forwarding', ms => ms >= 60_000),
    'slow-forwarding': forwarding(asked, 'slow-forwarding', ms => ms > 30_000 && ms < 60_000),
  }
}

function urgent(asked: Asked): Record<string, ExpectedTable> {
  const incidents = incidentsOf(asked)
  const { of, first, propertyOf } = factsOf(asked.raw)
  const { openedAt, hadAt, firstOwner, rungs } = incidents
  const count = (id: string, kind: string) => of(id).filter(fact => fact.kind === kind).length
  const told = (id: string) => ({
    opened: openedAt(id),
    property: nameOf(asked, propertyOf(id)),
    category: incidents.category(id),
    incident: id,
  })
  const owner = (id: string) => personName(asked, firstOwner(id))
  const after = (id: string, from: (id: string) => number) => {
    const at = hadAt(id)
    return at === null ? null : at - from(id)
  }
  const rows = (ids: readonly string[], more: (id: string) => Said) => new Map(ids.map(id => [id, { ...told(id), ...more(id) }]))
  const { unreachedIn: unreached, late, escalated } = incidents
  const empty = incidents.opened.filter(id => count(id, 'rung-skipped') > 0)
  const unreachedRows = rows(unreached, id => ({
    unreached: first(id, 'unreached')?.at ?? null,
    passes: count(id, 'pass-began'),
    'first-owner': owner(id),
    after: after(id, openedAt),
    state: incidents.state(id),
    outcome: (incidents.end(id)?.outcome as string | undefined) ?? null,
  }))
  const lateRows = rows(late, id => ({
    target: (incidents.targetOf(id) ?? 0) * 1000,
    'first-owner': owner(id),
    after: after(id, incidents.calledAt),
    state: incidents.state(id),
  }))
  const escalatedRows = rows(escalated, id => ({
    rungs: rungs(id),
    ...incidents.placeOf(id),
    'first-owner': owner(id),
    after: after(id, openedAt),
  }))
  return {
    unreached: table('unreached', unreachedRows, unreached),
    late: table('late', lateRows, late),
    escalated: table('escalated', escalatedRows, escalated),
    'empty-rungs': table(
      'empty-rungs',
      rows(empty, id => ({ skipped: count(id, 'rung-skipped') })),
      empty,
    ),
  }
}

/** Half hours of the next 14 days at which a ladder reaches nobody. */
function gaps(asked: Asked): ReadonlyMap<string, Said> {
  const rules = rulesNow(asked)
  const found = new Map<string, Said>()
  for (const ladder of Object.values(rules.ladders)) {
    const users = Object.keys(rules.properties).filter(id => laddersOf(rules, id).includes(ladder.id))
    const shown = users.filter(id => asked.property === null || id === asked.property)
    if (shown.length === 0) continue
    const targets = ladder.rungs.flatMap(rung => rung.targets)
    const properties = shown.map(id => nameOf(asked, id)).join(', ')
    let from: number | null = null
    for (let at = asked.now; at <= asked.now + 14 * DAY; at += HALF_HOUR) {
      const reaches = at === asked.now + 14 * DAY || rosterOfTargets(rules, targets, at as EpochMs).people.length > 0
      if (!reaches) from ??= at
      if (!reaches || from === null) continue
      found.set(`${ladder.id}:${from}`, { from, to: at, ladder: ladder.id, properties })
      from = null
    }
  }
  return found
}

function inSpan({ span }: Asked) {
  return ({ at }: { readonly at: number }) => at >= span.from && at < span.to
}

/** Dialled three times or more in the span for anybody, and never answered. */
function silentTelephones(asked: Asked): ExpectedTable {
  const attempts = attemptsOf({ ...asked, property: null }).filter(inSpan(asked))
  const ours = attemptsOf(asked).filter(inSpan(asked))
  const rows = new Map<string, Said>()
  for (const phone of new Set(ours.map(one => one.phone))) {
    const its = attempts.filter(one => one.phone === phone).toSorted((a, b) => a.at - b.at)
    const last = its.at(-1)
    if (its.length < 3 || last === undefined || its.some(({ answered }) => answered)) continue
    const ids = its.map(({ id }) => id)
    const person = personName(asked, ours.findLast(one => one.phone === phone)?.person ?? null)
    rows.set(phone, { person, phone, dialled: ids, last: last.at, result: last.result })
  }
  return table('silent-telephones', rows)
}

/** Attempts that a trunk could not carry. */
function failedTrunks(asked: Asked): ExpectedTable {
  const attempts = attemptsOf(asked).filter(inSpan(asked))
  const rows = new Map<string, Said>()
  // The failsafe says of no trunk.
  for (const trunk of new Set(attempts.map(one => one.trunk).filter(one => one !== ''))) {
    const its = attempts.filter(one => one.trunk === trunk)
    const failed = its
      .filter(({ result, sip }) => result === 'congestion' || (sip !== null && sip >= 500 && sip < 600))
      .toSorted((a, b) => a.at - b.at)
    if (failed.length === 0) continue
    rows.set(trunk, {
      trunk,
      failed: failed.map(({ id }) => id),
      attempts: its.map(({ id }) => id),
      first: failed[0]?.at ?? null,
      last: failed.at(-1)?.at ?? null,
      sip: failed.at(-1)?.sip?.toString() ?? null,
    })
  }
  return table('failed-trunks', rows)
}

function quietLines(asked: Asked): ExpectedTable {
  const until = Math.min(asked.span.to, asked.now)
  const rows = rulesNow(asked)
    .lines.filter(({ property }) => asked.property === null || property === asked.property)
    .map(({ number, property }): [string, Said] => {
      return [number, { line: number, property: nameOf(asked, property ?? null), last: lastCall(asked, number) }]
    })
    .filter(([line]) => (lastCall(asked, line) ?? Number.NEGATIVE_INFINITY) < until - 14 * DAY)
  return table('quiet-lines', new Map(rows))
}

/** Overflowed after the office had rung for so long. */
function forwarding(asked: Asked, id: string, slow: (ms: number) => boolean): ExpectedTable {
  const { offered, reasonOf, propertyOf, arrivedAt } = callsOf(asked)
  const { first } = factsOf(asked.raw)
  const rang = (call: string) => (first(call, 'office-unanswered')?.waitedMs as number | undefined) ?? 0
  const found = offered.filter(call => reasonOf(call) !== null && slow(rang(call)))
  const rows = [...new Set(found.map(propertyOf))].map((property): [string, Said] => {
    const its = found.filter(call => propertyOf(call) === property)
    const said = {
      property: nameOf(asked, property),
      [id === 'critical-forwarding' ? 'critical' : 'slow']: its,
      longest: Math.max(...its.map(rang)),
      last: Math.max(...its.map(arrivedAt)),
    }
    return [property ?? 'none', said]
  })
  return table(id, new Map(rows))
}
