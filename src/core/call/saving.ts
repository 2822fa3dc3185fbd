// The caller hung up while being recorded: the file that arrives a moment later is kept as what it was meant to be.
import { type At, type Decision, decision, first } from '../world/decision.ts'
import { incidentId } from '../world/ids.ts'
import type { Call } from './call.ts'
import { type Event, gone, type Handler, type In, propertyOf, tell } from './events.ts'
import { joinSignals } from './joining.ts'
import { knownToUs } from './known-to-us.ts'
import { isStatement } from './speaking-freely.ts'
import { EMPTY_MS } from './taking-statement.ts'

export const savedAfterHangup: Handler<'saving', 'recordingFinished'> = (at, call, event) => {
  if (event.recording !== call.recording) return null
  if (call.what === 'message') return messageSaved(at, call, call.mailbox ?? 'office', event)
  if (call.what === 'statement') {
    const { recording, ms, speechMs } = event
    if (ms < EMPTY_MS) return nothingSaved(at, call, { ...event, type: 'recordingFailed', reason: 'nothing was said' })
    const taken = { kind: 'statement-taken', recording, ms, speechMs, why: 'the caller hung up while speaking' } as const
    return first(
      { facts: [taken], signals: tell(call, { type: 'statementTaken', recording, ms }) },
      gone(at, call, call.outcome, 'the caller hung up'),
    )
  }
  if (!isStatement(event)) return gone(at, call, 'missed', 'nothing was pressed and less than three seconds were said')
  const { noKey } = propertyOf(at, call)
  return noKey.do === 'message' ? messageSaved(at, call, noKey.mailbox, event) : incidentSaved(at, call, noKey, event)
}

export function nothingSaved(at: At, call: In<'saving'>, event: Event<'due' | 'recordingFailed'>): Decision<Call> {
  const why = event.type === 'due' ? 'the PBX did not say that it was stored' : event.reason
  const outcome = call.what === 'statement' ? call.outcome : 'missed'
  return gone(at, call, outcome, 'the caller hung up', [{ kind: 'statement-missing', recording: call.recording, why }])
}

function messageSaved(at: At, call: In<'saving'>, mailbox: string, event: Event<'recordingFinished'>): Decision<Call> {
  const { recording, ms, speechMs } = event
  if ((speechMs ?? ms) < propertyOf(at, call).message.minSeconds * 1000)
    return gone(at, call, 'missed', 'the caller hung up without leaving a message')
  return gone(at, call, 'message', 'the caller hung up after the message', [
    { kind: 'message-taken', mailbox, recording, ms, why: 'the caller hung up after speaking' },
  ])
}

function incidentSaved(
  at: At,
  call: In<'saving'>,
  noKey: { readonly ladder: string; readonly category: string },
  event: Event<'recordingFinished'>,
): Decision<Call> {
  const id = incidentId(call.id, call.nextIncident)
  const { recording, ms, speechMs } = event
  const why = 'nothing was pressed, but something was said (on-no-key: escalate)'
  const known = knownToUs(at, call, noKey.category)
  if (known !== null && (known.own || known.category === noKey.category)) {
    const joined = { ...call, incident: known.id }
    const taken = { kind: 'statement-taken', recording, ms, speechMs, why } as const
    const signals = [...joinSignals(at, joined, known), ...tell(joined, { type: 'statementTaken', recording, ms })]
    return first({ facts: [taken], signals }, gone(at, joined, 'joined', 'the caller hung up'))
  }
  const opened = decision<Call>(
    { ...call, incident: id, nextIncident: call.nextIncident + 1 },
    {
      facts: [{ kind: 'statement-taken', recording, ms, speechMs, why }],
      signals: [
        {
          to: 'incident',
          id,
          signal: {
            ...{ type: 'open', call: call.id, plan: call.plan, property: propertyOf(at, call).id, category: noKey.category },
            ...{ ladder: noKey.ladder, callerNumber: call.callerNumber, callerNow: 'waiting', why },
          },
        },
        { to: 'incident', id, signal: { type: 'statementTaken', recording, ms } },
      ],
    },
  )
  return first(opened, gone(at, opened.state, 'caller-left', 'the caller hung up'))
}
