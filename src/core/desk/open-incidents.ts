// Open incidents at the phone desk, one after the other: what the caller said, who has it, and owning it. Whether it can still be owned is
// the incident's to say, in the same turn.
import { digits, phrase, recording, wordsOf } from '../words/speech.ts'
import type { Speech } from '../world/commands.ts'
import { type At, type Decision, decision, first } from '../world/decision.ts'
import { INCIDENT_OUTCOMES } from '../world/facts.ts'
import type { Desk, DeskBase, Question } from './desk.ts'
import { type Handler, nameOf, personOf, pressed, put } from './events.ts'
import { mainMenu } from './main-menu.ts'

type Asked = Question & { ask: 'incident' }

export function openIncidents(at: At, desk: DeskBase): Decision<Desk> {
  const incidents = at.around.openIncidents().map(({ id }) => id)
  return askIncident(at, desk, { ask: 'incident', incidents, n: 0 })
}

export function askIncident(at: At, desk: DeskBase, question: Asked, round = 1, before: readonly Speech[] = []): Decision<Desk> {
  const { language } = desk
  const open = at.around.openIncidents()
  // One that was closed meanwhile is passed over.
  const left = question.incidents.slice(question.n).find(id => open.some(incident => incident.id === id))
  const incident = open.find(({ id }) => id === left)
  if (!incident) {
    const nothing = phrase(at.plan, language, question.incidents.length === 0 ? 'desk-no-incidents' : 'desk-no-more')
    return mainMenu(at, desk, [...before, ...nothing])
  }
  const n = question.incidents.indexOf(incident.id)
  const property = at.plan.properties[incident.property]
  const minutes = Math.max(1, Math.round((at.now - incident.openedAt) / 60_000))
  const words = phrase(at.plan, language, 'desk-incident', {
    ...{ n: String(n + 1), count: String(question.incidents.length), property: wordsOf(property?.spoken ?? {}, language) },
    category: wordsOf(property?.categories[incident.category] ?? {}, language),
    since: wordsOf({ [language]: at.plan.phrases[language]?.['wait-minutes'] ?? '{n} min' }, language).replace(
      '{n}',
      String(minutes),
    ),
  })
  const owner =
    incident.owner === null
      ? phrase(at.plan, language, 'desk-incident-free')
      : phrase(at.plan, language, 'desk-incident-owned', { person: nameOf(at, incident.owner) })
  const speech = [...before, ...words, ...owner, ...phrase(at.plan, language, 'desk-incident-keys')]
  return put(at, desk, { ...question, n }, speech, { round })
}

export function incidentKey(at: At, desk: DeskBase, question: Asked, digit: string): Decision<Desk> | null {
  const id = question.incidents[question.n]
  if (id === undefined) return null
  switch (digit) {
    case '1': {
      const said = at.around.openIncidents().find(incident => incident.id === id)?.statements ?? []
      const words = said.length === 0 ? phrase(at.plan, desk.language, 'desk-no-statement') : said.flatMap(recording)
      return pressed(digit, 'hear what the caller said', askIncident(at, desk, question, 1, words))
    }
    case '2': {
      const signal = { type: 'takenAtDesk', person: personOf(desk), desk: desk.id } as const
      // The incident answers in this turn: `yours` or `taken`.
      const asked = first({ signals: [{ to: 'incident', id, signal }] }, decision<Desk>(desk as Desk))
      return pressed(digit, 'own the incident', asked)
    }
    case '4':
      return pressed(digit, 'resolve the incident', askOutcome(at, desk, { ...question, ask: 'outcome' }))
    case '3':
      return pressed(digit, 'the next incident', askIncident(at, desk, { ...question, n: question.n + 1 }))
    default:
      return null
  }
}

type OutcomeAsked = Question & { ask: 'outcome' }

export function askOutcome(at: At, desk: DeskBase, question: OutcomeAsked, round = 1): Decision<Desk> {
  return put(at, desk, question, phrase(at.plan, desk.language, 'outcome-keys'), { round })
}

/** The incident answers in this turn: `noted`, or `taken` while somebody is on the line for it. */
export function outcomeKey(_at: At, desk: DeskBase, question: OutcomeAsked, digit: string): Decision<Desk> | null {
  const id = question.incidents[question.n]
  const outcome = INCIDENT_OUTCOMES[Number(digit) - 1]
  if (id === undefined || outcome === undefined) return null
  const signal = { type: 'resolvedAtDesk', person: personOf(desk), desk: desk.id, outcome } as const
  return pressed(digit, outcome, first({ signals: [{ to: 'incident', id, signal }] }, decision<Desk>(desk as Desk)))
}

export const itIsNoted: Handler<'asking', 'noted'> = (at, desk) =>
  onward(at, desk, phrase(at.plan, desk.language, 'outcome-thanks'))

/** It is theirs: the number, twice, because there is nobody on the line to ask. */
export const itIsYours: Handler<'asking', 'yours'> = (at, desk, { callerNumber }) => {
  const number = callerNumber === null ? [] : digits(desk.language, callerNumber)
  const words =
    callerNumber === null
      ? phrase(at.plan, desk.language, 'desk-owned-no-number')
      : [...phrase(at.plan, desk.language, 'desk-owned'), ...number, ...number]
  return onward(at, desk, words)
}

export const itIsTaken: Handler<'asking', 'taken'> = (at, desk, { by }) =>
  onward(at, desk, phrase(at.plan, desk.language, 'already-taken', { person: by }))

function onward(at: At, desk: Desk & { phase: 'asking' }, words: readonly Speech[]): Decision<Desk> {
  const { question } = desk
  return question.ask === 'incident' || question.ask === 'outcome'
    ? askIncident(at, desk, { ask: 'incident', incidents: question.incidents, n: question.n + 1 }, 1, words)
    : mainMenu(at, desk, words)
}
