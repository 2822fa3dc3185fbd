// The telephones of the rules: whose one is, whether two spellings are the same one, and whether the rules forbid it. Most of the core and every
// command that reads the log asks this, so the tables of the world's numbers are not needed for it; may-dial.ts has those.
import type { Plan } from '../plan/plan.ts'
import type { E164 } from '../world/ids.ts'

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
export function isEmergencyNumber({ emergencyNumbers, emergencyTestNumbers = [] }: Plan['box'], told: string): boolean {
  const plain = told.replace(/^\+1?/, '')
  return emergencyNumbers.includes(plain) || emergencyTestNumbers.includes(plain)
}

/** Asked for every telephone of the rules and every leg: of a thousand lines the digits are taken out once. */
const numbersOf = new WeakMap<Plan['lines'], ReadonlySet<string>>()

export function isLine(lines: Plan['lines'], number: string): boolean {
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
