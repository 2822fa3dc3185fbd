// The shapes shared by the phases of an incident: its events, its handlers, and the small moves that they all make.
import { DIAL_SECONDS, type Leg } from '../leg/leg.ts'
import type { Ladder, Language, Property, Rung } from '../plan/plan.ts'
import type { Command, Speech } from '../world/commands.ts'
import { type At, type Decision, decision } from '../world/decision.ts'
import type { AttemptResult } from '../world/facts.ts'
import { after, type CallId, type EpochMs, type LegId } from '../world/ids.ts'
import type { Input } from '../world/inputs.ts'
import type { CallSignal, IncidentSignal, Signal } from '../world/signals.ts'
import type { Incident, IncidentBase, IncidentPhaseName, Walk } from './incident.ts'

export type IncidentInput = Extract<
  Input,
  {
    type:
      | 'legRinging'
      | 'legAnswered'
      | 'digit'
      | 'ended'
      | 'playbackFinished'
      | 'enteredBridge'
      | 'leftBridge'
      | 'commandFailed'
      | 'due'
      | 'observed'
      | 'ownedByHand'
      | 'resolvedByHand'
      | 'reopenedByHand'
      | 'noticeSettled'
  }
>
export type IncidentEvent = IncidentInput | Exclude<IncidentSignal, { type: 'open' }>
export type IncidentEventType = IncidentEvent['type']
export type Event<E extends IncidentEventType> = Extract<IncidentEvent, { type: E }>
export type LivePhase = Exclude<IncidentPhaseName, 'closed'>
export type In<P extends IncidentPhaseName> = Extract<Incident, { phase: P }>
export type Live = In<LivePhase>
/** Decides one event in one phase; null when it turns out not to concern this state. */
export type Handler<P extends LivePhase, E extends IncidentEventType> = (
  at: At,
  incident: In<P>,
  event: Event<E>,
) => Decision<Incident> | null

/** Longest last word to a technician, seconds. */
const LAST_WORD_SECONDS = 20
/** An incident in which nothing else is due is looked at again so often, seconds. */
const LOOK_SECONDS = 3600

/** The incident without what belongs to its phase. */
export function base(incident: IncidentBase): IncidentBase {
  const { id, kind, plan, property, category, ladder, openedAt, caller, statements, legs, nextLeg, nextPlayback, owner, lost } =
    incident
  const { unreached, others, joined, heard, storm, beside, news } = incident
  return {
    ...{ id, kind, plan, property, category, ladder, openedAt, caller, statements, legs, nextLeg, nextPlayback, owner, lost },
    ...(unreached && { unreached }),
    ...(others && others.length > 0 && { others }),
    ...(joined && { joined }),
    ...(heard && { heard }),
    ...(storm && { storm }),
    ...(beside && { beside }),
    // What is news to an owner is part of the briefing for the next one.
    ...(news && owner && { news }),
  }
}

export function propertyOf(at: At, incident: IncidentBase): Property {
  const property = at.plan.properties[incident.property]
  if (!property) throw new Error(`the plan of ${incident.id} has no property ${incident.property}`)
  return property
}

export function ladderOf(at: At, incident: IncidentBase): Ladder {
  const ladder = at.plan.ladders[incident.ladder]
  if (!ladder) throw new Error(`the plan of ${incident.id} has no ladder ${incident.ladder}`)
  return widened(ladder, incident.unreached?.retries ?? 0)
}

/** With the rungs that this retry adds. */
function widened(ladder: Ladder, retries: number): Ladder {
  const more = ladder.retry?.widen.slice(0, retries) ?? []
  return more.length === 0 ? ladder : { ...ladder, rungs: [...ladder.rungs, ...more] }
}

export function rungOf(at: At, incident: IncidentBase, walk: Walk): Rung {
  const rung = ladderOf(at, incident).rungs[walk.rung]
  if (!rung) throw new Error(`ladder ${incident.ladder} has no rung ${walk.rung}`)
  return rung
}

export function languageOf(at: At, leg: Leg): Language {
  return at.plan.people[leg.dial.person]?.language ?? at.plan.box.languages[0] ?? 'en'
}

export function nameOf(at: At, person: string): string {
  return at.plan.people[person]?.name ?? person
}

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
  return { ...legOver(incident, leg, ending), commands: [{ do: 'hangUp', channel: leg.id }] }
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

/** Tells the caller's call, as long as there is one. Others who hold for the same hear what concerns them too. */
export function tellCaller(incident: IncidentBase, signal: CallSignal): Signal[] {
  const caller: Signal[] = incident.caller.now === 'gone' ? [] : [{ to: 'call', id: incident.caller.call, signal }]
  const same = signal.type === 'owned' || signal.type === 'exhausted' || signal.type === 'waitingForBusy' ? signal : null
  // Only one of them can be connected: the others hear who has it.
  const other: CallSignal | null = signal.type === 'connect' ? { type: 'owned', person: signal.person } : same
  const others = other === null ? [] : (incident.others ?? []).filter(one => one.now === 'waiting')
  return [...caller, ...others.map(({ call }): Signal => ({ to: 'call', id: call, signal: other as CallSignal }))]
}

/** When ring time ends at the latest, for the PBX itself: the core's own deadlines come first. */
export function ringLimit(rung: Rung): number {
  return DIAL_SECONDS + rung.ringSeconds + 10
}

export function lookAgain(now: EpochMs): EpochMs {
  return after(now, LOOK_SECONDS)
}
