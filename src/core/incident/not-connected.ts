// Somebody accepted, and a side could not be brought into the talk: once more over a new bridge, for both; then it has led to nothing, and
// everybody is told (talking.ts, after-calling-back.ts). Called by the transition table.
import type { Command } from '../world/commands.ts'
import { type At, type Decision, decision, first } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { notReached } from './after-calling-back.ts'
import { type Event, type In, tellCaller } from './events.ts'
import type { Incident } from './incident.ts'
import { lost } from './talking.ts'

/** A command failed in the moment in which the two were brought together; null when it was another one, or done all the same. */
export function legNotJoined(at: At, incident: In<'connecting'>, event: Event<'commandFailed'>): Decision<Incident> | null {
  if (event.channel !== incident.leg || event.command !== 'talk' || event.gone) return null
  return notJoined(at, incident, { channel: event.channel, bridge: event.bridge ?? incident.bridge, why: event.reason })
}

export function callerNotJoined(at: At, incident: In<'connecting'>, event: Event<'callerNotJoined'>): Decision<Incident> | null {
  return notJoined(at, incident, { channel: incident.caller.call, bridge: event.bridge, why: event.why })
}

interface Failed {
  readonly channel: string
  readonly bridge: string
  readonly why: string
}

function notJoined(at: At, incident: In<'connecting'>, { channel, bridge, why }: Failed): Decision<Incident> | null {
  if (bridge !== incident.bridge || incident.in.includes(channel)) return null
  const facts = [failed(why)]
  if (incident.again) return first({ facts }, lost(at, incident, 0, 'the two could not be connected', true))
  const over = `${bridge}-again`
  return decision<Incident>(
    { ...incident, bridge: over, hears: [], in: [], again: true },
    {
      facts,
      commands: [{ do: 'talk', channel: incident.leg, bridge: over }],
      signals: tellCaller(incident, { type: 'connectAgain', bridge: over }),
    },
  )
}

/** The same with a caller who is called back: both legs are the incident's. */
export function callBackNotJoined(
  at: At,
  incident: In<'calling-back'>,
  event: Event<'commandFailed'>,
): Decision<Incident> | null {
  const { channel, command, gone, reason, bridge = incident.bridge } = event
  const { leg, resident } = incident
  if (command !== 'talk' || gone || (channel !== leg && channel !== resident.id)) return null
  if (bridge !== incident.bridge || incident.in.includes(channel)) return null
  const facts = [failed(reason)]
  if (incident.again) return first({ facts }, notReached(at, incident, 'unknown', 'call-back-failed', null))
  const over = `${bridge}-again`
  const commands: Command[] = [
    { do: 'talk', channel: leg, bridge: over },
    { do: 'talk', channel: resident.id, bridge: over },
    { do: 'leaveTalk', channel: resident.id, bridge },
  ]
  return decision<Incident>({ ...incident, bridge: over, in: [], again: true }, { facts, commands })
}

/** One of them left the bridge again before the other came. */
export function leftAgain<I extends In<'connecting' | 'calling-back'>>(
  _at: At,
  incident: I,
  event: Event<'leftBridge'>,
): Decision<Incident> | null {
  if (event.bridge !== incident.bridge || !incident.in.includes(event.channel)) return null
  return decision<Incident>({ ...incident, in: incident.in.filter(id => id !== event.channel) })
}

function failed(why: string): FactBody {
  return { kind: 'command-failed', command: 'talk', why }
}
