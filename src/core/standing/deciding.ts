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
/** A hold may stand for years: each look is a turn, and takes it to the rules in force. */
const HOLD_LOOK_SECONDS = 7 * 24 * 3600

export function stand(at: At, id: StandingId, { plan, what, until, by, why }: Extract<StandingSignal, { type: 'stand' }>) {
  const standing: Standing = {
    id,
    kind: 'standing',
    plan,
    phase: 'standing',
    since: at.now,
    until,
    lookAgainAt: nextLook(at.now, until),
    by,
    what,
  }
  return decision<Standing>(standing, { facts: [setFact(standing, why)] })
}

/** `plan`: hash of the rules in force. */
export function hold(at: At, { stream: id, plan, of, name, who: by, why }: Extract<Input, { type: 'holdSet' }>) {
  const lookAgainAt = after(at.now, HOLD_LOOK_SECONDS)
  const standing: Standing = {
    id,
    kind: 'standing',
    plan,
    phase: 'standing',
    since: at.now,
    until: null,
    lookAgainAt,
    by,
    what: { is: 'hold', of, name, why },
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
      if (standing.what.is === 'hold') return lookedAt(at, standing)
      return decision<Standing>({ ...standing, lookAgainAt: nextLook(at.now, standing.until) })
    case 'observed':
      return { ignored: 'nothing on the PBX belongs to it' }
  }
}

/** Nobody needs the rules that it was set under. */
function lookedAt({ now, today }: At, standing: Standing): Decision<Standing> {
  const plan = today?.hash ?? standing.plan
  return decision<Standing>({ ...standing, plan, lookAgainAt: after(now, HOLD_LOOK_SECONDS) })
}

function nextLook(now: EpochMs, until: EpochMs | null): EpochMs {
  const look = after(now, LOOK_SECONDS)
  return until !== null && until < look ? until : look
}

function ended(standing: Standing, by: string | null, why: string): Decision<Standing> {
  return decision<Standing>({ ...standing, phase: 'ended' }, { facts: [endedFact(standing, by, why)] })
}

function endedFact({ what }: Standing, by: string | null, why: string): FactBody {
  switch (what.is) {
    case 'duty':
      return { kind: 'duty-change-ended', schedule: what.schedule, person: what.person, by, why }
    case 'notice':
      return { kind: 'notice-ended', property: what.property, recording: what.recording, by, why }
    case 'wrong-pins':
      return { kind: 'pins-forgotten', person: what.person, ...fromOf(what), why }
    case 'hold':
      return { kind: 'hold-ended', of: what.of, name: what.name, by, why }
  }
}

function setFact({ what, until, by }: Standing, why: string): FactBody {
  switch (what.is) {
    case 'duty':
      return { kind: 'duty-changed', schedule: what.schedule, person: what.person, until, by, why }
    case 'notice':
      return { kind: 'notice-set', property: what.property, recording: what.recording, until, by, why }
    case 'wrong-pins':
      return { kind: 'pin-wrong', person: what.person, tries: what.tries, ...fromOf(what), why }
    case 'hold':
      return { kind: 'hold-set', of: what.of, name: what.name, by, why }
  }
}

function fromOf({ from }: { readonly from?: string }): { from?: string } {
  return from === undefined ? {} : { from }
}
