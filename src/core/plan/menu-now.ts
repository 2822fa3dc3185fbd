// Which of a property's menus a caller gets: the one for open hours, for holidays, or the closed one, which stands in for those that
// are not written. Called when a menu begins, and by whoever explains; a call that is in a menu stays in it.
import type { EpochMs } from '../world/ids.ts'
import { officeNow } from './hours.ts'
import type { Property } from './plan.ts'

export interface MenuNow {
  readonly menu: string
  readonly when: 'open' | 'closed' | 'holiday'
  readonly why: string
}

export function menuNow(property: Property, now: EpochMs): MenuNow {
  const { open, why, by } = officeNow(property, now)
  // The open hours of a special day are open hours; the rest of that day is the holiday.
  const state = open ? 'open' : by.rule === 'date' || by.rule === 'yearly' ? 'holiday' : 'closed'
  const own = state === 'closed' ? undefined : property.menuWhen?.[state]
  return own === undefined ? { menu: property.menu, when: 'closed', why } : { menu: own, when: state, why }
}

/** Every menu that callers of the property may begin with, the closed one first. */
export function menusOfProperty({ menu, menuWhen }: Pick<Property, 'menu' | 'menuWhen'>): readonly string[] {
  const others = [menuWhen?.open, menuWhen?.holiday].filter(each => each !== undefined)
  return [...new Set([menu, ...others])].filter(each => each !== '')
}
