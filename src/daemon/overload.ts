// Trunks, and office telephones at the phone desk, that send more calls than the dialplan lets in (asterisk/extensions.conf, nightbell-admit): an alarm that ends by itself when the
// flood does. Fed by the reader of the event log. It decides nothing about calls.
import type { Clock, Log, Wrong } from './ports.ts'

/** The event log is read every few seconds; a flood of which nothing was told for so long is over, ms. */
const OVER_MS = 15_000

/** No trunk is called so. */
const DESK = '_desk'

export interface Overload {
  /** More calls came over this trunk than are let in; `at`: ms since the epoch. */
  heard(trunk: string, at: number): void
  alarms(): readonly Wrong[]
}

export function openOverload({ clock, log }: { readonly clock: Pick<Clock, 'now'>; readonly log: Log }): Overload {
  const floods = new Map<string, { since: number; last: number }>()
  return {
    heard(trunk, at) {
      // Rows of long ago come again after a restart.
      if (at < clock.now() - OVER_MS) return
      const known = floods.get(trunk)
      if (known !== undefined && at - known.last < OVER_MS) known.last = Math.max(known.last, at)
      else {
        floods.set(trunk, { since: at, last: at })
        log.error({ trunk }, 'a trunk sends more calls than are let in')
      }
    },
    alarms() {
      const now = clock.now()
      for (const [trunk, { last }] of floods) if (now - last > OVER_MS) floods.delete(trunk)
      return [...floods].map(([trunk, { since }]) => ({
        kind: 'overload',
        about: trunk,
        since: Math.floor(since),
        what:
          trunk === DESK
            ? 'office telephones dial the phone desk more often than is let in: further calls hear busy'
            : `trunk ${trunk} sends more calls than are let in: further callers hear busy (\`per-second\`)`,
      }))
    },
  }
}
