// What urgent matters are about.
import { percentile } from '../numbers.ts'
import type { IncidentRecord, Records } from '../records.ts'
import type { TableSection } from '../report.ts'
import { isEscalated } from '../service/incident-figures.ts'
import { column, tableOf } from '../table.ts'

interface Category {
  readonly category: string
  readonly incidents: readonly IncidentRecord[]
}

export function categories({ incidents: known, span }: Records): TableSection {
  const incidents = known.filter(({ openedAt, state }) => openedAt >= span.from && state !== 'folded')
  const all = [...Map.groupBy(incidents, ({ category }) => category)].map(
    ([category, of]): Category => ({ category, incidents: of }),
  )
  const count = (of: Category, is: (one: IncidentRecord) => boolean) => of.incidents.filter(is).length
  const untilHad = ({ incidents: of }: Category) =>
    of.flatMap(({ openedAt, firstOwnedAt }) => (firstOwnedAt === null ? [] : [firstOwnedAt - openedAt]))
  return tableOf(
    { id: 'categories', title: 'Categories', none: 'Nothing urgent was opened.' },
    all.toSorted((a, b) => b.incidents.length - a.incidents.length),
    [
      column('category', 'CATEGORY', 'text', ({ category }) => category),
      column('incidents', 'INCIDENTS', 'count', one => one.incidents.length),
      column('share', 'OF ALL', 'share', one => one.incidents.length / incidents.length),
      column('escalated', 'ESCALATED', 'count', one => count(one, isEscalated)),
      column('unreached', 'UNREACHED', 'count', one => count(one, ({ unreachedAt }) => unreachedAt !== null)),
      column('false', 'FALSE ALARMS', 'count', one => count(one, ({ outcome }) => outcome === 'false-alarm')),
      column('median', 'UNTIL HAD, MEDIAN', 'ms', one => percentile(untilHad(one), 0.5)),
    ],
  )
}
