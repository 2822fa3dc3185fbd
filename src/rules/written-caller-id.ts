// Where the number is written that an office telephone shows in an emergency. Read by
// check-emergency.ts and check-country.ts.
import type { OfficePhone, Property } from '../core/plan/plan.ts'
import type { Path } from './findings.ts'

interface Written {
  readonly paths: readonly Path[]
  readonly whose: string
}

/** Without a telephone, that of the property. */
export function writtenAt({ id, emergencyCallerId: own }: Property, phone: OfficePhone | null, nth: number): Written {
  const office = ['properties', id, 'office', 'phones', nth]
  if (phone?.emergencyCallerId !== undefined)
    return { paths: [[...office, 'emergency-caller-id'], office], whose: `the office telephone \`${phone.id}\`` }
  if (own !== undefined) return { paths: [['properties', id, 'emergency-caller-id']], whose: `\`${id}\`` }
  return {
    paths: [
      ['properties', id, 'caller-id'],
      ['defaults', 'caller-id'],
      ['properties', id, 'lines', 0],
    ],
    whose: `\`${id}\``,
  }
}
