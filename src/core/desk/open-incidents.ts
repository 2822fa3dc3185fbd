// Open incidents at the phone desk, one after the other: heard, owned, connected to the caller, resolved. The keys are those of a briefing.
// What can be done is the incident's to say, in the same turn; it also tells what is said of it, for it knows the caller's number,
// which no answer of the rest of the world may hold.
import { digits, pause, phrase, recording, wordsOf } from '../words/speech.ts'
import { waitWords } from '../words/wait-words.ts'
import type { Speech } from '../world/commands.ts'
import { type At, type Decision, decision, first } from '../world/decision.ts'
import { INCIDENT_OUTCOMES } from '../world/facts.ts'
import { after, type IncidentId, isIncident } from '../world/ids.ts'
import type { Described, Signal } from '../world/signals.ts'
import type { Desk, DeskBase, Question } from './desk.ts'
import { base, type Handler, KEY_SECONDS, nameOf, personOf, pressed, put } from './events.ts'
import { listOver, mainMenu } from './main-menu.ts'

/** So many statements are played in a row. */
const MOST_STATEMENTS = 4

type Asked = Question & { ask: 'incident' }

export function openIncidents(at: At, desk: DeskBase): Decision<Desk> {
  const incidents = at.around.openIncidents().map(({ id }) => id)
  return askIncident(at, desk, { ask: 'incident', incidents, n: 0 })
}

/** Asks the n-th incident to be told; one that was closed meanwhile is passed over. */
export function askIncident(
  at: At,
  desk: DeskBase,
  question: Asked,
  round = 1,
  before: readonly Speech[] = [],
  what: Described['what'] = 'all',
): Decision<Desk> {
  const open = at.around.openIncidents()
  const id = question.incidents.slice(question.n).find(one => open.some(incident => incident.id === one))
  if (id === undefined) return listOver(at, desk, question.incidents, 'desk-no-incidents', before)
  const n = question.incidents.indexOf(id)
  const heard = what === 'statements' && n === question.n ? { heard: question.heard ?? 0 } : {}
  const next: Asked = { ask: 'incident', incidents: question.incidents, n, ...heard }
  const asking = { phase: 'asking', question: next, digits: '', round, playback: null } as const
  const signal: Signal = { to: 'incident', id, signal: { type: 'describe', desk: desk.id, before, round, what } }
  return decision<Desk>({ ...base(desk), ...asking, until: after(at.now, KEY_SECONDS) }, { signals: [signal] })
}

/** The incident tells what it is: said, with the keys that mean something for it. */
export const itIsDescribed: Handler<'asking', 'described'> = (at, desk, told) => {
  const { question, language } = desk
  if (question.ask !== 'incident') return null
  if (told.state === 'over') return askIncident(at, desk, { ...question, n: question.n + 1 }, 1, told.before)
  if (told.what === 'statements') return hear(at, desk, question, told)
  const count = { n: String(question.n + 1), count: String(question.incidents.length) }
  const names = {
    property: wordsOf(told.spoken, language),
    category: wordsOf(told.category, language),
    since: waitWords(at.plan, language, at.now - told.openedAt),
  }
  const words = [
    ...told.before,
    ...phrase(at.plan, language, 'desk-incident', { ...count, ...names }),
    ...callerWords(at, desk, told),
    ...ownerWords(at, desk, told),
    ...keyWords(at, desk, told, 'desk-key-hear'),
  ]
  return put(at, desk, question, words, { round: told.round })
}

function callerWords(at: At, { language }: DeskBase, { callerNumber, joined, waits }: Described): Speech[] {
  const number =
    callerNumber === null
      ? phrase(at.plan, language, 'briefing-no-number')
      : [...phrase(at.plan, language, 'desk-incident-number'), ...digits(language, callerNumber)]
  return [
    ...number,
    ...(waits ? phrase(at.plan, language, 'desk-incident-waits') : []),
    ...(joined > 0 ? phrase(at.plan, language, 'desk-incident-joined', { n: String(joined) }) : []),
  ]
}

function ownerWords(at: At, desk: DeskBase, { owner, state }: Described): Speech[] {
  if (owner === null) return phrase(at.plan, desk.language, 'desk-incident-free')
  if (owner === desk.person && state === 'open') return phrase(at.plan, desk.language, 'desk-incident-yours')
  const person = { person: nameOf(at, owner) }
  return phrase(at.plan, desk.language, state === 'talks' ? 'desk-incident-talks' : 'desk-incident-owned', person)
}

function keyWords(
  at: At,
  { language, person }: DeskBase,
  { owner, state, statements }: Described,
  hearKey: 'desk-key-hear' | 'desk-key-again' | 'desk-key-more',
): Speech[] {
  const say = (key: Parameters<typeof phrase>[2]): Speech[] => phrase(at.plan, language, key)
  const mine = owner === person && state === 'open'
  return [
    ...(owner === null || mine ? say('desk-key-connect') : []),
    ...say('desk-key-next'),
    ...(statements.length > 0 ? say(hearKey) : []),
    ...(state === 'open' ? say('desk-key-outcome') : []),
    ...(owner === null ? say('desk-key-own') : []),
    ...say('desk-key-menu'),
  ]
}

export function incidentKey(at: At, desk: DeskBase, question: Asked, digit: string): Decision<Desk> | null {
  const id = question.incidents[question.n]
  if (id === undefined || !'12345'.includes(digit) || digit.length !== 1) return null
  const open = at.around.openIncidents().some(one => one.id === id)
  const next = (before: readonly Speech[] = []): Decision<Desk> =>
    askIncident(at, desk, { ...question, n: question.n + 1 }, 1, before)
  // Resolved, or become part of another, since it was told.
  if (!open && digit !== '2') return pressed(digit, 'it is over', next(phrase(at.plan, desk.language, 'desk-incident-over')))
  switch (digit) {
    case '1':
      return pressed(digit, 'talk with the caller', wantsToTalk(at, desk, id))
    case '2':
      return pressed(digit, 'the next incident', next())
    case '3':
      return pressed(digit, 'hear what was said', askIncident(at, desk, question, 1, [], 'statements'))
    case '4':
      return pressed(digit, 'say what became of it', askOutcome(at, desk, { ...question, ask: 'outcome' }))
    default: {
      const signal = { type: 'takenAtDesk', person: personOf(desk), desk: desk.id } as const
      // The incident answers in this turn: `yours` or `taken`.
      const asked = first({ signals: [{ to: 'incident', id, signal }] }, decision<Desk>(desk as Desk))
      return pressed(digit, 'own the incident', asked)
    }
  }
}

/** What its callers said, a few at a time: a storm has many. */
function hear(at: At, desk: DeskBase, question: Asked, told: Described): Decision<Desk> {
  const { language } = desk
  const { statements } = told
  const { heard: from = 0 } = question
  const now = statements.slice(from, from + MOST_STATEMENTS)
  const left = from + now.length < statements.length
  const words = now.flatMap(({ recording: name, ms }, n) => [
    ...(statements.length === 1 ? [] : phrase(at.plan, language, 'desk-statement', { n: String(from + n + 1) })),
    ...recording(name, ms),
    ...pause(600),
  ])
  const said = words.length > 0 ? words : phrase(at.plan, language, 'desk-no-statement')
  const heard = left ? from + now.length : 0
  const keys = keyWords(at, desk, told, left ? 'desk-key-more' : 'desk-key-again')
  return put(at, desk, { ...question, heard }, [...told.before, ...said, ...keys], { round: told.round })
}

/** Whoever is rung for another incident just now turns away from it first, unless they already talk there. */
function wantsToTalk(at: At, desk: DeskBase, id: IncidentId): Decision<Desk> {
  const other = at.around.engaged(personOf(desk), id)
  if (other === null) return decision<Desk>(desk as Desk, { signals: [connectSignal(at, desk, id)] })
  // A caller who is transferred to them has them already, or rings for them: nothing to turn away from by a key.
  if (!isIncident(other))
    return decision<Desk>(desk as Desk, { signals: [{ to: 'desk', id: desk.id, signal: { type: 'isElsewhere' } }] })
  const signal = { type: 'letGo', person: personOf(desk), desk: desk.id, other: id } as const
  return decision<Desk>(desk as Desk, { signals: [{ to: 'incident', id: other, signal }] })
}

function connectSignal(at: At, { id: desk, person, trunk, callerNumber }: DeskBase, id: IncidentId): Signal {
  const phones = at.plan.people[person ?? '']?.phones ?? []
  const phone = phones.find(one => one === callerNumber) ?? phones[0] ?? null
  return { to: 'incident', id, signal: { type: 'connectAtDesk', person: person ?? '', desk, trunk, phone } }
}

export const isLetGo: Handler<'asking', 'isLetGo'> = (at, desk) => {
  const id = desk.question.ask === 'incident' ? desk.question.incidents[desk.question.n] : undefined
  return id === undefined ? null : decision<Desk>(desk, { signals: [connectSignal(at, desk, id)] })
}

export const isElsewhere: Handler<'asking', 'isElsewhere'> = (at, desk) =>
  desk.question.ask === 'incident'
    ? askIncident(at, desk, desk.question, 1, phrase(at.plan, desk.language, 'desk-elsewhere'))
    : null

type OutcomeAsked = Question & { ask: 'outcome' }

export function askOutcome(
  at: At,
  desk: DeskBase,
  question: OutcomeAsked,
  round = 1,
  before: readonly Speech[] = [],
): Decision<Desk> {
  const words = [...before, ...phrase(at.plan, desk.language, 'outcome-keys'), ...phrase(at.plan, desk.language, 'desk-key-menu')]
  return put(at, desk, question, words, { round })
}

/** The incident answers in this turn: `noted`, or `taken` while somebody is on the line for it. */
export function outcomeKey(at: At, desk: DeskBase, question: OutcomeAsked, digit: string): Decision<Desk> | null {
  const id = question.incidents[question.n]
  const outcome = digit === '' ? undefined : INCIDENT_OUTCOMES[Number(digit) - 1]
  if (id === undefined || outcome === undefined) return null
  if (!at.around.openIncidents().some(one => one.id === id))
    return pressed(digit, 'it is over', onward(at, desk, question, phrase(at.plan, desk.language, 'desk-incident-over')))
  const signal = { type: 'resolvedAtDesk', person: personOf(desk), desk: desk.id, outcome } as const
  return pressed(digit, outcome, first({ signals: [{ to: 'incident', id, signal }] }, decision<Desk>(desk as Desk)))
}

export const itIsNoted: Handler<'asking', 'noted'> = (at, desk) =>
  onward(at, desk, desk.question, phrase(at.plan, desk.language, 'outcome-thanks'))

/** It is theirs: the number, twice, because there is nobody on the line to ask. */
export const itIsYours: Handler<'asking', 'yours'> = (at, desk, { callerNumber }) => {
  const number = callerNumber === null ? [] : digits(desk.language, callerNumber)
  const words =
    callerNumber === null
      ? phrase(at.plan, desk.language, 'desk-owned-no-number')
      : [...phrase(at.plan, desk.language, 'desk-owned'), ...number, ...pause(500), ...number]
  return onward(at, desk, desk.question, words)
}

export const itIsTaken: Handler<'asking', 'taken'> = (at, desk, { by }) =>
  onward(at, desk, desk.question, phrase(at.plan, desk.language, 'already-taken', { person: by }))

function onward(at: At, desk: DeskBase, question: Question, words: readonly Speech[]): Decision<Desk> {
  return question.ask === 'incident' || question.ask === 'outcome'
    ? askIncident(at, desk, { ask: 'incident', incidents: question.incidents, n: question.n + 1 }, 1, words)
    : mainMenu(at, desk, words)
}
