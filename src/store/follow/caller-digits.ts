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
  if (!/^[+\d\s().\-/]*\d[\d\s().\-/]*$/.test(written.trim())) return null
  return written.replaceAll(/\D/g, '').replace(/^(?:011|0+)/, '')
}
