// Acknowledged is not done: where its ladder says `open-for`, an owned incident stays open until somebody says how it ended, or takes it from its
// owner, or the time is over, which is said. Called by the transition table; asked for at the command line.
import { type At, andThen, type Decision, decision, first } from '../world/decision.ts'
import { legsDue } from './attempts.ts'
import { base, type Event, type In, lookAgain } from './events.ts'
import type { Incident, IncidentBase } from './incident.ts'
import { beginPass } from './ringing-rung.ts'
import { soonerOf } from './unreached.ts'

/** Nobody is on the line for it any more. */
function quiet({ caller, others = [], legs }: IncidentBase): boolean {
  return caller.now === 'gone' && others.length === 0 && Object.values(legs).every(leg => leg.phase === 'over')
}

export function resolvedByHand(
  _at: At,
  incident: In<'acknowledged'>,
  { who, outcome, why }: Event<'resolvedByHand'>,
): Decision<Incident> | null {
  if (!quiet(incident)) return null
  return decision<Incident>({ ...base(incident), phase: 'closed' }, { facts: [{ kind: 'resolved', person: who, outcome, why }] })
}

/** It is taken from its owner, and the ladder begins anew. */
export function reopenedByHand(
  at: At,
  incident: In<'acknowledged'>,
  { who, why }: Event<'reopenedByHand'>,
): Decision<Incident> | null {
  if (!quiet(incident)) return null
  const free: IncidentBase = { ...base(incident), owner: null, lost: [] }
  return first({ facts: [{ kind: 'reopened', by: who, why }] }, beginPass(at, free, 1, `${who} reopened it: ${why}`))
}

/** Looks at the legs that are still leaving; closes it when its time is over. */
export function closedInTime(at: At, incident: In<'acknowledged'>): Decision<Incident> {
  const { openUntil = null } = incident
  const over = openUntil !== null && at.now >= openUntil
  const next = lookAgain(at.now)
  const looked = legsDue(at, { ...incident, lookAgainAt: over ? next : soonerOf(next, openUntil) }, null)
  if (!over) return looked
  return andThen(looked, i =>
    quiet(i)
      ? decision<Incident>(
          { ...base(i), phase: 'closed' },
          { facts: [{ kind: 'closed-without-outcome', person: i.owner?.person ?? '', why: 'nobody said how it ended' }] },
        )
      : decision<Incident>(i),
  )
}
