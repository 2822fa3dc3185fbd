// The tables of the trends report once more, from the raw facts of the journal.
import { Temporal } from 'temporal-polyfill'
import { type Expected, type ExpectedTable, least, type Said, table } from './amounts.ts'
import { callsOf } from './calls.ts'
import { incidentsOf } from './incidents.ts'
import { type Asked, rulesNow } from './raw.ts'
import { service } from './service.ts'
import { formerSpans } from './spans.ts'
import { change } from './words.ts'

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const REASONS = ['closed', 'no-answer', 'saturated', 'blocked', 'forwarded', 'failsafe']

export function trends(asked: Asked): Record<string, object> {
  return {
    ...compared(asked),
    heat: heat(asked),
    categories: categories(asked),
    ...weeks(asked),
  }
}

const COMPARED = [
  'offered',
  'answered-by-office',
  'overflow-closed',
  'overflow-no-answer',
  'overflow-saturated',
  'overflow-blocked',
  'overflow-forwarded',
  'abandoned',
  'abandonment-rate',
  'service-level',
  'service-level-urgent',
  'incidents',
  'never-acknowledged',
  'escalation-rate',
  'mtta',
  'human-p90',
] as const

function compared(asked: Asked): Record<string, object> {
  const begins = Math.min(...asked.raw.arrivals.values())
  const former = formerSpans(asked)
  const [these, before, yearBefore] = [asked.span, ...former].map(span => (span.to <= begins ? {} : service({ ...asked, span })))
  if (these === undefined || before === undefined || yearBefore === undefined) throw new Error('nothing is compared')
  const isWhole = former.map(({ from }) => Math.min(from, asked.span.from) >= begins)
  const of = (all: Readonly<Record<string, Expected>>, id: string) => all[id] ?? { value: null, of: null, ids: [] }
  const rows = COMPARED.flatMap((id): [string, object][] => [
    [`now:${id}`, of(these, id)],
    [`before:${id}`, of(before, id)],
    [`year-before:${id}`, of(yearBefore, id)],
    [`changes:${id}`, [before, yearBefore].map((all, n) => (isWhole[n] ? change(id, of(these, id), of(all, id)) : ''))],
  ])
  return Object.fromEntries(rows)
}

/** As the clock of their property shows it, or that of the box. */
function clockOf(asked: Asked, at: number, property: string | null): Temporal.ZonedDateTime {
  const { properties, box } = rulesNow(asked)
  const zone = properties[property ?? '']?.zone ?? box.zone
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
}

function heat(asked: Asked): ExpectedTable {
  const { offered, arrivedAt, propertyOf } = callsOf(asked)
  const clocks = offered.map(id => ({ id, clock: clockOf(asked, arrivedAt(id), propertyOf(id)) }))
  const hours = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'))
  const rows = WEEKDAYS.map((name, day): [string, Said] => {
    const its = clocks.filter(({ clock }) => clock.dayOfWeek === day + 1)
    const cells = hours.map((text, hour) => [text, its.filter(({ clock }) => clock.hour === hour).map(({ id }) => id)])
    return [name, { name, ...Object.fromEntries(cells) }]
  })
  return table('heat', new Map(rows))
}

function categories(asked: Asked): ExpectedTable {
  const incidents = incidentsOf(asked)
  const { opened, untilHad } = incidents
  const rows = [...new Set(opened.map(incidents.category))].map((category): [string, Said] => {
    const its = opened.filter(id => incidents.category(id) === category)
    const among = (ids: readonly string[]) => its.filter(id => ids.includes(id))
    const said = {
      category,
      incidents: its,
      share: opened.length < 20 ? null : its.length / opened.length,
      escalated: among(incidents.escalated),
      unreached: among(incidents.unreached),
      false: among(incidents.falseAlarms),
      median: least(
        untilHad.filter(({ id }) => its.includes(id)).map(({ ms }) => ms),
        50,
      ),
    }
    return [category, said]
  })
  return table('categories', new Map(rows))
}

function weeks(asked: Asked): Record<string, ExpectedTable> {
  const calls = callsOf(asked)
  const incidents = incidentsOf(asked)
  const weekAt = (ms: number) => {
    const { yearOfWeek, weekOfYear } = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(asked.span.zone)
    return `${yearOfWeek}-W${String(weekOfYear).padStart(2, '0')}`
  }
  const weekOfCall = (id: string) => weekAt(calls.arrivedAt(id))
  const weekOfIncident = (id: string) => weekAt(incidents.openedAt(id))
  const all = new Set([...calls.offered.map(weekOfCall), ...incidents.opened.map(weekOfIncident)])
  const volume = [...all].map((week): [string, Said] => {
    const inWeek = (ids: readonly string[]) => ids.filter(id => weekOfCall(id) === week)
    const said = {
      week,
      offered: inWeek(calls.offered),
      office: inWeek(calls.office),
      abandoned: inWeek(calls.abandoned),
      urgent: incidents.opened.filter(id => weekOfIncident(id) === week),
      unreached: incidents.unreached.filter(id => weekOfIncident(id) === week),
    }
    return [week, said]
  })
  const reasons = [...all].map((week): [string, Said] => {
    const cells = REASONS.map(reason => [reason, calls.withReason(reason).filter(id => weekOfCall(id) === week)])
    return [week, { week, ...Object.fromEntries(cells) }]
  })
  return { weeks: table('weeks', new Map(volume)), 'overflow-weeks': table('overflow-weeks', new Map(reasons)) }
}
