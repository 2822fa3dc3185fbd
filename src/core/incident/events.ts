// The shapes shared by the phases of an incident: its events, its handlers, and the small moves that they all make.
import { DIAL_SECONDS, type Leg } from '../leg/leg.ts'
import type { Ladder, Language, Property, Rung } from '../plan/plan.ts'
import type { At, Decision } from '../world/decision.ts'
import { after, type EpochMs } from '../world/ids.ts'
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
      | 'voice'
      | 'noKeys'
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

/** An incident in which nothing else is due is looked at again so often, seconds. */
const LOOK_SECONDS = 3600

/** The incident without what belongs to its phase. */
export function base(incident: IncidentBase): IncidentBase {
  const { id, kind, plan, property, category, ladder, openedAt, caller, statements, legs, nextLeg, nextPlayback, owner, lost } =
    incident
  const { unreached, others, joined, heard, storm, beside, news, service, broken } = incident
  return {
    id,
    kind,
    plan,
    property,
    category,
    ladder,
    openedAt,
    caller,
    statements,
    legs,
    nextLeg,
    nextPlayback,
    owner,
    lost,
    ...(unreached && { unreached }),
    ...(others && others.length > 0 && { others }),
    ...(joined && { joined }),
    ...(heard && { heard }),
    ...(storm && { storm }),
    ...(beside && { beside }),
    ...(service && { service }),
    ...(broken && { broken }),
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
