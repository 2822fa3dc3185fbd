// The shapes shared by the phases of a call: which events there are, what a handler is, and the small moves they all make.
import type { Property } from '../plan/plan.ts'
import type { Command, Speech } from '../world/commands.ts'
import type { At, Decision } from '../world/decision.ts'
import { decision } from '../world/decision.ts'
import type { FactBody, Outcome } from '../world/facts.ts'
import { after, type ChannelId, recordingName, type Seconds } from '../world/ids.ts'
import type { Input } from '../world/inputs.ts'
import type { CallSignal, IncidentSignal, Signal } from '../world/signals.ts'
import type { Call, CallBase, CallPhaseName } from './call.ts'

export type CallInput = Extract<
  Input,
  {
    type:
      | 'returned'
      | 'officeAnswered'
      | 'digit'
      | 'ended'
      | 'playbackFinished'
      | 'recordingFinished'
      | 'recordingFailed'
      | 'enteredBridge'
      | 'leftBridge'
      | 'numberChanged'
      | 'commandFailed'
      | 'due'
      | 'observed'
  }
>
/** Of a telephone that is rung for the caller: what an input about its channel becomes for the call (leg-events.ts). */
export type CallLegEvent =
  | Extract<Input, { type: 'legRinging' | 'legAnswered' }>
  | { readonly type: 'legDigit'; readonly channel: ChannelId; readonly digit: string; readonly by?: 'audio' | 'info' }
  | { readonly type: 'legEnded'; readonly channel: ChannelId; readonly cause: number; readonly sip: number | null }
  | { readonly type: 'legSaid'; readonly channel: ChannelId; readonly playback: string }
  | { readonly type: 'legJoined'; readonly channel: ChannelId; readonly bridge: string }
  | {
      readonly type: 'legFailed'
      readonly channel: ChannelId
      readonly command: string
      readonly gone: boolean
      readonly reason: string
      readonly bridge?: string
      readonly refused?: 'number' | 'room'
    }

/** An input about a telephone that is rung for the caller is another event than the same about the caller's own. */
export type CallEvent = CallInput | CallSignal | CallLegEvent
export type CallEventType = CallEvent['type']
export type Event<E extends CallEventType> = Extract<CallEvent, { type: E }>
/** A call in one phase. */
export type In<P extends CallPhaseName> = Extract<Call, { phase: P }>
export type LivePhase = Exclude<CallPhaseName, 'gone'>
/** Decides one event in one phase; null when it turns out not to concern this state. */
export type Handler<P extends LivePhase, E extends CallEventType> = (
  at: At,
  call: In<P>,
  event: Event<E>,
) => Decision<Call> | null

/** Longest anything may take to be said before it counts as said, seconds. */
export const SAYING_SECONDS: Seconds = 90

/** The call without what belongs to its phase. */
export function base(call: CallBase): CallBase {
  const { id, kind, plan, property, trunk, line, callerNumber, callerName, language } = call
  const { arrivedAt, incident, nextPlayback, nextRecording, nextIncident, nextLeg, outcome } = call
  return {
    id,
    kind,
    plan,
    property,
    trunk,
    line,
    callerNumber,
    callerName,
    language,
    arrivedAt,
    incident,
    nextPlayback,
    nextRecording,
    nextIncident,
    outcome,
    ...(nextLeg === undefined ? {} : { nextLeg }),
  }
}

/** The call's property. A call that was not identified has been given one before any phase asks for it. */
export function propertyOf(at: At, call: CallBase): Property {
  const property = at.plan.properties[call.property ?? '']
  if (!property) throw new Error(`call ${call.id} has no property in its plan`)
  return property
}

/** The n-th thing said to the caller. */
export function playbackId(call: CallBase, n: number): string {
  return `${call.id}-p${n}`
}

/** Speaks at once, dropping what was being said. */
export function speak(call: CallBase, speech: readonly Speech[]): { call: CallBase; playback: string; commands: Command[] } {
  const playback = playbackId(call, call.nextPlayback)
  return {
    call: { ...base(call), nextPlayback: call.nextPlayback + 1 },
    playback,
    commands: [
      { do: 'hush', channel: call.id },
      { do: 'say', channel: call.id, playback, speech },
    ],
  }
}

export function newRecording(call: CallBase, what: string): { call: CallBase; recording: string } {
  return {
    call: { ...base(call), nextRecording: call.nextRecording + 1 },
    recording: recordingName(call.id, what, call.nextRecording),
  }
}

/** A last word, then the call is hung up. */
export function leave(
  at: At,
  call: CallBase,
  outcome: Outcome,
  speech: readonly Speech[],
  facts: readonly FactBody[] = [],
): Decision<Call> {
  const said = speak(call, speech)
  return decision<Call>(
    { ...said.call, outcome, phase: 'leaving', playback: said.playback, speech, until: after(at.now, SAYING_SECONDS) },
    { facts, commands: said.commands },
  )
}

/** The caller is gone: the call leaves the world, and its incident hears of it. */
export function gone(at: At, call: Call, outcome: Outcome, why: string, facts: readonly FactBody[] = []): Decision<Call> {
  return decision<Call>(
    { ...base(call), outcome, phase: 'gone' },
    {
      facts: [...facts, { kind: 'left', outcome, phase: call.phase, waitedMs: at.now - call.arrivedAt, why }],
      commands: leaveBridge(call),
      signals: tell(call, { type: 'callerLeft' }),
    },
  )
}

/** Out of the bridge that the phase is in, and the bridge with it; a telephone that is rung for the caller stops. In the call's own lane, after whatever still waits there. */
export function leaveBridge(call: Call): Command[] {
  if (call.phase === 'holding') return [{ do: 'unhold', channel: call.id, bridge: call.bridge }]
  if (call.phase === 'talking') return [{ do: 'leaveTalk', channel: call.id, bridge: call.bridge }]
  if (call.phase === 'seeing-off') return [{ do: 'hangUp', channel: call.leg.id }]
  if (call.phase === 'transferring' || call.phase === 'transferred') {
    return [
      { do: 'leaveTalk', channel: call.id, bridge: call.bridge },
      { do: 'hangUp', channel: call.leg.id },
    ]
  }
  return []
}

/** Tells the call's incident, if it has one. */
export function tell(call: CallBase, signal: IncidentSignal): Signal[] {
  return call.incident === null ? [] : [{ to: 'incident', id: call.incident, signal: { ...signal, from: call.id } }]
}
