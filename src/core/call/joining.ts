// The trouble is known: the caller hears that, since when, and who is on it, and may add words (1), insist on a human being (2), or say
// that theirs is something else (3). Silence is taken for words to be added; about another category, for another trouble.
import type { KnownTrouble } from '../incident/known.ts'
import { noticeOf } from '../standing/notice-of.ts'
import type { PhraseKey } from '../words/phrases.ts'
import { pause, phrase, recording, wordsOf } from '../words/speech.ts'
import { waitWords } from '../words/wait-words.ts'
import type { Speech } from '../world/commands.ts'
import { type At, type Decision, decision, first } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { incidentId } from '../world/ids.ts'
import type { IncidentSignal, Signal } from '../world/signals.ts'
import { ask, KEY_SECONDS, waitForKey } from './asking.ts'
import { askStatement } from './asking-statement.ts'
import type { Call, CallBase } from './call.ts'
import { base, type Event, type Handler, type In, propertyOf, tell } from './events.ts'
import { hold } from './holding.ts'
import { knownToUs } from './known-to-us.ts'
import { fileOf } from './recording.ts'
import { openIncident, type Urgent } from './taking-statement.ts'

/** The keys are said so often. */
const ROUNDS = 2

type Joining = In<'joining'>

export function joinKnown(at: At, call: CallBase, urgent: Urgent, known: KnownTrouble): Decision<Call> {
  const joined: CallBase = { ...call, incident: known.id, outcome: 'joined' }
  const { statement, ...rest } = urgent
  const spoken = typeof statement === 'string' || 'kept' in statement ? null : statement
  const said = spoken === null ? null : { recording: spoken.recording, ms: spoken.ms }
  const matter = { ...rest, said, differs: known.category !== urgent.category }
  const told: FactBody[] = spoken === null ? [] : [takenFact(spoken)]
  const speech = [...knownWords(at, call, known), ...phrase(at.plan, call.language, 'known-keys')]
  const signals = [...joinSignals(at, joined, known), ...(said === null ? [] : tell(joined, { type: 'statementTaken', ...said }))]
  return first(
    { facts: told, signals },
    ask(at, joined, 1, { speech, fact: { kind: 'told', what: 'known', why: whyKnown(known) } }, (c, asked) => ({
      ...c,
      ...asked,
      phase: 'joining',
      incident: known.id,
      matter,
    })),
  )
}

/** The incident counts the caller; where it became a storm, it takes the others of the storm in. */
export function joinSignals(at: At, call: CallBase, known: KnownTrouble): Signal[] {
  const within = propertyOf(at, call).storm?.withinSeconds ?? 0
  const storm = known.storm === null || !known.begins ? null : { callers: known.storm, withinSeconds: within }
  const join: IncidentSignal = { type: 'join', call: call.id, callerNumber: call.callerNumber, storm, why: whyKnown(known) }
  return [
    { to: 'incident', id: known.id, signal: join },
    ...known.fold.map((id): Signal => ({ to: 'incident', id, signal: { type: 'fold', into: known.id } })),
  ]
}

function whyKnown(known: KnownTrouble): string {
  if (known.own) return `the same number, and ${known.id} is open`
  if (known.storm !== null) return `many callers about the same (${known.storm}), and ${known.id} is open`
  return `the same property and category, and ${known.id} is open`
}

/** What staff recorded about it comes first in a storm. */
function knownWords(at: At, call: CallBase, known: KnownTrouble): Speech[] {
  const property = propertyOf(at, call)
  const say = (key: PhraseKey, names: Record<string, string> = {}) => phrase(at.plan, call.language, key, names)
  const recorded = known.storm === null ? null : noticeOf(at.around.standing(), property.id)
  const category = wordsOf(property.categories[known.category] ?? { [call.language]: known.category }, call.language)
  return [
    ...(recorded === null ? [] : [...recording(recorded), ...pause(500)]),
    ...say('known', { category }),
    ...say('known-since', { wait: waitWords(at.plan, call.language, at.now - known.since) }),
    ...(known.owner !== null
      ? say('known-owned', { person: at.plan.people[known.owner]?.name ?? known.owner })
      : say(known.ringing ? 'known-ringing' : 'known-open')),
  ]
}

export const joiningDue: Handler<'joining', 'due'> = (at, call) => {
  if (call.playback !== null) return waitForKey(at, call, KEY_SECONDS)
  const silent: FactBody = { kind: 'no-key', round: call.round, why: `nothing was pressed within ${KEY_SECONDS} s` }
  if (call.round < ROUNDS) return first({ facts: [silent] }, askAgain(at, call, 'nothing-heard'))
  return first(
    { facts: [silent] },
    call.matter.differs ? another(at, call, 'said nothing, and pressed another key before') : addWords(at, call),
  )
}

export const joiningKey: Handler<'joining', 'digit'> = (at, call, { digit }) => {
  const pressed = (meaning: string): { facts: FactBody[] } => ({
    facts: [{ kind: 'key-pressed', digit, meaning, why: 'about a trouble that is known' }],
  })
  switch (digit) {
    case '1':
      return first(pressed('add something'), addWords(at, call))
    case '2':
      return first(pressed('insist on speaking with somebody'), insist(at, call))
    case '3':
      return first(pressed('mine is something else'), another(at, call, 'the caller says that it is something else'))
    default: {
      const ignored: FactBody = { kind: 'key-ignored', digit, why: 'about a trouble that is known' }
      return first({ facts: [ignored] }, call.round < ROUNDS ? askAgain(at, call, 'wrong-key') : addWords(at, call))
    }
  }
}

/** Only the keys again; also after a restart. */
export function askAgain(at: At, call: Joining, opening: PhraseKey | null, round = call.round + 1): Decision<Call> {
  const say = (key: PhraseKey) => phrase(at.plan, call.language, key)
  const speech = [...(opening === null ? [] : say(opening)), ...say('known-keys')]
  const { incident, matter } = call
  return ask(at, call, round, { speech, fact: { kind: 'told', what: 'known-keys', why: `round ${round}` } }, (c, asked) => ({
    ...c,
    ...asked,
    phase: 'joining',
    incident,
    matter,
  }))
}

function addWords(at: At, call: Joining): Decision<Call> {
  return askStatement(at, call, 'added-prompt', 'added')
}

/** Somebody must come to the telephone: on hold in the incident, or in one beside it while its technician talks. */
function insist(at: At, call: Joining): Decision<Call> {
  const known = knownToUs(at, call, call.matter.category, true)
  if (known === null) return another(at, call, 'the trouble was settled meanwhile, and the caller insists')
  const one = { call: call.id, callerNumber: call.callerNumber }
  const here = known.id === call.incident
  const moves: Signal[] = here
    ? []
    : [...tell(call, { type: 'callerLeft', why: `insists in ${known.id}` }), ...joinSignals(at, call, known)]
  if (known.busy) {
    const beside = incidentId(call.id, call.nextIncident)
    const noted: Signal = { to: 'incident', id: call.incident, signal: { type: 'insist', ...one, beside } }
    const opened = openIncident(at, base(call), {
      ...urgentOf(call),
      why: `the caller insists while ${known.id} is talked about`,
      beside: known.id,
    })
    return first({ signals: [noted] }, opened)
  }
  const insisting: Signal = { to: 'incident', id: known.id, signal: { type: 'insist', ...one, beside: null } }
  return first(
    { signals: [...moves, insisting] },
    hold(at, { ...base(call), incident: known.id, outcome: 'caller-left' }, 'hold-begins'),
  )
}

/** Another trouble after all: an incident of its own. */
function another(at: At, call: Joining, why: string): Decision<Call> {
  const left = tell(call, { type: 'callerLeft', why })
  return first({ signals: left }, openIncident(at, base(call), { ...urgentOf(call), why: `${why} than ${call.incident}` }))
}

function urgentOf({ matter }: Joining): Urgent {
  const { ladder, category, why, said } = matter
  return { ladder, category, why, statement: said === null ? 'ask' : { kept: said } }
}

/** Its incident became part of another: the same place in the new one. */
export function moved(_at: At, call: Call, { incident }: { readonly incident: Joining['incident'] }): Decision<Call> {
  return decision<Call>({ ...call, incident } as Call)
}

function takenFact(event: Event<'recordingFinished'>): FactBody {
  const { recording, ms, speechMs } = event
  return { kind: 'statement-taken', recording, ms, speechMs, ...fileOf(event), why: 'said instead of pressing a key' }
}
