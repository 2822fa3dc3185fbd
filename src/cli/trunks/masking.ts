// SIP without who it is about: each telephone number, name and IP address has a stand-in, the same
// one everywhere in a trace. What ties messages to one another (Via, CSeq, Call-ID, tags) and what
// SIP itself says stay, so that a masked message can still be read. Pure.
import { numberPattern } from '../../core/world/spellings.ts'
import { nameOf, partsOf } from '../../sip/message.ts'
import type { Dialog } from './dialogs.ts'
import { decoded, inAddress, namesIn, type StandIns, standInsFor, withNames } from './names-in-headers.ts'

const IPV4 = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]*\d)/g
const IPV6 = /\[[0-9a-f:.]{3,45}\]|(?<=\bIP6 |\b(?:received|maddr)=)[0-9a-f:.]{3,45}/gi
/** For splitting. */
const ADDRESSES = new RegExp(`(${IPV6.source}|${IPV4.source})`, 'gi')

/** Whose values hold long figures that are no telephone numbers: only known ones are looked for. */
const FIGURES = new Set([
  'via',
  'call-id',
  'in-reply-to',
  'replaces',
  'join',
  'target-dialog',
  'session-id',
  'content-length',
  'content-type',
  'date',
  'timestamp',
  'rseq',
  'rack',
  'www-authenticate',
  'proxy-authenticate',
])
/** The same within any value, and what stands in place of a number or a name already. */
const NOT_A_NUMBER = [
  '\\b(?:[\\w-]{0,20}tag|branch|nonce|opaque)=[^;,>\\s]*',
  'urn:uuid:[\\w-]*',
  '(?:number|name)-\\d+',
  '%(?!2B)[0-9A-F]{2}',
].join('|')
/** 7 to 15 digits, with what people and URIs write between them. */
const ANY_NUMBER = '(?:(?<=%[0-9A-F]{2})|(?<!\\d))(?:\\+|%2B)?\\d(?:(?:%2[089DE]|[ ().-]){0,3}\\d){6,14}(?!\\d)'
const ANY = new RegExp(`(${NOT_A_NUMBER})|${ANY_NUMBER}`, 'gi')
/** Known numbers are looked for in tags as well, and from six digits. */
const WHOLE = new RegExp(`((?:number|name)-\\d+|%(?!2B)[0-9A-F]{2})|${ANY_NUMBER.replace('{6,14}', '{5,14}')}`, 'gi')
/** Programs write their versions. A number stands there without separators. */
const ANY_UNBROKEN = new RegExp(`(${NOT_A_NUMBER})|(?<!\\d)\\d{7,15}(?!\\d)`, 'gi')
const PROGRAMS = new Set(['user-agent', 'server'])

/** What of a user part says a number: `+1 (512) 555-0101` of `+1 (512) 555-0101,22`. */
const NUMBER_FIRST = /^\+?[\d ().*-]+/
const NUMBER_AS_NAME = /^\+?[\d ().-]{6,}$/

export interface Mask {
  /** A whole message without numbers and names. Its IP addresses stay. */
  readonly people: (message: string) => string
  /** A Call-ID, or what a trace is about, without the numbers that are known. */
  readonly word: (text: string) => string
  readonly addresses: (text: string) => string
}

/** What masks texts about these dialogs. */
export function maskFor(dialogs: readonly Dialog[]): Mask {
  const numbers = numbersIn(dialogs)
  const names = namesOf(dialogs, numbers)
  const addresses = new Map<string, string>()

  function address(found: string): string {
    const known = addresses.get(found) ?? `address-${addresses.size + 1}`
    addresses.set(found, known)
    return known
  }

  return {
    people: message => withoutPeople(message, numbers, names),
    word: text => outsideAddresses(text, numbers.known),
    addresses: text => text.replaceAll(IPV6, address).replaceAll(IPV4, address),
  }
}

interface Numbers {
  readonly learn: (written: string) => void
  readonly known: (text: string) => string
  readonly all: (text: string) => string
  readonly unbroken: (text: string) => string
}

function numbersIn(dialogs: readonly Dialog[]): Numbers {
  const learnt = new Map<string, { readonly written: string; readonly standIn: string }>()
  let patterns: { readonly pattern: RegExp; readonly standIn: string }[] | null = null

  function standInOf(written: string): string {
    const key = written.replaceAll(/\D/g, '').slice(-10)
    const before = learnt.get(key)
    if (before !== undefined && before.written.length >= written.length) return before.standIn
    const standIn = before?.standIn ?? known(written.replace('+', '')) ?? `number-${learnt.size + 1}`
    learnt.set(key, { written, standIn })
    patterns = null
    return standIn
  }

  function learn(user: string): void {
    const [said = ''] = NUMBER_FIRST.exec(user) ?? []
    const written = said.replaceAll(/[^\d+]/g, '')
    if (written.length < 6 || written.length > 24 || user.search(IPV4) === 0) return
    if (written.replace('+', '').length >= 6) standInOf(written)
  }

  /** Of a number that is written whole, with its country or without. */
  function known(digits: string): string | null {
    const same = learnt.get(digits.slice(-10))
    if (same !== undefined) return same.standIn
    const isIt = ({ written }: { readonly written: string }): boolean =>
      isSame(digits, written.replace('+', '')) || isSame(written.replace('+', ''), digits)
    return [...learnt.values()].find(isIt)?.standIn ?? null
  }

  // Looked for whole first: two numbers may differ in their first digits only.
  function replaced(text: string, runs: RegExp, standInOf: (digits: string) => string | null): string {
    return text.replaceAll(runs, (found: string, not: string | undefined) =>
      not === undefined ? (standInOf(decoded(found).replaceAll(/\D/g, '')) ?? found) : found,
    )
  }

  function knownIn(text: string): string {
    const whole = replaced(text, WHOLE, known)
    const left = whole.replaceAll(/(?:number|name)-\d+|\D/g, '')
    // Hundreds of patterns take a while.
    if (left.length < 6) return whole
    patterns ??= [...learnt.values()]
      .sort((one, other) => other.written.length - one.written.length)
      .flatMap(({ written, standIn }) => {
        const pattern = numberPattern(written)
        return pattern === null ? [] : [{ pattern, standIn }]
      })
    return patterns.reduce((rest, { pattern, standIn }) => rest.replaceAll(pattern, standIn), whole)
  }

  // What is met only here has a stand-in too, but is looked for nowhere else.
  const met = new Map<string, string>()
  function meet(digits: string): string {
    const key = digits.slice(-10)
    const standIn = known(digits) ?? met.get(key)
    if (standIn !== undefined) return standIn
    met.set(key, `number-${learnt.size + met.size + 1}`)
    return meet(digits)
  }

  for (const { messages } of dialogs)
    for (const { text } of messages) {
      for (const [, user = ''] of text.matchAll(/\b(?:sips?|tel):([^@:;<>\s]{1,80})/gi)) learn(decoded(user))
      for (const [, routed = ''] of text.matchAll(/;\s*rn=([^@;,?<>\s]{1,80})/gi)) learn(decoded(routed))
    }
  return {
    learn,
    known: knownIn,
    all: text => knownIn(replaced(text, ANY, meet)),
    unbroken: text => knownIn(replaced(text, ANY_UNBROKEN, meet)),
  }
}

/** Fewer digits at the end are shared by many numbers. */
const SHORTEST_NATIONAL = 8

function isSame(whole: string, national: string): boolean {
  const significant = national.replace(/^0+/, '')
  return significant.length >= SHORTEST_NATIONAL && whole.endsWith(significant)
}

function namesOf(dialogs: readonly Dialog[], numbers: Numbers): StandIns {
  const names = new Map<string, string>()
  for (const { messages } of dialogs)
    for (const { sip } of messages)
      for (const [header, value] of sip.headers)
        for (const said of namesIn(header, value)) {
          if (NUMBER_AS_NAME.test(said)) numbers.learn(said)
          else if (!names.has(said)) names.set(said, `name-${names.size + 1}`)
        }
  return standInsFor(names)
}

function outsideAddresses(text: string, mask: (text: string) => string): string {
  return text
    .split(ADDRESSES)
    .map((part, nth) => (nth % 2 === 0 ? mask(part) : part))
    .join('')
}

function withoutPeople(message: string, numbers: Numbers, names: StandIns): string {
  const { head, body } = partsOf(message)
  const [first = '', ...lines] = head
  const kept = [firstLine(first, numbers, names), ...lines.map(line => headerLine(line, numbers, names))]
  if (!/\r?\n\r?\n/.test(message)) return kept.join('\r\n')
  return `${kept.join('\r\n')}\r\n\r\n${body
    .split(/\r?\n/)
    .map(line => bodyLine(line, numbers, names))
    .join('\r\n')}`
}

/** `INVITE sip:…@… SIP/2.0`, `603 Declined`. */
function firstLine(line: string, numbers: Numbers, names: StandIns): string {
  const [, before = '', said = '', after = ''] =
    /^(SIP\/2\.0 \d{3} ?)(.*)()$/.exec(line) ?? /^([A-Z]+ )(\S+)( SIP\/2\.0)$/.exec(line) ?? []
  if (before === '') return line
  const named = after === '' ? said : inAddress(said, names)
  return before + outsideAddresses(named, numbers.all) + after
}

function headerLine(line: string, numbers: Numbers, names: StandIns): string {
  const colon = line.indexOf(':')
  const header = colon < 1 ? '' : nameOf(line.slice(0, colon))
  if (header === 'cseq') return line
  const value = line.slice(colon + 1)
  // Whatever program sent it, as text or in hexadecimal digits.
  if (header === 'user-to-user') return `${line.slice(0, colon + 1)} (masked)`
  const mask = FIGURES.has(header) ? numbers.known : PROGRAMS.has(header) ? numbers.unbroken : numbers.all
  return line.slice(0, colon + 1) + outsideAddresses(withNames(header, value, names), mask)
}

/** SDP: what it says to people. Everything else is about the audio. */
function bodyLine(line: string, numbers: Numbers, names: StandIns): string {
  const [, before = '', said = '', after = ''] = /^([siuep]=)(.*)()$/.exec(line) ?? /^(o=)(\S+)(.*)$/.exec(line) ?? []
  if (before === '') return line
  return before + outsideAddresses(withNames('subject', said, names), numbers.all) + after
}
