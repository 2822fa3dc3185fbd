// Acknowledged is not done: what became of the matter. Asked of a technician who stays on the line after the talk, and of one who is reminded
// (reminding.ts); said by hand at the command line. An incident with an outcome is resolved, and can be reopened for a day.
import type { Leg } from '../leg/leg.ts'
import type { PhraseKey } from '../words/phrases.ts'
import { phrase } from '../words/speech.ts'
import { secondsOf } from '../words/speech-length.ts'
import type { Speech } from '../world/commands.ts'
import { type At, andThen, type Decision, decision, first } from '../world/decision.ts'
import type { FactBody, IncidentOutcome } from '../world/facts.ts'
import { after } from '../world/ids.ts'
import { legId } from '../world/our-legs.ts'
import { legsDue, settledLegEnded } from './attempts.ts'
import { hasCallers } from './callers.ts'
import { base, type Event, type In, ladderOf, languageOf, lookAgain, tellCaller } from './events.ts'
import type { Asked, Incident, IncidentBase } from './incident.ts'
import { givenBack, legBase, legDismissed, legNamed, legOver, speakTo, withLeg } from './leg-moves.ts'
import { acknowledgedAgain, callOffOthers, REMINDER_SECONDS } from './owning.ts'
import { beginPass } from './ringing-rung.ts'

/** Said so often, each time with so many seconds for a key from the beginning of the keys on. */
const ROUNDS = 2
const KEY_SECONDS = 18
/** A resolved incident can be reopened for so long, seconds. */
const RESOLVED_SECONDS = 24 * 3600

const OUTCOMES: ReadonlyMap<string, IncidentOutcome> = new Map([
  ['1', 'fixed-by-phone'],
  ['2', 'going-out'],
  ['3', 'false-alarm'],
  ['4', 'needs-follow-up'],
])

/** Asks the owner, on this leg, after these words. */
export function askOutcome(
  at: At,
  incident: IncidentBase,
  leg: Leg,
  asked: Asked,
  opening: readonly Speech[],
  round = 1,
): Decision<Incident> {
  const language = languageOf(at, leg)
  const keys: PhraseKey[] = asked === 'expiry' ? ['outcome-keys', 'outcome-keep'] : ['outcome-keys']
  const said = speakTo(incident, leg, [...opening, ...keys.flatMap(key => phrase(at.plan, language, key))])
  const { id, dial } = leg
  const joined: Leg = { ...legBase(leg), phase: 'joined', deadline: null }
  return decision<Incident>(
    {
      ...base(withLeg(said.incident, joined)),
      phase: 'asking-outcome',
      leg: id,
      asked,
      round,
      until: after(at.now, Math.ceil(secondsOf(opening)) + KEY_SECONDS),
    },
    { facts: [{ kind: 'outcome-asked', leg: id, person: dial.person, round, why: WHY[asked] }], commands: said.commands },
  )
}

/** After a talk: on the technician's own leg; at the phone desk by the desk, which has its channel back. */
export function askAfterTalk(at: At, incident: Incident, leg: Leg, opening: readonly Speech[]): Decision<Incident> {
  if (!leg.lent) return askOutcome(at, incident, leg, 'after-talk', opening)
  return givenBack(incident, leg, { result: 'accepted', why: 'the talk is over' }, opening, 'outcome')
}

const WHY: Readonly<Record<Asked, string>> = {
  'after-talk': 'the talk is over, and the technician is still there',
  reminder: 'reminded, because nobody has said what became of it',
  expiry: 'it has been owned for so long without an outcome',
  'added-words': 'rung because other callers have said more',
}

export function outcomeKey(
  at: At,
  incident: In<'asking-outcome'>,
  { channel, digit }: Event<'digit'>,
): Decision<Incident> | null {
  const leg = legNamed(incident, incident.leg)
  if (channel !== incident.leg || leg === undefined) return null
  const { person } = leg.dial
  const key = (meaning: string): { facts: FactBody[] } => ({
    facts: [{ kind: 'leg-key', leg: leg.id, person, digit, meaning, why: 'asked for the outcome' }],
  })
  const outcome = OUTCOMES.get(digit)
  if (outcome !== undefined) {
    const why = `pressed ${digit}`
    const told = dismissed(at, incident, leg, why, 'outcome-thanks')
    return first(
      key(outcome),
      andThen(told, i => resolved(at, i, outcome, person, why)),
    )
  }
  if (digit === '5' && incident.asked === 'expiry') {
    const why = 'pressed 5: keeps it'
    const told = dismissed(at, incident, leg, why, 'outcome-thanks')
    return first(
      key('keep it'),
      andThen(told, i => acknowledgedAgain(at, i, 'kept')),
    )
  }
  return first(
    key('nothing: ignored'),
    askOutcome(at, incident, leg, incident.asked, phrase(at.plan, languageOf(at, leg), 'wrong-key'), incident.round),
  )
}

/** A last word to whoever was asked. */
function dismissed(at: At, incident: IncidentBase, leg: Leg, why: string, word: 'outcome-thanks' | 'outcome-later') {
  const speech = phrase(at.plan, languageOf(at, leg), word)
  return legDismissed(at, base(incident), leg, { result: 'accepted', why }, speech)
}

export function outcomeDue(at: At, incident: In<'asking-outcome'>): Decision<Incident> | null {
  const leg = legNamed(incident, incident.leg)
  if (at.now < incident.until || leg === undefined) return null
  if (incident.round < ROUNDS) return askOutcome(at, incident, leg, incident.asked, [], incident.round + 1)
  const why = 'no key'
  const told = dismissed(at, incident, leg, why, 'outcome-later')
  return andThen(told, i => withoutOutcome(at, i, incident.asked, why))
}

export function outcomeLegEnded(at: At, incident: In<'asking-outcome'>, event: Event<'ended'>): Decision<Incident> | null {
  const leg = legNamed(incident, incident.leg)
  if (event.channel !== incident.leg || leg === undefined) return settledLegEnded(at, incident, event)
  const why = 'hung up without a key'
  const { cause, sip } = event
  return andThen(legOver(base(incident), leg, { result: 'accepted', why, cause, sip }), i =>
    withoutOutcome(at, i, incident.asked, why),
  )
}

/** Technicians usually just hang up. After a reminder it stays theirs; when it has expired, it does not. */
export function withoutOutcome(at: At, incident: IncidentBase, asked: Asked, why: string): Decision<Incident> {
  if (asked === 'expiry') return expired(at, incident, why)
  return acknowledgedAgain(
    at,
    incident,
    asked === 'after-talk' || (asked === 'added-words' && toBeReminded(at, incident)) ? 'talked' : 'reminded',
  )
}

function toBeReminded(at: At, incident: IncidentBase): boolean {
  const { reminderSeconds = REMINDER_SECONDS } = ladderOf(at, incident)
  return reminderSeconds !== null && at.now < after(incident.owner?.at ?? at.now, reminderSeconds)
}

/** Nobody has it any more: the ladder begins anew. */
function expired(at: At, incident: IncidentBase, why: string): Decision<Incident> {
  const person = incident.owner?.person ?? 'nobody'
  const free: IncidentBase = { ...base(incident), owner: null, lost: [] }
  const fact: FactBody = { kind: 'acknowledgement-expired', person, why }
  return first({ facts: [fact] }, beginPass(at, free, 1, `${person} had it, and gave no outcome`))
}

function resolved(at: At, incident: IncidentBase, outcome: IncidentOutcome, by: string, why: string): Decision<Incident> {
  return decision<Incident>(
    { ...base(incident), phase: 'resolved', outcome, lookAgainAt: after(at.now, RESOLVED_SECONDS) },
    { facts: [{ kind: 'resolved', outcome, by, why }] },
  )
}

/** Somebody at the command line says what became of it: nobody is rung for it any more. */
export function resolvedByHand(
  at: At,
  incident: In<'ringing' | 'pausing' | 'unreached' | 'acknowledged' | 'reminding'>,
  { who, why, outcome }: Event<'resolvedByHand'>,
): Decision<Incident> {
  const owner = incident.owner ?? { person: who, at: at.now, leg: legId(incident.id, 0) }
  const told = incident.owner === null ? tellCaller(incident, { type: 'owned', person: who }) : []
  const settled = callOffOthers(at, { ...base(incident), owner }, null, 'called-off', why, owner.person)
  return first(
    { signals: told },
    andThen(settled, i => resolved(at, i, outcome, who, why)),
  )
}

/** Somebody at the phone desk says so. */
export function resolvedAtDesk(
  at: At,
  incident: In<'ringing' | 'pausing' | 'unreached' | 'acknowledged' | 'reminding'>,
  { person, desk, outcome }: Event<'resolvedAtDesk'>,
): Decision<Incident> {
  const byHand = { type: 'resolvedByHand', stream: incident.id, who: person, why: 'said at the phone desk', outcome } as const
  return first({ signals: [{ to: 'desk', id: desk, signal: { type: 'noted' } }] }, resolvedByHand(at, incident, byHand))
}

/** It can be reopened no more. Who is on the line for it, before a jump of the clock say, is not left without it. */
export function resolvedDue(at: At, incident: In<'resolved'>): Decision<Incident> {
  return andThen(legsDue(at, incident, null), i => {
    if (at.now < incident.lookAgainAt) return decision<Incident>(i)
    if (hasCallers(i)) return decision<Incident>({ ...i, lookAgainAt: lookAgain(at.now) })
    return decision<Incident>({ ...base(i), phase: 'closed' })
  })
}

/** It is not done after all: the ladder begins anew. */
export function reopenedByHand(
  at: At,
  incident: In<'acknowledged' | 'reminding' | 'resolved'>,
  { who, why }: Event<'reopenedByHand'>,
): Decision<Incident> {
  const free: IncidentBase = { ...base(incident), owner: null, lost: [] }
  const settled = callOffOthers(at, free, null, 'called-off', why, who)
  const fact: FactBody = { kind: 'reopened', by: who, why }
  return first(
    { facts: [fact] },
    andThen(settled, i => beginPass(at, i, 1, `reopened by ${who}: ${why}`)),
  )
}
