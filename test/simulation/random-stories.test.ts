// Random nights: callers and telephones that do anything, events that are lost, requests that are slow or fail, a
// connection that breaks, a daemon that dies between any two turns. In the end everybody has hung up, nothing is left over, and every
// caller ended in a known outcome. A seed that fails prints itself and its story: put it into ONLY to see it again.
import { expect, test } from 'vitest'
import type { Fact } from '../../src/core/world/facts.ts'
import type { CallId } from '../../src/core/world/ids.ts'
import { type Chance, openChance } from '../../src/simulation/chance.ts'
import { type Faults, NO_FAULTS } from '../../src/simulation/connection.ts'
import type { Reaction, Resident, Telephone, Way } from '../../src/simulation/people.ts'
import type { Fate } from '../../src/simulation/refusals.ts'
import { SIMULATED_PIN, type Simulation, type SimulationOptions } from '../../src/simulation/simulation.ts'
import { deskPlan } from '../support/desk.ts'
import { howOften } from '../support/how-often.ts'
import { notConnected, watchSilence } from '../support/never-silent.ts'
import { BRIEFING, EMERGENCY, GONE_BRIEFING, leftOver, night, staff, storyOf, unfinished } from '../support/night.ts'
import { DAY, LINE, ladder, NIGHT, OUTAGE_LINE, PHONE, rung, TRUNK } from '../support/plan.ts'

/** A single seed to look at; null runs them all. */
const ONLY: number | null = null
const STORIES = howOften(15)
/** Without faults, looked at second by second. */
const SILENT = howOften(8)

/** Over the backup trunk the caller ID of staff is trusted; over the carrier their PIN is asked. */
const plan = deskPlan([TRUNK.backup], {
  ladder: ladder([rung(['ana', 'ben']), rung(['ben', 'cleo', 'dan'], { mode: 'all', tries: 2 }), rung(['eve'])], { passes: 2 }),
})

/** Facts that a night without faults has none of. */
const TROUBLE: readonly string[] = ['command-failed', 'recovered', 'in-failsafe']

/** Nobody stays on the telephone longer than this, seconds. */
const LONGEST_CALL = 600

function resident(chance: Chance, n: number): Resident {
  const lines = [LINE.oak, LINE.oak, LINE.mesa, '+19990000000']
  const keys = ['1', '1', '1', '2', '3', '4', '5', '9']
  const key = chance.pick(keys)
  const reactions: Reaction[] = [
    { hears: 'For English', after: chance.between(1, 12), does: 'press', key: chance.pick(['1', '2', '7']) },
    { hears: 'Which community', after: chance.between(1, 12), does: 'press', key: chance.pick(['1', '2', '3', '8']) },
    { hears: EMERGENCY, after: chance.between(1, 25), does: 'press', key },
    {
      hears: 'For the courtesy officer',
      after: chance.between(1, 12),
      does: 'press',
      key: chance.pick(['1', '2', '2', '3', '4']),
    },
    { hears: 'To go back to the menu', after: chance.between(1, 9), does: 'press', key: chance.pick(['1', '2']) },
    { hears: 'Press 1 if you still need help', after: 3, does: 'press', key: chance.pick(['1', '2']) },
    { hears: 'We are still trying', after: chance.between(0, 9), does: 'press', key: chance.pick(['1', '2', '5', '#']) },
  ]
  return {
    at: chance.between(0, 240),
    trunk: chance.pick([TRUNK.carrier, TRUNK.carrier, TRUNK.backup]),
    line: chance.pick(lines),
    number: chance.happens(0.2) ? null : `+1312555${1000 + n}`,
    reactions: reactions.filter(() => chance.happens(0.8)),
    speaksFor: chance.pick([0, 1, 4, 9, 40]),
    staysFor: chance.pick([5, 30, 90, 240, LONGEST_CALL]),
    ...(chance.happens(0.5) ? { talksFor: chance.between(1, 90) } : {}),
  }
}

/** Somebody calls the phone desk and does anything there. */
function member(chance: Chance): Resident {
  const keys = (hears: string, ...choices: readonly string[]): readonly [string, string] => [hears, chance.pick(choices)]
  const who = chance.pick(['ana', 'ben', 'ben', 'dan', 'eve'] as const)
  const chosen = [
    keys('Please key your PIN', `${SIMULATED_PIN}#`, `${SIMULATED_PIN}#`, `${SIMULATED_PIN}#`, '1111#', '#'),
    keys('Press 1 to hear who is on call', '4', '4', '4', '1', '2', '3', '5', '6', '7', '#'),
    keys('Press 1 to talk with them now', '1', '1', '1', '2', '3', '5', '4', '*'),
    keys('2 for the next one', '2', '*'),
    keys('Press 1 to call again', '1', '2', '3', '5', '*'),
    keys('Press 1 if it is fixed by phone', '1', '3', '9', '*'),
    keys('For how many hours', '2#', '0#', '999#', '*'),
    keys('Who takes over', '1', '2', '9'),
    keys('when it is dealt with', '5', '2', '3', '4'),
    keys('Which community', '1', '2'),
    keys('Press 1 to record a notice', '1', '*'),
    keys('Press 1 to keep it', '1', '2', '*'),
  ].filter(() => chance.happens(0.85))
  return {
    ...staff(who, chance.between(0, 300), chosen),
    trunk: chance.pick([TRUNK.carrier, TRUNK.backup]),
    speaksFor: chance.pick([0, 5]),
    staysFor: chance.pick([20, 60, 200, LONGEST_CALL]),
    ...(chance.happens(0.5) ? { talksFor: chance.between(1, 60) } : {}),
  }
}

function way(chance: Chance): Way {
  if (chance.happens(0.25)) return { does: 'ring' }
  if (chance.happens(0.1)) return { does: 'nothing' }
  if (chance.happens(0.3)) {
    return { does: 'refuse', as: chance.pick(['busy', 'declined', 'dead', 'congested'] as const), after: chance.between(0, 8) }
  }
  const key = chance.pick(['1', '1', '1', '1', '2', '3', '5', '8'])
  const always = chance.happens(0.5)
  const reactions: Reaction[] = [BRIEFING, GONE_BRIEFING, 'Oprima 1'].map(hears => {
    return { hears, after: chance.between(0, 20), does: 'press', key, always }
  })
  const staysFor = chance.pick([3, 20, 80, LONGEST_CALL])
  return { does: 'answer', after: chance.between(0, 15), reactions, staysFor, talksFor: chance.between(1, 120) }
}

function faults(chance: Chance): Faults {
  const often = (most: number) => (chance.happens(0.5) ? chance.between(0, most) : 0)
  return {
    ...{ loseEvent: often(0.03), slow: often(0.05), fail: often(0.03), failAfterwards: often(0.03) },
    witnessUnreadable: chance.happens(0.1) ? 1 : 0,
  }
}

function story(seed: number, wrong: Faults | null = null, onSilence?: SimulationOptions['onSilence']): Simulation {
  const chance = openChance(seed)
  const residents = Array.from({ length: 1 + Math.floor(chance.between(0, 5)) }, (_, n) => resident(chance, n))
  const atDesk = Array.from({ length: Math.floor(chance.between(0, 3)) }, () => member(chance))
  const telephones: Telephone[] = [...Object.values(PHONE), OUTAGE_LINE].map(number => ({
    number,
    ways: [way(chance), way(chance), way(chance)],
  }))
  return night({
    ...{
      plan,
      seed,
      residents: [...residents, ...atDesk],
      telephones,
      faults: wrong ?? faults(chance),
      at: chance.happens(0.3) ? DAY : NIGHT,
    },
    ...(onSilence ? { onSilence } : {}),
    office: { answersAfter: chance.happens(0.5) ? chance.between(1, 24) : null, talksFor: chance.between(5, 120) },
  })
}

/** The worst of it: cuts and deaths while the callers are there. */
async function trouble(simulation: Simulation, chance: Chance): Promise<void> {
  for (let n = Math.floor(chance.between(0, 4)); n > 0; n--) {
    await simulation.run(chance.between(1, 120))
    if (chance.happens(0.4)) simulation.cutFor(chance.between(0.1, 20))
    else {
      simulation.killAfterTurns(Math.floor(chance.between(1, 20)))
      await simulation.run(chance.between(1, 40))
      simulation.kill()
      await simulation.run(chance.pick([0.1, 3, 20, 70]))
      simulation.start()
    }
  }
}

async function ending(seed: number): Promise<string[]> {
  const simulation = story(seed)
  simulation.start()
  await trouble(simulation, openChance(seed + 1_000_000))
  // Everybody has hung up by then, and the auditor has looked at what is left.
  await simulation.run(LONGEST_CALL * 4)
  const wrong = [...leftOver(simulation), ...unfinished(simulation)]
  return wrong.length === 0 ? [] : [`seed ${seed}: ${wrong.join('; ')}`, ...(ONLY === null ? [] : [storyOf(simulation)])]
}

test(`${STORIES} random stories with faults end with nothing left over`, async () => {
  const wrong: string[] = []
  const seeds = ONLY === null ? Array.from({ length: STORIES }, (_, n) => n + 1) : [ONLY]
  for (const seed of seeds) wrong.push(...(await ending(seed)))
  expect(wrong.join('\n')).toBe('')
})

/** The longest time, seconds, in which a caller of ours heard nothing, spoke to nobody and was not being recorded. */
async function longestSilence(simulation: Simulation, seconds: number): Promise<number> {
  const silent = new Map<string, number>()
  let longest = 0
  for (let n = 0; n < seconds; n++) {
    await simulation.run(1)
    for (const { id, kind, place, playing, recorder, bridge } of simulation.exchange.channels.values()) {
      // Whoever keys a PIN, or chooses what to do after a call-back, is given time.
      const desk = simulation.daemon()?.world.desks.get(id as CallId)?.phase
      if (desk === 'awaiting-pin' || desk === 'connected') continue
      const quiet = kind === 'caller' && place === 'application' && playing === null && recorder === null && !hearsMusic(bridge)
      silent.set(id, quiet ? (silent.get(id) ?? 0) + 1 : 0)
      longest = Math.max(longest, silent.get(id) ?? 0)
    }
  }
  return longest

  function hearsMusic(bridge: string | null): boolean {
    const there = bridge === null ? undefined : simulation.exchange.bridges.get(bridge)
    return there !== undefined && (there.type === 'hold' || there.members.size > 1)
  }
}

test('without faults no caller waits in silence longer than a key may take, no command fails, and nothing alarms the auditor', async () => {
  const wrong: string[] = []
  for (let seed = 1; seed <= SILENT; seed++) {
    const simulation = story(seed, NO_FAULTS)
    simulation.start()
    const longest = await longestSilence(simulation, LONGEST_CALL + 300)
    if (longest > 12) wrong.push(`seed ${seed}: ${longest} s of silence`)
    const facts = simulation.journal.facts()
    // Who hangs up in the moment in which the next sentence, or the hold, begins does not hear it.
    const expected = (fact: Fact) =>
      fact.kind === 'command-failed' &&
      fact.why.includes('not found') &&
      (fact.command === 'say' ||
        facts.some(({ kind, stream, at }) => kind === 'left' && stream === fact.stream && at === fact.at))
    const trouble = facts.filter(fact => TROUBLE.includes(fact.kind) && !expected(fact))
    wrong.push(...trouble.map(fact => `seed ${seed}: ${JSON.stringify(fact)}`))
    const alarms = simulation.daemon()?.alarms() ?? []
    // Of these, people make some: they call lines of nobody, and have telephones that are dead.
    const expectedAlarm = ({ kind, what }: { kind: string; what: string }) =>
      kind === 'calls-refused' || what.includes('is in no rule')
    wrong.push(...alarms.filter(alarm => !expectedAlarm(alarm)).map(({ what }) => `seed ${seed}: ${what}`))
  }
  expect(wrong).toEqual([])
})

/** Any request may be refused, late, or done and refused. */
function falseExchange(seed: number): Faults {
  const chance = openChance(seed)
  return {
    ...NO_FAULTS,
    fates: () => {
      if (!chance.happens(0.03)) return 'done'
      return chance.pick<Fate>(['refused', 'refused', 'done-and-refused', { hang: chance.between(0.3, 5) }])
    },
  }
}

test(`${SILENT} random nights with a false exchange: nobody waits in silence, and nothing is left over`, async () => {
  const wrong: string[] = []
  for (let seed = 1; seed <= SILENT; seed++) {
    const silences = watchSilence()
    const simulation = story(seed, falseExchange(seed), silences.tell)
    silences.of(simulation)
    simulation.start()
    await simulation.run(LONGEST_CALL * 4)
    wrong.push(
      ...[...silences.found(), ...leftOver(simulation), ...unfinished(simulation), ...notConnected(simulation)].map(
        w => `seed ${seed}: ${w}`,
      ),
    )
  }
  expect(wrong).toEqual([])
})

test('the same seed tells the same story', async () => {
  const told: string[] = []
  for (const _ of [1, 2]) {
    const simulation = story(7)
    simulation.start()
    await trouble(simulation, openChance(1_000_007))
    await simulation.run(LONGEST_CALL)
    told.push(storyOf(simulation))
  }
  expect(told[0]).toBe(told[1])
  expect(told[0]?.length).toBeGreaterThan(200)
})
