// Addresses in SIP headers, and the telephone numbers in them, however they are written: `"A, B" <sip:+1 (512) 555-0101;npdi@host>`,
// `tel:512-555-0101;phone-context=+1`, several in one header. Read by arrival.ts and arrival-words.ts. Pure; nothing that
// comes in here can throw.
import { isCountry, isInUse, isPossible, meantIn } from '../core/plan/telephone-numbers.ts'
import { decoded, usefulNumber } from './arrival-words.ts'

/** One of a header's values. `after`: its parameters, as they are. */
export interface Address {
  readonly uri: string
  readonly after: string
}

/** In the order of the header. What cannot be read is left out. */
export function addressesIn(header: string): Address[] {
  return valuesOf(header).flatMap(value => {
    const open = outsideQuotes(value, '<')
    if (open < 0) {
      const [uri = '', ...after] = value.split(';')
      // Without brackets the parameters belong to the header; those of a telephone number are told by what they say.
      return isAddress(uri.trim()) ? [{ uri: value.trim(), after: after.join(';') }] : []
    }
    const close = value.indexOf('>', open)
    if (close < 0) return []
    const uri = value.slice(open + 1, close).trim()
    return isAddress(uri) ? [{ uri, after: value.slice(close + 1) }] : []
  })
}

/** Of a header with one value only. Whatever stands before its address is a name. */
export function onlyAddressIn(header: string): Address | null {
  const open = header.lastIndexOf('<')
  return addressesIn(open < 0 ? header : header.slice(open)).at(-1) ?? null
}

/** Who is called or calls: without parameters, password and host. Null where the address names nobody. */
export function userOf(uri: string): string | null {
  return partsOf(uri)?.user ?? null
}

/** Null where it is no telephone number. */
export function numberOf(uri: string): string | null {
  const parts = partsOf(uri)
  if (parts === null) return null
  const number = usefulNumber(parts.user)
  return number === null || number.startsWith('+') ? number : inContext(number, parts.context)
}

/** `index=1.2.1` of a History-Info entry (RFC 7044), as numbers; null where it has none. */
export function indexOf({ after }: Address): readonly number[] | null {
  const index = /;\s*index\s*=\s*"?(\d{1,4}(?:\.\d{1,4}){0,20})/i.exec(after)?.[1]
  return index === undefined ? null : index.split('.').map(Number)
}

function isAddress(uri: string): boolean {
  return /^(?:sips?|tel):./i.test(uri)
}

function partsOf(uri: string): { readonly user: string; readonly context: string } | null {
  const [, scheme = '', rest = ''] = /^\s*(sips?|tel):(.*)$/is.exec(uri) ?? []
  if (scheme === '') return null
  const at = scheme.toLowerCase() === 'tel' ? -1 : rest.indexOf('@')
  const [bare = '', ...parameters] = (at < 0 ? rest : rest.slice(0, at)).split(';')
  const [name = ''] = bare.split(':')
  const user = decoded(name).trim()
  // `sip:10.0.0.1` names a host.
  if (user === '' || (at < 0 && !/^\+?[\d()\s-]+$/.test(user) && scheme.toLowerCase() !== 'tel')) return null
  const all = at < 0 ? parameters : [...parameters, ...rest.slice(at).split(';').slice(1)]
  const context = all.map(one => /^\s*phone-context\s*=\s*"?([^"]*)/i.exec(one)?.[1]).find(one => one !== undefined)
  return { user, context: decoded(context) }
}

/**
 * A local number within `phone-context=+1` (RFC 3966, 5.1.5). Some write the whole number all the
 * same, or the number with a national prefix.
 */
function inContext(number: string, written: string): string {
  const context = /^\+[\d().-]{1,12}$/.test(written.trim()) ? written.replaceAll(/\D/g, '') : ''
  if (context === '') return number
  const digits = number.startsWith(`00${context}`) ? number.slice(2) : number
  const meant = isCountry(context) ? meantIn(context, digits) : null
  if (meant !== null) return meant
  const local = `+${context}${context === '39' ? number : number.replace(/^0/, '')}`
  const whole = `+${digits}`
  const isWhole = digits.startsWith(context) && isPossible(whole) && !isInUse(local)
  return isWhole ? whole : local
}

/** Comma-separated values; a comma within quotes or brackets separates nothing. */
function valuesOf(header: string): string[] {
  const values: string[] = []
  let [from, quoted, bracketed] = [0, false, false]
  for (let at = 0; at < header.length; at++) {
    const letter = header[at]
    if (quoted && letter === '\\') at++
    else if (letter === '"' && !bracketed) quoted = !quoted && header.indexOf('"', at + 1) >= 0
    else if (!quoted && letter === '<') bracketed = true
    else if (!quoted && letter === '>') bracketed = false
    else if (!quoted && letter === ',' && !(bracketed && isClosed(header, at))) {
      values.push(header.slice(from, at))
      bracketed = false
      from = at + 1
    }
  }
  return [...values, header.slice(from)]
}

/** A bracket that nobody closes must not swallow the values that follow. */
function isClosed(header: string, at: number): boolean {
  const [open, close] = [header.indexOf('<', at), header.indexOf('>', at)]
  return close >= 0 && (open < 0 || close < open)
}

function outsideQuotes(value: string, sought: string): number {
  let quoted = false
  for (let at = 0; at < value.length; at++) {
    if (quoted && value[at] === '\\') at++
    else if (value[at] === '"') quoted = !quoted && value.indexOf('"', at + 1) >= 0
    else if (!quoted && value[at] === sought) return at
  }
  return -1
}
