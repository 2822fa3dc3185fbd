// Hours of the next days in which a ladder would reach nobody.
import { gapsOf } from '../../core/plan/gaps.ts'
import { laddersOf, servedAlike } from '../../core/plan/ladders-of.ts'
import type { Property } from '../../core/plan/plan.ts'
import type { EpochMs } from '../../core/world/ids.ts'
import type { Records } from '../records.ts'
import type { TableSection } from '../report.ts'
import { column, tableOf } from '../table.ts'

const DAYS = 14
const DAY_MS = 86_400_000

interface LadderGap {
  readonly ladder: string
  readonly properties: readonly Property[]
  readonly from: number
  readonly to: number
}

export function gaps(records: Records): TableSection {
  return tableOf(
    {
      id: 'gaps',
      title: `Gaps in the next ${DAYS} days`,
      none: `Each ladder reaches somebody at every hour of the next ${DAYS} days.`,
      rowId: ({ ladder, from, properties }) => `${ladder}/${properties[0]?.id ?? ''}/${new Date(from).toISOString()}`,
    },
    ladderGaps(records).toSorted((a, b) => a.from - b.from),
    [
      column('from', 'FROM', 'time', ({ from }) => from),
      column('to', 'TO', 'time', ({ to }) => to),
      column('ladder', 'LADDER', 'text', ({ ladder }) => ladder),
      column('properties', 'PROPERTIES', 'text', one => one.properties.map(({ name }) => name).join(', ')),
    ],
  )
}

function ladderGaps({ plan, now, properties: wanted }: Records): readonly LadderGap[] {
  const from = now as EpochMs
  const to = (now + DAYS * DAY_MS) as EpochMs
  const users = new Map<string, Property[]>()
  for (const property of Object.values(plan.properties)) {
    if (wanted !== null && !wanted.includes(property.id)) continue
    for (const ladder of laddersOf(plan, property)) users.set(ladder, [...(users.get(ladder) ?? []), property])
  }
  return [...users].flatMap(([id, all]) => {
    const ladder = plan.ladders[id]
    if (ladder === undefined) return []
    return servedAlike(plan, ladder, all).flatMap(([targets, properties]) =>
      gapsOf(plan, targets, from, to).map(gap => ({ ladder: id, properties, from: gap.from, to: gap.to })),
    )
  })
}
