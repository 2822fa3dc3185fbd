// Everything that can be known in advance to be spoken under a plan, with names filled in as the core fills them in. Pure.
// Used by voice.ts to render before the first call needs it; what is missed here is rendered when it is first said.
import type { Language, Plan, Property, Text } from '../core/plan/plan.ts'
import { PHRASES, type PhraseKey } from '../core/words/phrases.ts'
import { phrase, text, wordsOf } from '../core/words/speech.ts'
import type { Speech } from '../core/world/commands.ts'

export interface SpokenText {
  readonly language: Language
  readonly text: string
}

const KEYS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']

export function textsOf(plan: Plan): SpokenText[] {
  const seen = new Set<string>()
  const texts: SpokenText[] = []
  for (const spoken of textsIn(plan)) {
    const key = `${spoken.language}\n${spoken.text}`
    if (!seen.has(key)) {
      seen.add(key)
      texts.push(spoken)
    }
  }
  return texts
}

/** The same one by one and with repetitions: a portfolio of 1,000 properties speaks a lot. The most urgent words come first. */
export function* textsIn(plan: Plan): Generator<SpokenText> {
  for (const language of languagesOf(plan)) {
    for (const key of Object.keys(PHRASES.en ?? {}) as PhraseKey[]) yield* only(phrasesOf(plan, language, key))
    for (const digit of KEYS) yield { language, text: digit }
  }
  for (const menu of Object.values(plan.menus)) {
    for (const language of languagesOf(plan)) {
      yield* only(text(menu.greeting, language))
      for (const [key, option] of Object.entries(menu.options)) {
        if (!option) continue
        yield* only(phrase(plan, language, 'option', { what: wordsOf(option.say, language), key }))
        if (option.do === 'say') yield* only(text(option.text, language))
      }
    }
  }
  for (const property of Object.values(plan.properties)) yield* only(ofProperty(plan, property))
}

function* ofProperty(plan: Plan, property: Property): Generator<Speech> {
  for (const language of property.languages) {
    yield* phrase(plan, language, 'greeting', { property: wordsOf(property.spoken, language) })
  }
  for (const language of languagesOf(plan)) {
    for (const category of Object.values(property.categories)) {
      yield* briefingFirst(plan, property, category, language)
      yield* phrase(plan, language, 'known', { category: wordsOf(category, language) })
    }
  }
}

function briefingFirst(plan: Plan, property: Property, category: Text, language: Language): Speech[] {
  return phrase(plan, language, 'briefing-first', {
    box: plan.box.name,
    property: wordsOf(property.spoken, language),
    category: wordsOf(category, language),
  })
}

/** A phrase with every value that its names can have. Those that only a call can fill in are left for later. */
function phrasesOf(plan: Plan, language: Language, key: PhraseKey): Speech[] {
  const of = (names: Readonly<Record<string, string>>) => phrase(plan, language, key, names)
  switch (key) {
    case 'greeting':
    case 'briefing-first':
    case 'wait-seconds':
    case 'wait-minutes':
    case 'briefing-others':
    case 'known':
      return []
    case 'option':
      return Object.values(plan.properties)
        .slice(0, 9)
        .flatMap((property, n) => of({ what: wordsOf(property.spoken, language), key: String(n + 1) }))
    case 'language-option':
    case 'briefing-confirm':
      return KEYS.flatMap(digit => of({ key: digit }))
    case 'already-taken':
    case 'taken-over':
    case 'known-owned':
      return Object.values(plan.people).flatMap(person => of({ person: person.name }))
    case 'briefing-waiting':
    case 'known-since':
      return waits(plan, language).flatMap(wait => of({ wait }))
    default: {
      const emergency = [...(plan.box.emergencyNumbers[0] ?? '911')].join(' ')
      return of({ emergency })
    }
  }
}

/** The waits that the briefing names: tens of seconds to a minute and a half, then minutes. */
function waits(plan: Plan, language: Language): string[] {
  const seconds = [10, 20, 30, 40, 50, 60, 70, 80, 90].flatMap(n => phrase(plan, language, 'wait-seconds', { n: String(n) }))
  const minutes = Array.from({ length: 14 }, (_, n) => phrase(plan, language, 'wait-minutes', { n: String(n + 2) })).flat()
  return [...seconds, ...minutes].flatMap(spoken => (spoken.kind === 'text' ? [spoken.text] : []))
}

function languagesOf(plan: Plan): Language[] {
  const languages = new Set(plan.box.languages)
  for (const property of Object.values(plan.properties)) for (const language of property.languages) languages.add(language)
  for (const person of Object.values(plan.people)) languages.add(person.language)
  return [...languages]
}

function* only(speech: Iterable<Speech>): Generator<SpokenText> {
  for (const piece of speech) if (piece.kind === 'text') yield { language: piece.language, text: piece.text }
}
