// The menu as it is said: which one, and why; greeting and life-safety notice first, then the options with their keys. What the keys do is
// asking-urgency.ts. Called wherever a caller comes to the menu, for the first time or back.
import { menuNow } from '../plan/menu-now.ts'
import type { Menu } from '../plan/plan.ts'
import { noticeOf } from '../standing/notice-of.ts'
import type { PhraseKey } from '../words/phrases.ts'
import { pause, phrase, recording, text, wordsOf } from '../words/speech.ts'
import type { Speech } from '../world/commands.ts'
import { type At, type Decision, first } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { ask } from './asking.ts'
import type { Call, CallBase } from './call.ts'
import { propertyOf } from './events.ts'

export type Opening = 'greeting' | PhraseKey | readonly Speech[]

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

export function menuOf(at: At, id: string): Menu {
  const menu = at.plan.menus[id]
  if (!menu) throw new Error(`the plan has no menu ${id}`)
  return menu
}
