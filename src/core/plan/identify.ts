// Which property a call is for: by trunk and line, else by the number called that another header tells, else by a number that
// diverted it. Only a line of this trunk counts, in each of the trunk's spellings. Called once, when a call arrives.
import type { ToldNumbers } from '../world/told-numbers.ts'
import { everyReading } from './number-format.ts'
import type { Plan } from './plan.ts'

export type Identified =
  | {
      readonly is: 'property'
      readonly property: string
      readonly why: string
      /** The line of the rules that was diverted, or that another header tells; absent where the request URI names it. */
      readonly diverted?: string
    }
  | { readonly is: 'unknown-line'; readonly why: string }
  | { readonly is: 'stranger'; readonly why: string }

export function identify(plan: Plan, trunk: string, line: string, diversion: string | null, told?: ToldNumbers): Identified {
  if (!Object.hasOwn(plan.trunks, trunk)) return { is: 'stranger', why: `no trunk is called ${trunk}` }
  const byAccount = told === undefined ? null : beyondAccount(plan, trunk, line, told)
  if (byAccount) return byAccount
  const byLine = lineOf(plan, trunk, line)
  if (byLine) return { is: 'property', property: byLine.property, why: `line ${line} on trunk ${trunk}` }
  if (told !== undefined) return byHeaders(plan, trunk, line, told)
  const byDiversion = diversion === null ? null : lineOf(plan, trunk, diversion)
  if (byDiversion) {
    const why = `diverted from ${diversion} over trunk ${trunk}`
    return { is: 'property', property: byDiversion.property, why, diverted: byDiversion.number }
  }
  return { is: 'unknown-line', why: `trunk ${trunk} is known, but no property has line ${line}` }
}

/** Carriers that register send every call to the account, which may be a line itself: another line in To is meant. */
function beyondAccount(plan: Plan, trunk: string, line: string, { called }: ToldNumbers): Identified | null {
  const account = plan.trunks[trunk]?.register?.user
  if (account === undefined || plainNumber(account) !== plainNumber(line)) return null
  for (const { in: where, line: number } of called) {
    const found = where === 'request URI' ? null : anySpelling(plan, trunk, number)
    if (found && plainNumber(found.number) !== plainNumber(line)) {
      const why = `${number} in ${where} over trunk ${trunk}, whose account is ${account}`
      return { is: 'property', property: found.property, why, diverted: found.number }
    }
  }
  return null
}

/** Nothing but a line counts, so a header that names something else hides none of those after it. */
function byHeaders(plan: Plan, trunk: string, line: string, { called, diverted }: ToldNumbers): Identified {
  const candidates = [
    ...[{ in: 'request URI', line } as const, ...called].map(each => ({
      number: each.line,
      why: `${each.line} in ${each.in} over trunk ${trunk}`,
    })),
    ...diverted.map(({ diversion }) => ({ number: diversion, why: `diverted from ${diversion} over trunk ${trunk}` })),
  ]
  for (const { number, why } of candidates) {
    const found = anySpelling(plan, trunk, number)
    if (found) return { is: 'property', property: found.property, why, diverted: found.number }
  }
  const others = called.filter(each => each.line !== line).map(each => `, nor ${each.line} (${each.in})`)
  const forwarded = diverted.length === 0 ? '' : `, nor any number that forwarded the call (${diverted.length})`
  return { is: 'unknown-line', why: `trunk ${trunk} is known, but no property has line ${line}${others.join('')}${forwarded}` }
}

function anySpelling(plan: Plan, trunk: string, number: string): Lines[number] | null {
  for (const read of [number, ...everyReading(plan.trunks[trunk], number)]) {
    const found = lineOf(plan, trunk, read)
    if (found) return found
  }
  return null
}

/** What the fact `identified` says of the line. */
export function divertedLine(identified: Identified): { readonly line?: string } {
  return identified.is === 'property' && identified.diverted !== undefined ? { line: identified.diverted } : {}
}

/** A trunk of its own goes before `trunk: null`, which means any; which of several means any is the last one. */
export function lineOf(plan: Plan, trunk: string, number: string): Lines[number] | null {
  const lines = linesOf(plan.lines).get(plainNumber(number)) ?? []
  const own = lines.find(line => line.trunk === trunk)
  return own ?? lines.findLast(line => line.trunk === null) ?? null
}

type Lines = Plan['lines']

/** Asked for every caller: the lines of a thousand properties are put in order once. */
const byNumber = new WeakMap<Lines, ReadonlyMap<string, Lines>>()

function linesOf(lines: Lines): ReadonlyMap<string, Lines> {
  const known = byNumber.get(lines) ?? Map.groupBy(lines, line => plainNumber(line.number))
  byNumber.set(lines, known)
  return known
}

/** Carriers send the same number as +1512…, 1512… or 001512…: compared without the decoration. Extensions stay as they are. */
export function plainNumber(number: string): string {
  if (!/^\+?[\d\s().-]+$/.test(number)) return number
  const digits = number.replaceAll(/\D/g, '').replace(/^00/, '')
  // Ten digits are a North American number without its country code.
  return digits.length === 10 && !number.startsWith('+') ? `1${digits}` : digits
}
