// Somebody accepted, and both sides hear a word before they talk (leg/before-talk.ts): who has heard theirs waits, and it rings; when both
// have, they go into the bridge together. What comes of that is decided in talking.ts and calling-back.ts. Called by the transition table.
import { isBefore, isWordOf, othersHaveHeard, ringingFor, TOGETHER_SECONDS } from '../leg/before-talk.ts'
import type { Command } from '../world/commands.ts'
import { type At, type Decision, decision, first } from '../world/decision.ts'
import { after, type ChannelId } from '../world/ids.ts'
import { type Event, type In, type Live, tellCaller } from './events.ts'
import type { Incident } from './incident.ts'
import { legNamed } from './leg-moves.ts'

type Joining = In<'connecting' | 'calling-back'>

/** A side whose channel is the incident's has heard its word. */
export function wordHeard(
  at: At,
  incident: Joining,
  { channel, playback }: Event<'playbackFinished'>,
): Decision<Incident> | null {
  return isWordOf(incident.hears, channel, playback) ? heard(at, incident, channel) : null
}

/** The caller has, or could not be spoken to. */
export function callerHeard(at: At, incident: In<'connecting'>, event: Event<'callerHeard'>): Decision<Incident> | null {
  if (event.bridge !== incident.bridge || !isBefore(incident.hears)) return null
  if (event.failed) return comeTogether(at, incident)
  const { call } = incident.caller
  return isWordOf(incident.hears, call, null) ? heard(at, incident, call) : null
}

/** A word, or the ringing, that can't be heard: better the talk at once than silence. */
export function wordNotSaid(at: At, incident: Joining, event: Event<'commandFailed'>): Decision<Incident> | null {
  const { channel, command, gone, reason } = event
  const ours = channel === incident.leg || (incident.phase === 'calling-back' && channel === incident.resident.id)
  if (!ours || command !== 'say' || gone || !isBefore(incident.hears)) return null
  return first({ facts: [{ kind: 'command-failed', command, why: reason }] }, comeTogether(at, incident))
}

/** The words took too long, or nobody told of their end. */
export function wordsCut(at: At, incident: Joining): Decision<Incident> | null {
  return isBefore(incident.hears) ? comeTogether(at, incident) : null
}

/** After a look at the PBX: no word is said again, and whoever is not in the bridge yet goes there. */
export function wordsLeftOut(at: At, incident: Live): Decision<Incident> {
  if ((incident.phase !== 'connecting' && incident.phase !== 'calling-back') || !isBefore(incident.hears))
    return decision<Incident>(incident)
  const commands = incident.hears.flatMap(({ channel, playback }): Command[] =>
    playback === null ? [] : [{ do: 'hush', channel, playback }],
  )
  return decision<Incident>({ ...incident, hears: [], until: after(at.now, TOGETHER_SECONDS) }, { commands })
}

function heard(at: At, incident: Joining, channel: string): Decision<Incident> {
  const { hears = [], bridge, nextPlayback } = incident
  if (othersHaveHeard(hears, channel))
    return comeTogether(at, { ...incident, hears: hears.filter(one => one.channel !== channel) })
  if (channel === incident.caller.call) {
    const signals = tellCaller(incident, { type: 'waitForTalk', bridge })
    return decision<Incident>({ ...incident, hears: ringingFor(hears, channel, null) }, { signals })
  }
  // A lent channel has names of its own for what the desk says on it.
  const name = legNamed(incident, channel)?.lent ? incident.id : channel
  const playback = `${name}-p${nextPlayback}`
  return decision<Incident>(
    { ...incident, nextPlayback: nextPlayback + 1, hears: ringingFor(hears, channel, playback) },
    { commands: [{ do: 'say', channel, playback, speech: [{ kind: 'ringback' }] }] },
  )
}

function comeTogether(at: At, incident: Joining): Decision<Incident> {
  const { bridge, leg, hears = [] } = incident
  const channels = incident.phase === 'connecting' ? [leg] : [leg, incident.resident.id]
  const commands = channels.flatMap((channel): Command[] => [
    hush(channel, hears.find(one => one.channel === channel)?.playback),
    { do: 'talk', channel, bridge },
  ])
  return decision<Incident>(
    { ...incident, hears: [], until: after(at.now, TOGETHER_SECONDS) },
    { commands, signals: incident.phase === 'connecting' ? tellCaller(incident, { type: 'enterTalk', bridge }) : [] },
  )
}

/** By its name: a daemon that was away knows of nothing that plays. */
function hush(channel: ChannelId, playback: string | null | undefined): Command {
  return typeof playback === 'string' ? { do: 'hush', channel, playback } : { do: 'hush', channel }
}
