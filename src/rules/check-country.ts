// In which country people need help: what they dial there must be among the box's emergency
// numbers, and they must be called back. The box's caller ID says it, and in another country that
// of a property or of an office telephone. Called by check-emergency.ts.
import { emergencyCallerId } from '../core/plan/emergency.ts'
import type { OfficePhone, Plan, Property } from '../core/plan/plan.ts'
import { error, type Findings, isMistaken, isWritten, valueAt, warning } from './findings.ts'
import type { Place } from './problem.ts'
import type { Draft } from './shape-portfolio.ts'
import { type Country, countryOf } from './usual-emergency-numbers.ts'
import { writtenAt } from './written-caller-id.ts'

/** A caller ID that says in which country somebody needs help. */
interface Site {
  readonly number: string
  /** Such as: the caller ID +442079460101 of `maple`. */
  readonly what: string
  readonly place: () => Place
  /** Whether office telephones dial an emergency number there. */
  readonly hasPhones: boolean
}

export function checkCountry(plan: Plan, draft: Draft, findings: Findings): void {
  const { box } = plan
  if (draft.box === null || box.callerId === '') return
  const properties = Object.values(plan.properties)
  const place = () => valueAt(findings, ['box', 'caller-id'])
  const hasPhones = properties.some(hasOffice)
  const what = `the box's caller ID ${box.callerId}`
  checkOwnCountry(plan, findings, { number: box.callerId, what, place, hasPhones })
  for (const property of properties) checkProperty(plan, findings, property)
}

function hasOffice({ office }: Property): boolean {
  return (office?.phones.length ?? 0) > 0
}

function checkOwnCountry({ box }: Plan, findings: Findings, own: Site): void {
  if (!isAtHome(own.number)) checkCalledBack(findings, own)
  if (!isWritten(findings, NUMBERS)) {
    if (!isAtHome(own.number)) tellUnwritten(findings, own, [])
    return
  }
  const country = countryOf(own.number)
  if (country === null || isDialled(findings, box.emergencyNumbers, country)) return
  const tell = isAtHome(own.number) && own.hasPhones ? error : warning
  tell(findings, valueAt(findings, NUMBERS), ...missing(box.emergencyNumbers, country, own))
}

/** What is like the box's own country has been told there. */
function checkProperty({ box }: Plan, findings: Findings, property: Property): void {
  const told = new Set([beginningOf(box.callerId)])
  for (const site of sitesOf(findings, property)) {
    const country = countryOf(site.number)
    if (told.has(beginningOf(site.number))) continue
    told.add(beginningOf(site.number))
    if (!isWritten(findings, NUMBERS)) {
      if (isAtHome(box.callerId)) tellUnwritten(findings, site, box.emergencyNumbers)
    } else if (country !== null && !isDialled(findings, box.emergencyNumbers, country)) {
      // The list was written for the country of the box, not for this one.
      const tell = site.hasPhones ? error : warning
      tell(findings, site.place(), ...missing(box.emergencyNumbers, country, site))
    }
  }
  if (!isAtHome(box.callerId)) return
  const { emergencyCallerId: _, ...plain } = property
  const sites = [...sitesOf(findings, plain), ...sitesOf(findings, property)]
  const abroad = sites.find(({ number }) => !isAtHome(number))
  if (abroad !== undefined) checkCalledBack(findings, abroad)
}

const NUMBERS = ['box', 'emergency-numbers']
const DIALLING = ['box', 'dialling']

function isAtHome(number: string): boolean {
  return number.startsWith('+1')
}

function beginningOf(number: string): string {
  return countryOf(number)?.beginning ?? 'elsewhere'
}

/** What is dialled at a property, and at telephones with a number of their own. */
function sitesOf(findings: Findings, property: Property): Site[] {
  const found = [siteOf(findings, property, null, -1)]
  for (const [nth, phone] of (property.office?.phones ?? []).entries())
    if (phone.emergencyCallerId !== undefined) found.push(siteOf(findings, property, phone, nth))
  return found.flatMap(site => site ?? [])
}

/** Nothing where it is wrong, for that has been told. */
function siteOf(findings: Findings, property: Property, phone: OfficePhone | null, nth: number): Site | null {
  const { paths, whose } = writtenAt(property, phone, nth)
  const number = emergencyCallerId(property, phone ?? {})
  const own = ['properties', property.id, 'emergency-caller-id']
  if (number === '' || isMistaken(findings, own, ...paths)) return null
  const isEmergency = phone !== null || property.emergencyCallerId !== undefined
  return {
    number,
    what: `the ${isEmergency ? 'emergency caller ID' : 'caller ID'} ${number} of ${whose}`,
    place: () => valueAt(findings, ...paths, ['properties', property.id]),
    hasPhones: phone !== null || hasOffice(property),
  }
}

/** Where nothing is written, 911 is meant: elsewhere nobody may hear it. */
function tellUnwritten(findings: Findings, site: Site, others: readonly string[]): void {
  const { what, place, number } = site
  const example = [...others, countryOf(number)?.numbers.at(-1) ?? '112'].join(', ')
  error(findings, place(), `${what} is outside +1, and there are no \`emergency-numbers\``, {
    expected: `\`emergency-numbers:\` under \`box:\`, such as [${example}]`,
    hint: 'without it callers are told to dial 911, and office telephones can dial nothing else',
  })
}

const CALLED_BACK = '`dialling: { countries: [...] }` under `box:`, with the beginnings of numbers that may be called back'

function checkCalledBack(findings: Findings, { what, place }: Site): void {
  if (isWritten(findings, [...DIALLING, 'countries']) || isMistaken(findings, DIALLING)) return
  const isPartly = isWritten(findings, DIALLING)
  const lacks = isPartly ? '`dialling` has no `countries`' : 'there is no `dialling`'
  error(findings, place(), `${what} is outside +1, and ${lacks}`, {
    expected: CALLED_BACK,
    hint: 'without it only callers with a number of +1 are called back',
  })
}

/** A list that is partly wrong may have it once it is right. */
function isDialled(findings: Findings, dialled: readonly string[], { numbers }: Country): boolean {
  const each = dialled.map((_, nth) => [...NUMBERS, nth])
  return isMistaken(findings, NUMBERS, ...each) || numbers.some(number => dialled.includes(number))
}

type Told = [message: string, more: { expected: string; hint: string }]

function missing(dialled: readonly string[], country: Country, { what, hasPhones }: Site): Told {
  const { beginning, numbers } = country
  const usual = numbers.join(' or ')
  const expected = numbers.map(each => `\`${each}\``).join(' or ')
  const phones = hasPhones ? `, and office telephones cannot dial ${usual}` : ''
  return [
    `${usual} is missing from \`emergency-numbers\`, and ${what} is in ${beginning}`,
    {
      expected: `${expected} among the \`emergency-numbers\` of the box`,
      hint: `callers are told to dial ${dialled[0]}${phones}`,
    },
  ]
}
