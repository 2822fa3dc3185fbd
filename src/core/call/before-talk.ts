// Somebody accepted, and the caller hears a word before the talk. Their incident knows whether the other one has heard theirs: until then it
// rings, and then both go into the bridge (incident/before-talk.ts). Called by the transition table.
import type { Command } from '../world/commands.ts'
import { decision } from '../world/decision.ts'
import type { Call } from './call.ts'
import { type Handler, type In, playbackId, tell } from './events.ts'

export const wordHeard: Handler<'talking', 'playbackFinished'> = (_at, call, { playback }) =>
  playback === call.playback
    ? decision<Call>(call, { signals: tell(call, { type: 'callerHeard', bridge: call.bridge, failed: false }) })
    : null

/** Not the word, or not even the ringing: better the talk at once than silence. */
export const wordNotSaid: Handler<'talking', 'commandFailed'> = (_at, call, { command, gone, reason }) =>
  command === 'say' && !gone && call.playback !== undefined
    ? decision<Call>(call, {
        facts: [{ kind: 'command-failed', command, why: reason }],
        signals: tell(call, { type: 'callerHeard', bridge: call.bridge, failed: true }),
      })
    : null

export const waitForTalk: Handler<'talking', 'waitForTalk'> = (_at, call, { bridge }) => {
  if (bridge !== call.bridge || call.playback === undefined) return null
  const playback = playbackId(call, call.nextPlayback)
  return decision<Call>(
    { ...call, playback, nextPlayback: call.nextPlayback + 1 },
    { commands: [{ do: 'say', channel: call.id, playback, speech: [{ kind: 'ringback' }] }] },
  )
}

export const enterTalk: Handler<'talking', 'enterTalk'> = (_at, call, { bridge }) =>
  bridge === call.bridge && call.playback !== undefined ? decision<Call>(onTheWay(call), { commands: intoTalk(call) }) : null

/** Nothing that is heard has to end any more. */
export function onTheWay({ playback: _, ...call }: In<'talking'>): In<'talking'> {
  return call
}

function intoTalk({ id, bridge }: In<'talking'>): Command[] {
  return [
    { do: 'hush', channel: id },
    { do: 'talk', channel: id, bridge },
  ]
}
