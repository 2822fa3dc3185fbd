// Which trunks Asterisk can't reach: asked for every few seconds, each an alarm that ends when the trunk is back. Opened by run.ts.
// It decides nothing about calls: a leg over a dead trunk goes on over the next one by itself.
import type { Alarms } from './alarms.ts'
import { every } from './clock.ts'
import type { Clock, Log } from './ports.ts'

const LOOK_MS = 10_000

export interface TrunkWatchNeeds {
  /** Ids of the trunks that don't answer; null when Asterisk itself can't be asked. */
  readonly unreachable: () => Promise<readonly string[] | null>
  readonly clock: Clock
  readonly log: Log
  readonly alarms: Pick<Alarms, 'begin' | 'end'>
}

export interface TrunkWatch {
  stop(): void
}

export function openTrunkWatch({ unreachable, clock, log, alarms }: TrunkWatchNeeds): TrunkWatch {
  const away = new Set<string>()
  let suspected = new Set<string>()

  /** One look proves nothing: Asterisk has not asked every trunk yet when it has just started. */
  async function look(): Promise<void> {
    const found = await unreachable()
    if (found === null) return
    for (const trunk of [...away]) {
      if (found.includes(trunk)) continue
      away.delete(trunk)
      alarms.end('trunk-away', trunk)
      log.info({ trunk }, 'the trunk can be reached again')
    }
    for (const trunk of found) {
      if (away.has(trunk) || !suspected.has(trunk)) continue
      away.add(trunk)
      alarms.begin({ kind: 'trunk-away', about: trunk, what: `trunk ${trunk} does not answer` })
      log.error({ trunk }, 'the trunk can not be reached')
    }
    suspected = new Set(found)
  }

  const stop = every(clock, LOOK_MS, () => void look().catch(() => {}))
  return { stop }
}
