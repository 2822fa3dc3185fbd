// What urgent matters are about.

import { idsWhere, openedIn } from '../ids.ts'
import { percentile } from '../numbers.ts'
import type { IncidentRecord, Records } from '../records.ts'
import { FEW, type TableSection } from '../report.ts'
import { isEscalated } from '../service/incident-figures.ts'
import { column, counting, measured, tableOf } from '../table.ts'

interface Category {
  readonly category: string
  readonly incidents: readonly IncidentRecord[]
}

export function categories(records: Records): TableSection {
  const incidents = openedIn(records)
  const among = openedIn({ ...records, incidents: records.ofAllCategories ?? records.incidents }).length
  const all = [...Map.groupBy(incidents, ({ category }) => category)].map(
    ([category, of]): Category => ({ category, incidents: of }),
  )
  const untilHad = ({ incidents: of }: Category) =>
    of.flatMap(({ openedAt, firstOwnedAt }) => (firstOwnedAt === null ? [] : [firstOwnedAt - openedAt]))
  return tableOf(
    { id: 'categories', title: 'Categories', none: 'Nothing urgent was opened.', rowId: ({ category }) => category },
    all.toSorted((a, b) => b.incidents.length - a.incidents.length),
    [
      column('category', 'CATEGORY', 'text', ({ category }) => category),
      counting('categories/incidents', 'incidents', one => idsWhere(one.incidents)),
      measured('categories/share', one => (among < FEW ? null : one.incidents.length / among)),
      counting('categories/escalated', 'incidents', one => idsWhere(one.incidents, isEscalated)),
      counting('categories/unreached', 'incidents', one => idsWhere(one.incidents, ({ unreachedAt }) => unreachedAt !== null)),
      counting('categories/false', 'incidents', one => idsWhere(one.incidents, ({ outcome }) => outcome === 'false-alarm')),
      measured('categories/median', one => percentile(untilHad(one), 0.5)),
    ],
  )
}
