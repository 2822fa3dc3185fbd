// The moves that are made with one telephone of an incident, in whatever phase: spoken to, over, cut, dismissed with a last word, or given back to the phone
// desk that lent it. Called by the phases; when to make which is theirs to decide.
import type { Leg } from '../leg/leg.ts'
import type { Command, Speech } from '../world/commands.ts'
import { type At, type Decision, decision } from '../world/decision.ts'
import type { AttemptResult } from '../world/facts.ts'
import { after, type CallId, type LegId } from '../world/ids.ts'
import type { Signal } from '../world/signals.ts'
import type { IncidentBase } from './incident.ts'

/** Longest last word to a technician, seconds. */
const LAST_WORD_SECONDS = 20

export function legNamed(incident: IncidentBase, channel: string): Leg | undefined {
  return incident.legs[channel as LegId]
}

export function withLeg<I extends IncidentBase>(incident: I, leg: Leg): I {
  return { ...incident, legs: { ...incident.legs, [leg.id]: leg } }
}

/** The leg without what belongs to its phase. */
export function legBase(leg: Leg): Pick<Leg, 'id' | 'dial' | 'trunk' | 'dialledAt' | 'lent'> {
  const { id, dial, trunk, dialledAt, lent } = leg
  return { id, dial, trunk, dialledAt, ...(lent && { lent }) }
}

/** Speaks to a leg at once, dropping what was being said to it. */
export function speakTo<I extends IncidentBase>(
  incident: I,
  leg: Leg,
  speech: readonly Speech[],
): { incident: I; playback: string; commands: Command[] } {
  // A lent channel has names of its own for what the desk says on it.
  const playback = `${leg.lent ? incident.id : leg.id}-p${incident.nextPlayback}`
  return {
    incident: { ...incident, nextPlayback: incident.nextPlayback + 1 },
    playback,
    commands: [
      { do: 'hush', channel: leg.id },
      { do: 'say', channel: leg.id, playback, speech },
    ],
  }
}

export interface Ending {
  readonly result: AttemptResult
  readonly why: string
  readonly cause?: number | null
  readonly sip?: number | null
}

/** The attempt is over and its channel is gone already. */
export function legOver<I extends IncidentBase>(incident: I, leg: Leg, ending: Ending): Decision<I> {
  return decision(withLeg(incident, { ...legBase(leg), phase: 'over', result: ending.result, deadline: null }), {
    facts: [attemptEnded(leg, ending)],
  })
}

/** The attempt is over; nothing is said to it. */
export function legCut<I extends IncidentBase>(incident: I, leg: Leg, ending: Ending): Decision<I> {
  if (leg.lent) return givenBack(incident, leg, ending, [])
  const over: Leg = { ...legBase(leg), phase: 'over', result: ending.result, deadline: null, cut: true }
  return decision(withLeg(incident, over), {
    facts: [attemptEnded(leg, ending)],
    commands: [{ do: 'hangUp', channel: leg.id }],
  })
}

/** A lent channel goes back to the desk, which says these words and goes on. `then`: with the same incident, its outcome, or the next one. */
export function givenBack<I extends IncidentBase>(
  incident: I,
  leg: Leg,
  ending: Ending,
  speech: readonly Speech[],
  then: 'same' | 'outcome' | 'next' = 'same',
): Decision<I> {
  const back: Signal = { to: 'desk', id: leg.id as string as CallId, signal: { type: 'givenBack', speech, then } }
  return { ...legOver(incident, leg, ending), signals: [back] }
}

/** The attempt is over, but for a last word to whoever holds the telephone. */
export function legDismissed<I extends IncidentBase>(
  at: At,
  incident: I,
  leg: Leg,
  ending: Ending,
  speech: readonly Speech[],
): Decision<I> {
  if (leg.lent) return givenBack(incident, leg, ending, speech, 'next')
  const said = speakTo(incident, leg, speech)
  const deadline = after(at.now, LAST_WORD_SECONDS)
  const leaving: Leg = { ...legBase(leg), phase: 'leaving', result: ending.result, playback: said.playback, speech, deadline }
  return decision(withLeg(said.incident, leaving), { facts: [attemptEnded(leg, ending)], commands: said.commands })
}

function attemptEnded(leg: Leg, { result, why, cause = null, sip = null }: Ending) {
  return { kind: 'attempt-ended', leg: leg.id, person: leg.dial.person, result, cause, sip, why } as const
}
