// Emergency calls of office telephones: the number that they show tells the dispatcher where to go, so a carrier must own it, and two properties
// must not share one. Called by compile.ts.
import { emergencyCallerId } from '../core/plan/emergency.ts'
import type { OfficePhone, Plan } from '../core/plan/plan.ts'
import { checkCountry } from './check-country.ts'
import { isUnsure } from './check-numbers.ts'
import { error, type Findings, isMistaken, keyAt, valueAt, warning } from './findings.ts'
import { type Place, placeText } from './problem.ts'
import type { Draft } from './shape-portfolio.ts'
import { writtenAt } from './written-caller-id.ts'

export function checkEmergency(plan: Plan, draft: Draft, findings: Findings): void {
  checkCountry(plan, draft, findings)
  checkDialled(plan, findings)
  checkOwned(plan, draft, findings)
  checkShared(plan, findings)
}

/** What an office telephone dials means one thing. */
function checkDialled({ box }: Plan, findings: Findings): void {
  for (const [nth, number] of (box.emergencyTestNumbers ?? []).entries()) {
    if (!box.emergencyNumbers.includes(number)) continue
    const path = ['box', 'emergency-test-numbers']
    error(findings, valueAt(findings, [...path, nth], path), `${number} is an emergency number: a call to it is no test`, {
      expected: "the number at which the carrier reads back the caller's number and address, such as 933",
    })
  }
}

/** A property's caller ID without an `emergency-caller-id` is looked at by check-numbers.ts. */
function checkOwned(plan: Plan, draft: Draft, findings: Findings): void {
  const outbound = Object.values(plan.trunks).filter(trunk => trunk.outbound)
  const unsure = findings.incomplete || [...draft.trunks].some(([id, rules]) => isUnsure(findings, id, rules))
  if (outbound.length === 0 || unsure) return
  const owned = new Set(outbound.flatMap(({ owns }) => owns))
  const named = outbound.map(({ id }) => `\`${id}\``).join(', ')
  for (const property of Object.values(plan.properties)) {
    const phones = property.office?.phones ?? []
    const looked: [OfficePhone | null, number][] = [
      ...(property.emergencyCallerId === undefined ? [] : [[null, -1] as [null, number]]),
      ...phones.flatMap((phone, nth): [OfficePhone, number][] => (phone.emergencyCallerId === undefined ? [] : [[phone, nth]])),
    ]
    for (const [phone, nth] of looked) {
      const number = emergencyCallerId(property, phone ?? {})
      const { paths, whose } = writtenAt(property, phone, nth)
      if (number === '' || owned.has(number) || isMistaken(findings, ...paths)) continue
      error(findings, valueAt(findings, ...paths), `no outbound trunk owns the emergency caller ID ${number} of ${whose}`, {
        expected: `a number under \`owns\` of ${named}`,
        hint: 'the carrier knows the address of its own numbers only: with another one, help is sent to the wrong place',
      })
    }
  }
}

function checkShared(plan: Plan, findings: Findings): void {
  const before = new Map<string, { property: string; place: () => Place }>()
  const told = new Set<string>()
  for (const property of Object.values(plan.properties)) {
    for (const [nth, phone] of (property.office?.phones ?? []).entries()) {
      const number = emergencyCallerId(property, phone)
      const { paths } = writtenAt(property, phone, nth)
      const place = () => valueAt(findings, ...paths, ['properties', property.id])
      const other = before.get(number)
      if (other === undefined) before.set(number, { property: property.id, place })
      if (number === '' || other === undefined || other.property === property.id || told.has(`${property.id} ${number}`)) continue
      told.add(`${property.id} ${number}`)
      const what = `office telephones of \`${property.id}\` and \`${other.property}\` show ${number} in an emergency`
      warning(findings, place(), `${what}: the dispatcher sees one address for both`, {
        expected: `a number for each, unless they are at one address; the other is at ${placeText(other.place())}`,
        hint: `write \`emergency-caller-id:\` under \`${property.id}\`, and have its address entered at the carrier`,
      })
    }
  }
  if (before.size === 0 && plan.box.emergencyTestNumbers !== undefined && Object.keys(plan.properties).length > 0)
    warning(
      findings,
      keyAt(findings, ['box', 'emergency-test-numbers']),
      'no office telephone can dial the `emergency-test-numbers`',
      {
        hint: 'they are for telephones under `office: phones:` of a property',
      },
    )
}
