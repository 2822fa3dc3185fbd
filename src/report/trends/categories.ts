// What urgent matters are about.
import { percentile } from '../numbers.ts'
import type { IncidentRecord, Records } from '../records.ts'
import type { TableSection } from '../report.ts'
import { isEscalated } from '../service/incident-figures.ts'
import { column, counting, idsWhere, tableOf } from '../table.ts'

interface Category {
  readonly category: string
  readonly incidents: readonly IncidentRecord[]
}

export function categories({ incidents: known, span }: Records): TableSection {
  const incidents = known.filter(({ openedAt, state }) => openedAt >= span.from && state !== 'folded')
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
      counting('incidents', 'INCIDENTS', 'incidents', one => idsWhere(one.incidents)),
      column('share', 'OF ALL', 'share', one => one.incidents.length / incidents.length),
      counting('escalated', 'ESCALATED', 'incidents', one => idsWhere(one.incidents, isEscalated)),
      counting('unreached', 'UNREACHED', 'incidents', one => idsWhere(one.incidents, ({ unreachedAt }) => unreachedAt !== null)),
      counting('false', 'FALSE ALARMS', 'incidents', one => idsWhere(one.incidents, ({ outcome }) => outcome === 'false-alarm')),
      column('median', 'UNTIL HAD, MEDIAN', 'ms', one => percentile(untilHad(one), 0.5)),
    ],
  )
}
