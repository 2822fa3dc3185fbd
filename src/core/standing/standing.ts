// What staff have set from the phone desk and what stands until it ends: a change of who is on call, a notice that callers hear
// first, wrong PINs that are being counted. Each is a stream of its own, so that it survives restarts and leaves its facts.
// Read through around.ts by whoever resolves people or greets callers; made and ended by signals and by the command line.
import { type At, type Decision, decision } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { after, type EpochMs, type StandingId } from '../world/ids.ts'
import type { Input } from '../world/inputs.ts'
import type { StandingSignal } from '../world/signals.ts'

export interface Standing {
  readonly id: StandingId
  readonly kind: 'standing'
  /** Hash of the plan in force when it was set. */
  readonly plan: string
  readonly phase: 'standing' | 'ended'
  readonly since: EpochMs
  /** Half-open; null: until somebody ends it. */
  readonly until: EpochMs | null
  readonly lookAgainAt: EpochMs
  /** Who set it: a person of the rules. */
  readonly by: string
  readonly what: StandingWhat
}

export type StandingWhat =
  /** `person` alone is on call in the schedule. */
  | { readonly is: 'duty'; readonly schedule: string; readonly person: string }
  /** Played to the property's callers before anything else. */
  | { readonly is: 'notice'; readonly property: string; readonly recording: string }
  /** Tries in a row to open the desk as this person. */
  | { readonly is: 'wrong-pins'; readonly person: string; readonly tries: number }

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

export function standingDeadline(standing: Standing): EpochMs | null {
  return standing.phase === 'ended' ? null : standing.lookAgainAt
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
        : [{ kind: 'pins-forgotten', person: what.person, why }]
  return decision<Standing>({ ...standing, phase: 'ended' }, { facts })
}

function setFact({ what, until, by }: Standing, why: string): FactBody {
  switch (what.is) {
    case 'duty':
      return { kind: 'duty-changed', schedule: what.schedule, person: what.person, until, by, why }
    case 'notice':
      return { kind: 'notice-set', property: what.property, recording: what.recording, until, by, why }
    case 'wrong-pins':
      return { kind: 'pin-wrong', person: what.person, tries: what.tries, why }
  }
}
