// Redacts what an export is made of, so that it still can be decided again: rules, inputs and
// answers get their stand-ins, and facts and states are what the core decides from those. No reason
// of the original is copied where that gives the same facts. From the first turn on where it does
// not (the journal was written by another version, a caller was erased, the box broke), facts are
// the recorded ones, redacted field by field; own-reasons.ts says which reasons of those may stay.
import type { Plan } from '../../../core/plan/plan.ts'
import type { Fact } from '../../../core/world/facts.ts'
import type { Input } from '../../../core/world/inputs.ts'
import type { Stream } from '../../../core/world/stream.ts'
import { takeTurn } from '../../../core/world/take-turn.ts'
import { isOver, type Turn } from '../../../core/world/world.ts'
import { sha256, stateHash } from '../../../store/journal/chain.ts'
import { answersOf, factsOf } from '../../../store/journal/in-short.ts'
import { partNumber } from '../../../store/journal/private-parts.ts'
import type { Changed, TurnTable } from '../../../store/journal/schema.ts'
import { ERASED, type StoryFact } from '../../../store/read/call-story.ts'
import type { Evidence, EvidencePlan, EvidenceTurn } from '../../../store/read/evidence.ts'
import { replayWith, STAND_INS } from '../../../store/read/replay-call.ts'
import { recordingOf } from '../recording-of.ts'
import { keepsIgnored, withOwnReasons, withoutWordsSaid, wordsSaidIn } from './own-reasons.ts'
import { digitsOf, openRedacter, type Redacter } from './redact.ts'
import { LEFT_OUT, openStandIns } from './stand-ins.ts'
import { typedKeys } from './typed-keys.ts'

export interface Redacted {
  readonly evidence: Evidence
  readonly redacter: Redacter
  /** The rules, by their new hashes. */
  readonly plans: ReadonlyMap<string, Plan>
  /** The first turn of which the facts are not decided anew. */
  readonly notDecided: number | null
}

/** `also`: what else goes into the export, for the numbers in it. */
export function redactEvidence(evidence: Evidence, also: unknown): Redacted {
  const original = recordingOf(evidence)
  const plansBefore = [...evidence.plans.keys()].flatMap(hash => original.plan(hash) ?? [])
  const kept = new Set(
    plansBefore.flatMap(({ box }) => [
      ...box.emergencyNumbers,
      ...(box.emergencyTestNumbers ?? []),
      ...(box.desk?.code === undefined ? [] : [box.desk.code]),
    ]),
  )
  const standIns = openStandIns(textsOf(evidence, also), kept, evidence.streams)
  const newHashes = new Map<string, string>()
  const redacter = openRedacter(standIns, newHashes, numbersIn(evidence))
  const plans = new Map<string, Plan>()
  const planTexts = new Map<string, EvidencePlan>()
  for (const hash of evidence.plans.keys()) {
    const plan = original.plan(hash)
    if (plan === null) continue
    const redacted = redacter.plan(plan)
    const json = JSON.stringify(redacted)
    newHashes.set(hash, sha256(json))
    plans.set(sha256(json), redacted)
    planTexts.set(sha256(json), { json, sources: {} })
  }

  const streams = new Set(evidence.streams.map(redacter.stream))
  const typed = typedKeys(evidence, standIns.typed)
  const own = new Set(evidence.streams)
  const turns = evidence.turns.map(turn => {
    const changes = original.changes(turn).filter(([stream]) => own.has(stream))
    return redactTurn(turn, changes, redacter, typed.get(turn.seq), own)
  })
  const decided = decideAgain({ ...evidence, streams: [...streams], turns, plans: planTexts })
  const { upTo } = decided
  const before = upTo === null ? null : longestRun(evidence).last
  const whole = decided.turns.map((turn, nth) => {
    const from = evidence.turns[nth]
    if (from === undefined || upTo === null || turn.seq < upTo) return turn
    const facts = ownFacts(from, own)
    const redacted = redacter.json(withOwnReasons(facts, inputOf(from)))
    const alike = turn.seq === upTo && before?.at === decided.last?.at
    const again = alike ? reasonsOf(facts, before?.facts ?? [], decided.last?.facts ?? []) : []
    return { ...turn, facts: JSON.stringify(redacted.map((fact, n) => ({ ...fact, ...again[n] }))) }
  })
  const told = new Set(evidence.facts.map(({ fact }) => redacter.stream(fact.stream)))
  return {
    evidence: {
      streams: [...streams],
      turns: whole,
      plans: planTexts,
      head: evidence.head,
      facts: storyOf(whole, told),
    },
    redacter,
    plans,
    notDecided: decided.upTo,
  }
}

interface Run {
  readonly decided: ReadonlyMap<number, Pick<TurnTable, 'facts' | 'changes'>>
  /** The last turn that was decided: the first that differs, if one does. */
  readonly last: Turn | null
}

/** Facts and states as the core decides them from what is redacted. */
function decideAgain(
  redacted: Evidence,
): Pick<Run, 'last'> & { readonly turns: readonly EvidenceTurn[]; readonly upTo: number | null } {
  const { decided, last } = longestRun(redacted)
  return {
    turns: redacted.turns.map(turn => ({ ...turn, ...decided.get(turn.seq) })),
    upTo: redacted.turns.find(({ seq }) => !decided.has(seq))?.seq ?? null,
    last,
  }
}

function longestRun(evidence: Evidence): Run {
  const runs = STAND_INS.map((standIn): Run => {
    const decided = new Map<number, Pick<TurnTable, 'facts' | 'changes'>>()
    let last: Turn | null = null
    replayWith(recordingOf(evidence), {
      takeTurn: (...given) => {
        last = takeTurn(...given)
        return last
      },
      standIn,
      seenAs: withoutReasons,
      onDecided(row, { changes }, facts) {
        decided.set(row.seq, { facts: JSON.stringify(facts), changes: JSON.stringify(changes.map(changeTo)) })
      },
    })
    return { decided, last }
  })
  return runs.reduce((best, run) => (run.decided.size > best.decided.size ? run : best))
}

/**
 * Of the facts of the first turn that differs: reasons that are decided as they were recorded, as they
 * are decided from what is redacted. So the first difference is the same one.
 */
function reasonsOf(recorded: readonly Fact[], decided: readonly Fact[], redacted: readonly Fact[]): object[] {
  return recorded.map((fact, n) => {
    const [was, is] = [decided[n], redacted[n]].map(one => (one?.kind === fact.kind ? Object.entries(one) : []))
    const same = was?.filter(([field, text]) => REASONS.has(field) && Object(fact)[field] === text).map(([field]) => field)
    return Object.fromEntries((is ?? []).filter(([field]) => same?.includes(field)))
  })
}

const REASONS: ReadonlySet<string> = new Set(['why', 'what', 'meaning', 'found', 'key', 'cap', 'by', 'whom', 'reason'])

function withoutReasons(fact: Fact): unknown {
  return Object.fromEntries(Object.entries(fact).filter(([field]) => !REASONS.has(field)))
}

/** As the journal writes it. */
function changeTo(stream: Stream): Changed {
  const { id, plan, kind } = stream
  const property = kind === 'call' || kind === 'incident' ? stream.property : null
  const change = [id, plan, stateHash(stream), property, kind === 'incident' ? stream.ladder : null] as const
  return isOver(stream) ? [...change, 1] : change
}

function redactTurn(
  turn: EvidenceTurn,
  changes: readonly Changed[],
  redacter: Redacter,
  typed: string | undefined,
  streams: ReadonlySet<string>,
): EvidenceTurn {
  const { seq, at, parts } = turn
  const bodies = new Map(parts.map(({ n, body }) => [n, body]))
  const input = inputOf(turn)
  for (const words of wordsSaidIn(input)) redacter.said(words)
  const facts = factsOf(turn)
  for (const fact of facts) if (fact.kind === 'core-broke') redacter.said(fact.why)
  const told = withoutWordsSaid(typed === undefined ? input : ({ ...input, digit: typed } as Input))
  const whole = filled(told, bodies)
  const why = keepsIgnored(facts) ? turn.ignored : LEFT_OUT
  const ignored = turn.ignored === null ? null : redacter.json({ why }).why
  return {
    seq,
    at,
    ignored,
    input: JSON.stringify(redacter.json(whole)),
    seen: JSON.stringify(redacter.json(answersOf(turn.seen))),
    // Reasons take long to redact, and most are not needed.
    facts: JSON.stringify(redacter.json(ownFacts(turn, streams).map(withoutReasons))),
    changes: JSON.stringify(
      changes.map(([stream, plan, , property, ladder, ...over]) => changeOf(redacter, { stream, plan, property, ladder }, over)),
    ),
    hash: '',
    before: '',
    parts: parts.flatMap(({ n, stream, body }) =>
      body === null ? [{ n, stream: stream === null ? null : redacter.stream(stream), digest: '', salt: null, body: null }] : [],
    ),
  }
}

function inputOf({ input }: EvidenceTurn): Input {
  return JSON.parse(input) as Input
}

function ownFacts(turn: EvidenceTurn, streams: ReadonlySet<string>): readonly Fact[] {
  const bodies = new Map(turn.parts.map(({ n, body }) => [n, body]))
  return (filled(factsOf(turn), bodies) as readonly Fact[]).filter(({ stream }) => streams.has(stream))
}

/** What became of a stream, where it is not decided anew: not which state. */
function changeOf(
  redacter: Redacter,
  names: { stream: string; plan: string; property: string | null; ladder: string | null },
  over: readonly (1 | undefined)[],
): readonly unknown[] {
  const { stream, plan, property, ladder } = redacter.json(names)
  return [stream, plan, '', property, ladder, ...over]
}

/** With its private fields in their places; one that is not there stays a pointer. */
function filled(value: unknown, bodies: ReadonlyMap<number, string | null>): unknown {
  if (Array.isArray(value)) return value.map(one => filled(one, bodies))
  if (typeof value !== 'object' || value === null) return value
  const n = partNumber(value)
  if (n !== null) {
    const body = bodies.get(n) ?? null
    return body === null ? value : JSON.parse(body)
  }
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filled(one, bodies)]))
}

function numbersIn({ turns }: Evidence): readonly string[] {
  return turns
    .flatMap(({ parts }) => parts.flatMap(({ body }) => (body === null ? [] : [body])))
    .filter(body => digitsOf(body).length >= 7)
}

function* textsOf({ turns, plans }: Evidence, also: unknown): Iterable<string> {
  for (const { json } of plans.values()) yield json
  for (const { input, seen, facts, parts } of turns) {
    yield `${input} ${seen} ${facts}`
    for (const { body } of parts) yield body ?? ''
  }
  yield JSON.stringify(also) ?? ''
}

function storyOf(turns: readonly EvidenceTurn[], told: ReadonlySet<string>): StoryFact[] {
  const rules = new Map<string, string>()
  return turns.flatMap(({ seq, facts, changes, parts }) => {
    const gone = new Map(parts.map(({ n }) => [n, null]))
    for (const [stream, plan] of JSON.parse(changes) as readonly Changed[]) rules.set(stream, plan)
    return (withErased(JSON.parse(facts), gone) as readonly Fact[])
      .filter(({ stream }) => told.has(stream))
      .map(fact => ({ turn: seq, fact, rules: rules.get(fact.stream) ?? null }))
  })
}

function withErased(value: unknown, gone: ReadonlyMap<number, null>): unknown {
  if (Array.isArray(value)) return value.map(one => withErased(one, gone))
  if (typeof value !== 'object' || value === null) return value
  if (partNumber(value) !== null) return ERASED
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withErased(one, gone)]))
}
