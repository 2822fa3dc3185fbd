// Somebody has it: the state that follows, and the words for whoever owns it and for those who came too late.
// Called wherever an incident gets an owner.
import type { Leg } from '../leg/leg.ts'
import { digits, phrase } from '../words/speech.ts'
import type { Speech } from '../world/commands.ts'
import { type At, type Decision, decision } from '../world/decision.ts'
import { base, languageOf, lookAgain, nameOf } from './events.ts'
import type { Incident, IncidentBase } from './incident.ts'

/** Somebody has said "yes, I have it". */
export function acknowledged(
  at: At,
  incident: IncidentBase,
  person: string,
  why: string,
  signals: Decision<Incident>['signals'] = [],
): Decision<Incident> {
  return decision<Incident>(
    { ...base(incident), phase: 'acknowledged', lookAgainAt: lookAgain(at.now) },
    { facts: [{ kind: 'acknowledged', person, why }], signals },
  )
}

export function takenWords(at: At, leg: Leg, by: string): Speech[] {
  return phrase(at.plan, languageOf(at, leg), 'already-taken', { person: nameOf(at, by) })
}

/** What the new owner needs when there is nobody to talk to: the number, read out. */
export function ownedWords(at: At, incident: IncidentBase, leg: Leg): Speech[] {
  const language = languageOf(at, leg)
  if (incident.caller.now !== 'gone') return phrase(at.plan, language, 'you-own-it')
  const { callerNumber } = incident.caller
  if (callerNumber === null) return phrase(at.plan, language, 'you-own-no-number')
  const number = digits(language, callerNumber)
  return [...phrase(at.plan, language, 'you-own-caller-gone'), ...number, ...number]
}
