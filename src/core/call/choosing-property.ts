// The line is in no property's rules, but the trunk is known: a typing error must not tell a flooded resident "not in service".
// Which community is it? Silence gets the property that stands in.
import type { Property } from '../plan/plan.ts'
import type { PhraseKey } from '../words/phrases.ts'
import { pause, phrase, wordsOf } from '../words/speech.ts'
import { type At, type Decision, first } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { ask, KEY_SECONDS, numbered, waitForKey } from './asking.ts'
import type { Call, CallBase } from './call.ts'
import type { Handler, In } from './events.ts'
import { officeFirst } from './office-first.ts'

export function chooseProperty(at: At, call: CallBase, round: number, opening: PhraseKey): Decision<Call> {
  const { language } = call
  const options = numbered(Object.values(at.plan.properties)).flatMap(([key, property]) =>
    phrase(at.plan, language, 'option', { what: wordsOf(property.spoken, language), key }),
  )
  const speech = [...pause(500), ...phrase(at.plan, language, opening), ...options]
  const fact: FactBody = { kind: 'asked', question: 'property', round, why: 'the line is not in the rules' }
  return ask(at, call, round, { speech, fact }, (c, asked) => ({ ...c, ...asked, phase: 'choosing-property' }))
}

export const propertyKey: Handler<'choosing-property', 'digit'> = (at, call, { digit }) => {
  const chosen = numbered(Object.values(at.plan.properties)).find(([key]) => key === digit)?.[1]
  if (!chosen) return askPropertyAgain(at, call, { kind: 'key-ignored', digit, why: 'no community has this key' }, 'wrong-key')
  const pressed: FactBody = { kind: 'key-pressed', digit, meaning: `community ${chosen.name}`, why: 'the caller chose' }
  return first({ facts: [pressed] }, withProperty(at, call, chosen, 'the caller chose it by key'))
}

export const propertyDue: Handler<'choosing-property', 'due'> = (at, call) =>
  call.playback !== null
    ? waitForKey(at, call, KEY_SECONDS)
    : askPropertyAgain(
        at,
        call,
        { kind: 'no-key', round: call.round, why: `nothing was pressed within ${KEY_SECONDS} s` },
        'nothing-heard',
      )

function askPropertyAgain(at: At, call: In<'choosing-property'>, fact: FactBody, opening: PhraseKey): Decision<Call> {
  if (call.round < 2) return first({ facts: [fact] }, chooseProperty(at, call, call.round + 1, opening))
  const fallback = at.plan.properties[at.plan.box.unknownLine.property ?? ''] ?? Object.values(at.plan.properties)[0]
  if (!fallback) throw new Error('a plan has at least one property')
  return first({ facts: [fact] }, withProperty(at, call, fallback, 'nothing chosen: the box stands in with this property'))
}

function withProperty(at: At, call: CallBase, property: Property, why: string): Decision<Call> {
  const known = { ...call, property: property.id, language: property.languages[0] ?? call.language }
  return first({ facts: [{ kind: 'identified', property: property.id, why }] }, officeFirst(at, known, property))
}
