// A telephone to which nothing could be said: whoever holds it would wait in silence, so it is let go, and what it was rung for goes on
// without it. The lanes have tried again by then. Called by the transition table.
import { type At, andThen, type Decision, decision, first } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { commandNoted } from './attempts.ts'
import { base, type Event, type In, type Live } from './events.ts'
import type { Incident } from './incident.ts'
import { legCut, legNamed } from './leg-moves.ts'
import { withoutOutcome } from './outcome.ts'
import { whoIsNext } from './ringing-rung.ts'

/** Not briefed is not asked: the next telephone is rung. */
export function briefingNotSaid(at: At, incident: In<'ringing'>, event: Event<'commandFailed'>): Decision<Incident> | null {
  const leg = legNamed(incident, event.channel)
  if (leg?.phase !== 'briefing' || event.command !== 'say' || event.gone) return null
  const why = `nothing could be said to them: ${event.reason}`
  const cut = legCut(incident, leg, { result: 'unknown', why })
  return first(
    { facts: [failed(event)] },
    andThen(cut, i => whoIsNext(at, i)),
  )
}

/** It stays theirs, as with whoever hangs up instead of pressing a key. */
export function outcomeNotAsked(
  at: At,
  incident: In<'asking-outcome'>,
  event: Event<'commandFailed'>,
): Decision<Incident> | null {
  const leg = legNamed(incident, incident.leg)
  if (event.channel !== incident.leg || leg === undefined || event.command !== 'say' || event.gone) return null
  const why = `they could not be asked: ${event.reason}`
  const cut = legCut(base(incident), leg, { result: 'accepted', why })
  return first(
    { facts: [failed(event)] },
    andThen(cut, i => withoutOutcome(at, i, incident.asked, why)),
  )
}

/** A last word that can't be said is left out. */
export function legNotSpokenTo(at: At, incident: Live, event: Event<'commandFailed'>): Decision<Incident> | null {
  const leg = legNamed(incident, event.channel)
  if (leg?.phase !== 'leaving' || event.command !== 'say' || event.gone) return null
  return first(commandNoted(at, incident, event), decision<Incident>(incident, { commands: [{ do: 'hangUp', channel: leg.id }] }))
}

function failed({ command, reason }: Event<'commandFailed'>): FactBody {
  return { kind: 'command-failed', command, why: reason }
}
