// What stands for what in a redacted export. The same is always replaced by the same, and whatever
// decides by the shape of a thing decides alike: a number keeps its country and area and gets one of
// the exchange 555, which has no subscribers, as its last seven digits (those that are set aside for
// stories first, 555-0100 to 555-0199), however it is spelled; a text that is spoken keeps its length, because that is how long it takes to say. Knows
// nothing of turns or rules: roles.ts says what is what.

/** What is named by an id: it gets one of its own, counted. */
export type Named =
  | 'person'
  | 'property'
  | 'group'
  | 'role'
  | 'schedule'
  | 'ladder'
  | 'menu'
  | 'category'
  | 'mailbox'
  | 'trunk'
  | 'queue'
  | 'phone'
  | 'member'
  | 'webhook'
  | 'report'
  | 'secret'
  | 'line'
  | 'who'

export interface StandIns {
  id(what: Named, id: string): string
  /** Whether this was given one as such a thing. */
  knows(what: Named, id: string): boolean
  number(number: string): string
  /** Keys that are typed, one after the other: as the number that they make. */
  typed(digits: string): string
  /** Of the same length, beginning with what it is the name of. */
  name(name: string, label?: string): string
  /** Of the same length; what is in braces stays. */
  text(text: string): string
  host(host: string): string
  mail(address: string): string
  /** A reason: names, numbers and addresses get their stand-ins; it is left out where an address may be left. */
  words(words: string): string
}

/** What a reason becomes that can't be kept. */
export const LEFT_OUT = '(left out)'
/** Of the exchange 555, those that somebody answers: directory assistance. */
const SERVICES: ReadonlySet<string> = new Set(['5551212', '5554334'])
/** The part of a number that is replaced. */
const LAST = 7

/**
 * `texts`: all that goes into the export, for the numbers that must not come out of it. `kept`: short
 * numbers that stay. `ids`: of calls, which look like numbers.
 */
export function openStandIns(texts: Iterable<string>, kept: ReadonlySet<string>, ids: readonly string[]): StandIns {
  const taken = new Set<string>()
  for (const text of texts) for (const [run] of text.matchAll(LONG_NUMBER)) taken.add(run.replaceAll(/\D/g, '').slice(-LAST))
  const given = new Map<string, string>()
  const counts = new Map<string, number>()
  /** Everything that a reason may repeat. */
  const inWords = new Map<string, string>()
  let matcher: { readonly size: number; readonly pattern: RegExp } | null = null

  function once(kind: string, original: string, make: (n: number) => string): string {
    const key = `${kind} ${original}`
    const known = given.get(key)
    if (known !== undefined) return known
    const n = (counts.get(kind) ?? 0) + 1
    counts.set(kind, n)
    const made = make(n)
    given.set(key, made)
    // Long texts are in no reason; a name of any length may be.
    if (original.length > 1 && (kind !== 'text' || original.length <= 60))
      for (const spelled of [original, original.toLowerCase()]) inWords.set(spelled, made)
    return made
  }

  /** An exchange and line that nobody has: `555-0100`, and so on. */
  function lastDigits(original: string): string {
    const exchange = original.startsWith('976') ? '976' : /^[2-9]/.test(original) ? '555' : `${original[0]}55`
    return once('number', original, () => {
      for (let line = 100; ; line++) {
        const digits = `${exchange}${String(line).padStart(4, '0')}`.slice(0, LAST)
        if (taken.has(digits) || SERVICES.has(digits)) continue
        taken.add(digits)
        return digits
      }
    })
  }

  function number(original: string): string {
    const digits = original.replaceAll(/\D/g, '')
    if (kept.has(original)) return original
    if (digits.length >= LAST) return respelled(original, `${digits.slice(0, -LAST)}${lastDigits(digits.slice(-LAST))}`)
    if (digits === original && digits !== '') return once('short', original, () => short(digits.length))
    return once('line', original, n => `line-${n}`)
  }

  function short(length: number): string {
    for (let n = 10 ** length - 1; n > 0; n--) {
      const made = String(n).padStart(length, '0')
      if (kept.has(made) || taken.has(made)) continue
      taken.add(made)
      return made
    }
    return '0'.repeat(length)
  }

  function pattern(): RegExp {
    if (matcher?.size !== inWords.size) {
      const all = [...inWords.keys()].sort((a, b) => b.length - a.length)
      matcher = { size: inWords.size, pattern: asWords(all, 'giu') }
    }
    return matcher.pattern
  }

  const host = (original: string): string => once('host', original, n => `host-${n}.invalid`)
  const mail = (address: string): string => once('mail', address, n => `mail-${n}@example.invalid`)

  return {
    id: (what, id) => once(what, id, n => `${what}-${n}`),
    knows: (what, id) => given.has(`${what} ${id}`),
    number,
    typed: keys => (/^\d+$/.test(keys) ? number(keys) : keys.replaceAll(/\d/g, '5')),
    name: (name, label = 'Name') => once('name', name, n => sized(`${label} ${n}`, name.length)),
    text: text =>
      text
        .split(/(\{[^{}]*\})/)
        .map((part, nth) =>
          nth % 2 === 1 || part.trim() === '' ? part : once('text', part, n => sized(`Text ${n}`, part.length)),
        )
        .join(''),
    host,
    mail,
    words: words =>
      words === LEFT_OUT
        ? words
        : words
            .split(anyOf(ids))
            .map((part, nth) => (nth % 2 === 1 ? part : said(part)))
            .join(''),
  }

  function said(words: string): string {
    const named =
      inWords.size === 0
        ? words
        : words.replaceAll(pattern(), one => inWords.get(one) ?? inWords.get(one.toLowerCase()) ?? LEFT_OUT)
    const placed = named
      .replaceAll(MAIL, one => (isStandIn(one) ? one : mail(one)))
      .replaceAll(IP_V6, one => (/::|(:.*){4}/.test(one) ? host(one) : one))
      .replaceAll(IP_V4, host)
      .replaceAll(DNS_NAME, one => (isStandIn(one) ? one : host(one)))
    const numbered = placed.replaceAll(LONG_NUMBER, run => number(run))
    return numbered.replaceAll(/mail-\d+@example\.invalid/g, '').includes('@') ? LEFT_OUT : numbered
  }
}

const MAIL = /[^\s<>()[\],;:"'@]+@(?:[\p{L}\p{N}_-]+\.)+[\p{L}\p{N}-]{2,}/gu
const IP_V4 = /(?<![\p{L}\p{N}.])\d{1,3}(?:\.\d{1,3}){3}(?!\d)/gu
/** A time of day has fewer colons. */
const IP_V6 = /(?<![\p{L}\p{N}])[\da-f]*:[\da-f:.]*[\da-f:]/giu
const DNS_NAME = /(?<![\p{L}\p{N}@])(?:[\p{L}\p{N}_-]+\.)+\p{L}[\p{L}\p{N}-]+/gu

function isStandIn(address: string): boolean {
  return /^(?:host-\d+|(?:mail-\d+@)?example)\.invalid$/.test(address)
}

/** With what it finds, when something is split by it. */
function anyOf(texts: readonly string[]): RegExp {
  return texts.length === 0 ? /($.)/ : new RegExp(`(${texts.map(escaped).join('|')})`)
}

/** As words of their own. */
export function asWords(texts: readonly string[], flags = 'u'): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${texts.map(escaped).join('|')})(?![\\p{L}\\p{N}])`, flags)
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}

/** Digits of a number in any spelling. */
const LONG_NUMBER = /\d(?:[ ().-]{0,2}\d){6,}/g

/** The same signs between other digits; letters among them may be anybody's name. */
function respelled(original: string, digits: string): string {
  let at = 0
  return original.replaceAll(/\p{L}/gu, 'x').replaceAll(/\d/g, () => digits[at++] ?? '0')
}

function sized(label: string, length: number): string {
  return label.length > length ? label.slice(label.length - length) : label.padEnd(length, '.')
}
