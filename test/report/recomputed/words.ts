// A figure in words, as a person reads it in the table of comparisons.
import type { Expected } from './amounts.ts'

/** Fewer than so many are told as "7 of 12". */
const FEW = 20

export function spoken(id: string, { value, of, ids }: Expected): string {
  if (value === null) return 'none'
  if (of === null) return String(value)
  if (!isShare(id)) return duration(value)
  return of < FEW ? `${ids.length} of ${of}` : `${(value * 100).toFixed(1)} %`
}

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

/** The two greatest units that say something; below ten seconds with a tenth. */
function duration(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (ms < 10_000) return `${(Math.round(ms / 100) / 10).toFixed(1)} s`
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
  const hours = Math.round(minutes / 60)
  return `${Math.floor(hours / 24)} d ${hours % 24} h`
}
