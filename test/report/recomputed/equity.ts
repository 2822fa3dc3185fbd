// Between the people of a schedule's rotations: hours in it, and nights woken while on call in it.
import { type ExpectedTable, type Said, table } from './amounts.ts'
import { onDuty } from './duty.ts'
import { rotationsOf, STEP, stepsOf } from './hours.ts'
import { nightsWoken, ringsOf } from './nights.ts'
import { type Asked, rulesAt } from './raw.ts'

const HOUR = 3_600_000

export function equity(asked: Asked): ExpectedTable {
  const steps = stepsOf(asked)
  const rings = ringsOf(asked)
  const rows = [...rotationsOf(asked)].map(([schedule, people]): [string, Said] => {
    const has = (person: string, at: number) =>
      at >= (asked.rules[0]?.from ?? 0) && onDuty(rulesAt(asked, at), schedule, at).some(one => one.person === person)
    const hours = people.map(person => (steps.filter(at => has(person, at)).length * STEP) / HOUR)
    const woken = people.map(person => {
      // A night that had begun to count before the span does not count again.
      const its = rings.filter(ring => ring.person === person && (ring.at < asked.span.from || has(person, ring.at)))
      return nightsWoken(asked, its).map(({ id }) => id)
    })
    const said = { schedule, people: people.length, ...most('hours', people, hours), ...nightsOf(people, woken) }
    return [schedule, said]
  })
  return table('equity', new Map(rows))
}

/** The person woken most, with the first ring of each of their nights. */
function nightsOf(people: readonly string[], woken: readonly (readonly string[])[]): Said {
  const found = most(
    'nights',
    people,
    woken.map(({ length }) => length),
  )
  const largest = Number(found['nights-most'])
  return { ...found, 'nights-most': woken.find(({ length }) => length === largest) ?? null }
}

function most(name: string, people: readonly string[], values: readonly number[]): Said {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const largest = Math.max(...values)
  return {
    [`${name}-mean`]: mean,
    [`${name}-most`]: largest,
    [`${name}-by`]: largest === 0 ? null : (people[values.indexOf(largest)] ?? null),
    [`${name}-ratio`]: mean === 0 ? null : largest / mean,
  }
}
