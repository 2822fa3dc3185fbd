// A person took the transfer, and both hear a word before the talk (leg/before-talk.ts): who has heard theirs waits, and it rings; when both
// have, they go into the bridge together. What comes of that is transferred.ts's and transferring.ts's. Called by the transition table.
import { type BeforeTalk, isBefore, isToRing, isWordOf, ringing, TOGETHER_SECONDS, waiting } from '../leg/before-talk.ts'
import type { Command } from '../world/commands.ts'
import { type At, type Decision, decision, first } from '../world/decision.ts'
import { after } from '../world/ids.ts'
import type { Call } from './call.ts'
import { type Event, type In, playbackId } from './events.ts'

type Transferring = In<'transferring'>

export function transferWordHeard(
  at: At,
  call: Transferring,
  { channel, playback }: Event<'playbackFinished' | 'legSaid'>,
): Decision<Call> | null {
  if (!isWordOf(call.hears, channel, playback)) return null
  const next = waiting(at.now, beforeOf(call), channel)
  return next === null ? intoTransfer(at, call) : decision<Call>({ ...call, ...next, nextWordAt: next.until })
}

/** A word, or the ringing, that can't be heard: better the talk at once than silence. */
export function transferWordNotSaid(
  at: At,
  call: Transferring,
  { command, gone, reason }: Event<'commandFailed' | 'legFailed'>,
): Decision<Call> | null {
  if (command !== 'say' || gone || !isBefore(call.hears)) return null
  return first({ facts: [{ kind: 'command-failed', command, why: reason }] }, intoTransfer(at, call))
}

/** The one who waits has waited so long that it rings; or the words took too long, or nobody told of their end. */
export function transferWordsDue(at: At, call: Transferring): Decision<Call> | null {
  if (!isBefore(call.hears)) return null
  const waits = isToRing(call.hears)
  return waits === undefined || at.now >= beforeOf(call).cutAt ? intoTransfer(at, call) : rings(call, waits.channel)
}

function rings(call: Transferring, channel: string): Decision<Call> {
  const { leg } = call
  const said = leg.said + 1
  const playback = channel === call.id ? playbackId(call, call.nextPlayback) : `${leg.id}-p${said}`
  const next = ringing(beforeOf(call), channel, playback)
  return decision<Call>(
    {
      ...call,
      ...next,
      nextWordAt: next.until,
      ...(channel === call.id ? { nextPlayback: call.nextPlayback + 1 } : { leg: { ...leg, said } }),
    },
    { commands: [{ do: 'say', channel, playback, speech: [{ kind: 'ringback' }] }] },
  )
}

function beforeOf({ hears = [], until, cutAt = until }: Transferring): BeforeTalk {
  return { hears, until, cutAt }
}

export function intoTransfer(at: At, call: Transferring): Decision<Call> {
  const { leg, id, bridge } = call
  const until = after(at.now, TOGETHER_SECONDS)
  const commands = [leg.id, id].flatMap((channel): Command[] => [
    { do: 'hush', channel },
    { do: 'talk', channel, bridge },
  ])
  return decision<Call>({ ...call, hears: [], until, nextWordAt: until }, { commands })
}
