// Which words of a text are looked for by: letters and digits, without accents, in lower case. What
// could be somebody's number is left out. And which texts a fact says.
import type { Fact } from '../../core/world/facts.ts'

/** So many digits in a row may be a telephone number. */
const A_NUMBER = /\d{7,}/
const LONGEST = 40

/** As somebody types a name: `JOSÉ`, `Straße` and `O’Neil` are `jose`, `strasse` and `o'neil`. */
export function folded(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .replaceAll(/[‘’ʼ′`´]/g, "'")
  return plain.toLowerCase().toUpperCase().toLowerCase().replaceAll(/\s+/g, ' ').trim()
}

export function textWords(text: string): string[] {
  return partsOf(text).filter(isWord)
}

export function partsOf(text: string): string[] {
  return folded(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(part => part !== '')
}

export function isWord(part: string): boolean {
  return part.length <= LONGEST && !A_NUMBER.test(part)
}

/** Most reasons and names are said again and again. */
const KNOWN = 5000
const wordsKnown = new Map<string, readonly string[]>()

/** The same, remembered. */
export function knownWords(text: string): readonly string[] {
  const before = wordsKnown.get(text)
  if (before !== undefined) return before
  const words = textWords(text)
  if (wordsKnown.size >= KNOWN) wordsKnown.clear()
  wordsKnown.set(text, words)
  return words
}

/** Fields that say something; those that are private are none of them. */
const SAYING = [
  ...(['why', 'meaning', 'category', 'outcome', 'result', 'ladder', 'mailbox', 'menu'] as const),
  ...(['by', 'whom', 'reason', 'person', 'property'] as const),
]

/** Reasons, outcomes, and ids of people and properties: names are the plan's. */
export function saidIn(fact: Fact): readonly string[] {
  const said = fact as unknown as Readonly<Record<string, unknown>>
  return SAYING.flatMap(field => {
    const text = said[field]
    return typeof text === 'string' ? [text] : []
  })
}
