// A property with several languages asks first, each language in its own words. Silence gets the property's first language.
import { pause, phrase } from '../words/speech.ts'
import { type At, type Decision, first } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { ask, KEY_SECONDS, numbered, waitForKey } from './asking.ts'
import type { Call, CallBase } from './call.ts'
import { type Handler, propertyOf } from './events.ts'
import { beginMenu } from './saying-menu.ts'

export function chooseLanguage(at: At, call: CallBase, round: number): Decision<Call> {
  const speech = numbered(propertyOf(at, call).languages).flatMap(([key, language]) =>
    phrase(at.plan, language, 'language-option', { key }),
  )
  const fact: FactBody = { kind: 'asked', question: 'language', round, why: 'the property speaks several languages' }
  return ask(at, call, round, { speech: [...pause(500), ...speech], fact }, (c, asked) => ({
    ...c,
    ...asked,
    phase: 'choosing-language',
  }))
}

export const languageKey: Handler<'choosing-language', 'digit'> = (at, call, { digit }) => {
  const chosen = numbered(propertyOf(at, call).languages).find(([key]) => key === digit)?.[1]
  if (!chosen)
    return first({ facts: [{ kind: 'key-ignored', digit, why: 'no language has this key' }] }, menuIn(at, call, call.language))
  return first({ facts: [{ kind: 'language-chosen', language: chosen, why: `key ${digit}` }] }, menuIn(at, call, chosen))
}

/** Nothing pressed: the property's first language, and no time lost. */
export const languageDue: Handler<'choosing-language', 'due'> = (at, call) =>
  call.playback !== null
    ? waitForKey(at, call, KEY_SECONDS)
    : first(
        { facts: [{ kind: 'language-chosen', language: call.language, why: `nothing was pressed within ${KEY_SECONDS} s` }] },
        menuIn(at, call, call.language),
      )

function menuIn(at: At, call: CallBase, language: string): Decision<Call> {
  return beginMenu(at, { ...call, language })
}
