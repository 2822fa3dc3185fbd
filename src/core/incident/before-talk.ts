// Somebody accepted, and both sides hear a word before they talk (leg/before-talk.ts): who has heard theirs waits, and it rings; when both
// have, they go into the bridge together. What comes of that is decided in talking.ts and calling-back.ts. Called by the transition table.
import {
  type BeforeTalk,
  isBefore,
  isToRing,
  isWordOf,
  playsBefore,
  ringing,
  TOGETHER_SECONDS,
  waiting,
} from '../leg/before-talk.ts'
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

/** The one who waits has waited so long that it rings; or the words took too long, or nobody told of their end. */
export function wordsDue(at: At, incident: Joining): Decision<Incident> | null {
  if (!isBefore(incident.hears)) return null
  const waits = isToRing(incident.hears)
  return waits === undefined || at.now >= beforeOf(incident).cutAt ? comeTogether(at, incident) : rings(incident, waits.channel)
}

/** After a look at the PBX: no word is said again, and whoever is not in the bridge yet goes there. */
export function wordsLeftOut(at: At, incident: Live): Decision<Incident> {
  if ((incident.phase !== 'connecting' && incident.phase !== 'calling-back') || !isBefore(incident.hears))
    return decision<Incident>(incident)
  const { hears } = incident
  const commands = hears.flatMap(({ channel }): Command[] => {
    const playback = playsBefore(hears, channel)
    return playback === null ? [] : [{ do: 'hush', channel, playback }]
  })
  return decision<Incident>({ ...incident, hears: [], until: after(at.now, TOGETHER_SECONDS) }, { commands })
}

function heard(at: At, incident: Joining, channel: string): Decision<Incident> {
  const next = waiting(at.now, beforeOf(incident), channel)
  return next === null ? comeTogether(at, incident) : decision<Incident>({ ...incident, ...next })
}

function beforeOf({ hears = [], until, cutAt = until }: Joining): BeforeTalk {
  return { hears, until, cutAt }
}

function rings(incident: Joining, channel: string): Decision<Incident> {
  const { bridge, nextPlayback } = incident
  if (channel === incident.caller.call) {
    const signals = tellCaller(incident, { type: 'waitForTalk', bridge })
    return decision<Incident>({ ...incident, ...ringing(beforeOf(incident), channel, null) }, { signals })
  }
  // A lent channel has names of its own for what the desk says on it.
  const name = legNamed(incident, channel)?.lent ? incident.id : channel
  const playback = `${name}-p${nextPlayback}`
  return decision<Incident>(
    { ...incident, nextPlayback: nextPlayback + 1, ...ringing(beforeOf(incident), channel, playback) },
    { commands: [{ do: 'say', channel, playback, speech: [{ kind: 'ringback' }] }] },
  )
}

function comeTogether(at: At, incident: Joining): Decision<Incident> {
  const { bridge, leg, hears } = incident
  const channels = incident.phase === 'connecting' ? [leg] : [leg, incident.resident.id]
  const commands = channels.flatMap((channel): Command[] => [
    hush(channel, playsBefore(hears, channel)),
    { do: 'talk', channel, bridge },
  ])
  return decision<Incident>(
    { ...incident, hears: [], until: after(at.now, TOGETHER_SECONDS) },
    { commands, signals: incident.phase === 'connecting' ? tellCaller(incident, { type: 'enterTalk', bridge }) : [] },
  )
}

/** By its name: a daemon that was away knows of nothing that plays. */
function hush(channel: ChannelId, playback: string | null): Command {
  return playback === null ? { do: 'hush', channel } : { do: 'hush', channel, playback }
}
