// How a figure has changed, as a person reads it in the table of comparisons.
import type { Expected } from './amounts.ts'

/** Fewer than so many have no percentage. */
const FEW = 20

/** Of shares in points, of all else in percent, of few by how many; nothing where nothing is compared. */
export function change(id: string, current: Expected, former: Expected): string {
  const [now, then] = [current.value, former.value]
  if (now === null || then === null) return ''
  const fewest = Math.min(current.of ?? now, former.of ?? then)
  if (fewest < FEW) return current.of === null ? signed(now - then, 0) : 'too few'
  if (isShare(id)) return `${signed((now - then) * 100, 1)} points`
  return then === 0 ? '' : `${signed((now / then - 1) * 100, 0)} %`
}

/** Halves are rounded away from nothing. */
function signed(value: number, digits: number): string {
  const sized = Math.abs(value).toFixed(digits)
  const sign = Number(sized) === 0 ? '' : value > 0 ? '+' : '−'
  return sign + sized
}

function isShare(id: string): boolean {
  return /-rate$|^service-level/.test(id)
}
