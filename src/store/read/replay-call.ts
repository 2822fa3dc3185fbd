// Decides turns again from their journalled inputs and answers, and compares: the same facts and states, or where they first differ.
// Called by `calls replay` for a call of the journal or for an export, by whoever redacts one, and by the tests; the deciding
// itself (core takeTurn) is handed in. Writes nothing.
import { mayRingRules } from '../../core/dialling/telephones.ts'
import type { Plan } from '../../core/plan/plan.ts'
import { type Around, remembered } from '../../core/world/around.ts'
import type { Fact } from '../../core/world/facts.ts'
import type { CallId, EpochMs } from '../../core/world/ids.ts'
import type { Input } from '../../core/world/inputs.ts'
import { type Answer, emptyWorld, settle, type Turn, type World } from '../../core/world/world.ts'
import { stateHash } from '../journal/chain.ts'
import { answersOf, changesReader } from '../journal/in-short.ts'
import type { Changed, TurnTable } from '../journal/schema.ts'
import { prepare, sqlFor } from '../journal/statements.ts'
import { ERASED } from './call-story.ts'
import { linkedTurns } from './linked-turns.ts'
import type { Stored } from './stored.ts'

export type TakeTurn = (world: World, input: Input, now: EpochMs, look?: (seen: Answer[]) => Around) => Turn

export type Replay =
  | {
      readonly same: true
      readonly turns: number
      readonly streams: number
      readonly erasedParts: boolean
      /** From this turn on it can't be decided again: it hangs on a number that was erased. */
      readonly upTo?: number
      /** It was a mistake of our own that was decided there: what was done about it is in the facts. */
      readonly broke?: true
    }
  | { readonly same: false; readonly turns: number; readonly erasedParts: boolean; readonly firstDifference: Difference }

export interface Difference {
  readonly turn: number
  readonly at: EpochMs
  readonly input: string
  readonly what: 'facts' | 'states' | 'threw' | 'plan missing'
  readonly recorded: string
  readonly decided: string
}

/** What is decided again: all turns of these streams, wherever they are kept. */
export interface Recording {
  readonly streams: ReadonlySet<string>
  /** In the order of their happening. */
  readonly turns: readonly TurnTable[]
  plan(hash: string): Plan | null
  /** With private fields in their places; `erased` stands in for those that are not there. */
  input(turn: number, json: string, erased: (part: number) => string): Input
  facts(turn: Pick<TurnTable, 'seq' | 'at' | 'facts'>, erased: string): readonly Fact[]
  changes(turn: TurnTable): readonly Changed[]
  /** Whether a private part of it is not there. */
  lacks(turn: number): boolean
}

/** How turns are decided again; to be told each that was decided, and to compare otherwise. */
export interface Way {
  readonly takeTurn: TakeTurn
  readonly standIn: StandIn
  /** Facts as they are compared. */
  readonly seenAs?: (fact: Fact) => unknown
  /** States are compared without it. */
  readonly onDecided?: (row: TurnTable, decided: Turn, facts: readonly Fact[]) => void
}

/** Stands in recorded facts where something was erased; what is decided there again need only be there. */

/** Stands for an erased number or name in an input of this turn, which lives by this plan. */
export type StandIn = (turn: number, part: number, plan: Plan | null) => string

/** Each is another one: that a number changed is decided by comparing, and an input that changed nothing was never kept. */
const somebody: StandIn = (turn, part, plan) => {
  const nth = String(2_220_000 + ((turn * 100 + part) % 6_000_000))
  const usual = `+1312${nth}`
  if (plan === null) return usual
  const { countries = ['+1'], refuse = [] } = plan.box.dialling ?? {}
  const all = [usual, ...countries.flatMap(country => [`${country}20${nth}`, `${country}${nth}`, `${country}1${nth}`])]
  // May-dial.ts would say it better, but brings tables with it that who reads the log has no use for.
  const allowed = { ...plan, box: { ...plan.box, dialling: { countries, refuse } } }
  return all.find(number => mayRingRules(allowed, number) === null) ?? usual
}

/** Nobody calls this one: there is no such country. */
const somebodyElsewhere: StandIn = (turn, part) => `+999${2_220_000 + ((turn * 100 + part) % 6_000_000)}`

/** Whether an erased number may be called shows in what it led to: one of the two tells the same story. */
export const STAND_INS: readonly StandIn[] = [somebody, somebodyElsewhere]

/** What hangs on the number itself, and not only on somebody having one. */
const OF_NUMBER: ReadonlySet<string> = new Set(['number-refused', 'number-typed', 'dial-refused', 'desk-opened', 'desk-refused'])

function hangsOnNumber(facts: readonly Fact[]): boolean {
  return facts.some(fact => OF_NUMBER.has(fact.kind) || (fact.kind === 'asked' && fact.question === 'number'))
}

export function replayCall(from: Stored, call: CallId, takeTurn: TakeTurn): Replay {
  return replayTurns(recordingOf(from, call), takeTurn)
}

export function replayTurns(recording: Recording, takeTurn: TakeTurn): Replay {
  const replay = replayWith(recording, { takeTurn, standIn: somebody })
  if (!replay.erasedParts || (replay.same && replay.upTo === undefined)) return replay
  const other = replayWith(recording, { takeTurn, standIn: somebodyElsewhere })
  const further = other.same && (!replay.same || other.turns > replay.turns)
  return further ? other : replay
}

function recordingOf(from: Stored, call: CallId): Recording {
  const erased = prepare<{ turn: number }, { n: number }>(from.db, p =>
    sqlFor.selectFrom('private').select('n').where('turn', '=', p.turn).where('body', 'is', null).limit(1),
  )
  const { plan, input, facts } = from
  return {
    ...linkedTurns(from, call),
    plan,
    input,
    facts,
    changes: changesReader(from.db),
    lacks: turn => erased.get({ turn }) !== undefined,
  }
}

export function replayWith(from: Recording, { takeTurn, standIn, seenAs = fact => fact, onDecided }: Way): Replay {
  const { streams, turns } = from
  const world = emptyWorld()
  let erasedParts = false
  for (const [index, row] of turns.entries()) {
    const recorded = readRecorded(from, row, standIn)
    erasedParts ||= recorded.erased
    const difference = (what: Difference['what'], was: string, is: string): Replay => ({
      same: false,
      turns: index,
      erasedParts,
      firstDifference: { turn: row.seq, at: row.at as EpochMs, input: recorded.input.type, what, recorded: was, decided: is },
    })
    const erasedKey = recorded.input.type === 'digit' && recorded.input.digit.length > 1
    const upTo: Replay = { same: true, turns: index, streams: streams.size, erasedParts: true, upTo: row.seq }
    if (erasedKey) return upTo
    if (recorded.facts.some(({ kind }) => kind === 'core-broke')) return { ...upTo, erasedParts, broke: true }
    const missing = addPlans(from, world.plans as Map<string, Plan>, recorded.plans)
    if (missing !== null) return difference('plan missing', missing, 'nothing: the journal does not hold this plan')
    let decided: Turn
    try {
      decided = takeTurn(world, recorded.input, row.at as EpochMs, seen => remembered(recorded.seen, seen))
    } catch (error) {
      return difference('threw', 'a decision', error instanceof Error ? error.message : String(error))
    }
    const facts = decided.facts.map((fact, n) => maskedLike(recorded.facts[n], fact) as Fact)
    const [was, is] = firstUnequal(
      recorded.facts.map(fact => plain(seenAs(fact))),
      facts.map(fact => plain(seenAs(fact))),
    )
    if (was !== is) return erasedParts && hangsOnNumber(recorded.facts) ? upTo : difference('facts', was, is)
    if (onDecided === undefined) {
      const states = decided.changes.map(stream => `${stream.id} ${stream.plan} ${stateHash(stream)}`)
      const [wasState, isState] = firstUnequal(recorded.states.toSorted(), states.sort())
      if (wasState !== isState) return difference('states', wasState, isState)
    } else onDecided(row, decided, facts)
    settle(world, decided)
  }
  return { same: true, turns: turns.length, streams: streams.size, erasedParts }
}

interface Recorded {
  readonly input: Input
  readonly seen: readonly Answer[]
  readonly facts: readonly Fact[]
  /** Stream, plan and hash of its new state. */
  readonly states: readonly string[]
  readonly plans: readonly string[]
  readonly erased: boolean
}

/** Reads a turn as far as it concerns these streams. */
function readRecorded(from: Recording, row: TurnTable, standIn: StandIn): Recorded {
  const { streams } = from
  const turn = row.seq
  const changes = from.changes(row).filter(([stream]) => streams.has(stream))
  const plan = (): Plan | null => (changes[0] ? from.plan(changes[0][1]) : null)
  const input = from.input(turn, row.input, part => standIn(turn, part, plan()))
  return {
    input,
    seen: answersOf(row.seen),
    facts: from.facts(row, ERASED).filter(fact => streams.has(fact.stream)),
    states: changes.map(([stream, plan, state]) => `${stream} ${plan} ${state}`),
    plans: [...('plan' in input && input.plan !== undefined ? [input.plan] : []), ...changes.map(([, plan]) => plan)],
    erased: from.lacks(turn),
  }
}

/** Puts the plans that a turn speaks of into the world; gives the hash of one that the journal lacks. */
function addPlans(from: Pick<Recording, 'plan'>, plans: Map<string, Plan>, hashes: readonly string[]): string | null {
  for (const hash of hashes) {
    const plan = from.plan(hash)
    if (plan === null) return hash
    plans.set(hash, plan)
  }
  return null
}

/** What was decided, with everything masked that is erased in the record. */
function maskedLike(recorded: unknown, decided: unknown): unknown {
  if (recorded === ERASED && decided !== null && decided !== undefined) return ERASED
  if (typeof recorded !== 'object' || typeof decided !== 'object' || recorded === null || decided === null) return decided
  if (Array.isArray(decided)) return decided.map((one, n) => maskedLike((recorded as readonly unknown[])[n], one))
  const fields = recorded as Readonly<Record<string, unknown>>
  return Object.fromEntries(Object.entries(decided).map(([key, field]) => [key, maskedLike(fields[key], field)]))
}

function plain(fact: unknown): string {
  return JSON.stringify(fact) ?? 'null'
}

/** The first pair that differs, or two equal words when none does. */
function firstUnequal(recorded: readonly string[], decided: readonly string[]): [string, string] {
  for (let n = 0; n < Math.max(recorded.length, decided.length); n++) {
    if (recorded[n] !== decided[n]) return [recorded[n] ?? 'nothing more', decided[n] ?? 'nothing more']
  }
  return ['', '']
}
