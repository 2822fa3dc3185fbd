// Which numbers the box may call: those that the rules name, and that of a caller, to call them back. Asked by whoever dials one, and once
// more for every leg by clear-to-dial.ts; nothing that a caller says or a trunk claims can make the box dial an emergency number, a premium
// one, a foreign one, or itself.
import type { Plan } from '../plan/plan.ts'
import { isAbroadInPlus1, isPossible, nationalIn, whyNotWorthIt } from '../plan/telephone-numbers.ts'
import type { E164 } from '../world/ids.ts'
import { isEmergencyNumber, isLine } from './telephones.ts'

export { sameNumber } from './telephones.ts'

export type MayDial = { readonly yes: true; readonly number: E164 } | { readonly yes: false; readonly why: string }

/** `told`: as the trunk said it, or as the caller typed it; null where it was withheld. */
export function mayCallBack({ box, lines }: Plan, told: string | null): MayDial {
  if (told === null) return no('the number is withheld')
  const { countries = ['+1'], refuse = [] } = box.dialling ?? {}
  if (isEmergencyNumber(box, told)) return no('an emergency number is never dialled')
  const number = international(told, countries)
  if (number === null) return no('it is not a whole telephone number')
  if (!countries.some(country => number.startsWith(country))) return no('it is in a country that the rules do not allow')
  if (refuse.some(beginning => number.startsWith(beginning))) return no('the rules refuse numbers that begin so')
  if (number.startsWith('+1') && !isPossible(number)) return no('there is no such North American number')
  const why = whyNotWorthIt(number, countries)
  if (why !== null) return no(why)
  if (isAbroadInPlus1(number) && !countries.includes(number.slice(0, 5)))
    return no('it is in a country that the rules do not allow')
  if (isLine(lines, number)) return no('it is a line of this box')
  return { yes: true, number }
}

/** As E.164, or null. Ten digits are a North American number without its country code; 00 and 011 lead abroad; others as people write them at home. */
function international(told: string, countries: readonly string[]): E164 | null {
  const digits = told.replaceAll(/\D/g, '')
  if (told.startsWith('+')) return whole(digits)
  const abroad = /^(?:00|011)(\d+)$/.exec(digits)
  if (abroad) return whole(abroad[1] ?? '')
  if (countries.some(country => country.startsWith('+1'))) {
    if (digits.length === 10) return `+1${digits}`
    if (digits.length === 11 && digits.startsWith('1')) return `+${digits}`
  }
  if (countries.some(country => digits.startsWith(country.slice(1)))) return whole(digits)
  const codes = countries.flatMap(country => /^\+([2-9]\d{0,2})$/.exec(country)?.[1] ?? [])
  return codes.map(code => nationalIn(code, digits)).find(number => number !== null) ?? null
}

function whole(digits: string): E164 | null {
  return /^[1-9]\d{6,14}$/.test(digits) ? `+${digits}` : null
}

function no(why: string): MayDial {
  return { yes: false, why }
}
