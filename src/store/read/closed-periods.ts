// Pay periods that were closed: what was told of them, and the figures that came with it.
import type { Fact } from '../../core/world/facts.ts'
import type { Input } from '../../core/world/inputs.ts'
import type { ClosedPeriod, Records } from '../../report/records.ts'
import { allOf, sqlFor } from '../journal/statements.ts'
import type { Stored } from './stored.ts'

/** In the order of their time; only those that have a minute of the span, where one is given. */
export function closedPeriods({ db }: Stored, span?: Pick<Records['span'], 'from' | 'to'>): readonly ClosedPeriod[] {
  const rows = allOf(
    db,
    sqlFor
      .selectFrom('fact')
      .innerJoin('turn', 'turn.seq', 'fact.turn')
      .select(['fact.body', 'turn.input'])
      // The ids of periods, by the primary key: see core/world/ids.ts.
      .where('fact.stream', '>=', 'p-')
      .where('fact.stream', '<', 'p.')
      .where('fact.kind', '=', 'period-closed')
      .orderBy('fact.turn'),
  )
  const periods = rows.flatMap(({ body, input }) => {
    const fact = JSON.parse(body) as Fact
    if (fact.kind !== 'period-closed') return []
    if (span !== undefined && (fact.since >= span.to || fact.until <= span.from)) return []
    const told = JSON.parse(input) as Input
    if (told.type !== 'periodClosed') return []
    const { period, since, until, by, hash: sha256, at } = fact
    return [{ period, from: since, to: until, by, sha256, closedAt: at, figures: told.figures }]
  })
  return periods.sort((a, b) => a.from - b.from)
}
