// Somebody has it: the state that follows, and the words for whoever owns it and for those who came too late.
// Called wherever an incident gets an owner.
import { isUndecided, type Leg } from '../leg/leg.ts'
import { digits, phrase } from '../words/speech.ts'
import type { Speech } from '../world/commands.ts'
import { type At, andThen, type Decision, decision } from '../world/decision.ts'
import { after, type EpochMs } from '../world/ids.ts'
import { base, type In, ladderOf, languageOf, nameOf } from './events.ts'
import type { Incident, IncidentBase } from './incident.ts'
import { legCut, legDismissed } from './leg-moves.ts'
import { newsDueAt } from './news.ts'

/** Reminded so long after the keypress, unless the rules say otherwise, seconds. */
export const REMINDER_SECONDS = 20 * 60
/** Without an outcome an incident is closed after so long, seconds, and stands in the exceptions till then. */
const CLOSE_SECONDS = 24 * 3600

/** Somebody has said "yes, I have it". */
export function acknowledged(
  at: At,
  incident: IncidentBase,
  person: string,
  why: string,
  signals: Decision<Incident>['signals'] = [],
): Decision<Incident> {
  return decision<Incident>(owned(at, incident, 'new'), { facts: [{ kind: 'acknowledged', person, why }], signals })
}

/** The owner was asked for the outcome and gave none. `kept`: they said that they keep it; `talked`: they are still to be reminded. */
export function acknowledgedAgain(at: At, incident: IncidentBase, how: 'kept' | 'talked' | 'reminded'): Decision<Incident> {
  return decision<Incident>(owned(at, incident, how))
}

function owned(at: At, incident: IncidentBase, how: 'new' | 'kept' | 'talked' | 'reminded'): In<'acknowledged'> {
  const { reminderSeconds = REMINDER_SECONDS, expiresSeconds = null } = ladderOf(at, incident)
  const since = incident.owner?.at ?? at.now
  const reminds = reminderSeconds !== null && (how === 'new' || how === 'talked')
  const expiry = expiresSeconds === null ? null : after(how === 'kept' ? at.now : since, expiresSeconds)
  const times = {
    remindAt: reminds ? after(how === 'new' ? at.now : since, reminderSeconds) : null,
    expiresAt: expiry,
    closeAt: after(since, CLOSE_SECONDS),
  }
  const next = { ...base(incident), phase: 'acknowledged', ...times } as const
  // What led here may itself be a look, which must not be due again at once; and a line that was just let go needs a moment.
  const soon = after(at.now, 1)
  const due = allTimes(times, newsDueAt(next)).map(time => (time > at.now ? time : soon))
  return { ...next, lookAgainAt: Math.min(...due) as EpochMs }
}

type Times = Pick<In<'acknowledged'>, 'remindAt' | 'expiresAt' | 'closeAt' | 'text'>

/** When anything about it is due; some of that may be long ago. */
export function dueTimes(incident: In<'acknowledged'>): EpochMs[] {
  return allTimes(incident, newsDueAt(incident))
}

function allTimes({ remindAt, expiresAt, closeAt, text }: Times, news: EpochMs | null): EpochMs[] {
  return [remindAt, expiresAt, closeAt, text?.until ?? null, news].filter(time => time !== null)
}

/** With its next look: at the first thing that is due, or in a minute where that could not be done. */
export function lookSoon(at: At, incident: In<'acknowledged'>): In<'acknowledged'> {
  const lookAgainAt = Math.min(...dueTimes(incident)) as EpochMs
  return { ...incident, lookAgainAt: lookAgainAt > at.now ? lookAgainAt : after(at.now, 60) }
}

/** Everybody but the winner who still rings is called off; who was just briefed hears who has it. */
export function callOffOthers(
  at: At,
  incident: IncidentBase,
  winner: Leg | null,
  result: 'taken-by-another' | 'called-off',
  why: string,
  by: string,
): Decision<IncidentBase> {
  return Object.values(incident.legs)
    .filter(leg => leg.id !== winner?.id && isUndecided(leg))
    .reduce<Decision<IncidentBase>>(
      (done, leg) =>
        andThen(done, i =>
          leg.phase === 'briefing'
            ? legDismissed(at, i, leg, { result, why }, takenWords(at, leg, by))
            : legCut(i, leg, { result, why }),
        ),
      decision(incident),
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
