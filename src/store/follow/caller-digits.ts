// The digits by which a caller's number is found, however somebody writes it.

/**
 * With the country code, without `+`, `00` or `011`. Ten digits are a North American number.
 * Empty for a number that is withheld or none.
 */
export function callerDigits(number: string | null): string {
  if (number === null) return ''
  const digits = number.replaceAll(/\D/g, '').replace(/^(?:011|00)/, '')
  return digits.length === 10 && !number.trim().startsWith('+') ? `1${digits}` : digits
}

/**
 * What the digits of a number must contain to be the one that is asked for, or to have it in them.
 * Null where nothing but words is written.
 */
export function soughtDigits(written: string): string | null {
  const text = plainly(written)
  if (!/^[+\d\s().\-/]*\d[\d\s().\-/]*$/.test(text)) return null
  const digits = text.replaceAll(/\D/g, '')
  // Prefixes begin whole numbers; in a part, zeros are digits like others.
  return digits.length < WHOLE ? digits : digits.replace(/^(?:011|0+)/, '')
}

const WHOLE = 10

/** Of a SIP or tel address, also with a name before it, who is meant; any other text as it is. */
export function userOf(written: string): string {
  const inside = /<([^<>]*)>/.exec(written)?.[1] ?? written
  const [, address] = /^\s*(?:tel|sips?):(.*)$/is.exec(inside) ?? []
  if (address !== undefined) return address.replace(/[@;?].*$/s, '')
  return inside === written ? written : inside.replace(/[@;?].*$/s, '')
}

/** As it is copied from elsewhere: an address, typographic dashes, wide digits, an extension behind it. */
function plainly(written: string): string {
  return userOf(written.normalize('NFKC'))
    .replaceAll(/[\p{Pd}\u2212]/gu, '-')
    .replaceAll(/\p{Cf}/gu, '')
    .replace(/(?<=\d)[\s,]*(?:x|ext\.?|extension|#)\s*\d{1,6}$/i, '')
    .trim()
}
