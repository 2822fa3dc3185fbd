// Exceptions among lines and offices: lines without calls, and callers who waited long for an
// office that did not answer.
import { idsWhere } from '../ids.ts'
import { idOfLine, lastCallsByLine } from '../lines.ts'
import { nameOfProperty } from '../names.ts'
import type { CallRecord, Records } from '../records.ts'
import type { TableSection } from '../report.ts'
import { column, counting, measured, tableOf } from '../table.ts'

/** A line without a call for so many days may be dead, or not forwarded any more. */
const QUIET_DAYS = 14
const DAY_MS = 86_400_000
/** Office ringing before overflow, ms: the field's terms for an audit of forwarding. */
const SLOW_MS = 30_000
const CRITICAL_MS = 60_000

export function quietLines(records: Records): TableSection {
  const { plan, span, now, properties } = records
  const end = Math.min(span.to, now)
  const lastCall = lastCallsByLine(records)
  const lines = plan.lines
    .filter(({ property }) => properties === null || properties.includes(property))
    .map(line => ({ ...line, id: idOfLine(line, plan.lines), last: lastCall.get(line) ?? null }))
    .filter(({ last }) => last === null || end - last > QUIET_DAYS * DAY_MS)
  return tableOf(
    {
      id: 'quiet-lines',
      title: `Lines without calls for ${QUIET_DAYS} days`,
      none: `No line was without a call for ${QUIET_DAYS} days.`,
      rowId: ({ id }) => id,
    },
    lines,
    [
      column('line', 'LINE', 'text', ({ id }) => id),
      column('property', 'PROPERTY', 'text', ({ property }) => nameOfProperty(plan, property)),
      column('last', 'LAST CALL', 'time', ({ last }) => last),
    ],
  )
}

export function slowForwarding(records: Records): readonly TableSection[] {
  const slow = records.calls.filter(({ overflow, officeMs }) => overflow !== null && (officeMs ?? 0) > SLOW_MS)
  const isCritical = ({ officeMs }: CallRecord) => (officeMs ?? 0) >= CRITICAL_MS
  return [
    offices(
      records,
      'critical-forwarding/critical',
      'Critical forwarding: 60 s of office ringing and more',
      slow.filter(isCritical),
    ),
    offices(
      records,
      'slow-forwarding/slow',
      'Slow forwarding: over 30 s of office ringing before overflow',
      slow.filter(call => !isCritical(call)),
    ),
  ]
}

type Forwarding = 'critical-forwarding/critical' | 'slow-forwarding/slow'

function offices(records: Records, counted: Forwarding, title: string, calls: readonly CallRecord[]): TableSection {
  const id = counted === 'slow-forwarding/slow' ? 'slow-forwarding' : 'critical-forwarding'
  const byProperty = [...Map.groupBy(calls, ({ property }) => property)]
  const longest = (all: readonly CallRecord[]) => Math.max(...all.map(({ officeMs }) => officeMs ?? 0))
  return tableOf(
    { id, title, none: 'None.', rowId: ([property]) => property ?? 'none' },
    byProperty.toSorted(([, a], [, b]) => b.length - a.length),
    [
      column('property', 'PROPERTY', 'text', ([property]) => nameOfProperty(records.plan, property)),
      counting(counted, 'calls', ([, all]) => idsWhere(all)),
      measured(`${id}/longest`, ([, all]) => longest(all)),
      column('last', 'LAST', 'time', ([, all]) => all.at(-1)?.arrivedAt ?? null),
    ],
  )
}
