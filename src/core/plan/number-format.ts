// How a trunk spells telephone numbers. Rules, journal and people know the international form only; here is what goes out over a trunk,
// and what comes in for a number. Used by take-turn.ts for every dial, and by the renderer of the dialplan.
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
