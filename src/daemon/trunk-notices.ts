// Which trouble of trunks people outside are told of: it becomes an input, whose fact is a notice (core/notices). Told is what lasts longer than two
// minutes, once, and its end when it has been well for as long; at most one such pair an hour for each trunk. What only happens, such as
// calls that are refused, is told once a day. What was told is known from the journal, so that no restart tells it twice. Fed by trunk-watch.ts.
import type { TrunkTroubleKind } from '../core/world/facts.ts'
import { type EpochMs, trunkStream } from '../core/world/ids.ts'
import type { Input } from '../core/world/inputs.ts'
import type { Alarm, Clock, Log, TrunkTold } from './ports.ts'
import type { TrunkTrouble } from './trunk-watch.ts'

/** Shorter than this it is nothing to tell, ms; and what is well for so long is well. */
const LASTS_MS = 120_000
/** No trunk is told of more often than once in this, ms. */
const PAIR_MS = 3_600_000
const DAY_MS = 24 * PAIR_MS
/** After a start, or when no SIP was heard, it takes so long until it is sure that a trunk is well, ms (sip/not-registered.ts). */
const SETTLED_MS = 360_000
/** So many facts, of which there is one an hour: a single one may be somebody's experiment. */
const REPEATED = 2

export interface TrunkNoticesNeeds {
  /** What people were told last of each trunk and kind of trouble, as the journal has it. */
  readonly before: () => Promise<readonly TrunkTold[]>
  /** Hash of the rules in force, and the trunks in them. */
  readonly rules: () => { readonly hash: string; readonly trunks: Readonly<Record<string, unknown>> }
  /** What is wrong now. */
  readonly alarms: () => readonly Pick<Alarm, 'kind' | 'about' | 'what' | 'since' | 'count'>[]
  readonly push: (input: Input) => void
  readonly clock: Pick<Clock, 'now'>
  readonly log: Pick<Log, 'warn'>
}

export type ToldTrouble = Pick<TrunkTrouble, 'kind' | 'about' | 'since' | 'reason'>

export interface TrunkNotices {
  /** To be called each time somebody has looked, with what lasts just now. */
  look(troubles: readonly ToldTrouble[]): Promise<void>
}

/** Of one trunk: what people were told last, and since when it is well. */
interface Pair {
  readonly told: TrunkTold
  readonly wellSince: number | null
}

export function openTrunkNotices({ before, rules, alarms, push, clock, log }: TrunkNoticesNeeds): TrunkNotices {
  const pairs = new Map<string, Pair>()
  /** When what only happens was told, by kind and trunk. */
  const days = new Map<string, number>()
  let settledAt = clock.now() + SETTLED_MS
  let known = false

  /** Until it is known what was told, nothing is. */
  async function recall(): Promise<boolean> {
    if (known) return true
    try {
      const all = await before()
      if (known) return true
      for (const told of all) {
        if (isLasting(told.trouble)) pairs.set(told.trunk, { told, wellSince: null })
        else days.set(`${told.trouble} ${told.trunk}`, told.at)
      }
      known = true
    } catch (error) {
      log.warn({ error: String(error) }, 'what was told of trunks is not known yet: nobody is told of their trouble')
    }
    return known
  }

  function tell(told: Omit<TrunkTold, 'at' | 'isOver'>, until: number | null, reason: string): void {
    const of = { ...told, since: told.since as EpochMs, until: until as EpochMs | null, reason }
    push({ type: 'trunkTrouble', stream: trunkStream(told.trunk), plan: rules().hash, ...of })
  }

  function isWrong({ kind, about: trunk, since, reason }: ToldTrouble): void {
    const pair = pairs.get(trunk)
    if (pair !== undefined && !pair.told.isOver) {
      pairs.set(trunk, { ...pair, wellSince: null })
      return
    }
    const now = clock.now()
    if (now - since < LASTS_MS || (pair !== undefined && now - pair.told.at < PAIR_MS)) return
    const told = { trunk, trouble: LASTING[kind], since }
    tell(told, null, reason)
    pairs.set(trunk, { told: { ...told, at: now, isOver: false }, wellSince: null })
  }

  function isWell(trunk: string, { told, wellSince }: Pair): void {
    const now = clock.now()
    const inRules = Object.hasOwn(rules().trunks, trunk)
    const since = wellSince ?? now
    const isOver = !inRules || (now - since >= LASTS_MS && now >= settledAt)
    if (isOver) {
      const { at: _, isOver: __, ...rest } = told
      tell(rest, since, inRules ? '' : 'the rules do not have it any more')
    }
    pairs.set(trunk, { told: { ...told, isOver }, wellSince: since })
  }

  function happens({ kind, about, what, since, count }: ReturnType<typeof alarms>[number]): void {
    const [trunk = ''] = about.split(' ')
    const trouble = HAPPENING.find(one => one === kind)
    if (trouble === undefined || !Object.hasOwn(rules().trunks, trunk)) return
    if (trouble === 'media-refused' && count < REPEATED) return
    const key = `${trouble} ${trunk}`
    const now = clock.now()
    if (now - (days.get(key) ?? Number.NEGATIVE_INFINITY) < DAY_MS) return
    days.set(key, now)
    tell({ trunk, trouble, since }, null, what)
  }

  return {
    async look(troubles) {
      if (!(await recall())) return
      const wrong = alarms()
      if (wrong.some(({ kind }) => kind === 'sip-unseen')) settledAt = clock.now() + SETTLED_MS
      for (const trouble of troubles) isWrong(trouble)
      const inTrouble = new Set(troubles.map(({ about }) => about))
      for (const [trunk, pair] of pairs) if (!pair.told.isOver && !inTrouble.has(trunk)) isWell(trunk, pair)
      for (const alarm of wrong) happens(alarm)
    },
  }
}

const LASTING = { 'trunk-unregistered': 'unregistered', 'trunk-away': 'away' } as const
const HAPPENING = ['media-refused', 'calls-refused'] as const

function isLasting(trouble: TrunkTroubleKind): boolean {
  return Object.values(LASTING).some(one => one === trouble)
}
