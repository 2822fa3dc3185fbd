// Four weeks of the portfolio, simulated: the real daemon, people who call at all hours, and staff
// who take it, miss it, decline it or are rung in vain. Called by write-history.ts, which makes
// years of it.
import type { Plan } from '../../src/core/plan/plan.ts'
import type { CallId, EpochMs, IncidentId } from '../../src/core/world/ids.ts'
import type { Input } from '../../src/core/world/inputs.ts'
import type { Turn } from '../../src/core/world/world.ts'
import { type Chance, openChance } from '../../src/simulation/chance.ts'
import { openMemoryJournal } from '../../src/simulation/memory-journal.ts'
import type { Reaction, Resident, Telephone, Way } from '../../src/simulation/people.ts'
import { openSimulation } from '../../src/simulation/simulation.ts'
import { lineOf, phonesOf, residentOf, TRUNK } from './rules.ts'

/** A Sunday, local midnight at the latest zone but for an hour: nobody calls before. */
export const MONTH_BEGINS = Date.UTC(2024, 0, 7, 9) as EpochMs
const DAY = 86_400
const HOUR = 3600
export const MONTH_DAYS = 28
/** What began late in the month still ends. */
const AFTERWARDS = 4 * DAY

export interface Month {
  readonly plan: Plan
  /** So many of them have callers. */
  readonly properties: number
  readonly calls: number
  readonly onTurn: (turn: Turn) => void
}

export async function simulateMonth({ plan, properties, calls, onTurn }: Month): Promise<void> {
  const chance = openChance(16)
  const acts = actsOfStaff(chance)
  const simulation = openSimulation({
    ...{ plan, at: MONTH_BEGINS, spoolSeconds: 30 * DAY },
    residents: residents(chance, properties, calls),
    telephones: Array.from({ length: properties }, (_, n) => telephones(chance, n)).flat(),
    office: {
      // Asked anew for each call.
      get answersAfter() {
        return chance.happens(0.4) ? chance.between(3, 18) : null
      },
      talksFor: 90,
    },
    // Nothing is asked of it, and its turns are kept by whoever listens.
    store: { ...openMemoryJournal(), commit: () => undefined },
    onTurn(turn, daemon) {
      onTurn(turn)
      for (const [input, after] of acts(turn)) simulation.clock.after(after, () => daemon.push(input))
    },
  })
  simulation.start()
  await simulation.run(MONTH_DAYS * DAY + AFTERWARDS)
  simulation.kill()
}

/** By chance, at any hour; now and then a storm, and some call again about the same. */
function residents(chance: Chance, properties: number, calls: number): Resident[] {
  const all: Resident[] = []
  const known = new Map<number, number>()
  while (all.length < calls) {
    const property = all.length < properties ? all.length : Math.floor(chance.between(0, properties))
    const at = chance.between(0, MONTH_DAYS) * DAY
    const storm = chance.happens(0.004)
    const callers = storm ? Math.round(chance.between(10, 25)) : 1
    for (let n = 0; n < callers; n++) {
      const nth = known.get(property) ?? 0
      known.set(property, nth + 1)
      const number = chance.happens(0.04) ? null : residentOf(property, nth % 100)
      const key = storm ? '1' : keyOf(chance)
      const times = chance.happens(0.1) ? 2 : 1
      for (let again = 0; again < times; again++) {
        all.push(resident(chance, { property, number, key, at: at + n * 20 + again * chance.between(300, 6 * HOUR) }))
      }
    }
  }
  return all
}

/** Urgent mostly; an ordinary message; or no key at all. */
function keyOf(chance: Chance): string | null {
  if (chance.happens(0.06)) return null
  return chance.happens(0.85) ? chance.pick(['1', '2', '3']) : '4'
}

interface Caller {
  readonly property: number
  readonly number: string | null
  readonly key: string | null
  readonly at: number
}

function resident(chance: Chance, { property, number, key, at }: Caller): Resident {
  const hangsUpSoon = chance.happens(0.08)
  return {
    ...{ at, number, trunk: TRUNK, line: lineOf(property), talksFor: chance.between(40, 240) },
    name: number !== null && chance.happens(0.5) ? `${chance.pick(FIRST)} ${chance.pick(LAST)}` : null,
    speaksFor: chance.happens(0.85) ? chance.between(4, 40) : 0,
    staysFor: hangsUpSoon ? chance.between(3, 60) : chance.between(400, 2400),
    reactions: [
      ...(key === null ? [] : [press('being locked out', key, chance.between(1, 6))]),
      press('You may hang up now', chance.pick(['1', '2', '9']), 4),
    ],
  }
}

const FIRST = ['MARIA', 'JAMES', 'LINH', 'AISHA', 'PETER', 'ROSA', 'WEI', 'OLGA', 'DARNELL', 'EMMA']
const LAST = ['GARCIA', 'NGUYEN', 'SMITH', 'PATEL', 'JOHNSON', 'KIM', 'LOPEZ', 'BROWN', 'IVANOVA', 'CLARK']

function press(hears: string, key: string, after: number): Reaction {
  return { hears, key, after, does: 'press', always: true }
}

/** Each telephone does something else each time that it rings. */
function telephones(chance: Chance, property: number): Telephone[] {
  return phonesOf(property).map(number => ({
    number,
    ways: Array.from({ length: 40 }, () => way(chance)),
  }))
}

function way(chance: Chance): Way {
  if (chance.happens(0.115)) return accepting(chance)
  return chance.pick<Way>([
    { does: 'ring' },
    { does: 'ring' },
    { does: 'nothing' },
    { does: 'refuse', as: 'busy', after: 1 },
    { does: 'refuse', as: 'declined', after: 6 },
    { does: 'refuse', as: 'congested', after: 1 },
    // A voicemail greeting, and one who passes it on.
    { does: 'answer', after: 14, staysFor: 45 },
    { does: 'answer', after: 8, reactions: [press('Press 1 to talk', '2', 6), press('Press 1 to call', '2', 6)] },
  ])
}

function accepting(chance: Chance): Way {
  return {
    does: 'answer',
    after: chance.between(2, 16),
    talksFor: chance.between(30, 300),
    reactions: [
      press('Press 1 to talk now', '1', chance.between(3, 12)),
      press('Press 1 to call them back now', chance.pick(['1', '1', '5']), chance.between(3, 12)),
      ...(chance.happens(0.7) ? [press('fixed by phone', chance.pick(['1', '2', '3', '4']), 3)] : []),
    ],
  }
}

type Act = readonly [input: Input, afterSeconds: number]

/** What the office does later: owns what reached nobody, deals with messages, erases a caller. */
function actsOfStaff(chance: Chance): (turn: Turn) => readonly Act[] {
  const who = 'office'
  return turn =>
    turn.facts.flatMap((fact): readonly Act[] => {
      const hours = chance.between(1, 14) * HOUR
      if (fact.kind === 'unreached' || fact.kind === 'closed-without-outcome') {
        const stream = fact.stream as IncidentId
        return [
          [{ type: 'ownedByHand', stream, who, why: 'seen in the morning' }, hours],
          [
            { type: 'resolvedByHand', stream, who, why: 'seen to', outcome: chance.pick(['fixed-by-phone', 'going-out']) },
            hours + 60,
          ],
        ]
      }
      const stream = fact.stream as CallId
      if (fact.kind === 'message-taken' && chance.happens(0.97))
        return [[{ type: 'messageDone', stream, recording: fact.recording, who }, hours]]
      if (fact.kind === 'left' && chance.happens(0.01))
        return [[{ type: 'callErased', stream, who, incidents: [`i-${stream}` as IncidentId] }, 2 * DAY]]
      return []
    })
}
