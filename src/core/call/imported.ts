// A call that the dialplan's failsafe looked after while the daemon was away: told here from the note that it left, so that the
// log is whole. Called by take-turn.ts.
import { peopleAt } from '../dialling/telephones.ts'
import { divertedLine, identify } from '../plan/identify.ts'
import type { Property } from '../plan/plan.ts'
import type { At, Decision } from '../world/decision.ts'
import { decision } from '../world/decision.ts'
import type { FactBody, Outcome } from '../world/facts.ts'
import { callId, type EpochMs, type IncidentId, incidentId } from '../world/ids.ts'
import type { Input } from '../world/inputs.ts'
import type { IncidentSignal, Signal } from '../world/signals.ts'
import { type Call, type CallBase, newCall } from './call.ts'
import { base, tell } from './events.ts'
import { diversionsOf, forwardedFact } from './forwarded-back.ts'
import { STATEMENT_MS } from './speaking-freely.ts'

type Imported = Extract<Input, { type: 'imported' }>

/** `known`: the call as it was when the daemon lost it, if it has it still. One that has ended meanwhile does not arrive again. */
export function importCall(at: At, known: Call | null, input: Imported): Decision<Call> {
  const { trunk, line, callerNumber, callerName, diversion, told, recording, ms, sha256, ended } = input
  const kept = sha256 === undefined ? {} : { sha256 }
  const was = known?.property ?? ended?.property ?? null
  const property =
    propertyNamed(at, was ?? '') ?? propertyNamed(at, input.property) ?? propertyNamed(at, at.plan.box.unknownLine.property ?? '')
  const outcome: Outcome = OUTCOMES[input.outcome]
  const forwarded = input.outcome === 'forwarded'
  const fresh: CallBase = {
    ...newCall(input, {
      property: forwarded ? null : (property?.id ?? null),
      language: property?.languages[0] ?? 'en',
      arrivedAt: input.arrivedAt as EpochMs,
      outcome,
    }),
    ...(ended === undefined ? {} : { incident: ended.incident, nextIncident: ended.incidents + 1 }),
  }
  const inFailsafe: FactBody = { kind: 'in-failsafe', why: `the dialplan rang ${rungInWords(at, input)}` }
  const arrival: FactBody[] = known
    ? []
    : ended
      ? [inFailsafe]
      : [
          {
            kind: 'arrived',
            trunk,
            line,
            callerNumber,
            callerName,
            diversion,
            ...told,
            why: input.outcome === 'full' ? 'a call came in' : 'a call came in while the daemon was away',
          },
          ...(property && !forwarded ? [identifiedAs(at, input, property.id)] : []),
          ...(input.outcome === 'full' ? [turnedAway(input)] : forwarded ? [cameBack(at, input)] : [inFailsafe]),
        ]
  const mailbox = Object.keys(property?.mailboxes ?? {})[0] ?? 'office'
  const message: FactBody[] =
    recording === null
      ? []
      : [{ kind: 'message-taken', mailbox, recording, ms, ...kept, why: 'recorded by the dialplan’s failsafe' }]
  const waitedMs = input.endedAt - input.arrivedAt
  const left: FactBody = { kind: 'left', outcome, phase: 'in-failsafe', waitedMs, why: 'the failsafe’s note says so' }
  const matter = matterOf(known, input)
  const to = (signal: IncidentSignal): Signal[] => (matter === null ? [] : [{ to: 'incident', id: matter, signal }])
  const signals: Signal[] = [
    ...(recording === null ? [] : to({ type: 'statementTaken', recording, ms })),
    ...(input.outcome === 'accepted' ? to({ type: 'takenOutside', by: acceptedBy(input) }) : []),
    ...(known ? tell(known, { type: 'callerLeft' }) : []),
    ...(matter === null && property && recording !== null ? urgentAllTheSame(property, input, recording, known ?? fresh) : []),
  ]
  return decision<Call>(
    { ...(known ? base(known) : fresh), outcome, phase: 'gone' },
    { facts: [...arrival, ...rangFacts(input), ...message, left], signals },
  )
}

function identifiedAs({ plan }: At, { trunk, line, diversion, told }: Imported, property: string): FactBody {
  const identified = identify(plan, trunk, line, diversion, told)
  return { kind: 'identified', property, ...divertedLine(identified), why: `line ${line} on trunk ${trunk}` }
}

/** The incident that the caller waited for: as the call was left in the failsafe, or wherever the daemon lost it. */
function matterOf(known: Call | null, { rang, ended }: Imported): IncidentId | null {
  if (known === null) return ended?.incident ?? null
  if (known.phase === 'in-failsafe') return known.matter ?? null
  // Notes of before were decided without it, and still are.
  return rang === undefined ? null : known.incident
}

/** Whoever was rung, each once; notes of before name one number. */
function rungInWords(at: At, { rung, rang }: Imported): string {
  if (rang === undefined) return rung
  const names = rang.map(({ person, phone }) => (person === null ? phone : (at.plan.people[person]?.name ?? person)))
  return names.length === 0 ? 'nobody' : [...new Set(names)].join(', then ')
}

function rangFacts({ rang = [] }: Imported): FactBody[] {
  return rang.map(each => ({ kind: 'failsafe-rang', ...each, why: 'the failsafe’s note says so' }))
}

/** The person, or the number of a telephone that is nobody's. */
function acceptedBy({ rung, rang = [] }: Imported): string {
  const taken = rang.find(({ result }) => result === 'accepted')
  return taken ? (taken.person ?? taken.phone) : rung
}

function turnedAway({ cap = 'a cap' }: Imported): FactBody {
  return { kind: 'over-cap', cap, why: `${cap} was reached: the caller heard that the line is busy` }
}

/** The note tells the telephone that the failsafe rang at that moment, whoever forwarded the call. */
function cameBack({ plan }: At, input: Imported): FactBody {
  const numbers = [...diversionsOf(plan, input), input.rung]
  const people = [...new Set(numbers.flatMap(number => (number === '' ? [] : peopleAt(plan, number))))]
  return forwardedFact(plan, people, numbers, input.line)
}

/** The failsafe asks nobody how urgent it is: its messages follow the property's rule for callers who press no key. */
function urgentAllTheSame({ id: property, noKey }: Property, input: Imported, recording: string, of: CallBase): Signal[] {
  if (noKey.do !== 'escalate' || input.ms < STATEMENT_MS) return []
  const call = callId(input.channel)
  const id = incidentId(call, of.nextIncident)
  const why = 'a message of the failsafe (on-no-key: escalate)'
  const { category, ladder } = noKey
  const { callerNumber, plan } = input
  return [
    {
      to: 'incident',
      id,
      signal: {
        type: 'open',
        call,
        calledAt: of.arrivedAt,
        plan,
        property,
        category,
        ladder,
        callerNumber,
        callerNow: 'waiting',
        why,
      },
    },
    { to: 'incident', id, signal: { type: 'statementTaken', recording, ms: input.ms } },
    { to: 'incident', id, signal: { type: 'callerLeft' } },
  ]
}

/** The note names a property of the rules that it was rendered from; those in force may have none of that name. */
function propertyNamed(at: At, name: string): Property | null {
  return Object.hasOwn(at.plan.properties, name) ? (at.plan.properties[name] ?? null) : null
}

const OUTCOMES: Readonly<Record<Imported['outcome'], Outcome>> = {
  accepted: 'connected',
  message: 'message',
  left: 'failsafe',
  fax: 'fax',
  full: 'refused',
  forwarded: 'refused',
}
