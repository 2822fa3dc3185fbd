// How a trunk's trouble reads: the time on the box's clock, and the words of SIP. Pure.

const DAY_MS = 86_400_000
const LONGEST = 70

/** 02:14, or with the day where it is longer ago. */
export function clockTime(zone: string, at: number, now: number): string {
  const day: Intl.DateTimeFormatOptions = now - at < DAY_MS ? {} : { month: 'short', day: 'numeric' }
  const format = new Intl.DateTimeFormat('en-US', {
    ...day,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  })
  return format.format(at)
}

/** `403 Forbidden; Reason: Q.850;cause=21` reads `403 Forbidden (Reason: Q.850;cause=21)`. */
export function inBrackets(words: string): string {
  const [first = '', ...more] = words.split('; ')
  const rest = more.join('; ')
  const short = rest.length > LONGEST ? `${rest.slice(0, LONGEST)}…` : rest
  return short === '' ? first : `${first} (${short})`
}
