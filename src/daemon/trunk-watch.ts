// Which trunks Asterisk can't reach: asked for every few seconds, told in `status` as alarms that end when the trunk is back. Opened by run.ts.
// It decides nothing about calls: a leg over a dead trunk goes on over the next one by itself.
import { every } from './clock.ts'
import type { Clock, Log } from './ports.ts'

const LOOK_MS = 10_000

export interface TrunkWatchNeeds {
  /** Ids of the trunks that don't answer; null when Asterisk itself can't be asked. */
  readonly unreachable: () => Promise<readonly string[] | null>
  readonly clock: Clock
  readonly log: Log
}

export interface TrunkWatch {
  alarms(): readonly { readonly since: number; readonly what: string }[]
  stop(): void
}

export function openTrunkWatch({ unreachable, clock, log }: TrunkWatchNeeds): TrunkWatch {
  const away = new Map<string, number>()
  let suspected = new Set<string>()

  /** One look proves nothing: Asterisk has not asked every trunk yet when it has just started. */
  async function look(): Promise<void> {
    const found = await unreachable()
    if (found === null) return
    const now = clock.now()
    for (const trunk of [...away.keys()]) {
      if (found.includes(trunk)) continue
      away.delete(trunk)
      log.info({ trunk }, 'the trunk can be reached again')
    }
    for (const trunk of found) {
      if (away.has(trunk) || !suspected.has(trunk)) continue
      away.set(trunk, now)
      log.error({ trunk }, 'the trunk can not be reached')
    }
    suspected = new Set(found)
  }

  const stop = every(clock, LOOK_MS, () => void look().catch(() => {}))
  return {
    alarms: () => [...away].map(([trunk, since]) => ({ since, what: `trunk ${trunk} does not answer` })),
    stop,
  }
}
