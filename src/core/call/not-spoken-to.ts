// A caller to whom something could not be done, though the lanes have tried again: music, words, the way into the failsafe. Nobody is left in
// silence: it rings instead of the music, and whoever can't be spoken to is given to the dialplan. Called by the transition table.
import { phrase } from '../words/speech.ts'
import { type At, type Decision, decision, first } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { after } from '../world/ids.ts'
import type { Call } from './call.ts'
import { base, type Event, type Handler, type In, type LivePhase, leave, leaveBridge, playbackId, tell } from './events.ts'

/** The failsafe is looked at again so often, seconds. */
const LOOK_SECONDS = 600

/** The dialplan speaks to whoever the application can't speak to. Their incident goes on without them. */
export function giveToFailsafe(at: At, call: In<LivePhase>, event: Event<'commandFailed'>): Decision<Call> {
  const why = `the caller could not be spoken to: ${event.reason}`
  return decision<Call>(
    {
      ...base(call),
      incident: null,
      outcome: 'failsafe',
      phase: 'in-failsafe',
      lookAgainAt: after(at.now, LOOK_SECONDS),
      ...(call.incident === null ? {} : { matter: call.incident }),
    },
    {
      facts: [failed(event), { kind: 'in-failsafe', why }],
      commands: [...leaveBridge(call), { do: 'failsafe', channel: call.id }],
      signals: tell(call, { type: 'callerLeft', why }),
    },
  )
}

/** No music: it rings, after the words that are being said, and the hold goes on as ever. */
export const noMusic: Handler<'holding', 'commandFailed'> = (_at, call, event) => {
  if (event.command !== 'hold' || event.gone || call.plain) return null
  const playback = playbackId(call, call.nextPlayback)
  return decision<Call>(
    { ...call, nextPlayback: call.nextPlayback + 1, plain: true },
    {
      facts: [failed(event)],
      commands: [{ do: 'say', channel: call.id, playback, speech: [{ kind: 'ringback' }] }],
    },
  )
}

/** With music it is only a word that was not said; without it there is nothing but silence. */
export const holdNotSaid: Handler<'holding', 'commandFailed'> = (at, call, event) =>
  event.command === 'say' && !event.gone && call.plain ? giveToFailsafe(at, call, event) : null

/** Not even the dialplan takes them: they are told, and may call again. */
export const failsafeRefused: Handler<'in-failsafe', 'commandFailed'> = (at, call, event) =>
  event.command === 'failsafe' && !event.gone && !call.over
    ? first({ facts: [failed(event)] }, leave(at, call, 'failsafe', phrase(at.plan, call.language, 'cannot-serve')))
    : null

/** The last word can't be said. */
export const lastWordNotSaid: Handler<'leaving', 'commandFailed'> = (at, call, event) =>
  event.command === 'say' && !event.gone
    ? decision<Call>(
        { ...call, until: after(at.now, 10) },
        { facts: [failed(event)], commands: [{ do: 'hangUp', channel: call.id }] },
      )
    : null

/** A sentence without which they would wait in silence. */
export function notSpokenTo<P extends LivePhase>(at: At, call: In<P>, event: Event<'commandFailed'>): Decision<Call> | null {
  return event.command === 'say' && !event.gone ? giveToFailsafe(at, call, event) : null
}

function failed({ command, reason }: Event<'commandFailed'>): FactBody {
  return { kind: 'command-failed', command, why: reason }
}
