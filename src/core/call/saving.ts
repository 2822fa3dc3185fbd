// The caller hung up while being recorded: the file that arrives a moment later is kept as what it was meant to be.

import { type At, type Decision, decision, first } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { incidentId } from '../world/ids.ts'
import type { IncidentSignal, Signal } from '../world/signals.ts'
import type { Call } from './call.ts'
import { type Event, gone, type Handler, type In, propertyOf, tell } from './events.ts'
import { joinSignals } from './joining.ts'
import { knownToUs } from './known-to-us.ts'
import { fileOf } from './recording.ts'
import { isStatement, tooLittle } from './speaking-freely.ts'
import { lostFact, tooShort } from './taking-message.ts'
import { EMPTY_MS, untakenMessage } from './taking-statement.ts'

export const savedAfterHangup: Handler<'saving', 'recordingFinished'> = (at, call, event) => {
  if (event.recording !== call.recording) return null
  if (call.what === 'message') return messageSaved(at, call, call.mailbox ?? 'office', event)
  if (call.what === 'statement') {
    const { recording, ms, speechMs } = event
    if (call.mailbox !== null && !tooShort(at, call, event))
      return first(untakenMessage(call, call.mailbox, event), gone(at, call, call.outcome, 'the caller hung up'))
    if (ms < EMPTY_MS) return over(at, call, [{ kind: 'statement-missing', recording, why: 'nothing was said' }])
    const why = 'the caller hung up while speaking'
    const taken = { kind: 'statement-taken', recording, ms, speechMs, ...fileOf(event), why } as const
    return first(
      { facts: [taken], signals: tell(call, { type: 'statementTaken', recording, ms }) },
      gone(at, call, call.outcome, 'the caller hung up'),
    )
  }
  if (!isStatement(event))
    return gone(at, call, 'missed', 'nothing was pressed and less than three seconds were said', [tooLittle(event.recording)])
  const { noKey } = propertyOf(at, call)
  return noKey.do === 'message' ? messageSaved(at, call, noKey.mailbox, event) : incidentSaved(at, call, noKey, event)
}

/** What they said could not be recorded: whoever would have got it gets the caller all the same. */
export function nothingSaved(at: At, call: In<'saving'>, event: Event<'due' | 'recordingFailed'>): Decision<Call> {
  const why = event.type === 'due' ? 'the PBX did not say that it was stored' : event.reason
  const { recording, what } = call
  const missing: FactBody =
    what === 'statement' && call.mailbox !== null
      ? lostFact(call.mailbox, recording, why)
      : { kind: 'statement-missing', recording, failed: true, why }
  if (what === 'statement') return over(at, call, [missing])
  const { noKey } = propertyOf(at, call)
  if (what === 'free-speech' && noKey.do === 'escalate')
    return first({ facts: [missing] }, openedWithout(at, call, noKey, null, 'the recorder failed; on-no-key: escalate'))
  const mailbox = what === 'message' ? (call.mailbox ?? 'office') : noKey.do === 'message' ? noKey.mailbox : 'office'
  return gone(at, call, 'message', 'the caller hung up while the recorder failed', [lostFact(mailbox, recording, why)])
}

/** They hung up before the recorder had begun. */
export const neverRecorded: Handler<'saving', 'commandFailed'> = (at, call, event) => {
  if (event.command !== 'record') return null
  const outcome = call.what === 'statement' ? call.outcome : 'missed'
  const missing = { kind: 'statement-missing', recording: call.recording, why: 'hung up before the recorder began' } as const
  return gone(at, call, outcome, 'the caller hung up', [missing])
}

function over(at: At, call: In<'saving'>, facts: readonly FactBody[]): Decision<Call> {
  return gone(at, call, call.outcome, 'the caller hung up', facts)
}

function messageSaved(at: At, call: In<'saving'>, mailbox: string, event: Event<'recordingFinished'>): Decision<Call> {
  const { recording, ms } = event
  if (tooShort(at, call, event))
    return gone(at, call, 'missed', 'the caller hung up without leaving a message', [tooLittle(recording)])
  return gone(at, call, 'message', 'the caller hung up after the message', [
    { kind: 'message-taken', mailbox, recording, ms, ...fileOf(event), why: 'the caller hung up after speaking' },
  ])
}

function incidentSaved(at: At, call: In<'saving'>, noKey: Escalates, event: Event<'recordingFinished'>): Decision<Call> {
  const { recording, ms, speechMs } = event
  const why = 'nothing was pressed, but something was said (on-no-key: escalate)'
  const taken = { kind: 'statement-taken', recording, ms, speechMs, ...fileOf(event), why } as const
  return first({ facts: [taken] }, openedWithout(at, call, noKey, { type: 'statementTaken', recording, ms }, why))
}

interface Escalates {
  readonly ladder: string
  readonly category: string
}

/** The incident of a caller who has hung up: a new one, or that which is known already. */
function openedWithout(
  at: At,
  call: In<'saving'>,
  noKey: Escalates,
  said: Extract<IncidentSignal, { type: 'statementTaken' }> | null,
  why: string,
): Decision<Call> {
  const id = incidentId(call.id, call.nextIncident)
  const known = knownToUs(at, call, noKey.category)
  if (known !== null && (known.own || known.category === noKey.category)) {
    const joined = { ...call, incident: known.id }
    const signals = [...joinSignals(at, joined, known), ...(said === null ? [] : tell(joined, said))]
    return first({ signals }, gone(at, joined, 'joined', 'the caller hung up'))
  }
  const open: Signal = {
    to: 'incident',
    id,
    signal: {
      type: 'open',
      call: call.id,
      calledAt: call.arrivedAt,
      plan: call.plan,
      property: propertyOf(at, call).id,
      category: noKey.category,
      ladder: noKey.ladder,
      callerNumber: call.callerNumber,
      callerNow: 'waiting',
      why,
    },
  }
  const opened = decision<Call>(
    { ...call, incident: id, nextIncident: call.nextIncident + 1 },
    { signals: [open, ...(said === null ? [] : [{ to: 'incident', id, signal: said } as const])] },
  )
  return first(opened, gone(at, opened.state, 'caller-left', 'the caller hung up'))
}
