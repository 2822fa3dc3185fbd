// How something that stands is set, replaced and ended: by signals of the phone desk, by the command line, by the clock.
// Called by take-turn.ts.
import { type At, type Decision, decision } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { after, type EpochMs, type StandingId } from '../world/ids.ts'
import type { Input } from '../world/inputs.ts'
import type { StandingSignal } from '../world/signals.ts'
import type { Standing } from './standing.ts'

export type StandingEvent = StandingSignal | Extract<Input, { type: 'standingEnded' | 'due' | 'observed' }>

/** Nothing but a look: far away, because every live stream has a deadline. */
const LOOK_SECONDS = 24 * 3600

export function stand(at: At, id: StandingId, { plan, what, until, by, why }: Extract<StandingSignal, { type: 'stand' }>) {
  const standing: Standing = {
    ...{ id, kind: 'standing', plan, phase: 'standing', since: at.now, until },
    ...{ lookAgainAt: nextLook(at.now, until), by, what },
  }
  return decision<Standing>(standing, { facts: [setFact(standing, why)] })
}

export function decideStanding(
  at: At,
  standing: Standing,
  event: StandingEvent,
): Decision<Standing> | { readonly ignored: string } {
  switch (event.type) {
    case 'stand':
      return stand(at, standing.id, event)
    case 'endStanding':
      return ended(standing, event.by, event.why)
    case 'standingEnded':
      return ended(standing, event.who, event.why)
    case 'due':
      if (standing.until !== null && at.now >= standing.until) return ended(standing, null, 'its time is over')
      return decision<Standing>({ ...standing, lookAgainAt: nextLook(at.now, standing.until) })
    case 'observed':
      return { ignored: 'nothing on the PBX belongs to it' }
  }
}

function nextLook(now: EpochMs, until: EpochMs | null): EpochMs {
  const look = after(now, LOOK_SECONDS)
  return until !== null && until < look ? until : look
}

function ended(standing: Standing, by: string | null, why: string): Decision<Standing> {
  const { what } = standing
  const facts: FactBody[] =
    what.is === 'duty'
      ? [{ kind: 'duty-change-ended', schedule: what.schedule, person: what.person, by, why }]
      : what.is === 'notice'
        ? [{ kind: 'notice-ended', property: what.property, recording: what.recording, by, why }]
        : [{ kind: 'pins-forgotten', person: what.person, ...fromOf(what), why }]
  return decision<Standing>({ ...standing, phase: 'ended' }, { facts })
}

function setFact({ what, until, by }: Standing, why: string): FactBody {
  switch (what.is) {
    case 'duty':
      return { kind: 'duty-changed', schedule: what.schedule, person: what.person, until, by, why }
    case 'notice':
      return { kind: 'notice-set', property: what.property, recording: what.recording, until, by, why }
    case 'wrong-pins':
      return { kind: 'pin-wrong', person: what.person, tries: what.tries, ...fromOf(what), why }
  }
}

function fromOf({ from }: { readonly from?: string }): { from?: string } {
  return from === undefined ? {} : { from }
}
