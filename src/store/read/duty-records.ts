// What the report of people asks for beside the lists: which rules were in force when, what staff
// had set at the phone desk, whom the day before had begun to ring, and what was closed.
import type { Plan } from '../../core/plan/plan.ts'
import type { Fact, StandingFact } from '../../core/world/facts.ts'
import type { EpochMs } from '../../core/world/ids.ts'
import type { DutyChangeThen, DutyRecords, Records, RulesThen } from '../../report/records.ts'
import { allOf, sqlFor } from '../journal/statements.ts'
import { attemptRecords } from './attempt-records.ts'
import { closedPeriods } from './closed-periods.ts'
import { factsInOrder, type Stored } from './stored.ts'

const DAY_MS = 86_400_000

export function dutyRecords(from: Stored, span: Records['span'], now: number): DutyRecords {
  return {
    rules: rulesThen(from, span, now),
    changes: dutyChanges(from),
    attemptsBefore: attemptRecords(from, { from: span.from - DAY_MS, to: span.from }),
    closed: closedPeriods(from, span),
    logBegins: logBegins(from),
  }
}

/** Times never go back from one to the next. */
function logBegins({ db }: Stored): number | null {
  const turns = allOf(db, sqlFor.selectFrom('turn').select('at').orderBy('seq').limit(1))
  const rules = allOf(db, sqlFor.selectFrom('in_force').select('at').orderBy('n').limit(1))
  const times = [...turns, ...rules].map(({ at }) => at)
  return times.length === 0 ? null : Math.min(...times)
}

/** Those in force in the span, up to now. A journal of a test may have rules that never came into force. */
function rulesThen(from: Stored, span: Records['span'], now: number): readonly RulesThen[] {
  const rows = allOf(from.db, sqlFor.selectFrom('in_force').select(['at', 'hash']).orderBy('n'))
  const plans = new Map<string, Plan | null>()
  const plan = (hash: string): Plan | null => {
    const known = plans.get(hash) ?? from.plan(hash)
    plans.set(hash, known)
    return known
  }
  return rows.flatMap(({ at, hash }, nth) => {
    const to = rows[nth + 1]?.at ?? Number.POSITIVE_INFINITY
    const isAsked = at < span.to && to > span.from && at < to && at <= now
    const then = isAsked ? plan(hash) : null
    return then === null ? [] : [{ from: at, to, plan: then }]
  })
}

/** Each until another one of the same schedule was set, or it was ended. */
function dutyChanges({ db }: Stored): readonly DutyChangeThen[] {
  const rows = allOf(db, factsInOrder.where('fact.stream', '>=', 's-duty-').where('fact.stream', '<', 's-duty.'))
  const standing = new Map<string, DutyChangeThen>()
  const over: DutyChangeThen[] = []
  for (const { body } of rows) {
    const fact = JSON.parse(body) as Fact & StandingFact
    if (fact.kind !== 'duty-changed' && fact.kind !== 'duty-change-ended') continue
    const before = standing.get(fact.stream)
    if (before !== undefined) over.push({ ...before, endedAt: fact.at })
    standing.delete(fact.stream)
    if (fact.kind === 'duty-changed') standing.set(fact.stream, changeOf(fact))
  }
  return [...over, ...standing.values()]
}

function changeOf({ at, schedule, person, by, until }: Extract<Fact, { kind: 'duty-changed' }>): DutyChangeThen {
  return { schedule, person, by, since: at as EpochMs, until, endedAt: null }
}
