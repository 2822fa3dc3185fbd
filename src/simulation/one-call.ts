// One call to a property, with people who behave as described, told by the whole daemon in virtual time: the very core and rules of a live
// call. Used by `nightbell simulate`.

import { transferNumbers } from '../core/dialling/telephones.ts'
import type { Incident } from '../core/incident/incident.ts'
import { menuNow } from '../core/plan/menu-now.ts'
import type { Key, Plan, Property } from '../core/plan/plan.ts'
import { wordsOf } from '../core/words/speech.ts'
import type { Fact } from '../core/world/facts.ts'
import type { EpochMs } from '../core/world/ids.ts'
import type { Reaction, Telephone, Way } from './people.ts'
import { openSimulation } from './simulation.ts'
import { openOutside } from './told-outside.ts'

export interface Situation {
  readonly property: string
  readonly at: EpochMs
  /** One for each menu; none for a caller who presses nothing. */
  readonly keys: readonly Key[]
  /** By number, in E.164. Every telephone of the rules that is not named does `otherwise`. */
  readonly telephones: ReadonlyMap<string, Way>
  readonly otherwise: Way
  /** Seconds of speech when the caller is asked to speak. */
  readonly says: number
  /** Seconds after which the caller hangs up; null: stays as long as it takes. */
  readonly hangsUpAfter: number | null
  /** Seconds after which the office answers; null: it does not. */
  readonly officeAnswersAfter: number | null
  readonly trunksDown: readonly string[]
  /** They refuse every call before it rings. */
  readonly trunksRefusing?: readonly string[]
  /**
   * Who forwarded the call, in E.164. A telephone of the rules is forwarded to the property's line, so whenever it is rung our own
   * call comes back; any other number is in the caller's call.
   */
  readonly divertedBy?: string
  /** They answer no OPTIONS: nothing is sent over them, but by their address. */
  readonly trunksSilent?: readonly string[]
  readonly seed: number
  /**
   * The story goes on after somebody has it, until nothing more would happen, at most so many seconds after the call; without it it ends when
   * somebody has it.
   */
  readonly goesOnFor?: number
  /** What technicians press who are asked what became of it; without it they just hang up, as most do. */
  readonly outcomeKey?: Key
}

export interface SimulatedCall {
  /** In their order, with times in ms since the epoch. */
  readonly facts: readonly Fact[]
  readonly outcome: string
  /** From the first ring at the box to a human being who answered or owned it, seconds; null when there was none. */
  readonly secondsToHuman: number | null
  /** An incident was opened and nobody owned it to the end. */
  readonly unreached: boolean
  /** More would happen after this. */
  readonly isCut: boolean
}

/** Answers when called back. */
const CALLER = '+13125550142'
/** A story that ends when somebody has it is not told beyond this, seconds: retries go on for days. */
const LONGEST = 24 * 3600
const STEP = 60
/** The daemon of these stories never dies, so the failsafe has nothing to tell. */
const SPOOL = 300
/** After the first ringing, seconds. */
const FORWARDS_S = 2
/** Whoever is asked what became of it, and just hangs up, does so after a moment, seconds. */
const SOON = 3

export async function simulateCall(plan: Plan, situation: Situation): Promise<SimulatedCall> {
  const property = plan.properties[situation.property]
  const line = plan.lines.find(each => each.property === situation.property)
  if (!property || !line) throw new Error(`the rules have no line for ${situation.property}`)
  const trunk = line.trunk ?? property.outbound[0] ?? Object.keys(plan.trunks)[0] ?? ''
  const toTheEnd = situation.goesOnFor !== undefined
  const outside = openOutside(plan)
  const { divertedBy } = situation
  const telephones = telephonesOf(plan, situation, line.number)
  const diversion = telephones.some(({ number }) => number === divertedBy) ? null : (divertedBy ?? null)
  const simulation = openSimulation({
    plan,
    at: situation.at,
    seed: situation.seed,
    trunksDown: situation.trunksDown,
    spoolSeconds: SPOOL,
    ...(situation.trunksRefusing === undefined ? {} : { trunksRefusing: situation.trunksRefusing }),
    ...(situation.trunksSilent === undefined ? {} : { trunksSilent: situation.trunksSilent }),
    ...(toTheEnd ? { onTurn: (turn, daemon) => outside.tell(turn, daemon, simulation.clock) } : {}),
    residents: [
      {
        at: 0,
        trunk,
        line: line.number,
        number: CALLER,
        diversion,
        speaksFor: situation.says,
        ...(situation.hangsUpAfter === null ? {} : { staysFor: situation.hangsUpAfter }),
        reactions: pressing(plan, property, situation),
      },
    ],
    telephones: [...telephones, { number: CALLER, ways: [{ does: 'answer', after: 5, talksFor: 60 }] }],
    office: { answersAfter: situation.officeAnswersAfter, talksFor: 60 },
  })
  simulation.start()
  const most = situation.goesOnFor ?? LONGEST
  const goesOn = () => outside.waits() || isAlive(simulation.daemon()?.world, toTheEnd)
  for (let passed = 0; passed < most && (passed === 0 || goesOn()); passed += STEP)
    await simulation.run(Math.min(STEP, most - passed))
  const isCut = goesOn()
  simulation.daemon()?.stop()
  return { ...toldBy(simulation.journal.facts(), situation.at), isCut }
}

type World = NonNullable<ReturnType<ReturnType<typeof openSimulation>['daemon']>>['world']

/** Somebody is on the line, or will be rung, or, to the end, an incident would still be closed. */
function isAlive(world: World | undefined, toTheEnd: boolean): boolean {
  if (world === undefined) return false
  const isOpen = (incident: Incident) =>
    incident.phase !== 'resolved' &&
    (toTheEnd || incident.phase !== 'acknowledged') &&
    !(incident.phase === 'unreached' && incident.service === undefined && (incident.retryAt ?? null) === null)
  return world.calls.size > 0 || [...world.incidents.values()].some(isOpen)
}

function toldBy(facts: readonly Fact[], at: EpochMs): Omit<SimulatedCall, 'isCut'> {
  const human = facts.find(
    fact =>
      fact.kind === 'accepted' ||
      fact.kind === 'owned' ||
      fact.kind === 'office-answered' ||
      (fact.kind === 'transferred' && fact.person !== null),
  )
  // The caller's own: a call that comes back to us arrives, and leaves, too.
  const caller = facts.find(fact => fact.kind === 'arrived')?.stream
  const left = facts.find(fact => fact.kind === 'left' && fact.stream === caller)
  const opened = facts.some(fact => fact.kind === 'opened')
  return {
    facts,
    outcome: left?.kind === 'left' ? left.outcome : 'still on the line',
    secondsToHuman: human ? Math.round((human.at - at) / 1000) : null,
    unreached: opened && human === undefined,
  }
}

/** The caller hears the words of the option and presses its key, in each menu that the keys lead to. */
function pressing(plan: Plan, property: Property, { at, keys }: Situation): Reaction[] {
  const language = property.languages[0] ?? 'en'
  const reactions: Reaction[] = []
  if (property.languages.length > 1) {
    const words = plan.phrases[language]?.['language-option'] ?? ''
    reactions.push({ hears: words.replace('{key}', '1'), after: 2, does: 'press', key: '1' })
  }
  let menu = menuNow(property, at).menu
  for (const key of keys) {
    const options = plan.menus[menu]?.options ?? {}
    const [first] = Object.values(options)
    const option = options[key] ?? first
    reactions.push({ hears: option ? wordsOf(option.say, language) : '', after: 4, does: 'press', key })
    if (options[key]?.do === 'submenu') menu = options[key].menu
  }
  return reactions
}

function telephonesOf(plan: Plan, { telephones, otherwise, outcomeKey, divertedBy }: Situation, line: string): Telephone[] {
  const phrases = Object.values(plan.phrases)
  const asking = phrases.flatMap(each => each['outcome-keys'] || [])
  const confirm = phrases.flatMap(each => each['briefing-confirm'] ?? [])
  const numbers = new Set([...Object.values(plan.people).flatMap(person => person.phones), ...transferNumbers(plan)])
  const wayOf = (number: string): Way =>
    number === divertedBy ? { does: 'forward', to: line, after: FORWARDS_S } : (telephones.get(number) ?? otherwise)
  return [...numbers].map(number => ({
    number,
    ways: [confirming(askedForOutcome(wayOf(number), asking, outcomeKey), confirm)],
  }))
}

/** Whoever presses keys knows what they are asked: for the outcome they press another one than in the briefing, or hang up. */
function askedForOutcome(way: Way, asking: readonly string[], key: Key | undefined): Way {
  if (way.does !== 'answer' || !way.reactions?.some(({ does }) => does === 'press')) return way
  const then: Omit<Reaction, 'hears'> = key === undefined ? { after: SOON, does: 'hangUp' } : { after: SOON, does: 'press', key }
  return {
    ...way,
    reactions: [...way.reactions.map(each => ({ ...each, unless: asking })), ...asking.map(hears => ({ ...then, hears }))],
  }
}

/** On a trunk whose digits come in band, accepting takes a second key, which is said. */
function confirming(way: Way, confirm: readonly string[]): Way {
  if (way.does !== 'answer') return way
  const keys = [...'0123456789'].flatMap(key =>
    confirm.map((words): Reaction => ({ hears: words.replace('{key}', key), after: 2, does: 'press', key })),
  )
  return { ...way, reactions: [...(way.reactions ?? []), ...keys] }
}
