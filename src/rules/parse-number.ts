// What one text in a rule file means that is a telephone number, the name of a line, or the beginning of numbers. Pure; called by shapes.
// Which numbers can exist is telephone-numbers.ts's; the texts here are told from other texts (parse-text.ts), which need no such tables.
import { callingCode, meantIn, whyImpossible } from '../core/plan/telephone-numbers.ts'
import type { E164 } from '../core/world/ids.ts'
import type { Parsed } from './parse-text.ts'

/** Emergency numbers of most countries. None is ever dialled, whatever `emergency-numbers` says. */
const EMERGENCY = new Set([
  '000',
  '100',
  '101',
  '102',
  '108',
  '110',
  '111',
  '112',
  '113',
  '114',
  '115',
  '117',
  '118',
  '119',
  '144',
  '911',
  '988',
  '999',
])

/** `home`: a number of the country where national ones are meant. */
export function parseNumber(text: string, home?: string): Parsed<E164> {
  const expected = 'a number in international form, such as +1 512 555 0100'
  const plain = text.replaceAll(/[\s().-]/g, '')
  if (isEmergency(text)) {
    return { ok: false, message: `${text} is an emergency number: the box never dials one`, expected }
  }
  if (/^\+(1\d{2,}|[1-9]\d{6,14})$/.test(plain)) {
    const why = whyImpossible(plain)
    return why === null ? { ok: true, value: plain } : { ok: false, message: `\`${text}\` ${why}`, expected }
  }
  const letter = /\d/.test(text) ? /[A-Za-z]/.exec(text)?.[0] : undefined
  if (letter !== undefined && plain.replaceAll(/\D/g, '').length >= 6) {
    const mended = text.replaceAll(/[oO]/g, '0').replaceAll(/[lI]/g, '1')
    // With other letters in it, it is asked no further.
    const digits = /[A-Za-z]/.test(mended) ? null : parseNumber(mended)
    const hint = digits?.ok ? `write ${digits.value}, with the digit ${/[oO]/.test(letter) ? '0' : '1'}` : undefined
    return { ok: false, message: `\`${text}\` has the letter ${letter} in it`, expected, hint }
  }
  const message = `\`${text}\` is not a number in international form`
  return { ok: false, message, expected, hint: numberHint(text, home), national: text }
}

/** What a number without its country means: at home, or in North America. */
export function numberHint(text: string, home = '+1'): string | undefined {
  const digits = text.replaceAll(/\D/g, '')
  const guess = digits.startsWith('00') ? parseNumber(`+${digits.slice(2)}`) : null
  const number = guess?.ok
    ? guess.value
    : digits.length < 7 || /[^\d\s()./-]/.test(text)
      ? null
      : meantIn(callingCode(home.replaceAll(/[^+\d]/g, '')) ?? '1', digits)
  return number === null ? undefined : `write ${number}`
}

export function isEmergency(text: string): boolean {
  return EMERGENCY.has(text.replaceAll(/[\s().-]/g, '').replace(/^\+1?/, ''))
}

/** What a trunk may call a line: a number, or the short name its own PBX sends. */
export function parseLine(text: string): Parsed<string> {
  const number = parseNumber(text)
  if (number.ok || isEmergency(text) || !/^[A-Za-z0-9][A-Za-z0-9_.-]{1,39}$/.test(text)) return number
  return { ok: true, value: text }
}

/** The beginning of numbers in international form. */
export function parseBeginning(text: string): Parsed<string> {
  const plain = text.replaceAll(/[\s().-]/g, '')
  if (/^\+[1-9]\d{0,9}$/.test(plain)) return { ok: true, value: plain }
  return {
    ok: false,
    message: `\`${text}\` is not the beginning of a number in international form`,
    expected: 'a plus and digits, such as +1 or +1 876',
    hint: /^\d{1,10}$/.test(plain) ? `write +${plain}` : undefined,
  }
}
