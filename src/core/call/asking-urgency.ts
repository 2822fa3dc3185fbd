// The menu: what is it, and how urgent? Greeting and life-safety notice first, options by key, barge-in at any time, asked again
// on silence or a wrong key; after the last round the caller is asked to say what is wrong.
import { menuNow } from '../plan/menu-now.ts'
import type { Menu, Option } from '../plan/plan.ts'
import { noticeOf } from '../standing/notice-of.ts'
import type { PhraseKey } from '../words/phrases.ts'
import { pause, phrase, recording, text, wordsOf } from '../words/speech.ts'
import type { Speech } from '../world/commands.ts'
import { type At, type Decision, first } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { ask, questionSaid, waitForKey } from './asking.ts'
import type { Call, CallBase } from './call.ts'
import { type Handler, type In, propertyOf } from './events.ts'
import { speakFreely } from './speaking-freely.ts'
import { takeMessage } from './taking-message.ts'
import { urgentMatter } from './urgent.ts'

type Opening = 'greeting' | PhraseKey | readonly Speech[]

/** The property's menu for this hour. Where it has several, a fact says which one and why. */
export function beginMenu(at: At, call: CallBase): Decision<Call> {
  const property = propertyOf(at, call)
  const { menu, when, why } = menuNow(property, at.now)
  // Who hears what staff recorded, and hangs up, has heard what they called for.
  const told = noticeOf(at.around.standing(), property.id) !== null
  const asked = askUrgency(at, told ? { ...call, outcome: 'informed' } : call, menu, 1, 'greeting')
  return property.menuWhen === undefined ? asked : first({ facts: [{ kind: 'menu-chosen', menu, when, why }] }, asked)
}

export function askUrgency(at: At, call: CallBase, menu: string, round: number, opening: Opening): Decision<Call> {
  const spec = menuOf(at, menu)
  const speech = [...openingWords(at, call, spec, opening), ...optionWords(at, call, spec)]
  const fact: FactBody = { kind: 'asked', question: 'urgency', round, why: `menu ${menu}` }
  return ask(at, call, round, { speech, fact }, (c, asked) => ({ ...c, ...asked, phase: 'asking-urgency', menu }))
}

export const urgencySaid: Handler<'asking-urgency', 'playbackFinished'> = (at, call, event) =>
  questionSaid(at, call, event, menuOf(at, call.menu).keySeconds)

export const urgencyDue: Handler<'asking-urgency', 'due'> = (at, call) => {
  const { keySeconds } = menuOf(at, call.menu)
  if (call.playback !== null) return waitForKey(at, call, keySeconds)
  return again(
    at,
    call,
    { kind: 'no-key', round: call.round, why: `nothing was pressed within ${keySeconds} s` },
    'nothing-heard',
  )
}

export const urgencyKey: Handler<'asking-urgency', 'digit'> = (at, call, { digit }) => {
  const options: Readonly<Record<string, Option>> = menuOf(at, call.menu).options
  const option = Object.hasOwn(options, digit) ? options[digit] : undefined
  if (!option) return again(at, call, { kind: 'key-ignored', digit, why: `menu ${call.menu} has no key ${digit}` }, 'wrong-key')
  const pressed: FactBody = { kind: 'key-pressed', digit, meaning: meaningOf(option), why: `menu ${call.menu}` }
  return first({ facts: [pressed] }, chosen(at, call, option, digit))
}

function chosen(at: At, call: In<'asking-urgency'>, option: Option, digit: string): Decision<Call> {
  switch (option.do) {
    case 'escalate':
      return urgentMatter(at, call, {
        ladder: option.ladder,
        category: option.category,
        statement: 'ask',
        why: `key ${digit} in menu ${call.menu}`,
      })
    case 'message':
      return takeMessage(at, call, option.mailbox)
    case 'submenu':
      return askUrgency(at, call, option.menu, 1, text(menuOf(at, option.menu).greeting, call.language))
    case 'say':
      return again(
        at,
        { ...call, outcome: 'informed' },
        { kind: 'told', what: 'an announcement', why: `key ${digit} in menu ${call.menu}` },
        text(option.text, call.language),
      )
  }
}

/** Once more, or after the last round on to free speech. Wrong keys count too, so that no call goes round for ever. */
function again(at: At, call: In<'asking-urgency'>, fact: FactBody, opening: Opening): Decision<Call> {
  return call.round < menuOf(at, call.menu).rounds
    ? first({ facts: [fact] }, askUrgency(at, call, call.menu, call.round + 1, opening))
    : first({ facts: [fact] }, speakFreely(at, call, typeof opening === 'string' ? [] : opening))
}

function openingWords(at: At, call: CallBase, menu: Menu, opening: Opening): readonly Speech[] {
  const { language } = call
  if (typeof opening !== 'string') return opening
  if (opening !== 'greeting') return phrase(at.plan, language, opening)
  const property = propertyOf(at, call)
  const emergency = at.plan.box.emergencyNumbers[0] ?? '911'
  return [
    ...pause(500),
    ...phrase(at.plan, language, 'greeting', { property: wordsOf(property.spoken, language) }),
    ...notice(at, property.id),
    ...text(menu.greeting, language),
    ...phrase(at.plan, language, 'life-safety', { emergency: [...emergency].join(' ') }),
    ...(property.notices.recording ? phrase(at.plan, language, 'recording-notice') : []),
  ]
}

/** What staff recorded for the property's callers: "we know, it is being repaired". */
function notice(at: At, property: string): readonly Speech[] {
  const recorded = noticeOf(at.around.standing(), property)
  return recorded === null ? [] : [...recording(recorded), ...pause(500)]
}

function optionWords(at: At, call: CallBase, menu: Menu): Speech[] {
  return Object.entries(menu.options).flatMap(([key, option]) =>
    option ? phrase(at.plan, call.language, 'option', { what: wordsOf(option.say, call.language), key }) : [],
  )
}

function meaningOf(option: Option): string {
  switch (option.do) {
    case 'escalate':
      return `urgent: ${option.category}`
    case 'message':
      return `message for ${option.mailbox}`
    case 'submenu':
      return `menu ${option.menu}`
    case 'say':
      return 'an announcement'
  }
}

function menuOf(at: At, id: string): Menu {
  const menu = at.plan.menus[id]
  if (!menu) throw new Error(`the plan has no menu ${id}`)
  return menu
}
