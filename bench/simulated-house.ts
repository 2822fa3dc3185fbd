// The calls of simulated.ts: one in two is urgent and taken at once, the other leaves a message. In a quiet house one call runs at a
// time. In a busy one many run at once, each at a property of its own with a technician of its own, so that nobody waits for somebody
// who is busy, and no two callers have the same trouble.
import type { Plan } from '../src/core/plan/plan.ts'
import type { Person, Reaction, Resident, Telephone } from '../src/simulation/people.ts'
import { LINE, ladder, PHONE, rung, smallPlan, TRUNK } from '../test/support/plan.ts'

/** Callers who come in a second of a busy house, once it is full. */
const RATE = 200
/** The first ones come more slowly: so many a second, and this part more each second. The daemon learns its pace (src/daemon/pace.ts). */
const FIRST_RATE = 20
const GROWTH = 0.15
/** A property gets its next call after so many seconds: no call is as long. */
const NEXT_CALL = 60
const PROPERTIES = RATE * NEXT_CALL
/** Seconds between two calls of a quiet house. */
const APART = 150
/** The first call is alone: with it the followers read the rules. It is over after so many seconds. */
export const ALONE = 120

export interface House {
  readonly plan: Plan
  readonly telephones: readonly Telephone[]
  readonly residents: (calls: number) => readonly Resident[]
}

const press = (hears: string, key: string, after: number): Reaction => ({ hears, key, after, does: 'press', always: true })
const technician: Person = {
  reactions: [press('Press 1 to talk now', '1', 3), press('fixed', '1', 1)],
}

function answeredBy(number: string): Telephone {
  return { number, ways: [{ does: 'answer', after: 1, ...technician }] }
}

function resident(n: number, at: number, line: string): Resident {
  return {
    at,
    trunk: TRUNK.carrier,
    line,
    number: `+1312555${String(1000 + (n % 9000))}`,
    speaksFor: 6,
    reactions: [n % 2 === 0 ? press('For an emergency', '1', 1) : press('For anything else', '3', 1)],
    talksFor: 20,
    staysFor: 120,
  }
}

export function quietHouse(): House {
  return {
    plan: smallPlan(),
    telephones: [answeredBy(PHONE.ana)],
    residents: calls => Array.from({ length: calls }, (_, n) => resident(n, n * APART, LINE.oak)),
  }
}

export function busyHouse(): House {
  const all = Array.from({ length: PROPERTIES }, (_, n) => n)
  return {
    plan: planOf(all),
    telephones: all.map(n => answeredBy(phoneOf(n))),
    residents(calls) {
      let [at, rate] = [ALONE, FIRST_RATE]
      return Array.from({ length: calls }, (_, n) => {
        if (n === 0) return resident(n, 1, lineOf(n))
        at += 1 / rate
        rate = Math.min(RATE, rate * (1 + GROWTH / rate))
        return resident(n, at, lineOf(n % PROPERTIES))
      })
    },
  }
}

/** Every property is Oak Creek under another name, with a line, a menu, a ladder and a technician of its own. */
function planOf(all: readonly number[]): Plan {
  const small = smallPlan()
  const { 'oak-creek': oak } = small.properties
  const { ana } = small.people
  const { main } = small.menus
  if (!oak || !ana || !main) throw new Error('the small plan has no Oak Creek')
  const each = <T>(of: (id: string, n: number) => T): Record<string, T> =>
    Object.fromEntries(all.map(n => [`of-${n}`, of(`of-${n}`, n)]))
  return {
    ...small,
    lines: [...small.lines, ...all.map(n => ({ trunk: TRUNK.carrier, number: lineOf(n), property: `of-${n}` }))],
    properties: { ...small.properties, ...each(id => ({ ...oak, id, menu: id })) },
    people: { ...small.people, ...each((id, n) => ({ ...ana, id, phones: [phoneOf(n)] })) },
    ladders: { ...small.ladders, ...each(id => ladder([rung([id])], { id })) },
    menus: { ...small.menus, ...each(id => ({ ...main, id, options: { ...main.options, 1: urgent(id) } })) },
  }

  function urgent(to: string) {
    return { ...main?.options[1], do: 'escalate', say: { en: 'an emergency' }, ladder: to, category: 'water' } as const
  }
}

function lineOf(n: number): string {
  return `+1512${6_000_000 + n}`
}

function phoneOf(n: number): string {
  return `+1512${7_000_000 + n}`
}
