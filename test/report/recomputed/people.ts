// The tables of the people report once more, from the raw facts of the journal and the rules.
import { type ExpectedTable, least, type Said, table } from './amounts.ts'
import { attemptsOf, type RawAttempt } from './attempts.ts'
import { equity } from './equity.ts'
import { hours, planned } from './hours.ts'
import { incidentsOf } from './incidents.ts'
import { nights } from './nights.ts'
import { type Asked, rulesNow } from './raw.ts'

export function people(asked: Asked): Record<string, ExpectedTable> {
  return {
    ...hours(asked),
    nights: nights(asked),
    attempts: attempts(asked),
    answers: answers(asked),
    equity: equity(asked),
    planned: planned(asked),
  }
}

const ENDS: Readonly<Record<string, readonly string[]>> = {
  passed: ['passed-on'],
  'no-key': ['no-key'],
  'hung-up': ['hung-up'],
  declined: ['declined'],
  busy: ['busy'],
  'dead-number': ['dead-number'],
  'taken-by-another': ['taken-by-another'],
  'called-off': ['called-off'],
  failed: ['congestion', 'refused', 'unknown'],
}

function inSpan({ span }: Asked) {
  return ({ at }: { readonly at: number }) => at >= span.from && at < span.to
}

function byPerson(all: readonly RawAttempt[]): ReadonlyMap<string, readonly RawAttempt[]> {
  return Map.groupBy(all, ({ person }) => person)
}

const idsOf = (all: readonly RawAttempt[]) => all.map(({ id }) => id)

function attempts(asked: Asked): ExpectedTable {
  const all = attemptsOf(asked).filter(inSpan(asked))
  const rows = [...byPerson(all)].map(([person, its]): [string, Said] => {
    const taken = its.filter(({ result }) => result === 'accepted' || result === 'owned')
    const reminded = taken.filter(({ isReminder }) => isReminder)
    const ends = Object.entries(ENDS).map(([column, results]) => {
      return [column, idsOf(its.filter(({ result }) => results.includes(result ?? '')))]
    })
    const said = {
      person,
      attempts: idsOf(its),
      rang: idsOf(its.filter(({ rangAt }) => rangAt !== null)),
      accepted: idsOf(taken.filter(one => !reminded.includes(one))),
      reminded: idsOf(reminded),
      ...Object.fromEntries(ends),
      missed: idsOf(its.filter(({ result, rangAt }) => result === 'no-answer' && rangAt !== null)),
      'not-heard': idsOf(its.filter(({ result, rangAt }) => result === 'no-answer' && rangAt === null)),
      running: idsOf(its.filter(({ result }) => result === null)),
    }
    return [person, said]
  })
  return table('attempts', new Map(rows))
}

const OUTCOMES = ['fixed-by-phone', 'going-out', 'false-alarm', 'needs-follow-up']

function answers(asked: Asked): ExpectedTable {
  const everything = attemptsOf(asked)
  const its = byPerson(everything.filter(inSpan(asked)))
  const given = outcomesGiven(asked)
  const names = new Set([...its.keys(), ...given.map(({ by }) => by)])
  const rows = [...names].map((person): [string, Said] => {
    const attempted = its.get(person) ?? []
    const taken = attempted.filter(({ takenAt }) => takenAt !== null)
    const responses = taken.map(one => response(everything, one))
    const outcomes = OUTCOMES.map(outcome => {
      return [outcome, given.filter(one => one.by === person && one.outcome === outcome).map(({ id }) => id)]
    })
    const said = {
      person,
      taken: idsOf(taken),
      'response-p50': least(responses, 50),
      'response-p90': least(responses, 90),
      talk: attempted.reduce((sum, { talkedMs }) => sum + talkedMs, 0),
      ...Object.fromEntries(outcomes),
    }
    return [person, said]
  })
  return table('answers', new Map(rows))
}

/** From their first ring since anybody took it, or at all, to the key; reminders are none. */
function response(all: readonly RawAttempt[], { stream, person, takenAt }: RawAttempt): number {
  const end = takenAt ?? Number.NaN
  const its = all.filter(one => one.stream === stream && !one.isReminder)
  const before = Math.max(...its.map(one => one.takenAt ?? Number.NEGATIVE_INFINITY).filter(at => at < end))
  const rings = its.filter(one => one.person === person).map(one => one.rangAt ?? Number.POSITIVE_INFINITY)
  return end - Math.min(...rings.filter(at => at > before))
}

/** By people of the rules, in the span; of those incidents whose outcome still stands. */
function outcomesGiven(asked: Asked) {
  const { all, end } = incidentsOf(asked)
  return all
    .flatMap(id => {
      const fact = end(id)
      return fact === undefined ? [] : [{ id, at: fact.at, by: fact.by as string, outcome: fact.outcome as string }]
    })
    .filter(inSpan(asked))
    .filter(({ by }) => by in rulesNow(asked).people)
}
