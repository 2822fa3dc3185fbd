// The end of a call, and the little that every phase answers the same way: a caller who hangs up, a number that changes, a
// command that failed, a look again that finds nothing new.
import { cameIn } from '../plan/number-format.ts'
import { type At, type Decision, decision } from '../world/decision.ts'
import type { Outcome } from '../world/facts.ts'
import { after } from '../world/ids.ts'
import type { Call } from './call.ts'
import { type Event, gone, type In, type LivePhase, tell } from './events.ts'

/** Notes are looked for every few seconds; none comes later than this, seconds. */
const NOTE_SECONDS = 20

type Live = In<LivePhase>

export function hungUp(at: At, call: Live, event: Event<'ended'>): Decision<Call> {
  const outcome: Outcome = event.fax ? 'fax' : call.outcome
  return gone(at, call, outcome, call.phase === 'leaving' ? 'the call was over' : 'the caller hung up')
}

/** The last word has been said, or would have been by now. */
export function lastWordSaid(at: At, call: In<'leaving'>, event: Event<'playbackFinished' | 'due'>): Decision<Call> | null {
  if (event.type === 'playbackFinished' && event.playback !== call.playback) return null
  return decision<Call>({ ...call, until: after(at.now, 10) }, { commands: [{ do: 'hangUp', channel: call.id }] })
}

/** How the failsafe ended is in its note, which is read a moment later: the story is told once, and whole. */
export function failsafeOver(at: At, call: In<'in-failsafe'>): Decision<Call> {
  return decision<Call>({ ...call, over: true, lookAgainAt: after(at.now, NOTE_SECONDS) })
}

export function noNote(at: At, call: In<'in-failsafe'>): Decision<Call> {
  return gone(at, call, call.outcome, 'the failsafe left no note')
}

export function numberChanged(at: At, call: Live, event: Event<'numberChanged'>): Decision<Call> | null {
  const callerNumber = event.number === null ? null : cameIn(at.plan.trunks[call.trunk], event.number)
  if (callerNumber === call.callerNumber) return null
  return decision<Call>(
    { ...call, callerNumber },
    {
      facts: [{ kind: 'number-changed', callerNumber, why: 'the call was transferred to us' }],
      signals: tell(call, { type: 'callerNumberChanged', callerNumber }),
    },
  )
}

/** A command failed. Without a channel the call is over; whether it matters otherwise is the phase's business, which comes first. */
export function commandFailed(at: At, call: Live, event: Event<'commandFailed'>): Decision<Call> {
  const failed = { kind: 'command-failed', command: event.command, why: event.reason } as const
  if (event.gone) return gone(at, call, call.outcome, 'the channel is gone', [failed])
  return decision<Call>(call, { facts: [failed] })
}

/** Nothing is due but a look: the auditor and the next event will tell. */
export function lookAgain(at: At, call: In<'in-office-queue' | 'with-office' | 'talking' | 'in-failsafe'>): Decision<Call> {
  return decision<Call>({ ...call, lookAgainAt: after(at.now, 600) })
}
