// The emergency number that everybody in a country knows. Only countries in which it is certain
// stand here; elsewhere the rules are believed. Pure. Read by check-emergency.ts.

/** Where numbers begin so, one of these must be dialled. */
export interface Country {
  readonly beginning: string
  readonly numbers: readonly string[]
}

/**
 * Sources: +1, 47 CFR 9.4. The European Union and the EEA, Directive (EU) 2018/1972, article 109;
 * Switzerland has joined them in this. The United Kingdom, Ofcom's General Condition A3. Ireland,
 * ComReg. Australia, ACMA: 112 works from mobile telephones only. New Zealand, the 111 Contact
 * Code.
 */
const COUNTRIES: readonly Country[] = [
  ...countries(['911'], '1'),
  ...countries(['112'], '30 31 32 33 34 351 352 354 356 357 358 359 36 370 371 372 385 386 39'),
  ...countries(['112'], '40 41 420 421 423 43 45 46 47 48 49'),
  ...countries(['999', '112'], '44 353'),
  ...countries(['000'], '61'),
  ...countries(['111'], '64'),
]

function countries(numbers: readonly string[], codes: string): Country[] {
  return codes.split(' ').map(code => ({ beginning: `+${code}`, numbers }))
}

/** Null for a country that is not in the table. No code is the beginning of another. */
export function countryOf(number: string): Country | null {
  return COUNTRIES.find(({ beginning }) => number.startsWith(beginning)) ?? null
}
