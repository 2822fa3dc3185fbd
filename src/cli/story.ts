// One English sentence for every kind of fact: what `calls show` and `calls tail` print. The switches are exhaustive, so a new kind of
// fact does not compile until it can be told. Callers' words are shown in one line and can't steer the terminal.
import type { Plan } from '../core/plan/plan.ts'
import type { CallFact, Fact, IncidentFact, StandingFact, TrunkFact } from '../core/world/facts.ts'
import { type EpochMs, isIncident, isStanding, isTrunkStream } from '../core/world/ids.ts'
import { ofCall } from './call-story.ts'
import { isDeskFact, ofDesk, ofStanding } from './desk-story.ts'
import type { SamePasses } from './fold-passes.ts'
import { ofIncident } from './incident-story.ts'
import { dateAndTime, duration } from './local-time.ts'
import { count, oneLine } from './plain-text.ts'
import { reasonOf, type Told } from './reasons.ts'
import { causeText, sipText } from './telephone-codes.ts'
import { ofTrunk } from './trunk-story.ts'

/**
 * What happened, and why, in one line. `told`: what this story has said so far; the same reason is not given twice. `plain`: without the
 * numbers of SIP and Q.850, which are for whoever asks the carrier.
 */
export function sentence(fact: Fact, plan: Plan | null, told?: Told, codes: 'with-codes' | 'plain' = 'with-codes'): string {
  const { what, why } = whatAndWhy(fact, plan, told)
  const all = codes === 'plain' ? what : `${what}${codesOf(fact)}`
  const reason = codes === 'plain' ? why.replace(/ \(cause \d+\)/, '') : why
  return oneLine(reason === '' ? all : `${all} (${reason})`, 400)
}

/** The same in its parts; not yet in one line. `why` is empty where there is nothing more to say. */
export function whatAndWhy(fact: Fact, plan: Plan | null, told?: Told): { readonly what: string; readonly why: string } {
  const named = (person: string): string => plan?.people[person]?.name ?? person
  if (isStanding(fact.stream)) {
    const zone = plan?.box.zone ?? 'UTC'
    const what = ofStanding(fact as Fact & StandingFact, named, at => dateAndTime(at as EpochMs, zone))
    return { what, why: '' }
  }
  if (fact.kind === 'period-closed') {
    const { by, period, report, hash } = fact
    return { what: `${by} closed ${period} of the report ${report}, sha256 ${hash}`, why: '' }
  }
  if (isTrunkStream(fact.stream)) return { what: ofTrunk(fact as Fact & TrunkFact), why: '' }
  if (isDeskFact(fact)) return { what: ofDesk(fact, named), why: fact.why }
  const said = isIncident(fact.stream) ? ofIncident(fact as Fact & IncidentFact, plan) : ofCall(fact as Fact & CallFact, plan)
  return { what: neverRang(fact, plan, told) ?? said, why: reasonOf(fact, plan, told) }
}

/** A telephone that is off or out of reach: nothing was heard of it, not even ringing. */
function neverRang(fact: Fact, plan: Plan | null, told: Told | undefined): string | null {
  if (told === undefined) return null
  if (fact.kind === 'rang' || fact.kind === 'answered') told.add(`rang ${fact.leg}`)
  if (fact.kind !== 'attempt-ended' || fact.result !== 'no-answer' || told.has(`rang ${fact.leg}`)) return null
  return `${plan?.people[fact.person]?.name ?? fact.person} could not be reached: the telephone was not heard to ring`
}

/** What the telephone network said at the end of an attempt; empty where nothing is known. */
export function codesOf(fact: Fact): string {
  if (!('sip' in fact)) return ''
  return `${fact.sip === null ? '' : `, ${sipText(fact.sip)}`}${fact.cause === null ? '' : `, ${causeText(fact.cause)}`}`
}

/** Of several passes that were as the one before, in one line. */
export function samePasses(
  { passes: [from, to], times, every, until, rung, told }: SamePasses,
  plan: Plan | null,
  zone: string,
): string {
  const which = from === to ? (times === 1 ? `Pass ${from}` : `Pass ${from}, ${times} times more`) : `Passes ${from} to ${to}`
  const how = every === null ? '' : `, one about every ${duration(every)}`
  const rings = [...rung].map(
    ([person, n], nth) => `${plan?.people[person]?.name ?? person}${nth === 0 ? ' rung' : ''} ${count(n, 'time')}`,
  )
  const whom = told.length === 0 ? 'nobody outside is told' : `told: ${told.map(each => oneLine(each, 60)).join(', ')}`
  return oneLine(`${which} as before${how}, until ${dateAndTime(until, zone)}: ${[...rings, whom].join('; ')}`, 400)
}
