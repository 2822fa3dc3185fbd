// Urgent: the incident is opened and its ladder starts at once; meanwhile the caller says what is wrong, or skips that with any
// key. An accept stops the statement politely.
import type { PhraseKey } from '../words/phrases.ts'
import { phrase } from '../words/speech.ts'
import { type At, andThen, type Decision, decision, first } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { type IncidentId, incidentId } from '../world/ids.ts'
import type { Signal } from '../world/signals.ts'
import { askStatement, mailboxOf } from './asking-statement.ts'
import type { Call, CallBase } from './call.ts'
import { type Event, type Handler, type In, leave, propertyOf, tell } from './events.ts'
import { hold } from './holding.ts'
import { cameOut, fileOf, recordingKey } from './recording.ts'
import { lostFact, tooShort } from './taking-message.ts'

/** A recording shorter than this holds no words, milliseconds. */
export const EMPTY_MS = 500

/** A shorter file holds nothing that was said, milliseconds. */
const LEAST_MS = 500

/** Said already, and a fact already. */
export interface Kept {
  readonly kept: { readonly recording: string; readonly ms: number }
}

export interface Urgent {
  readonly ladder: string
  readonly category: string
  /** What was said already, `ask` to ask for it now, `none` when nothing could be recorded. */
  readonly statement: 'ask' | 'none' | Kept | Event<'recordingFinished'>
  readonly why: string
  /** The incident about the same whose technician talks just now. */
  readonly beside?: IncidentId
}

export function openIncident(at: At, call: CallBase, urgent: Urgent): Decision<Call> {
  const id = incidentId(call.id, call.nextIncident)
  const opened: CallBase = { ...call, incident: id, nextIncident: call.nextIncident + 1, outcome: 'caller-left' }
  const asking = urgent.statement === 'ask'
  const open: Signal = {
    to: 'incident',
    id,
    signal: {
      type: 'open',
      call: call.id,
      calledAt: call.arrivedAt,
      plan: call.plan,
      property: propertyOf(at, call).id,
      category: urgent.category,
      ladder: urgent.ladder,
      callerNumber: call.callerNumber,
      callerNow: asking ? 'speaking' : 'waiting',
      why: urgent.why,
      ...(urgent.beside === undefined ? {} : { beside: urgent.beside }),
    },
  }
  if (urgent.statement === 'ask') return first({ signals: [open] }, askStatement(at, opened, 'statement-prompt', 'hold'))
  const kept = statementOf(opened, urgent.statement)
  return first(
    { signals: [open] },
    andThen(kept, c => hold(at, c, 'hold-begins')),
  )
}

function statementOf(call: CallBase, statement: Exclude<Urgent['statement'], 'ask'>): Decision<CallBase> {
  if (statement === 'none') return decision(call)
  return 'kept' in statement
    ? decision(call, { signals: tell(call, { type: 'statementTaken', ...statement.kept }) })
    : keepStatement(call, statement)
}

/** A key while the request is being said: no statement, on to what comes next. */
export const statementKey: Handler<'taking-statement', 'digit'> = (at, call, event) => {
  if (call.step === 'recording') return recordingKey(at, call, event)
  const skipped: FactBody = {
    kind: 'key-pressed',
    digit: event.digit,
    meaning: 'skip the statement',
    why: 'pressed before the tone',
  }
  return first({ facts: [skipped] }, onwards(at, call))
}

const CAME_OUT = { cut: 'record-cut', full: 'record-full', whole: null } as const

export const statementTaken: Handler<'taking-statement', 'recordingFinished'> = (at, call, event) =>
  event.recording === call.recording
    ? andThen(isMessage(at, call, event) ? keepAsMessage(call, call.mailbox, event) : keepStatement(call, event), c =>
        onwards(at, c, event.ms >= LEAST_MS, CAME_OUT[cameOut(at, call, event)]),
      )
    : null

export const statementFailed: Handler<'taking-statement', 'recordingFailed'> = (at, call, event) => {
  if (event.recording !== call.recording) return null
  const { recording, reason } = event
  const missing: FactBody =
    call.mailbox === undefined
      ? { kind: 'statement-missing', recording, failed: true, why: reason }
      : lostFact(call.mailbox, recording, reason)
  return first({ facts: [missing] }, onwards(at, call, false, 'record-failed'))
}

/** The ladder came to its end while the caller speaks: they finish first. */
export const exhaustedWhileSpeaking: Handler<'taking-statement', 'exhausted'> = (at, call, { mailbox }) => {
  const next = call.next === 'last-word' ? 'last-word' : 'nobody-reached'
  return decision<Call>({ ...call, outcome: 'unreached', next, ...mailboxOf(at, call, mailbox) })
}

/** The statement is over: what was promised next. `told`: how it came out, where that is to be told. */
function onwards(at: At, call: In<'taking-statement'>, kept = false, told: PhraseKey | null = null): Decision<Call> {
  const { language } = call
  const before = told === null ? [] : phrase(at.plan, language, told)
  const emergency = [...(at.plan.box.emergencyNumbers[0] ?? '911')].join(' ')
  const last = phrase(at.plan, language, 'last-word', { emergency })
  const say = (key: PhraseKey) => phrase(at.plan, language, key)
  const waiting = { signals: tell(call, { type: 'callerWaiting' }) }
  switch (call.next) {
    case 'hold':
      return first(waiting, hold(at, call, 'hold-begins', null, before))
    case 'goodbye':
      // Nobody could call back: neither a number was shown nor one was said.
      if (!kept && call.callerNumber === null) return first(waiting, hold(at, call, 'hold-no-number', null, before))
      return first(waiting, leave(at, call, 'callback', [...before, ...say(kept ? 'statement-kept' : 'callback-goodbye')]))
    case 'added':
      return first(waiting, leave(at, call, 'joined', [...before, ...say(kept ? 'added-goodbye' : 'goodbye')]))
    case 'last-word':
      return first(waiting, leave(at, call, 'unreached', [...before, ...last]))
    case 'nobody-reached':
      return first(waiting, leave(at, call, 'unreached', [...before, ...say('nobody-reached'), ...last]))
  }
}

/** What was said becomes part of the incident, unless it is empty. */
function keepStatement<C extends CallBase>(call: C, event: Event<'recordingFinished'>): Decision<C> {
  const { recording, ms, speechMs } = event
  if (ms < EMPTY_MS) return decision(call, { facts: [{ kind: 'statement-missing', recording, why: 'nothing was said' }] })
  const taken: FactBody = { kind: 'statement-taken', recording, ms, speechMs, ...fileOf(event), why: 'the caller finished' }
  return decision(call, { facts: [taken], signals: tell(call, { type: 'statementTaken', recording, ms }) })
}

function isMessage(at: At, call: In<'taking-statement'>, event: Event<'recordingFinished'>): call is Messaged {
  return call.mailbox !== undefined && !tooShort(at, call, event)
}

type Messaged = In<'taking-statement'> & { readonly mailbox: string }

/** Nobody was reached: what was said is the office's, too. */
function keepAsMessage<C extends CallBase>(call: C, mailbox: string, event: Event<'recordingFinished'>): Decision<C> {
  return decision(call, untakenMessage(call, mailbox, event))
}

export function untakenMessage(
  call: CallBase,
  mailbox: string,
  event: Event<'recordingFinished'>,
): { readonly facts: FactBody[]; readonly signals: Signal[] } {
  const { recording, ms } = event
  const why = 'nobody on call was reached: it stays with the incident, too'
  return {
    facts: [{ kind: 'message-taken', mailbox, recording, ms, ...fileOf(event), why }],
    signals: tell(call, { type: 'statementTaken', recording, ms }),
  }
}

/** A statement that was stopped because somebody came still belongs to the incident. */
export function lateStatement(call: Call, event: Event<'recordingFinished'>): Decision<Call> | null {
  return call.incident === null || event.ms < EMPTY_MS ? null : keepStatement(call, event)
}
