// Which trunks Asterisk can't reach, or is not registered with: asked for every few seconds, each an alarm that ends when the trunk is
// back. Opened by run.ts. It decides nothing about calls: a leg over a dead trunk goes on over the next one by itself.
import type { Alarms } from './alarms.ts'
import { every } from './clock.ts'
import type { Clock, Log, Wrong } from './ports.ts'
import { clockTime, inBrackets } from './trunk-words.ts'

const LOOK_MS = 10_000

export interface TrunkWatchNeeds {
  /** Ids of the trunks that don't answer; null when Asterisk itself can't be asked. */
  readonly unreachable: () => Promise<readonly string[] | null>
  /** Trunks that are to be registered and are not, as their SIP shows it. */
  readonly unregistered: (unreachable: readonly string[]) => readonly NotRegisteredTrunk[]
  /** Of the box: for times in words. */
  readonly zone: () => string
  readonly clock: Clock
  readonly log: Log
  readonly alarms: Pick<Alarms, 'begin' | 'end'>
  /** What is wrong now, after each look. */
  readonly onLook?: (troubles: readonly TrunkTrouble[]) => void
}

export interface NotRegisteredTrunk {
  readonly trunk: string
  readonly since: number
  readonly why: string
  readonly remedy: string
}

/** `reason`: the part of `what` that says why, and what to do; empty where nobody knows. */
export type TrunkTrouble = Wrong & {
  readonly kind: TroubleKind
  readonly about: string
  readonly since: number
  readonly reason: string
}
type TroubleKind = 'trunk-away' | 'trunk-unregistered'

export interface TrunkWatch {
  /** Looks at once. */
  look(): Promise<void>
  stop(): void
}

export function openTrunkWatch(needs: TrunkWatchNeeds): TrunkWatch {
  const { unreachable, unregistered, zone, clock, log, alarms, onLook = () => {} } = needs
  const standing = new Map<string, TrunkTrouble>()
  /** When each was seen first. */
  let suspected = new Map<string, number>()

  /** One look proves nothing: Asterisk has not asked every trunk yet when it has just started. */
  async function look(): Promise<void> {
    const offline = await unreachable()
    if (offline === null) return
    const found = troublesOf(offline)
    for (const [key, { kind, about }] of [...standing]) {
      if (found.has(key)) continue
      standing.delete(key)
      alarms.end(kind, about)
      log.info({ trunk: about }, kind === 'trunk-away' ? 'the trunk can be reached again' : 'the trunk is registered again')
    }
    for (const [key, trouble] of found) {
      if (!suspected.has(key)) continue
      const known = standing.get(key)
      const since = known?.since ?? trouble.since
      standing.set(key, { ...trouble, since })
      alarms.begin({ ...trouble, since })
      if (known === undefined) log.error({ trunk: trouble.about, what: trouble.what }, 'a trunk is in trouble')
    }
    suspected = new Map([...found.keys()].map(key => [key, suspected.get(key) ?? clock.now()]))
    onLook([...standing.values()])
  }

  function troublesOf(offline: readonly string[]): Map<string, TrunkTrouble> {
    const missing = unregistered(offline)
    const out = new Set(missing.map(({ trunk }) => trunk))
    const all = [...missing.map(notRegistered), ...offline.filter(trunk => !out.has(trunk)).map(away)]
    return new Map(all.map(trouble => [`${trouble.kind} ${trouble.about}`, trouble]))
  }

  function away(trunk: string): TrunkTrouble {
    const since = suspected.get(`trunk-away ${trunk}`) ?? clock.now()
    return { kind: 'trunk-away', about: trunk, since, what: `trunk ${trunk} does not answer`, reason: '' }
  }

  function notRegistered({ trunk, since, why, remedy }: NotRegisteredTrunk): TrunkTrouble {
    const reason = remedy === '' ? inBrackets(why) : `${inBrackets(why)}; ${remedy}`
    const what = `trunk ${trunk} is not registered since ${clockTime(zone(), since, clock.now())}: ${reason}`
    return { kind: 'trunk-unregistered', about: trunk, since, what, reason }
  }

  const stop = every(clock, LOOK_MS, () => void look().catch(() => {}))
  return { look, stop }
}
