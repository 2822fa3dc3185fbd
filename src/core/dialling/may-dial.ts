// Which numbers the box may call: those that the rules name, and that of a caller, to call them back. Asked by whoever dials one, and once
// more for every leg by clear-to-dial.ts; nothing that a caller says or a trunk claims can make the box dial an emergency number, a premium
// one, a foreign one, or itself.
import type { Plan } from '../plan/plan.ts'
import type { E164 } from '../world/ids.ts'

export type MayDial = { readonly yes: true; readonly number: E164 } | { readonly yes: false; readonly why: string }

/** Area codes of +1 that lie outside the United States and Canada, and cost as calls abroad do (NANPA, 2024). */
const ABROAD_IN_PLUS_1 = new Set('242 246 264 268 284 345 441 473 649 658 664 721 758 767 784 809 829 849 868 869 876'.split(' '))

/** `told`: as the trunk said it, or as the caller typed it; null where it was withheld. */
export function mayCallBack({ box, lines }: Plan, told: string | null): MayDial {
  if (told === null) return no('the number is withheld')
  const { countries = ['+1'], refuse = [] } = box.dialling ?? {}
  if (isEmergencyNumber(box, told)) return no('an emergency number is never dialled')
  const number = international(told, countries)
  if (number === null) return no('it is not a whole telephone number')
  if (!countries.some(country => number.startsWith(country))) return no('it is in a country that the rules do not allow')
  if (refuse.some(beginning => number.startsWith(beginning))) return no('the rules refuse numbers that begin so')
  const wrong = number.startsWith('+1') ? wrongInPlus1(number, countries) : null
  if (wrong !== null) return no(wrong)
  if (isLine(lines, number)) return no('it is a line of this box')
  return { yes: true, number }
}

/** Whether somebody has written this number into the rules as a telephone to be rung. */
export function isInRules(plan: Plan, number: E164): boolean {
  return telephonesOf(plan).inRules.has(number)
}

/** Whose telephone it is: two people may share one. */
export function peopleAt(plan: Plan, phone: string): readonly string[] {
  return telephonesOf(plan).people.get(plainNumber(phone)) ?? []
}

interface Telephones {
  readonly inRules: ReadonlySet<E164>
  readonly people: ReadonlyMap<string, readonly string[]>
}

/** Asked for every leg: of a thousand people they are put together once. */
const telephones = new WeakMap<Plan, Telephones>()

function telephonesOf(plan: Plan): Telephones {
  const known = telephones.get(plan)
  if (known !== undefined) return known
  const people = new Map<string, string[]>()
  for (const [person, { phones }] of Object.entries(plan.people))
    for (const phone of phones.map(plainNumber)) people.set(phone, [...(people.get(phone) ?? []), person])
  const inRules = new Set([...Object.values(plan.people).flatMap(({ phones }) => phones), ...transferNumbers(plan)])
  const found = { inRules, people }
  telephones.set(plan, found)
  return found
}

/** Numbers to which a key of some menu transfers. */
export function transferNumbers({ menus }: Pick<Plan, 'menus'>): readonly E164[] {
  return Object.values(menus).flatMap(({ options }) =>
    Object.values(options).flatMap(option => (option?.do === 'transfer' && 'number' in option.to ? [option.to.number] : [])),
  )
}

/** Why a number of the rules may not be rung all the same, or null. `check` says so before it comes to that. */
export function mayRingRules({ box, lines }: Pick<Plan, 'box' | 'lines'>, number: E164): string | null {
  const { countries, refuse = [] } = box.dialling ?? {}
  if (isEmergencyNumber(box, number)) return 'an emergency number is never dialled'
  if (isLine(lines, number)) return 'it is a line of this box'
  if (countries && !countries.some(country => number.startsWith(country))) return 'it is in a country that the rules do not allow'
  return refuse.some(beginning => number.startsWith(beginning)) ? 'the rules refuse numbers that begin so' : null
}

/** Those that office telephones dial to try it out are none of the box's either. */
function isEmergencyNumber({ emergencyNumbers, emergencyTestNumbers = [] }: Plan['box'], told: string): boolean {
  const plain = told.replace(/^\+1?/, '')
  return emergencyNumbers.includes(plain) || emergencyTestNumbers.includes(plain)
}

/** As E.164, or null. Ten digits are a North American number without its country code; 00 and 011 lead abroad. */
function international(told: string, countries: readonly string[]): E164 | null {
  const digits = told.replaceAll(/\D/g, '')
  if (told.startsWith('+')) return whole(digits)
  const abroad = /^(?:00|011)(\d+)$/.exec(digits)
  if (abroad) return whole(abroad[1] ?? '')
  if (countries.some(country => country.startsWith('+1'))) {
    if (digits.length === 10) return `+1${digits}`
    if (digits.length === 11 && digits.startsWith('1')) return `+${digits}`
  }
  return countries.some(country => digits.startsWith(country.slice(1))) ? whole(digits) : null
}

function whole(digits: string): E164 | null {
  return /^[1-9]\d{6,14}$/.test(digits) ? `+${digits}` : null
}

function wrongInPlus1(number: E164, countries: readonly string[]): string | null {
  const [, area = '', exchange = ''] = /^\+1([2-9]\d\d)([2-9]\d\d)\d{4}$/.exec(number) ?? []
  if (area === '' || /^.11$/.test(area)) return 'there is no such North American number'
  if (area === '900' || exchange === '976') return 'premium numbers are never dialled'
  if (ABROAD_IN_PLUS_1.has(area) && !countries.includes(`+1${area}`)) return 'it is in a country that the rules do not allow'
  return null
}

/** Asked for every telephone of the rules and every leg: of a thousand lines the digits are taken out once. */
const numbersOf = new WeakMap<Plan['lines'], ReadonlySet<string>>()

function isLine(lines: Plan['lines'], number: string): boolean {
  const known = numbersOf.get(lines) ?? new Set(lines.map(line => plainNumber(line.number)))
  numbersOf.set(lines, known)
  return known.has(plainNumber(number))
}

/** Its digits alone, a North American number with its country code. */
export function plainNumber(number: string): string {
  const digits = number.replaceAll(/\D/g, '')
  return digits.length === 10 && !number.startsWith('+') ? `1${digits}` : digits
}

/** Whether the two are the same telephone, however their trunks write it. */
export function sameNumber(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && plainNumber(one) === plainNumber(other)
}

function no(why: string): MayDial {
  return { yes: false, why }
}
