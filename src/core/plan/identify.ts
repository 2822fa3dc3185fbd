// Which property a call is for: by trunk and line, else by the number that diverted it. Called once, when a call arrives.
import type { Plan } from './plan.ts'

export type Identified =
  | { readonly is: 'property'; readonly property: string; readonly why: string }
  | { readonly is: 'unknown-line'; readonly why: string }
  | { readonly is: 'stranger'; readonly why: string }

export function identify(plan: Plan, trunk: string, line: string, diversion: string | null): Identified {
  if (!Object.hasOwn(plan.trunks, trunk)) return { is: 'stranger', why: `no trunk is called ${trunk}` }
  const byLine = lineOf(plan, trunk, line)
  if (byLine) return { is: 'property', property: byLine, why: `line ${line} on trunk ${trunk}` }
  const byDiversion = diversion === null ? null : lineOf(plan, trunk, diversion)
  if (byDiversion) return { is: 'property', property: byDiversion, why: `diverted from ${diversion} over trunk ${trunk}` }
  return { is: 'unknown-line', why: `trunk ${trunk} is known, but no property has line ${line}` }
}

function lineOf(plan: Plan, trunk: string, number: string): string | null {
  const wanted = plainNumber(number)
  let anyTrunk: string | null = null
  for (const line of plan.lines) {
    if (plainNumber(line.number) !== wanted) continue
    if (line.trunk === trunk) return line.property
    if (line.trunk === null) anyTrunk = line.property
  }
  return anyTrunk
}

/** Carriers send the same number as +1512…, 1512… or 001512…: compared without the decoration. Extensions stay as they are. */
function plainNumber(number: string): string {
  if (!/^\+?[\d\s().-]+$/.test(number)) return number
  const digits = number.replaceAll(/\D/g, '').replace(/^00/, '')
  // Ten digits are a North American number without its country code.
  return digits.length === 10 && !number.startsWith('+') ? `1${digits}` : digits
}
