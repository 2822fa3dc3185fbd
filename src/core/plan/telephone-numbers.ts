// What is known of the world's telephone numbers: which can exist, of what kind they are, how people write them. The tables are those of
// libphonenumber-js (decision 43); what it does not know stands here. Used by the rules' texts, before dialling, and to read what trunks send.
import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  Metadata,
  type NumberingPlan,
  PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max'
import type { E164 } from '../world/ids.ts'

/** Null where no country has this code. */
function known(number: E164): PhoneNumber | null {
  try {
    return new PhoneNumber(number)
  } catch {
    return null
  }
}

/** Whether a number can exist by its country and length. Whether its range is in use is another question: ranges are new at times. */
export function isPossible(number: E164): boolean {
  return whyImpossible(number) === null
}

/** In the words of `check`, or null. */
export function whyImpossible(number: E164): string | null {
  // Nearly all that are asked about: of thousands in the rules the tables take a while.
  if (/^\+1[2-9](?!11)\d\d[2-9]\d{6}$/.test(number)) return null
  const code = callingCode(number)
  if (code === null) return 'cannot exist: no country has the code with which it begins'
  const lengths = planOf(code).possibleLengths()
  const digits = number.length - 1 - code.length
  if (!lengths.includes(digits)) return `has ${digits} digits after +${code}, not ${either(lengths)}`
  return code === '1' ? wrongInAmerica(number) : null
}

/** The library counts digits; North America has rules for each, which no new range changes. */
function wrongInAmerica(number: E164): string | null {
  if (!/^\+1[2-9]\d\d[2-9]/.test(number)) return 'cannot exist: after +1, area code and exchange begin with 2 to 9'
  // In national form it would begin as an emergency number does.
  return /^\+1[2-9]11/.test(number) ? 'cannot exist: no area code ends in 11' : null
}

/** 10, 7 or 9, 4 to 15 */
function either(lengths: readonly number[]): string {
  const [first = 0, last = first] = [lengths[0], lengths.at(-1)]
  if (lengths.length > 3) return `${first} to ${last}`
  return lengths.join(' or ')
}

/** Whether it lies in a range that is in use, as far as the library knows. */
export function isInUse(number: E164): boolean {
  // Several countries share a code. Most numbers belong to the first, which is looked at alone, because the others take long.
  return known(number)?.isValid() === true || parsePhoneNumberFromString(number)?.isValid() === true
}

/** What the box never dials, though it can exist: no human being answers there, or it costs too much. `countries`: those of the rules. */
export function whyNotWorthIt(number: E164, countries: readonly string[] = []): string | null {
  const it = known(number)
  const type = it?.getType()
  // The library does not know North America's exchange for premium numbers.
  if (type === 'PREMIUM_RATE' || /^\+1\d{3}976/.test(number)) return 'premium numbers are never dialled'
  if (type === 'PAGER') return 'it is a pager: nobody can speak there'
  const isNamed = countries.some(country => country.startsWith(`+${it?.countryCallingCode}`))
  if (it?.isNonGeographic() && !isNamed)
    return 'it is a satellite telephone, or in no country, and the rules do not name its code'
  return null
}

/** As people write it, and the groups in which it is said: +1 512 555 0100. What is no number stays as it is. */
export function asWritten(number: string): string {
  return (/^\+\d+$/.test(number) && known(number)?.formatInternational()) || number
}

/** As it is dialled within its country, digits alone. */
export function nationallyWritten(number: E164): string {
  return known(number)?.formatNational().replaceAll(/\D/g, '') ?? number
}

/** The country of a number, as the digits of its code. */
export function callingCode(number: E164): string | null {
  return known(number)?.countryCallingCode ?? null
}

/** What people of this country mean by these digits: with their national prefix, with a prefix for abroad, or with neither. */
export function meantIn(code: string, digits: string): E164 | null {
  const number = parsePhoneNumberFromString(digits, { defaultCallingCode: code, extract: false })?.number ?? null
  return number !== null && isPossible(number) ? number : null
}

/** The same, only where a number of this country is written just so. */
export function nationalIn(code: string, digits: string): E164 | null {
  const number = meantIn(code, digits)
  return number !== null && nationallyWritten(number) === digits ? number : null
}

/** What stands before a number of this country within it, and before foreign ones. */
export function prefixesIn(code: string): { readonly national: string; readonly foreign: string } {
  const plan = planOf(code) as NumberingPlan & { nationalPrefix(): string | undefined }
  // In North America 1 is dialled before long distance only; carriers send and take ten digits.
  const national = code === '1' ? '' : plan.nationalPrefix() || ''
  // Where there are several, there is a usual one, or none is. A `~` means: wait for the tone.
  const foreign = (plan.defaultIDDPrefix() || plan.IDDPrefix()).replaceAll('~', '')
  return { national, foreign: /^\d+$/.test(foreign) ? foreign : '00' }
}

/** Whether it is the code of a country, such as 44. */
export function isCountry(code: string): boolean {
  return getCountries().some(country => getCountryCallingCode(country) === code)
}

/** By the code of its country, or by the country where several share one. */
function planOf(code: string): NumberingPlan {
  const metadata = new Metadata()
  // Its types know the letters of countries only.
  metadata.selectNumberingPlan(code as CountryCode)
  if (metadata.numberingPlan === undefined) throw new Error(`no country has the code ${code}`)
  return metadata.numberingPlan
}

/** Of the countries of +1 these cost what a call at home costs. */
const AT_HOME = new Set<string>(['US', 'CA', 'PR', 'VI', 'GU', 'AS', 'MP'])
let abroad: RegExp | null = null

/** Whether it is in a country that shares +1, but costs as calls abroad do. */
export function isAbroadInPlus1(number: E164): boolean {
  abroad ??= new RegExp(`^\\+1(?:${areasAbroad().join('|')})`)
  return abroad.test(number)
}

function areasAbroad(): readonly string[] {
  return getCountries().flatMap(country =>
    getCountryCallingCode(country) === '1' && !AT_HOME.has(country) ? (planOf(country).leadingDigits() ?? []) : [],
  )
}
