// What happens to a call, as rows. Part of the follower `calls`.
import type { AttemptResult, CallFact, Fact } from '../../core/world/facts.ts'
import { partNumber } from '../journal/private-parts.ts'
import { callerDigits } from './caller-digits.ts'
import type { FollowedTurn } from './follower.ts'
import { folded } from './text-words.ts'
import { type CallTableRows, newAttempt, planOf, type Told, talked } from './told.ts'

export function callFact(rows: CallTableRows, told: Told, fact: Fact & CallFact): void {
  const id = fact.stream
  const { turn } = told
  switch (fact.kind) {
    case 'arrived':
      arrived(rows, told, fact)
      return
    case 'identified':
      rows.calls.set(id, { property: fact.property, ...(fact.line === undefined ? {} : { line: fact.line }) })
      return
    case 'over-cap':
      rows.calls.first(id, { overflow: 'saturated' })
      return
    case 'office-rung':
      rows.calls.first(id, { office_at: fact.at })
      return
    case 'office-answered':
      rows.calls.set(id, { office_ms: fact.waitedMs, office_status: 'ANSWERED' })
      rows.calls.first(id, { human_at: fact.at })
      return
    case 'office-unanswered':
      rows.calls.set(id, { office_ms: fact.waitedMs, office_status: fact.status })
      return
    case 'overflowed':
      rows.calls.first(id, { overflow: fact.reason })
      return
    case 'in-failsafe':
      rows.calls.first(id, { overflow: 'failsafe' })
      return
    case 'asked':
      rows.calls.first(id, { menu_at: fact.at })
      return
    case 'held':
      rows.calls.first(id, { held_at: fact.at })
      return
    case 'number-confirmed':
    case 'number-changed': {
      const { turn: number_turn, n: number_n } = pointer(turn, fact.callerNumber)
      rows.calls.set(id, { number_turn, number_n })
      rows.callers.set(id, { digits: callerDigits(textOf(turn, fact.callerNumber)) })
      return
    }
    case 'caller-erased':
      rows.callers.remove(id)
      return
    case 'connected':
      rows.links.insert({ call: id, incident: fact.incident })
      rows.calls.first(id, { human_at: fact.at })
      return
    case 'transfer-dialled':
      transferDialled(rows, fact)
      return
    case 'transfer-rings':
      rows.attempts.first(fact.leg, { rang_at: fact.at })
      return
    case 'transfer-answered':
      rows.attempts.first(fact.leg, { answered_at: fact.at })
      return
    case 'transferred':
      rows.attempts.first(fact.leg, { taken_at: fact.at })
      rows.calls.first(id, { human_at: fact.at })
      return
    case 'transfer-over':
      talked(rows, fact)
      return
    case 'transfer-attempt-ended': {
      const { leg, result, sip, cause } = fact
      rows.attempts.set(leg, { ended_at: fact.at, result, sip, cause })
      return
    }
    case 'failsafe-rang':
      failsafeRang(rows, told, fact)
      return
    case 'message-taken':
      messageRow(rows, { ...fact, call: id })
      return
    case 'message-lost':
      messageRow(rows, { ...fact, call: id, ms: 0 })
      return
    case 'message-done':
      rows.messages.first(fact.recording, { done_at: fact.at, done_by: fact.by })
      return
    case 'left':
      left(rows, told, fact)
      return
  }
}

type Of<K extends CallFact['kind']> = Extract<Fact & CallFact, { kind: K }>

function arrived(rows: CallTableRows, told: Told, fact: Of<'arrived'>): void {
  const { turn } = told
  const number = pointer(turn, fact.callerNumber)
  const name = pointer(turn, fact.callerName)
  rows.calls.insert({
    id: fact.stream,
    plan: planOf(told),
    property: null,
    trunk: fact.trunk,
    line: fact.line,
    arrived_at: arrivedAt(turn, fact.at),
    number_turn: number.turn,
    number_n: number.n,
    name_turn: name.turn,
    name_n: name.n,
    office_at: null,
    office_ms: null,
    office_status: null,
    overflow: null,
    menu_at: null,
    category: null,
    held_at: null,
    human_at: null,
    outcome: null,
    phase: null,
    left_at: null,
    waited_ms: null,
  })
  rows.callers.insert({
    call: fact.stream,
    digits: callerDigits(textOf(turn, fact.callerNumber)),
    name: folded(textOf(turn, fact.callerName) ?? ''),
  })
}

/** When the caller began to wait. A note of the failsafe comes long after its call. */
function arrivedAt({ input }: FollowedTurn, at: number): number {
  if (input.type === 'arrived') return at - (input.waitedMs ?? 0)
  return input.type === 'imported' ? input.arrivedAt : at
}

function left(rows: CallTableRows, { turn: { input } }: Told, fact: Of<'left'>): void {
  const { stream: id, outcome, phase } = fact
  const row = rows.calls.get(id)
  if (row === undefined) return
  const left_at = input.type === 'imported' ? input.endedAt : fact.at
  const waited_ms = left_at - row.arrived_at
  rows.calls.set(id, { outcome, phase, left_at, waited_ms })
  if (row.office_at !== null) rows.calls.first(id, { office_ms: fact.at - row.office_at })
}

function transferDialled(rows: CallTableRows, fact: Of<'transfer-dialled'>): void {
  rows.attempts.insert(
    newAttempt({
      leg: fact.leg,
      stream: fact.stream,
      property: rows.calls.get(fact.stream)?.property ?? null,
      person: fact.person,
      phone: fact.phone,
      trunk: fact.trunk,
      why: fact.why,
      dialled_at: fact.at,
    }),
  )
}

/** The dialplan's note says no times but those of the call. */
function failsafeRang(rows: CallTableRows, { turn }: Told, fact: Of<'failsafe-rang'>): void {
  const call = rows.calls.get(fact.stream)
  const at = call?.arrived_at ?? fact.at
  const result: AttemptResult = fact.result
  rows.attempts.insert(
    newAttempt({
      leg: `${fact.stream}.failsafe.${turn.facts.indexOf(fact)}`,
      stream: fact.stream,
      property: call?.property ?? null,
      person: fact.person,
      phone: fact.phone,
      trunk: '',
      why: fact.why,
      dialled_at: at,
      taken_at: result === 'accepted' ? at : null,
      ended_at: at,
      result,
    }),
  )
}

interface Left {
  readonly recording: string
  readonly call: string
  readonly mailbox: string
  readonly at: number
  readonly ms: number
}

function messageRow(rows: CallTableRows, { recording, call, mailbox, at, ms }: Left): void {
  const property = rows.calls.get(call)?.property ?? null
  rows.messages.insert({ recording, call, property, mailbox, taken_at: at, ms, done_at: null, done_by: null })
}

function pointer({ seq }: FollowedTurn, field: unknown): { turn: number | null; n: number | null } {
  const n = partNumber(field)
  return n === null ? { turn: null, n: null } : { turn: seq, n }
}

function textOf(turn: FollowedTurn, field: unknown): string | null {
  const n = partNumber(field)
  return n === null ? null : turn.part(n)
}
