// How one caller's number and name may be spelled in texts that others wrote: server's answers, Asterisk's logs. Pure. Used where such a text is
// kept without them, and where they are taken out of files.

/** What stands between two digits: nothing, separators, or separators as a URL writes them. */
const BETWEEN = '(?:%[0-9A-Fa-f]{2}|[^0-9A-Za-z%"]){0,3}'
/** Fewer digits are no number that can be looked for: they stand in every time and length. */
const SHORTEST_NUMBER = 6
/** A shorter name is part of ordinary words. */
const SHORTEST_NAME = 3

/** Digits that stand in every spelling of the number, in order; null where it is too short. */
export function digitsOf(number: string): string | null {
  const digits = number.replaceAll(/\D/g, '')
  return digits.length < SHORTEST_NUMBER ? null : digits.slice(-Math.max(SHORTEST_NUMBER, digits.length - 3))
}

/** Finds the number with its country, without it, and with separators; null where it is too short. */
export function numberPattern(number: string): RegExp | null {
  const digits = number.replaceAll(/\D/g, '')
  if (digits.length < SHORTEST_NUMBER) return null
  // A national spelling leaves up to three digits out, and may put a zero in their place.
  const least = Math.max(SHORTEST_NUMBER, digits.length - 3)
  const before = digits.slice(0, -least)
  const optional = [...before].map(digit => `(?:${digit}${BETWEEN})?`).join('')
  return new RegExp(`(?:\\+|%2B)?${optional}${[...digits.slice(-least)].join(BETWEEN)}`, 'gi')
}

/**
 * Finds each word of the name that is long enough: as it is, in a URL, in JSON without letters beyond ASCII. `as`: how letters stand in the text, where
 * it was not read as UTF-8.
 */
export function namePattern(name: string, as: (word: string) => string = word => word): RegExp | null {
  const words = wordsOf(name)
  if (words.length === 0) return null
  const spellings = new Set(words.flatMap(word => [as(word), encodeURIComponent(word), inAscii(word)]))
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${[...spellings].join('|')})(?![\\p{L}\\p{N}])`, 'giu')
}

/** The words of a name that are looked for. */
export function wordsOf(name: string): string[] {
  return name.split(/[^\p{L}\p{N}]+/u).filter(word => [...word].length >= SHORTEST_NAME)
}

/** A pattern for `\\u00ed`. */
function inAscii(word: string): string {
  return word.replaceAll(/[^\0-\x7f]/g, letter => `\\\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** The text without them. */
export function withoutThem(text: string, numbers: readonly string[], names: readonly string[]): string {
  const patterns = [...numbers.map(numberPattern), ...names.map(name => namePattern(name))].filter(pattern => pattern !== null)
  return patterns.reduce((left, pattern) => left.replaceAll(pattern, '…'), text)
}
