// Erases callers whom the rules know no longer: every night, and some time after a start for the
// nights that were missed. As `calls erase` does it: first from the files beside the journal, while
// it is known what to look for there, then by a turn each, in whose commit the journal forgets
// them. What dies in between is due again the next time. Opened by run.ts. It must not decide: who
// is due is the journal's and the rules' to say, what is open or held the core's.
import type { Plan } from '../core/plan/plan.ts'
import { type Keeps, keepsCallersForSoLong, keepsOf } from '../core/plan/retention.ts'
import type { CallId, EpochMs, StandingId } from '../core/world/ids.ts'
import type { Input } from '../core/world/inputs.ts'
import { inMs } from './clock.ts'
import type { Clock, Log } from './ports.ts'
import { nextNight } from './retention.ts'

type Erased = Extract<Input, { type: 'callErased' }>

export interface KnownTooLong extends Pick<Erased, 'incidents'>, Required<Pick<Erased, 'rule' | 'wouldHold'>> {
  readonly call: CallId
  readonly numbers: readonly string[]
  readonly names: readonly string[]
}

/** Where a page of them begins. */
export interface PageFrom {
  readonly property: string
  readonly at: number
  readonly call: string
}

export interface CallerRetentionNeeds {
  readonly plan: () => Plan
  /** Property by property, the oldest first, so many at most, after those of the page before. */
  readonly due: (
    keeps: Keeps,
    now: EpochMs,
    after: PageFrom | null,
    most: number,
  ) => Promise<{ readonly due: readonly KnownTooLong[]; readonly next: PageFrom | null }>
  /** Whether one of these holds stands now. */
  readonly isHeld: (holds: readonly StandingId[]) => boolean
  /** Takes them out of the files that Asterisk writes, all at once. Rejects when it can't. */
  readonly forget: (callers: readonly KnownTooLong[]) => Promise<void>
  /** Old pages leave the journal's log file. */
  readonly clean: () => Promise<unknown>
  readonly isWritten: () => boolean
  readonly push: (input: Input) => void
  readonly clock: Clock
  readonly log: Log
}

/** After recordings have been looked for. */
const AFTER_START_MS = 60_000
/** So many are looked up at a time: others ask in between. Asterisk's files are gone through for so many at once. */
const MOST = 20
const TOGETHER = 100
/** So few are decided in a row: callers go first. */
const IN_A_ROW = 10
const PAUSE_MS = 200
/** Who erases by rule, in the facts. */
export const BY_RULE = 'retention'

export function openCallerRetention(needs: CallerRetentionNeeds): { stop(): void } {
  const { plan, clock, log } = needs
  let cancel = inMs(clock, AFTER_START_MS, look)
  let stopped = false
  let walking = false

  function look(): void {
    cancel = clock.at(nextNight(plan().box.zone, clock.now()), look)
    // Those of a large house may take longer than a night.
    if (walking) return
    walking = true
    walk()
      .catch((error: unknown) => log.error({ error: String(error) }, 'callers are not erased by rule now; again tomorrow'))
      .finally(() => {
        walking = false
      })
  }

  async function walk(): Promise<void> {
    const keeps = keepsOf(plan())
    if (!keepsCallersForSoLong(keeps) || !mayGoOn()) return
    let asked = 0
    let gathered: KnownTooLong[] = []
    let after: PageFrom | null = null
    do {
      const page = await needs.due(keeps, clock.now(), after, MOST)
      gathered.push(...page.due)
      after = page.next
      if (after === null || gathered.length >= TOGETHER) {
        asked += await eraseAll(gathered)
        gathered = []
      }
      await pause()
    } while (after !== null && mayGoOn())
    if (asked === 0 || stopped) return
    log.info({ asked }, 'callers are erased by rule')
    await needs.clean()
  }

  /** Gives for how many it was asked. */
  async function eraseAll(gathered: readonly KnownTooLong[]): Promise<number> {
    const due = gathered.filter(({ wouldHold }) => !needs.isHeld(wouldHold))
    if (due.length === 0 || !mayGoOn()) return 0
    await needs.forget(due)
    for (let n = 0; n < due.length && mayGoOn(); n += IN_A_ROW) {
      for (const each of due.slice(n, n + IN_A_ROW)) needs.push(erased(each))
      await pause()
    }
    return due.length
  }

  function mayGoOn(): boolean {
    return !stopped && needs.isWritten()
  }

  function pause(): Promise<void> {
    return new Promise(resolve => inMs(clock, PAUSE_MS, resolve))
  }

  return {
    stop() {
      stopped = true
      cancel()
    },
  }
}

function erased({ call, incidents, rule, wouldHold }: KnownTooLong): Erased {
  return { type: 'callErased', stream: call, who: BY_RULE, incidents, rule, wouldHold }
}
