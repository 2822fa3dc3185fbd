// A daemon of another day: every Node process that is started from here on has its clock ahead, and
// whoever waits for a morning need not. Asterisk and the test itself keep the machine's clock.
const DAY_MS = 86_400_000
/** Arizona knows no summer time. */
const BEHIND_UTC_MS = 7 * 3_600_000
export const ZONE = 'America/Phoenix'

const before = process.env.NODE_OPTIONS ?? ''
const today = Math.floor((Date.now() - BEHIND_UTC_MS) / DAY_MS)

/** So many days after today, as the clock of ZONE shows `07:29:45`; ms since 1970. */
export function instant(daysAhead: number, clock: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number)
  const ofDay = ((hours * 60 + minutes) * 60 + seconds) * 1000
  return (today + daysAhead) * DAY_MS + ofDay + BEHIND_UTC_MS
}

/** For what is started from here on it is this moment now. */
export function moveClockTo(ms: number): void {
  const code = `
    const Real = Date
    globalThis.Date = class extends Real {
      constructor(...given) {
        if (given.length === 0) super(Date.now())
        else super(...given)
      }
      static now() {
        return Real.now() + ${ms - Date.now()}
      }
    }`
  process.env.NODE_OPTIONS = `${before} --import data:text/javascript,${encodeURIComponent(code)}`
}

export function clockAsItWas(): void {
  process.env.NODE_OPTIONS = before
}
