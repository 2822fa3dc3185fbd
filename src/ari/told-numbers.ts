// Which numbers a call's headers tell besides the user of its request URI: whom the caller dialled, who forwarded the call, and the
// caller's own number where Asterisk reads none. Read by arrival.ts and failsafe-notes.ts from values that the dialplan has
// reduced; several headers of a name come with a line break between. Pure; nothing that comes in here can throw.
import { sameNumber } from '../core/dialling/may-dial.ts'
import type { CalledIn, ToldNumbers } from '../core/world/told-numbers.ts'
import { callerNumber, decoded, plainText, usefulNumber } from './arrival-words.ts'
import { type Address, addressesIn, indexOf, numberOf, onlyAddressIn, userOf } from './sip-addresses.ts'

/** More are of no use, and a journal keeps them all. */
const MOST = 10
/** Said in place of whoever is called. */
const NOBODY = /^(s|anonymous|restricted|unavailable|unknown|private|withheld)$/i

/**
 * Who forwarded the call, nearest to what the caller dialled first: the last Diversion (RFC 5806) is the first that happened, and so is
 * the lowest index of History-Info (RFC 7044). `diversion` may also be a bare number, which Asterisk has read. `line`: what was dialled.
 */
export function divertingNumbers(diversion: string | undefined, history: string | undefined, line: string): string[] {
  const told = decoded(diversion)
  const bare = usefulNumber(told)
  const headers = told.split('\n').map(withoutCutName)
  const diverted = headers.flatMap(header => addressesIn(header).map(({ uri }) => numberOf(uri)))
  const before = historyOf(history).map(({ uri }) => numberOf(uri))
  const all = [...diverted.toReversed(), ...before.filter(number => !sameNumber(number, line)), bare]
  return [...new Set(all)].filter(number => number !== null).slice(0, MOST)
}

/** The dialplan keeps the end of a long header, which may begin within the quotes of a name. */
function withoutCutName(header: string): string {
  const quotes = header.replaceAll(/\\./g, '..').match(/"/g)?.length ?? 0
  return quotes % 2 === 0 ? header : header.slice(header.indexOf('"') + 1)
}

/** `called`: the request URI, P-Called-Party-ID and To, in lines; empty where the request URI names a line. */
export function toldNumbers(
  called: string | undefined,
  history: string | undefined,
  diverted: readonly string[],
): ToldNumbers | undefined {
  if ((called ?? '') === '' && diverted.length < 2) return undefined
  const [uri = '', party = '', to = ''] = (called ?? '') === '' ? [] : decoded(called).split('\n')
  const last = (called ?? '') === '' ? undefined : historyOf(history).at(-1)
  const places: readonly (readonly [CalledIn, string | undefined])[] = [
    ['request URI', uri],
    ['P-Called-Party-ID', onlyAddressIn(party)?.uri],
    ['To', onlyAddressIn(to)?.uri],
    ['History-Info', last?.uri],
  ]
  return {
    called: places.flatMap(([where, address]) => {
      const line = address === undefined ? null : calledBy(address)
      return line === null || NOBODY.test(line) ? [] : [{ in: where, line }]
    }),
    diverted: diverted.map(number => ({ diversion: number })),
  }
}

/** `number`: as Asterisk has it. `identity`: P-Asserted-Identity, Remote-Party-ID and From, in lines, where that is not the whole of it. */
export function tellsNumber(number: string | undefined, identity: string | undefined): string | null {
  const read = callerNumber(number)
  if ((identity ?? '') === '') return read
  const headers = decoded(identity).split('\n')
  // Asterisk does not read an identity with several values, and takes From in its place.
  const asserted = addressesIn(headers[0] ?? '').map(({ uri }) => numberOf(uri))
  if (asserted.length > 1) return asserted.find(one => one !== null) ?? read
  if (read?.startsWith('+')) return read
  const said = headers
    .flatMap(header => [...addressesIn(header), ...[onlyAddressIn(header)].filter(one => one !== null)])
    .map(({ uri }) => numberOf(uri))
    .filter(one => one !== null)
  if (read === null) return said[0] ?? null
  return said.find(one => one.startsWith('+') && one.endsWith(read.replace(/^0/, ''))) ?? read
}

/** Lines may be names, too. */
function calledBy(uri: string): string | null {
  const number = numberOf(uri)
  return number ?? plainText((userOf(uri) ?? '').slice(0, 64))
}

function historyOf(history: string | undefined): readonly Address[] {
  const entries = decoded(history)
    .split('\n')
    .flatMap(header => addressesIn(header))
    .map(entry => ({ entry, index: indexOf(entry) }))
  if (entries.some(({ index }) => index === null)) return entries.map(({ entry }) => entry)
  return entries.toSorted((one, other) => inOrder(one.index ?? [], other.index ?? [])).map(({ entry }) => entry)
}

function inOrder(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((part, nth) => part !== other[nth])
  return at < 0 ? one.length - other.length : (one[at] ?? 0) - (other[at] ?? -1)
}
