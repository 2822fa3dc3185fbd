// The lines report: what each number of the rules brought, and when it was called last.
import { abandonedIn, kindOf } from './call-kinds.ts'
import { nameOfProperty } from './names.ts'
import type { CallRecord, Records } from './records.ts'
import type { Section } from './report.ts'
import { column, tableOf } from './table.ts'

interface Line {
  readonly number: string
  readonly property: string | null
  readonly calls: readonly CallRecord[]
}

export function linesReport(records: Records): readonly Section[] {
  const { plan, lastCalls, properties } = records
  const offered = records.calls.filter(call => kindOf(call) !== 'not-offered')
  const byLine = Map.groupBy(offered, ({ line }) => line)
  const known = plan.lines.filter(({ property }) => properties === null || properties.includes(property))
  const lines: Line[] = known.map(({ number, property }) => {
    return { number, property, calls: byLine.get(number) ?? [] }
  })
  const written = new Set(plan.lines.map(({ number }) => number))
  // As callers dialled them: in no rules, or in another spelling.
  const others = [...byLine]
    .filter(([number]) => !written.has(number))
    .map(([number, calls]): Line => ({ number, property: calls[0]?.property ?? null, calls }))
  const count = (of: Line, is: (call: CallRecord) => boolean) => of.calls.filter(is).length
  return [
    tableOf(
      { id: 'lines', title: 'Lines', none: 'The rules have no lines.' },
      [...lines, ...others],
      [
        column('line', 'LINE', 'text', ({ number }) => number),
        column('property', 'PROPERTY', 'text', ({ property }) => nameOfProperty(plan, property)),
        column('offered', 'OFFERED', 'count', ({ calls }) => calls.length),
        column('office', 'OFFICE', 'count', line => count(line, call => kindOf(call) === 'office')),
        column('overflow', 'OVERFLOW', 'count', line => count(line, call => kindOf(call) === 'overflow')),
        column('abandoned', 'ABANDONED', 'count', line => count(line, call => abandonedIn(call) !== null)),
        column('urgent', 'URGENT', 'count', line => count(line, ({ category }) => category !== null)),
        column('last', 'LAST CALL', 'time', ({ number }) => lastCalls[number] ?? null),
      ],
    ),
  ]
}
