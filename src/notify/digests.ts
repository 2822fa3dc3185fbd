// When each property's digest is due: at its time on the wall clock of its zone. And when the head of the log is, at the webhooks that want it.
// A timer asks then, and every hour besides (a clock that
// skips the time skips no digest), and once at start, for those that were missed while nobody ran. Sending is the outbox's.
import { type ScheduledTask, schedule, setLogger } from 'node-cron'
import { DAY_MS, instantOf, startOfDay, wallTime } from '../core/plan/local-time.ts'
import type { Plan, Property, Webhook } from '../core/plan/plan.ts'
import type { EpochMs } from '../core/world/ids.ts'
import type { Async, Clock, Log, NewDigest, Outbox } from '../daemon/ports.ts'

/** A timer may come early by so much, ms. */
const EARLY_MS = 100

export interface DigestNeeds {
  readonly outbox: Async<Outbox>
  readonly plan: Plan
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
  /** Something was put into the outbox. */
  readonly added: () => void
}

export function openDigests(needs: DigestNeeds): { stop(): void } {
  const { plan, log } = needs
  const { zone } = plan.box
  const hooks = Object.values(plan.webhooks ?? {}).filter(({ anchor }) => anchor !== undefined)
  const properties = Object.values(plan.properties).filter(property => property.digest !== undefined)
  setLogger({
    info: message => log.debug({ message }, 'digest timer'),
    warn: message => log.warn({ message }, 'digest timer'),
    error: message => log.error({ message: String(message) }, 'digest timer'),
    debug: message => log.debug({ message: String(message) }, 'digest timer'),
  })
  const groups = Map.groupBy(properties, ({ zone, digest }) => `${zone} ${digest?.at ?? 0}`)
  const tasks: ScheduledTask[] = [...groups.values()].map(group => {
    const [first] = group
    const at = first?.digest?.at ?? 0
    return schedule(`${at % 60} ${Math.floor(at / 60)} * * *`, () => ask(group, 'on time'), { timezone: first?.zone ?? 'UTC' })
  })
  for (const at of new Set(hooks.map(({ anchor = 0 }) => anchor)))
    tasks.push(schedule(`${at % 60} ${Math.floor(at / 60)} * * *`, () => askAnchors(), { timezone: zone }))
  const missed = (): void => {
    ask(properties, 'missed')
    askAnchors()
  }
  tasks.push(schedule('5 * * * *', missed, { timezone: 'UTC' }))

  /** One after the other: two at once would ask twice what is missing. */
  let asking: Promise<void> = Promise.resolve()
  function ask(some: readonly Property[], which: 'on time' | 'missed'): void {
    asking = asking.then(async () => {
      try {
        if ((await addDueDigests(needs, some, which)) > 0) needs.added()
      } catch (error) {
        log.error({ error: String(error) }, 'the digest can not be kept; trying again within the hour')
      }
    })
  }

  function askAnchors(): void {
    if (hooks.length === 0) return
    addDueAnchors(needs, zone, hooks).then(needs.added, (error: unknown) =>
      log.error({ error: String(error) }, 'the anchor of the log can not be kept; trying again within the hour'),
    )
  }

  missed()
  return {
    stop() {
      for (const task of tasks) void task.destroy()
    },
  }
}

/** Puts the digests that are due into the outbox; gives how many. A property that never had one and had no calls has missed none. */
export async function addDueDigests(
  { outbox, clock }: Pick<DigestNeeds, 'outbox' | 'clock'>,
  properties: readonly Property[],
  which: 'on time' | 'missed',
): Promise<number> {
  const due: NewDigest[] = []
  for (const { id, zone, digest } of properties) {
    if (digest === undefined) continue
    const { until, dayBefore } = latest(zone, digest.at, clock.now() + EARLY_MS)
    const last = await outbox.lastDigest(id)
    if (last !== null && last >= until) continue
    const from = last ?? dayBefore
    if (last === null && which === 'missed' && !(await outbox.hadCalls(id, from, until))) continue
    due.push({ property: id, from, until, mail: digest.mail })
  }
  if (due.length > 0) await outbox.addDigests(due, clock.now())
  return due.length
}

/**
 * Puts the anchors that are due into the outbox: one a day for each webhook, whether it is there
 * already or not. While the log is empty the outbox takes none; an hour later it is still due.
 */
export async function addDueAnchors(
  { outbox, clock }: Pick<DigestNeeds, 'outbox' | 'clock'>,
  zone: string,
  hooks: readonly Webhook[],
): Promise<void> {
  const due = hooks.flatMap(({ id, anchor }) =>
    anchor === undefined ? [] : [{ until: latest(zone, anchor, clock.now() + EARLY_MS).until, webhooks: [id] }],
  )
  await outbox.addAnchors(due, clock.now())
}

/** The last time at or before `now` when the clock of the zone showed this minute, and the same minute of the day before. */
export function latest(zone: string, minute: number, now: number): { until: EpochMs; dayBefore: EpochMs } {
  const today = startOfDay(wallTime(zone, now as EpochMs))
  const on = (day: number) => instantOf(zone, day + minute * 60_000, 'first')
  const day = on(today) <= now ? today : today - DAY_MS
  return { until: on(day), dayBefore: on(day - DAY_MS) }
}
