// One question of the desk after the other: what is asked again on silence or a wrong key, what a key or a typed number means.
// Star leads to the menu, # ends a number. Called by the transition table.
import { phrase } from '../words/speech.ts'
import { type At, type Decision, decision, first } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { after } from '../world/ids.ts'
import type { Ask, Desk, Question } from './desk.ts'
import { askDutyHours, chooseSchedule, chooseSuccessor, dutyHoursTyped, scheduleKey, successorKey } from './duty.ts'
import { type Handler, type In, KEY_SECONDS, leave, pressed, put, ROUNDS, saidFirst } from './events.ts'
import { mainMenu } from './main-menu.ts'
import { mainKey } from './main-menu-keys.ts'
import { askMessage, messageKey } from './messages.ts'
import {
  askKeepNotice,
  askNotice,
  askNoticeHours,
  chooseProperty,
  keepNoticeKey,
  noticeHoursTyped,
  noticeKey,
  propertyKey,
} from './notice.ts'
import { askIncident, askOutcome, incidentKey, outcomeKey } from './open-incidents.ts'
import { numberTyped } from './recognising.ts'

type Asking = In<'asking'>

const TYPED: ReadonlySet<Ask> = new Set(['number', 'duty-hours', 'notice-hours'])
/** More keys than any number has. */
const MOST_KEYS = 20

export const questionSaid: Handler<'asking', 'playbackFinished'> = (at, desk, event) =>
  event.playback === desk.playback ? waitForKey(at, desk) : null

function waitForKey(at: At, desk: Asking): Decision<Desk> {
  return decision<Desk>({ ...desk, playback: null, until: after(at.now, KEY_SECONDS) })
}

/** The time for a key is over. A number that was begun counts as typed. */
export const questionDue: Handler<'asking', 'due'> = (at, desk) => {
  if (desk.playback !== null && desk.digits === '') return waitForKey(at, desk)
  if (desk.digits !== '') return typed(at, desk)
  if (desk.round >= ROUNDS) return leave(at, desk, phrase(at.plan, desk.language, 'nothing-heard'))
  return askAgain(at, desk, desk.round + 1)
}

export const questionKey: Handler<'asking', 'digit'> = (at, desk, { digit }) => {
  const { question } = desk
  if (digit === '*' && desk.person !== null) return pressed(digit, 'the menu', mainMenu(at, desk))
  if (!TYPED.has(question.ask)) return key(at, desk, question, digit) ?? wrongKey(at, desk, digit)
  if (digit === '#') return typed(at, desk)
  if (digit === '*') return decision<Desk>({ ...desk, digits: '', until: after(at.now, KEY_SECONDS) })
  if (!/^\d$/.test(digit)) return wrongKey(at, desk, digit)
  const begun = {
    ...desk,
    digits: `${desk.digits}${digit}`.slice(0, MOST_KEYS),
    playback: null,
    until: after(at.now, KEY_SECONDS),
  }
  return decision<Desk>(begun, { commands: desk.playback === null ? [] : [{ do: 'hush', channel: desk.id }] })
}

function key(at: At, desk: Asking, question: Question, digit: string): Decision<Desk> | null {
  switch (question.ask) {
    case 'main':
      return mainKey(at, desk, digit)
    case 'schedule':
      return scheduleKey(at, desk, question, digit)
    case 'successor':
      return successorKey(at, desk, question, digit)
    case 'incident':
      return incidentKey(at, desk, question, digit)
    case 'outcome':
      return outcomeKey(at, desk, question, digit)
    case 'message':
      return messageKey(at, desk, question, digit)
    case 'property':
      return propertyKey(at, desk, question, digit)
    case 'notice':
      return noticeKey(at, desk, question, digit)
    case 'keep-notice':
      return keepNoticeKey(at, desk, question, digit)
    case 'number':
    case 'duty-hours':
    case 'notice-hours':
      return null
  }
}

function typed(at: At, desk: Asking): Decision<Desk> {
  const { question, digits, round } = desk
  if (question.ask === 'number') return numberTyped(at, desk, digits, round)
  const done =
    question.ask === 'duty-hours'
      ? dutyHoursTyped(at, desk, question, digits)
      : question.ask === 'notice-hours'
        ? noticeHoursTyped(at, desk, question, digits)
        : null
  if (done !== null) return done
  if (round >= ROUNDS) return mainMenu(at, desk, phrase(at.plan, desk.language, 'desk-hours-wrong'))
  return put(
    at,
    desk,
    question,
    [...phrase(at.plan, desk.language, 'desk-hours-wrong'), ...phrase(at.plan, desk.language, 'desk-hours')],
    { round: round + 1 },
  )
}

function wrongKey(at: At, desk: Asking, digit: string): Decision<Desk> {
  const ignored: FactBody = { kind: 'key-ignored', digit, why: 'means nothing here' }
  if (desk.round >= ROUNDS) return first({ facts: [ignored] }, leave(at, desk, phrase(at.plan, desk.language, 'wrong-key')))
  const wrong = phrase(at.plan, desk.language, 'wrong-key')
  return first({ facts: [ignored] }, saidFirst(wrong, askAgain(at, desk, desk.round + 1)))
}

/** The same question, said anew: after silence, a wrong key, or a restart in which keys were lost. */
export function askAgain(at: At, desk: Asking, round: number): Decision<Desk> {
  const { question } = desk
  switch (question.ask) {
    case 'number':
      return put(at, desk, question, phrase(at.plan, desk.language, 'desk-number'), { round })
    case 'main':
      return mainMenu(at, desk, [], round)
    case 'schedule':
      return chooseSchedule(at, desk, question.to, question.page, round)
    case 'successor':
      return chooseSuccessor(at, desk, question.schedule, question.page, round)
    case 'duty-hours':
      return askDutyHours(at, desk, question.schedule, question.person, round)
    case 'incident':
      return askIncident(at, desk, question, round)
    case 'outcome':
      return askOutcome(at, desk, question, round)
    case 'message':
      return askMessage(at, desk, question, round)
    case 'property':
      return chooseProperty(at, desk, question.page, round)
    case 'notice':
      return askNotice(at, desk, question.property, round)
    case 'keep-notice':
      return askKeepNotice(at, desk, question.property, question.recording, round)
    case 'notice-hours':
      return askNoticeHours(at, desk, question.property, question.recording, round)
  }
}
