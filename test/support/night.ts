// A simulated night: the small portfolio, the whole daemon, and words for what must be true at the end of every story.
import { expect } from 'vitest'
import type { Fact, FactBody, FactKind } from '../../src/core/world/facts.ts'
import { violations } from '../../src/core/world/invariants.ts'
import type { Person, Reaction, Resident, Telephone, Way } from '../../src/simulation/people.ts'
import { openSimulation, type Simulation, type SimulationOptions } from '../../src/simulation/simulation.ts'
import { DESK } from './desk.ts'
import { LINE, NIGHT, PHONE, smallPlan, TRUNK } from './plan.ts'

export const EMERGENCY = 'For an emergency'
export const BRIEFING = 'Press 1 to talk now'
export const GONE_BRIEFING = 'Press 1 to call them back now'

export function presses(hears: string, key: string, after = 2): Reaction {
  return { hears, after, does: 'press', key, always: true }
}

export function resident(parts: Partial<Resident> = {}): Resident {
  return { at: 1, trunk: TRUNK.carrier, line: LINE.oak, number: '+13125550142', speaksFor: 5, ...parts }
}

/** A member of staff who calls the phone desk and presses these keys, each as soon as its words begin. */
export function staff(
  who: keyof typeof PHONE,
  at: number,
  presses: readonly (readonly [hears: string, keys: string])[],
  parts: Partial<Resident> = {},
): Resident {
  const reactions = presses.flatMap(([hears, keys]) =>
    [...keys].map((key, n): Reaction => ({ hears, after: 2 + n * 0.3, does: 'press', key })),
  )
  return { at, trunk: TRUNK.carrier, line: DESK, number: PHONE[who], speaksFor: 5, reactions, ...parts }
}

export function answering(reactions: readonly Reaction[], parts: Partial<Person> & { after?: number } = {}): Way {
  return { does: 'answer', after: 4, reactions, ...parts }
}

/** Presses 1 to whichever briefing. */
export function accepting(parts: Partial<Person> & { after?: number } = {}): Way {
  return answering([presses(BRIEFING, '1', 5), presses(GONE_BRIEFING, '1', 5)], parts)
}

export function phone(who: keyof typeof PHONE, ...ways: readonly Way[]): Telephone {
  return { number: PHONE[who], ways }
}

export function night(parts: Partial<SimulationOptions> = {}): Simulation {
  return openSimulation({ plan: smallPlan(), at: NIGHT, ...parts })
}

export function factsOf<K extends FactKind>(simulation: Simulation, kind: K): Extract<FactBody, { kind: K }>[] {
  return simulation.journal.facts().filter(fact => fact.kind === kind) as unknown as Extract<FactBody, { kind: K }>[]
}

export function attempts(simulation: Simulation): string[] {
  return factsOf(simulation, 'attempt-ended').map(({ person, result }) => `${person} ${result}`)
}

/** The story as a person would read it, for a message when something is wrong. */
export function storyOf(simulation: Simulation): string {
  const start = simulation.journal.turns()[0]?.at ?? 0
  return simulation.journal
    .facts()
    .map(fact => `${((fact.at - start) / 1000).toFixed(1).padStart(7)} ${fact.stream} ${fact.kind} ${detail(fact)}: ${fact.why}`)
    .join('\n')
}

function detail(fact: Fact): string {
  const { kind: _kind, stream: _stream, at: _at, why: _why, ...rest } = fact
  return JSON.stringify(rest)
}

/** What is left over when everybody has hung up. Empty when all is well. */
export function leftOver(simulation: Simulation): string[] {
  const { exchange } = simulation
  const world = simulation.daemon()?.world
  return [
    ...[...exchange.channels.values()].map(channel => `channel ${channel.id}, ${channel.state}, in the ${channel.place}`),
    // Whoever is on hold waits in one that stays.
    ...[...exchange.bridges.values()].flatMap(({ id, type, members }) =>
      type === 'talk' || members.size > 0 ? [`bridge ${id}`] : [],
    ),
    ...(world
      ? [...world.calls.values(), ...world.desks.values()].map(call => `call ${call.id} in ${call.phase}`)
      : ['no daemon runs']),
    ...(world ? [...world.incidents.values()].flatMap(i => Object.values(i.legs)) : [])
      .filter(leg => leg.phase !== 'over')
      .map(leg => `leg ${leg.id} in ${leg.phase}`),
    ...(world ? violations(world) : []),
  ]
}

/** Every caller who arrived has left, once, with a known outcome; once more where the failsafe's note tells of them after that. */
export function unfinished(simulation: Simulation): string[] {
  const facts = simulation.journal.facts()
  const arrived = new Set(facts.flatMap(fact => (fact.kind === 'arrived' ? [fact.stream] : [])))
  return [...arrived].flatMap(call => {
    const own = facts.filter(fact => fact.stream === call)
    const left = own.filter(fact => fact.kind === 'left')
    const noted = own.slice(own.findIndex(fact => fact.kind === 'left')).some(fact => fact.kind === 'in-failsafe')
    return left.length === 1 || (left.length === 2 && noted) ? [] : [`${call} left ${left.length} times`]
  })
}

export function expectNothingLeft(simulation: Simulation): void {
  expect(leftOver(simulation), storyOf(simulation)).toEqual([])
  expect(unfinished(simulation), storyOf(simulation)).toEqual([])
}
