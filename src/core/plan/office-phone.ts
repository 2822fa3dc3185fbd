// How a call from an office telephone is told from one over a trunk: in the place of the trunk's name it has that of its telephone, as the
// dialplan knows it by its endpoint. Asked by the phone desk and by whoever tells of the call.
import type { Plan } from './plan.ts'

/** Nothing in the rules can have a colon in its name. */
const MARK = 'phone:'

/** The telephone's name; null for a trunk. */
export function officePhoneNamed(trunk: string): string | null {
  return trunk.startsWith(MARK) ? trunk.slice(MARK.length) : null
}

/** Whether the rules have this office telephone. */
export function isOfficePhone(plan: Plan, name: string): boolean {
  return Object.values(plan.properties).some(({ office }) => office?.phones.some(({ id }) => id === name) ?? false)
}
