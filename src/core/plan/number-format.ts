// How a trunk spells telephone numbers. Rules, journal and people know the international form only; here is what goes out over a trunk,
// and what comes in for a number. Used by take-turn.ts for every dial, for every caller's number, and by the renderer of the
// dialplan for the numbers of the rules. What strangers send is read here, never in the dialplan.
import { isInUse, meantIn } from './telephone-numbers.ts'

/** `digits`: the international form without its plus. `international-00`: 00 in place of the plus; `-011` as dialled in North America. */
export type Spelling = 'e164' | 'digits' | 'international-00' | 'international-011' | 'national'
export const SPELLINGS: readonly Spelling[] = ['e164', 'digits', 'international-00', 'international-011', 'national']

export interface NumberFormat {
  readonly out: Spelling
  readonly in: Spelling
  /** Digits of the country whose numbers are national here. */
  readonly country: string
  /** What stands before a national number: 0 in most of Europe, nothing in North America. */
  readonly nationalPrefix: string
  /** What stands before a foreign number where numbers are national. */
  readonly foreignPrefix: string
  /** Also read what only this country's people would understand, such as a number that lacks its prefix. Rules of older versions have none. */
  readonly lenient?: true
}

/** Numbers that are not in international form (names, short codes) stay as they are. */
export function spelled(spelling: Spelling, format: NumberFormat, number: string): string {
  if (!/^\+\d+$/.test(number)) return number
  const digits = number.slice(1)
  switch (spelling) {
    case 'e164':
      return number
    case 'digits':
      return digits
    case 'international-00':
      return `00${digits}`
    case 'international-011':
      return `011${digits}`
    case 'national':
      return digits.startsWith(format.country)
        ? format.nationalPrefix + digits.slice(format.country.length)
        : format.foreignPrefix + digits
  }
}

/** What is dialled over this trunk to reach a number, and how our own numbers are shown over it. */
export function outOver(trunk: { readonly numbers?: NumberFormat } | undefined, number: string): string {
  const format = trunk?.numbers
  return format === undefined ? number : spelled(format.out, format, number)
}

/** Without its country code and prefix, a number of this country; with its country code, one of another. */
const AMERICAN = /^[2-9]\d{2}[2-9]\d{6}$/
const NATIONAL = /^[1-9]\d{5,}$/
const INTERNATIONAL = /^[1-9]\d{6,}$/

interface Reading {
  readonly prefix: string
  readonly rest: RegExp
  /** What takes the place of the prefix. */
  readonly put: string
}

/**
 * The number of a caller as this trunk sends it, in international form. What does not look like the trunk's spelling
 * (names, short codes, international numbers) stays as it is.
 */
export function cameIn(trunk: { readonly numbers?: NumberFormat } | undefined, number: string): string {
  const format = trunk?.numbers
  if (format === undefined) return number
  for (const { prefix, rest, put } of readings(format)) {
    const bare = number.slice(prefix.length)
    if (number.startsWith(prefix) && rest.test(bare)) return orMeant(format, number, put + bare)
  }
  if (!format.lenient) return number
  return meant(format.country, number) ?? withoutPrefix(number)
}

/** Where national numbers have no prefix, one with its country code looks like one of them: 390669820000 in Italy. */
function orMeant({ lenient, country }: NumberFormat, number: string, read: string): string {
  if (!lenient || country === '1' || isInUse(read)) return read
  return meant(country, number) ?? read
}

/** +44 (0) 20 7946 0000: some write the national prefix behind the country code. */
function withoutPrefix(number: string): string {
  if (!/^\+[2-9]\d{8,15}$/.test(number)) return number
  const read = meantIn('1', number)
  return read !== null && isInUse(read) ? read : number
}

/** Short ones may be an extension of the trunk's own telephones, and stay. */
function meant(country: string, number: string): string | null {
  const read = /^\d{8,15}$/.test(number) ? meantIn(country, number) : null
  return read !== null && isInUse(read) ? read : null
}

/** Every number in international form that this can be over the trunk, in whichever of its spellings: the usual one first. */
export function everyReading(trunk: { readonly numbers?: NumberFormat } | undefined, number: string): readonly string[] {
  const format = trunk?.numbers
  const whole = withoutPrefix(number)
  if (format === undefined) return whole === number ? [] : [whole]
  const spellings = [format.in, ...SPELLINGS.filter(spelling => spelling !== format.in)]
  const read = spellings.map(spelling => cameIn({ numbers: { ...format, in: spelling } }, number))
  return [...new Set([...read, whole])].filter(one => one !== number)
}

/** In the order in which they are tried. */
function readings(format: NumberFormat): Reading[] {
  const { country, nationalPrefix, foreignPrefix } = format
  switch (format.in) {
    case 'e164':
      return []
    case 'digits':
      return [{ prefix: '', rest: INTERNATIONAL, put: '+' }]
    case 'international-00':
      return [{ prefix: '00', rest: INTERNATIONAL, put: '+' }]
    case 'international-011':
      return [{ prefix: '011', rest: INTERNATIONAL, put: '+' }]
    case 'national': {
      const own = { prefix: nationalPrefix, rest: country === '1' ? AMERICAN : NATIONAL, put: `+${country}` }
      const foreign = { prefix: foreignPrefix, rest: INTERNATIONAL, put: '+' }
      return foreignPrefix === '' ? [own] : [foreign, own]
    }
  }
}
