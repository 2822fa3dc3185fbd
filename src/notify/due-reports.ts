// When the reports of the rules are due: at their time on the wall clock of the property or the box.
// As with digests, a timer asks then, and every hour besides, and once at start, for those that were
// missed while nobody ran. Sending is the outbox's; making is done when it is sent.
import { type ScheduledTask, schedule } from 'node-cron'
import { lastDue, mailedReports, type ReportSchedule, spanBefore } from '../core/plan/mailed-reports.ts'
import type { Plan } from '../core/plan/plan.ts'
import type { EpochMs } from '../core/world/ids.ts'
import type { Async, Clock, Log, NewReport, Outbox } from '../daemon/ports.ts'

/** A timer may come early by so much, ms. */
const EARLY_MS = 100

export interface ReportNeeds {
  readonly outbox: Pick<Async<Outbox>, 'lastReport' | 'reportStood' | 'addReports'>
  readonly plan: Plan
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
  /** Something was put into the outbox. */
  readonly added: () => void
}

export function openReports(needs: ReportNeeds): { stop(): void } {
  const { plan, log } = needs
  const all = mailedReports(plan)
  if (all.length === 0) return { stop: () => undefined }
  // Which day it is says lastDue.
  const groups = Map.groupBy(all, ({ zone, report }) => `${zone} ${report.at.minute}`)
  const tasks: ScheduledTask[] = [...groups.values()].map(group => {
    const [first] = group
    const minute = first?.report.at.minute ?? 0
    const expression = `${minute % 60} ${Math.floor(minute / 60)} * * *`
    return schedule(expression, () => ask(group, 'on time'), { timezone: first?.zone ?? 'UTC' })
  })
  tasks.push(schedule('6 * * * *', () => ask(all, 'missed'), { timezone: 'UTC' }))

  /** One after the other: two at once would ask twice what is missing. */
  let asking: Promise<void> = Promise.resolve()
  function ask(some: readonly ReportSchedule[], which: 'on time' | 'missed'): void {
    asking = asking.then(async () => {
      try {
        if ((await addDueReports(needs, some, which)) > 0) needs.added()
      } catch (error) {
        log.error({ error: String(error) }, 'the reports can not be kept; trying again within the hour')
      }
    })
  }

  ask(all, 'missed')
  return {
    stop() {
      for (const task of tasks) void task.destroy()
    },
  }
}

/** Puts the reports that are due into the outbox, each once; gives how many. Of several that were missed, the last. */
export async function addDueReports(
  { outbox, clock }: Pick<ReportNeeds, 'outbox' | 'clock'>,
  schedules: readonly ReportSchedule[],
  which: 'on time' | 'missed',
): Promise<number> {
  const reports: NewReport[] = []
  const now = (clock.now() + EARLY_MS) as EpochMs
  for (const schedule of schedules) {
    const due = lastDue(schedule.report.at, schedule.zone, now)
    // A clock that skipped the minute comes later; a timer of another day finds an old one.
    const isNow = which === 'on time' && now - due < MINUTE_MS
    const last = await outbox.lastReport(schedule.id)
    if (last !== null && last >= due) continue
    if (isNow || (await outbox.reportStood(schedule, due))) reports.push(newReport(schedule, due))
  }
  if (reports.length > 0) await outbox.addReports(reports, clock.now())
  return reports.length
}

const MINUTE_MS = 60_000

function newReport({ id, property, zone, report }: ReportSchedule, due: EpochMs): NewReport {
  const { reports, by, group = null, span, to } = report
  return {
    schedule: id,
    property: property ?? '',
    due,
    about: { event: 'report', reports, by, property, group, zone, ...spanBefore(span, zone, due) },
    mail: to,
  }
}
