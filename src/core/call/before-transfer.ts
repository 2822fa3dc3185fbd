// A person took the transfer, and both hear a word before the talk (leg/before-talk.ts): who has heard theirs waits, and it rings; when both
// have, they go into the bridge together. What comes of that is transferred.ts's and transferring.ts's. Called by the transition table.
import { isBefore, isWordOf, othersHaveHeard, ringingFor, TOGETHER_SECONDS } from '../leg/before-talk.ts'
import type { Command, Speech } from '../world/commands.ts'
import { type At, type Decision, decision, first } from '../world/decision.ts'
import { after } from '../world/ids.ts'
import type { Call } from './call.ts'
import { type Event, type In, playbackId } from './events.ts'

type Transferring = In<'transferring'>

const RINGBACK: readonly Speech[] = [{ kind: 'ringback' }]

export function transferWordHeard(
  at: At,
  call: Transferring,
  { channel, playback }: Event<'playbackFinished' | 'legSaid'>,
): Decision<Call> | null {
  const { hears = [], leg } = call
  if (!isWordOf(hears, channel, playback)) return null
  if (othersHaveHeard(hears, channel)) return intoTransfer(at, call)
  const said = leg.said + 1
  const rings = channel === call.id ? playbackId(call, call.nextPlayback) : `${leg.id}-p${said}`
  return decision<Call>(
    {
      ...{ ...call, hears: ringingFor(hears, channel, rings) },
      ...(channel === call.id ? { nextPlayback: call.nextPlayback + 1 } : { leg: { ...leg, said } }),
    },
    { commands: [{ do: 'say', channel, playback: rings, speech: RINGBACK }] },
  )
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

/** The words took too long, or nobody told of their end. */
export function transferWordsCut(at: At, call: Transferring): Decision<Call> | null {
  return isBefore(call.hears) ? intoTransfer(at, call) : null
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
