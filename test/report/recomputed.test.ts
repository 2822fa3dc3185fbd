// Each figure of the service report against a second computation, straight from the journal's facts
// (recomputed.ts): weeks with both changes of the clocks, erased callers, done messages, spans that
// cut incidents and messages at both ends.
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CallId, EpochMs } from '../../src/core/world/ids.ts'
import { takeTurn } from '../../src/core/world/take-turn.ts'
import { emptyWorld } from '../../src/core/world/world.ts'
import { makeReport } from '../../src/report/make-report.ts'
import type { Records } from '../../src/report/records.ts'
import { type BusyMonth, busyMonth } from '../support/busy-month.ts'
import { readRaw, recomputed } from './recomputed.ts'

const DAY = 86_400_000

describe.each([
  ['autumn', Date.UTC(2026, 9, 28), 11],
  ['spring', Date.UTC(2026, 2, 4), 23],
])('%s', (_, from, seed) => {
  let month: BusyMonth
  let now: number
  beforeAll(async () => {
    month = await busyMonth({ from: from as EpochMs, days: 8, callers: 70, seed })
    now = from + 8 * DAY
    afterwards(month, now)
  })
  afterAll(() => month.remove())

  const spans = [
    ['everything', 0, 9],
    ['the days around the change of the clocks', 3, 5],
    ['a night', 3.8, 4.3],
    ['up to now', 6, 30],
    ['before anything', -3, 0],
  ] as const
  test.each(spans)('%s', (_name, first, last) => {
    const span = { from: from + first * DAY, to: from + last * DAY, zone: 'America/Chicago' }
    const raw = readRaw(join(month.state, 'journal.db'))
    for (const property of [null, ...Object.keys(month.plan.properties)]) {
      const records = month.journal.past.reportRecords(span, now, false)
      const found = figuresOf(records, property)
      expect(found).toEqual(recomputed(raw, month.plan, span, now, property))
    }
  })
})

function figuresOf(records: Records | null, property: string | null) {
  if (records === null) throw new Error('no rules')
  const properties = property === null ? null : [property]
  const report = makeReport(records, { kind: 'service', by: 'portfolio', properties, category: null, person: null })
  const rows = report.sections.flatMap(section => (section.show === 'figures' ? section.rows : []))
  return Object.fromEntries(
    rows.map(({ definition, figures: [figure] }) => [definition.id, { ...figure, ids: figure?.ids.toSorted() }]),
  )
}

/** Some callers are erased, and some messages done. */
function afterwards({ journal }: BusyMonth, now: number): void {
  const over = journal.past.listCalls({ limit: 500 }).filter(({ outcome }) => outcome !== null)
  for (const { id } of over.filter((_, n) => n % 7 === 0)) journal.eraseCall(id)
  const turns = journal.past
    .listMessages({ all: true, limit: 500 })
    .filter((_, n) => n % 2 === 0)
    .map(({ recording, call }) =>
      takeTurn(emptyWorld(), { type: 'messageDone', stream: call as CallId, recording, who: 'pat' }, now as EpochMs),
    )
  journal.commit(turns)
}
