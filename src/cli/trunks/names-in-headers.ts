// Where the values of SIP headers carry names of people, and what puts others in their place.
// Addresses, parameters and the words of SIP itself stay as they are, whatever the people are
// called. Pure.

/** Headers whose values are addresses, with a name before each. */
const NAMED = new Set([
  'from',
  'to',
  'contact',
  'p-asserted-identity',
  'p-preferred-identity',
  'p-called-party-id',
  'p-associated-uri',
  'p-served-user',
  'remote-party-id',
  'diversion',
  'history-info',
  'referred-by',
  'refer-to',
  'reply-to',
])
/** Headers in which people write what they like. */
const FREE = /^(?:subject|organization|x-.*)$/
/** The same, between quotes only. */
const QUOTED = /^(?:reason|warning|error-info)$/
/** Texts between quotes, addresses between brackets, everything else letter by letter. */
const PART = /"(?:[^"\\]|\\.)*"|<[^>]*>|[\s\S]/g
const ADDRESS = /^\s*(?:sips?|tel|urn|https?):/i
/** Written without spaces between words. */
const NO_SPACES = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}]/u

/** A header's value as it is written, with the names told apart. */
interface Piece {
  readonly text: string
  readonly is: 'name' | 'address' | 'other'
}

/** The names in a header: without quotes and blanks around them. */
export function namesIn(header: string, value: string): string[] {
  if (!NAMED.has(header)) return []
  return piecesOf(value).flatMap(({ text, is }) => (is === 'name' ? bare(text) : []))
}

/** What stands in the place of each name. */
export interface StandIns {
  readonly ofName: ReadonlyMap<string, string>
  /** Finds names as words of a text, also as a URI writes them; null where there are none. */
  readonly words: RegExp | null
}

export function standInsFor(ofName: ReadonlyMap<string, string>): StandIns {
  // One letter alone is no name that can be looked for.
  const known = [...ofName.keys()].filter(name => [...name].length > 1)
  const spellings = known.flatMap(name => [name, encodeURIComponent(name.toWellFormed())])
  const longest = [...new Set(spellings)].sort((one, other) => other.length - one.length)
  return { ofName, words: longest.length === 0 ? null : new RegExp(longest.map(word).join('|'), 'gu') }
}

function word(spelling: string): string {
  const written = spelling.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  if (NO_SPACES.test(spelling)) return written
  return `(?<=%[0-9A-Fa-f]{2}|^|[^\\p{L}\\p{N}])${written}(?![\\p{L}\\p{N}])`
}

function inText(text: string, { ofName, words }: StandIns): string {
  if (words === null) return text
  return text.replaceAll(words, found => ofName.get(found) ?? ofName.get(decoded(found)) ?? found)
}

/** Escapes that nobody can read stay. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text.replaceAll(/%[0-7][0-9A-Fa-f]/g, escaped => decodeURIComponent(escaped))
  }
}

/** A header's value with stand-ins for names. */
export function withNames(header: string, value: string, standIns: StandIns): string {
  if (FREE.test(header)) return inText(value, standIns)
  if (QUOTED.test(header)) return inQuotes(value, standIns)
  if (!NAMED.has(header)) return value
  const pieces = piecesOf(value).map(({ text, is }) => {
    if (is === 'address') return inAddress(text, standIns)
    if (is === 'other') return inQuotes(text, standIns)
    const [name = ''] = bare(text)
    const standIn = standIns.ofName.get(name)
    return standIn === undefined ? text : text.replace(name, standIn)
  })
  return pieces.join('')
}

function inQuotes(text: string, standIns: StandIns): string {
  return text.replaceAll(/"[^"]*"/g, said => inText(said, standIns))
}

/** A user who is called as a name says, and what stands in the address behind `?`. */
export function inAddress(address: string, standIns: StandIns): string {
  return address
    .replace(/(\bsips?:)([^@:;<>\s?]+)(?=[^<>\s]*@)/i, (_, scheme: string, said: string) => scheme + inText(said, standIns))
    .replace(/(\?[^=]*=)([^>]*)/, (_, before: string, said: string) => before + inText(said, standIns))
}

function piecesOf(value: string): Piece[] {
  const pieces: Piece[] = []
  let text = ''
  const close = (): void => {
    // Behind an address stand its parameters, up to the comma; then the next value begins.
    const isFirst = pieces.length === 0
    const comma = isFirst ? -1 : commaIn(text)
    const [before, after] = isFirst ? ['', text] : [text.slice(0, comma + 1), text.slice(comma + 1)]
    if (!isFirst && comma < 0) pieces.push({ text, is: 'other' })
    else {
      if (before !== '') pieces.push({ text: before, is: 'other' })
      pieces.push({ text: after, is: ADDRESS.test(after) ? 'address' : 'name' })
    }
    text = ''
  }
  for (const [part] of value.matchAll(PART)) {
    if (part.startsWith('<') && part.length > 1) {
      close()
      pieces.push({ text: part, is: 'address' })
    } else text += part
  }
  close()
  return pieces
}

/** The first comma outside quotes; -1 where there is none. */
function commaIn(text: string): number {
  for (const { 0: part, index } of text.matchAll(PART)) if (part === ',') return index
  return -1
}

function bare(text: string): string[] {
  const name = (/^\s*"(.*)"\s*$/s.exec(text)?.[1] ?? text).trim()
  return name === '' || name === '*' ? [] : [name]
}
