// Interruptions, nights woken and the longest stretch of nights, ring by ring.
import { type ExpectedTable, type Said, table } from './amounts.ts'
import { attemptsOf, type RawAttempt } from './attempts.ts'
import { nightOf, onDuty } from './duty.ts'
import { membersOf, stepsOf } from './hours.ts'
import { schedulesOf } from './ladders.ts'
import { type Asked, rulesAt, rulesNow } from './raw.ts'

const DAY = 86_400_000
const MINUTE = 60_000

/** A telephone rang: whenever that was. */
export interface Ring {
  readonly id: string
  readonly person: string
  readonly at: number
  /** By the date of its evening, in the zone of the property. */
  readonly night: string | null
}

export function ringsOf(asked: Asked): readonly Ring[] {
  const ring = ({ id, person, rangAt, property }: RawAttempt): Ring[] => {
    const zone = rulesNow(asked).properties[property ?? '']?.zone ?? rulesNow(asked).box.zone
    return rangAt === null ? [] : [{ id, person, at: rangAt, night: nightOf(zone, rangAt) }]
  }
  return attemptsOf(asked)
    .flatMap(ring)
    .toSorted((a, b) => a.at - b.at)
}

/** Only the first ring of each night, where that is in the span. */
export function nightsWoken({ span }: Asked, rings: readonly Ring[]): readonly Ring[] {
  const firsts = rings.filter(({ night }, n) => night !== null && rings.findIndex(other => other.night === night) === n)
  return firsts.filter(({ at }) => at >= span.from && at < span.to)
}

export function nights(asked: Asked): ExpectedTable {
  const { span } = asked
  const rings = Map.groupBy(ringsOf(asked), ({ person }) => person)
  const evenings = eveningsOnCall(asked)
  const within = ({ at }: Ring) => at >= span.from && at < span.to
  const rung = [...rings].filter(([, its]) => its.some(within)).map(([person]) => person)
  const rows = [...new Set([...evenings.keys(), ...membersOf(asked), ...rung])].map((person): [string, Said] => {
    const its = rings.get(person) ?? []
    const begins = its.filter(({ at }, n) => at - (its[n - 1]?.at ?? Number.NEGATIVE_INFINITY) > MINUTE)
    const busy = its.filter(within).flatMap(({ night }) => night ?? [])
    const said = {
      person,
      interruptions: begins.filter(within).map(({ id }) => id),
      'nights-woken': nightsWoken(asked, its).map(({ id }) => id),
      'longest-stretch': longest(new Set([...busy, ...(evenings.get(person) ?? [])])),
    }
    return [person, said]
  })
  return table('nights', new Map(rows))
}

/** By person, the nights in which they were on call; none for those who were on call by day only. */
function eveningsOnCall(asked: Asked): ReadonlyMap<string, ReadonlySet<string>> {
  const evenings = new Map<string, Set<string>>()
  for (const at of stepsOf(asked)) {
    const rules = rulesAt(asked, at)
    for (const schedule of schedulesOf(rules, asked.property)) {
      const night = nightOf(rules.schedules[schedule]?.zone ?? '', at)
      for (const { person } of onDuty(rules, schedule, at)) {
        const had = evenings.get(person) ?? new Set()
        evenings.set(person, night === null ? had : had.add(night))
      }
    }
  }
  return evenings
}

function longest(dates: ReadonlySet<string>): number {
  const lengthFrom = (date: string): number => {
    const next = new Date(Date.parse(date) + DAY).toISOString().slice(0, 10)
    return dates.has(date) ? 1 + lengthFrom(next) : 0
  }
  return Math.max(0, ...[...dates].map(lengthFrom))
}
