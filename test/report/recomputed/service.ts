// Every figure of the service report once more, from the raw facts of the journal.
import { average, type Expected, list, share, summaries } from './amounts.ts'
import { callsOf } from './calls.ts'
import { incidentsOf } from './incidents.ts'
import { messagesOf, untilDone } from './left-messages.ts'
import type { Asked } from './raw.ts'

const DAY = 86_400_000

export function service(asked: Asked): Record<string, Expected> {
  return { ...ofCalls(asked), ...ofIncidents(asked), ...ofMessages(asked) }
}

function ofCalls(asked: Asked): Record<string, Expected> {
  const calls = callsOf(asked)
  const { offered, abandoned, short } = calls
  return {
    offered: list(offered),
    'answered-by-office': list(calls.office),
    'left-queue': list(calls.inQueue),
    'came-back': list(calls.cameBack),
    'overflow-closed': list(calls.withReason('closed')),
    'overflow-no-answer': list(calls.withReason('no-answer')),
    'overflow-saturated': list(calls.withReason('saturated')),
    'overflow-blocked': list(calls.withReason('blocked')),
    'overflow-forwarded': list(calls.withReason('forwarded')),
    'overflow-failsafe': list(calls.withReason('failsafe')),
    'no-property': list(calls.noProperty),
    running: list(calls.running),
    abandoned: list(abandoned),
    'abandoned-queue': list(calls.abandonedIn('queue')),
    'abandoned-menu': list(calls.abandonedIn('menu')),
    'abandoned-tone': list(calls.abandonedIn('tone')),
    'abandoned-transfer': list(calls.abandonedIn('transfer')),
    'abandoned-statement': list(calls.abandonedIn('statement')),
    'abandoned-hold': list(calls.abandonedIn('hold')),
    'abandoned-failsafe': list(calls.abandonedIn('failsafe')),
    silent: list(calls.silent),
    'abandoned-short': list(short),
    'abandonment-rate': share(abandoned, offered.length),
    'abandonment-rate-long': share(
      abandoned.filter(id => !short.includes(id)),
      offered.length - short.length,
    ),
    'service-level': share(calls.quick, calls.answered.length + calls.lostLate.length),
    ...summaries('answer', calls.answers),
    ...summaries('wait', calls.waits),
    ...summaries('menu', calls.menus),
    ...summaries('human', calls.humans),
    'repeat-callers': list(calls.repeats),
  }
}

function ofIncidents(asked: Asked): Record<string, Expected> {
  const incidents = incidentsOf(asked)
  const { opened, had, resolved, inTime, late } = incidents
  return {
    'service-level-urgent': share(inTime, inTime.length + late.length),
    late: list(late),
    incidents: list(opened),
    mtta: average(incidents.untilHad),
    'never-acknowledged': list(opened.filter(id => !had.includes(id))),
    mttr: average(incidents.untilResolved),
    unresolved: list(opened.filter(id => !resolved.includes(id))),
    'escalation-rate': share(incidents.escalated, opened.length),
    ...summaries(
      'depth',
      had.map(id => ({ id, ms: incidents.rungs(id) })),
    ),
    'false-alarms': share(incidents.falseAlarms, resolved.length),
  }
}

function ofMessages(asked: Asked): Record<string, Expected> {
  const { taken, waiting, until } = messagesOf(asked)
  const backlog = (from: number, to: number) =>
    list(waiting.filter(({ at }) => until - at > from * DAY && until - at <= to * DAY).map(({ id }) => id))
  return {
    messages: list(taken.map(({ id }) => id)),
    ...summaries('done', untilDone(taken)),
    'backlog-1d': backlog(Number.NEGATIVE_INFINITY, 1),
    'backlog-3d': backlog(1, 3),
    'backlog-7d': backlog(3, 7),
    'backlog-older': backlog(7, Number.POSITIVE_INFINITY),
  }
}
