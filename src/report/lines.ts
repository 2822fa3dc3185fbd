// The lines report: what each number of the rules brought, and when it was called last.
import { lineOf, plainNumber } from '../core/plan/identify.ts'
import type { Plan } from '../core/plan/plan.ts'
import { abandonedIn, kindOf } from './call-kinds.ts'
import type { Choice } from './groups.ts'
import { idsWhere } from './ids.ts'
import { nameOfProperty } from './names.ts'
import type { CallRecord, Records } from './records.ts'
import type { Section } from './report.ts'
import { column, counting, type Reads, tableOf } from './table.ts'

interface Line {
  /** By what it is asked for. */
  readonly id: string
  readonly property: string | null
  readonly calls: readonly CallRecord[]
  readonly last: number | null
}

/** The last call is of all: it does not stand beside counts of a category or a person. */
export function linesReport(records: Records, { category, person }: Choice): readonly Section[] {
  const { plan, properties } = records
  const offered = records.calls.filter(call => kindOf(call) !== 'not-offered')
  // As they were identified; else as it was dialled.
  const numbers = new Set(plan.lines.map(({ number }) => plainNumber(number)))
  // A number of another line goes with its trunk.
  const otherLine = (trunk: string, line: string) => (numbers.has(plainNumber(line)) ? `${trunk}/${line}` : line)
  const byLine = Map.groupBy(offered, ({ trunk, line }) => lineOf(plan, trunk, line) ?? otherLine(trunk, line))
  const lastCall = lastCallsByLine(records)
  const known = plan.lines.filter(({ property }) => properties === null || properties.includes(property))
  const lines: Line[] = known.map(line => {
    const calls = byLine.get(line) ?? []
    return { id: idOfLine(line, plan.lines), property: line.property, calls, last: lastCall.get(line) ?? null }
  })
  const others = [...byLine].flatMap(([line, calls]): Line[] => {
    if (typeof line !== 'string') return []
    // Of a number of the rules over another trunk, these are all that is known.
    const last = lastCall.get(plainNumber(line)) ?? Math.max(...calls.map(({ arrivedAt }) => arrivedAt))
    return [{ id: line, property: calls[0]?.property ?? null, calls, last }]
  })
  return [
    tableOf(
      { id: 'lines', title: 'Lines', none: 'The rules have no lines.', rowId: ({ id }) => id },
      [...lines, ...others],
      [
        column('line', 'LINE', 'text', ({ id }) => id),
        column('property', 'PROPERTY', 'text', ({ property }) => nameOfProperty(plan, property)),
        counting('lines/offered', 'calls', ({ calls }) => idsWhere(calls)),
        counting('lines/office', 'calls', ({ calls }) => idsWhere(calls, call => kindOf(call) === 'office')),
        counting('lines/overflow', 'calls', ({ calls }) => idsWhere(calls, call => kindOf(call) === 'overflow')),
        counting('lines/abandoned', 'calls', ({ calls }) => idsWhere(calls, call => abandonedIn(call) !== null)),
        counting('lines/urgent', 'calls', ({ calls }) => idsWhere(calls, ({ category }) => category !== null)),
        ...(category === null && person === null ? [LAST_CALL] : []),
      ],
    ),
  ]
}

const LAST_CALL: Reads<Line> = column('last', 'LAST CALL', 'time', ({ last }) => last)

/** Its number; of one trunk and number carrier/2000, where the number alone may be another's. */
export function idOfLine({ trunk, number }: PlanLine, known: readonly PlanLine[]): string {
  const isAlone = trunk === null || known.every(other => other.number !== number || other.trunk === trunk)
  return isAlone ? number : `${trunk}/${number}`
}

type PlanLine = Plan['lines'][number]

/** By line of the rules, else by number; however it was dialled. */
export function lastCallsByLine({ plan, lastCalls }: Records): ReadonlyMap<PlanLine | string, number> {
  const last = new Map<PlanLine | string, number>()
  for (const { line, trunk, at } of lastCalls) {
    const of = lineOf(plan, trunk ?? '', line) ?? plainNumber(line)
    last.set(of, Math.max(at, last.get(of) ?? at))
  }
  return last
}
