// The shapes shared by the parts of the phone desk, and the small moves that they all make: speak, ask, leave.
import { phrase } from '../words/speech.ts'
import { secondsOf } from '../words/speech-length.ts'
import type { Command, Speech } from '../world/commands.ts'
import { type At, type Decision, decision, first } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { after, type Seconds } from '../world/ids.ts'
import type { Input } from '../world/inputs.ts'
import type { DeskSignal, OnLentChannel, Signal } from '../world/signals.ts'
import type { Desk, DeskBase, DeskPhaseName, Question } from './desk.ts'

export type DeskEvent = DeskSignal | DeskInput
type DeskInput = Extract<
  Input,
  {
    type:
      | 'digit'
      | 'ended'
      | 'playbackFinished'
      | 'recordingFinished'
      | 'recordingFailed'
      | 'enteredBridge'
      | 'leftBridge'
      | 'pinChecked'
      | 'messagesFound'
      | 'commandFailed'
      | 'returned'
      | 'due'
      | 'observed'
  }
>
export type DeskEventType = DeskEvent['type']
export type Event<E extends DeskEventType> = Extract<DeskEvent, { type: E }>
export type In<P extends DeskPhaseName> = Extract<Desk, { phase: P }>
export type LivePhase = Exclude<DeskPhaseName, 'gone'>
export type Handler<P extends LivePhase, E extends DeskEventType> = (
  at: At,
  desk: In<P>,
  event: Event<E>,
) => Decision<Desk> | null

/** Longest that words may take to be said, and the wait for a key after them, seconds. */
export const SAYING_SECONDS: Seconds = 90
/** The same around a recording, which takes as long as it takes. */
const AROUND_SECONDS = 20
export const KEY_SECONDS: Seconds = 10
/** A question is put so often before the desk says goodbye. */
export const ROUNDS = 3

export function base(desk: DeskBase): DeskBase {
  const { id, kind, plan, trunk, line, callerNumber, language, arrivedAt, person, nextPlayback, nextRecording } = desk
  return { id, kind, plan, trunk, line, callerNumber, language, arrivedAt, person, nextPlayback, nextRecording }
}

export function speak(desk: DeskBase, speech: readonly Speech[]): { desk: DeskBase; playback: string; commands: Command[] } {
  const playback = `${desk.id}-p${desk.nextPlayback}`
  return {
    desk: { ...base(desk), nextPlayback: desk.nextPlayback + 1 },
    playback,
    commands: [
      { do: 'hush', channel: desk.id },
      { do: 'say', channel: desk.id, playback, speech },
    ],
  }
}

/** Puts a question; `speech` is all that is heard, the question included. */
export function put(
  at: At,
  desk: DeskBase,
  question: Question,
  speech: readonly Speech[],
  more: { readonly round?: number; readonly facts?: readonly FactBody[]; readonly commands?: readonly Command[] } = {},
): Decision<Desk> {
  const said = speak(desk, speech)
  return decision<Desk>(
    {
      ...said.desk,
      phase: 'asking',
      question,
      digits: '',
      round: more.round ?? 1,
      ...{
        playback: said.playback,
        until: after(at.now, Math.max(SAYING_SECONDS, Math.ceil(secondsOf(speech)) + AROUND_SECONDS)),
      },
    },
    { facts: more.facts ?? [], commands: [...said.commands, ...(more.commands ?? [])] },
  )
}

/** The same, after these words. */
export function saidFirst(words: readonly Speech[], next: Decision<Desk>): Decision<Desk> {
  return {
    ...next,
    commands: next.commands.map(one => (one.do === 'say' ? { ...one, speech: [...words, ...one.speech] } : one)),
    signals: next.signals.map(one =>
      one.to === 'incident' && one.signal.type === 'describe'
        ? { ...one, signal: { ...one.signal, before: [...words, ...one.signal.before] } }
        : one,
    ),
  }
}

export function leave(at: At, desk: DeskBase, speech: readonly Speech[], facts: readonly FactBody[] = []): Decision<Desk> {
  const said = speak(desk, [...speech, ...phrase(at.plan, desk.language, 'goodbye')])
  const leaving = { ...said.desk, phase: 'leaving', playback: said.playback, until: after(at.now, SAYING_SECONDS) } as const
  return decision<Desk>(leaving, { facts, commands: said.commands })
}

export function gone(at: At, desk: Desk, why: string): Decision<Desk> {
  const waitedMs = at.now - desk.arrivedAt
  const facts: FactBody[] = [{ kind: 'left', outcome: 'desk', phase: desk.phase, waitedMs, why }]
  return decision<Desk>({ ...base(desk), phase: 'gone' }, { facts })
}

/** The name of a person of the plan, for saying it. */
export function nameOf(at: At, person: string | null): string {
  return person === null ? '' : (at.plan.people[person]?.name ?? person)
}

/** Whoever has proved to be somebody; a desk without a person asks no question that needs one. */
export function personOf(desk: DeskBase): string {
  if (desk.person === null) throw new Error(`${desk.id} has not proved who it is`)
  return desk.person
}

export function pressed(digit: string, meaning: string, next: Decision<Desk>): Decision<Desk> {
  const fact: FactBody = { kind: 'desk-key', digit, meaning, why: 'at the desk' }
  return first({ facts: [fact] }, next)
}

/** To the incident that has the channel. */
export function toIncident({ incidents, n }: In<'connected'>, signal: OnLentChannel): Signal[] {
  const id = incidents[n]
  return id === undefined ? [] : [{ to: 'incident', id, signal }]
}
