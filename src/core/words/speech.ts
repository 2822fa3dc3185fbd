// Turns phrases of the plan into speech. A phrase may hold {names}; what stands in for them is text, digits or a recording.
// Called by every phase that speaks. An empty phrase says nothing: the administrator switched it off.
import type { Language, Plan, Text } from '../plan/plan.ts'
import type { Speech } from '../world/commands.ts'
import { PHRASES, type PhraseKey } from './phrases.ts'

/** A phrase in a language, its {names} filled in. */
export function phrase(plan: Plan, language: Language, key: PhraseKey, names: Readonly<Record<string, string>> = {}): Speech[] {
  const said = plan.phrases[language]?.[key] ?? PHRASES[language]?.[key] ?? PHRASES.en?.[key] ?? ''
  const filled = said.includes('{') ? said.replaceAll(/\{(\w+)\}/g, (_, name: string) => names[name] ?? '') : said
  return spoken(language, filled)
}

/** An administrator's text in this language, or in the first language that it has. */
export function text(words: Text, language: Language): Speech[] {
  const own = words[language]
  if (own !== undefined) return spoken(language, own)
  const [first] = Object.entries(words)
  return first ? spoken(first[0], first[1]) : []
}

export function digits(language: Language, number: string): Speech[] {
  const plain = number.replaceAll(/\D/g, '')
  return plain === '' ? [] : [{ kind: 'digits', language, digits: plain }]
}

export function recording(name: string, ms?: number): Speech[] {
  return [{ kind: 'recording', name, ...(ms === undefined ? {} : { ms }) }]
}

export function pause(ms: number): Speech[] {
  return [{ kind: 'pause', ms }]
}

export function beep(): Speech[] {
  return [{ kind: 'beep' }]
}

/** A plain string of the administrator's texts, for use inside a phrase. */
export function wordsOf(words: Text, language: Language): string {
  return words[language] ?? Object.values(words)[0] ?? ''
}

function spoken(language: Language, said: string): Speech[] {
  return said.trim() === '' ? [] : [{ kind: 'text', language, text: said.trim() }]
}
