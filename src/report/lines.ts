// The lines report: what each number of the rules brought, and when it was called last.
import { lineOf, plainNumber } from '../core/plan/identify.ts'
import type { Plan } from '../core/plan/plan.ts'
import { abandonedIn, kindOf } from './call-kinds.ts'
import { idsWhere } from './ids.ts'
import { nameOfProperty } from './names.ts'
import type { CallRecord, Records } from './records.ts'
import type { Section } from './report.ts'
import { column, counting, tableOf } from './table.ts'

interface Line {
  /** By what it is asked for. */
  readonly id: string
  readonly number: string
  readonly property: string | null
  readonly calls: readonly CallRecord[]
}

export function linesReport(records: Records): readonly Section[] {
  const { plan, lastCalls, properties } = records
  const offered = records.calls.filter(call => kindOf(call) !== 'not-offered')
  // As they were identified; else as it was dialled.
  const byLine = Map.groupBy(offered, ({ trunk, line }) => lineOf(plan, trunk, line) ?? line)
  const lastCall = lastCallsByNumber(lastCalls)
  const known = plan.lines.filter(({ property }) => properties === null || properties.includes(property))
  const lines: Line[] = known.map(line => {
    return { id: idOfLine(line, known), number: line.number, property: line.property, calls: byLine.get(line) ?? [] }
  })
  const others = [...byLine].flatMap(([line, calls]): Line[] =>
    typeof line === 'string' ? [{ id: line, number: line, property: calls[0]?.property ?? null, calls }] : [],
  )
  return [
    tableOf(
      { id: 'lines', title: 'Lines', none: 'The rules have no lines.', rowId: ({ id }) => id },
      [...lines, ...others],
      [
        column('line', 'LINE', 'text', ({ number }) => number),
        column('property', 'PROPERTY', 'text', ({ property }) => nameOfProperty(plan, property)),
        counting('lines/offered', 'calls', ({ calls }) => idsWhere(calls)),
        counting('lines/office', 'calls', ({ calls }) => idsWhere(calls, call => kindOf(call) === 'office')),
        counting('lines/overflow', 'calls', ({ calls }) => idsWhere(calls, call => kindOf(call) === 'overflow')),
        counting('lines/abandoned', 'calls', ({ calls }) => idsWhere(calls, call => abandonedIn(call) !== null)),
        counting('lines/urgent', 'calls', ({ calls }) => idsWhere(calls, ({ category }) => category !== null)),
        column('last', 'LAST CALL', 'time', ({ number }) => lastCall.get(plainNumber(number)) ?? null),
      ],
    ),
  ]
}

/** Its number; of one trunk and number carrier/2000, where the number alone may be another's. */
export function idOfLine({ trunk, number }: PlanLine, known: readonly PlanLine[]): string {
  const isAlone = trunk === null || known.every(other => other.number !== number || other.trunk === trunk)
  return isAlone ? number : `${trunk}/${number}`
}

type PlanLine = Plan['lines'][number]

/** By number, however it was dialled. */
export function lastCallsByNumber(lastCalls: Readonly<Record<string, number>>): ReadonlyMap<string, number> {
  const last = new Map<string, number>()
  for (const [dialled, at] of Object.entries(lastCalls)) {
    const number = plainNumber(dialled)
    last.set(number, Math.max(at, last.get(number) ?? at))
  }
  return last
}
