// Hours on call, by walking the span a quarter of an hour at a time, and what is planned by half
// hours: nothing in these weeks begins or ends in between.
import { type ExpectedTable, type Said, table } from './amounts.ts'
import { clockAt, onDuty, partOf } from './duty.ts'
import { schedulesOf } from './ladders.ts'
import { type Asked, rulesAt, rulesNow } from './raw.ts'

export const STEP = 900_000
const PLANNED_STEP = 1_800_000
const HOUR = 3_600_000
const DAY = 86_400_000
const PARTS = ['holiday', 'weekend', 'night', 'weekday'] as const
const HOWS = ['own', 'override', 'substitute', 'desk'] as const

type Sums = Record<string, number>

/** Begins of the steps that have passed and had rules. */
export function stepsOf({ span, rules, now }: Asked): readonly number[] {
  const from = Math.max(span.from, rules[0]?.from ?? Number.POSITIVE_INFINITY)
  const to = Math.min(span.to, now)
  return Array.from({ length: Math.max(0, Math.round((to - from) / STEP)) }, (_, n) => from + n * STEP)
}

export function hours(asked: Asked): Record<string, ExpectedTable> {
  const { persons, pairs } = walked(asked, stepsOf(asked), at => rulesAt(asked, at))
  // Those of a rotation who had no turn have nothing, and a row.
  const all = [...new Set([...persons.keys(), ...membersOf(asked)])].map((person): [string, Said] => {
    return [person, { person, ...inHours(persons.get(person) ?? {}, STEP, [...PARTS, ...HOWS]) }]
  })
  const each = [...pairs].map(([pair, sums]): [string, Said] => {
    const [schedule = '', person = ''] = pair.split(':')
    return [pair, { schedule, person, ...inHours(sums, STEP, [...PARTS, ...HOWS]) }]
  })
  return { hours: table('hours', new Map(all)), schedules: table('schedules', new Map(each)) }
}

/** By schedule, the people of its rotations by any rules in force in the span. */
export function rotationsOf(asked: Asked): ReadonlyMap<string, readonly string[]> {
  const { span, rules, now, property } = asked
  const to = Math.min(span.to, now)
  const inForce = rules.filter(({ from }, n) => from < to && (rules[n + 1]?.from ?? Infinity) > span.from)
  const people = new Map<string, readonly string[]>()
  for (const { plan } of inForce) {
    // Which of them the property rings is told by the rules in force now.
    for (const id of schedulesOf(plan, property)) {
      const its = plan.schedules[id]?.rotations.flatMap(one => one.people) ?? []
      people.set(id, [...new Set([...(people.get(id) ?? []), ...its])].toSorted())
    }
  }
  return people
}

export function membersOf(asked: Asked): readonly string[] {
  return [...rotationsOf(asked).values()].flat()
}

/** Four weeks from now on. */
export function planned(asked: Asked): ExpectedTable {
  const steps = Array.from({ length: (28 * DAY) / PLANNED_STEP }, (_, n) => asked.now + n * PLANNED_STEP)
  const { persons } = walked(asked, steps, () => rulesNow(asked))
  const rows = [...persons].map(([person, sums]): [string, Said] => [person, { person, ...inHours(sums, PLANNED_STEP, PARTS) }])
  return table('planned', new Map(rows))
}

function walked(asked: Asked, steps: readonly number[], rulesOf: (at: number) => ReturnType<typeof rulesNow>) {
  const persons = new Map<string, Sums>()
  const pairs = new Map<string, Sums>()
  for (const at of steps) {
    const rules = rulesOf(at)
    const had = new Map<string, { parts: string[]; hows: string[] }>()
    for (const schedule of schedulesOf(rules, asked.property)) {
      const part = partOf(clockAt(rules.schedules[schedule]?.zone ?? '', at))
      for (const { person, how } of onDuty(rules, schedule, at)) {
        add(pairs, `${schedule}:${person}`, part, how)
        const { parts = [], hows = [] } = had.get(person) ?? {}
        had.set(person, { parts: [...parts, part], hows: [...hows, how] })
      }
    }
    for (const [person, { parts, hows }] of had) {
      const part = PARTS.find(each => parts.includes(each)) ?? ''
      add(persons, person, part, HOWS.find(each => hows.includes(each)) ?? '')
    }
  }
  return { persons, pairs }
}

function add(sums: Map<string, Sums>, key: string, ...names: readonly string[]): void {
  const sum = sums.get(key) ?? {}
  for (const name of ['total', ...names]) sum[name] = (sum[name] ?? 0) + 1
  sums.set(key, sum)
}

function inHours(sums: Sums, step: number, names: readonly string[]): Record<string, number> {
  return Object.fromEntries(['total', ...names].map(name => [name, ((sums[name] ?? 0) * step) / HOUR]))
}
