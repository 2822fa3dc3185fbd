// How the records of a report are found: by indexes, however long the log is. SQLite has no
// statistics of our tables, and one wrong guess makes a month's report take minutes.
import { expect, test } from 'vitest'
import { openReading } from '../../src/store/read/reader.ts'
import { arrival, exampleNight, NIGHT } from './example-turns.ts'
import { useJournal } from './journal-of-test.ts'

const here = useJournal()

test('no query of a report walks over a whole table, or over all incidents of a category', () => {
  here().journal.commit([...exampleNight('c1'), arrival('c2')])
  const { reader, from } = openReading(here().file)
  const plans = explained(from.db, () => {
    const span = { from: NIGHT - 86_400_000, to: NIGHT + 86_400_000, zone: 'UTC' }
    const records = reader.reportRecords(span, span.to, true)
    expect(records?.calls).toHaveLength(2)
  })
  reader.close()
  const found = plans.filter(step => /(call|incident|attempt|message)_row/.test(step))
  expect(found.length).toBeGreaterThan(20)
  for (const step of found) expect(step).not.toMatch(/^SCAN (call|incident|attempt|message)_row|_category/)
})

/** The steps of all queries that are prepared meanwhile. */
function explained(db: ReturnType<typeof openReading>['from']['db'], ask: () => void): readonly string[] {
  const prepare = db.prepare.bind(db)
  const steps: string[] = []
  db.prepare = ((text: string) => {
    const parameters = Array.from({ length: text.split('?').length - 1 }, () => 0)
    if (/^\s*(select|with)/i.test(text))
      steps.push(
        ...(prepare(`EXPLAIN QUERY PLAN ${text}`).all(...parameters) as { detail: string }[]).map(({ detail }) => detail),
      )
    return prepare(text)
  }) as typeof db.prepare
  ask()
  return steps
}
