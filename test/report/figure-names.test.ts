// Every figure of every report, whole and by part: `--calls` lists just what it counts, or says of
// what it is made; in the JSON each has its id, version and formula.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { REPORT_KINDS, REPORT_PARTS, type ReportKind } from '../../src/core/plan/mailed-reports.ts'
import type { EpochMs } from '../../src/core/world/ids.ts'
import { countedIn } from '../../src/report/figure-names.ts'
import type { By } from '../../src/report/groups.ts'
import { isWhole, makeReport } from '../../src/report/make-report.ts'
import type { Records } from '../../src/report/records.ts'
import type { Cell, Report, Section } from '../../src/report/report.ts'
import { reportAsJson } from '../../src/report/show/json.ts'
import { nightbell } from '../cli/run-program.ts'
import { type BusyMonth, busyMonth } from '../support/busy-month.ts'
import { rulesOf } from './recomputed/rules.ts'

const DAY = 86_400_000
const FROM = Date.UTC(2026, 9, 28) as EpochMs
const NOW = FROM + 9 * DAY
const ALL = { properties: null, category: null, person: null } as const
let month: BusyMonth
let records: Records
beforeAll(async () => {
  const change = (plan: BusyMonth['plan']) => rulesOf(plan, '2026-11-01', 65)
  month = await busyMonth({ from: FROM, days: 8, callers: 70, seed: 11, silent: '+16025550161', change })
  const span = { from: FROM, to: FROM + 8 * DAY, zone: 'America/Chicago' }
  const found = month.journal.past.reportRecords(span, NOW, true)
  if (found === null) throw new Error('no rules')
  records = found
})
afterAll(() => month.remove())

/** Each kind of report, and each by its parts where it has some. */
const REPORTS = REPORT_KINDS.flatMap((kind): [ReportKind, By][] =>
  (isWhole(kind) ? (['portfolio'] as const) : REPORT_PARTS).map(by => [kind, by]),
)

interface Named {
  readonly name: string
  readonly value: Cell
}

/** What has a number in it, with the name that the JSON gives for it. */
function countsOf(section: Section, json: JsonSection): readonly Named[] {
  switch (section.show) {
    case 'figures':
      return (json.figures ?? [])
        .filter(({ unit, of, value }) => unit === 'count' && of === null && value !== null)
        .map(countOfJson)
    case 'heat':
      return section.rows.flatMap(({ counts }, row) =>
        counts.map((value, n) => ({ name: `${section.columns[n]}:${json.ids?.[row]}`, value })),
      )
    case 'table':
      return section.rows.flatMap((cells, row) =>
        cells.flatMap((value, n) => {
          const column = section.columns[n]
          return column?.unit === 'count' && value !== null ? [{ name: `${column.id}:${json.ids?.[row]}`, value }] : []
        }),
      )
  }
}

function countOfJson({ calls, value }: JsonFigure): Named {
  return { name: calls, value }
}

interface JsonFigure {
  readonly calls: string
  readonly unit: string
  readonly value: number | null
  readonly of: number | null
  readonly version: number
  readonly formula: string
}

interface JsonSection {
  readonly ids?: readonly string[]
  readonly figures?: readonly JsonFigure[]
}

function sectionsOf(report: Report): readonly JsonSection[] {
  return (reportAsJson(report) as { sections: JsonSection[] }).sections
}

/** Made of nights, passes, rungs and people, which no list shows. */
const IN_WORDS = /^(longest-stretch|people|passes|rungs|rung|pass|skipped):/

describe.each(REPORTS)('%s by %s', (kind, by) => {
  test('each count lists as many as it says', () => {
    const report = makeReport(records, { kind, by, ...ALL })
    const answers = countedIn(report)
    const json = sectionsOf(report)
    const counts = report.sections.flatMap((section, n) => countsOf(section, json[n] ?? {}))
    expect(counts.some(({ value }) => Number(value) > 0)).toBe(true)
    for (const { name, value } of counts) {
      const answer = answers.get(name)
      if (answer?.counts === null) expect([name, answer.formula]).toEqual([expect.stringMatching(IN_WORDS), expect.any(String)])
      else expect([name, answer?.ids.length]).toEqual([name, value])
    }
  })

  test('each has a version and a formula, and no two have the same name', () => {
    const report = makeReport(records, { kind, by, ...ALL })
    const json = sectionsOf(report)
    const figures = json.flatMap(section => section.figures ?? [])
    for (const { version, formula } of figures)
      expect({ version, formula }).toEqual({ version: expect.any(Number), formula: expect.stringMatching(/./) })
    expect(new Set(figures.map(({ calls }) => calls)).size).toBe(figures.length)
    for (const section of report.sections) {
      if (section.show === 'figures') continue
      const { ids = [], rows } = section
      expect([section.id, new Set(ids).size]).toEqual([section.id, rows.length])
      const made = section.show === 'heat' ? [section] : section.columns.filter(({ unit }) => unit !== 'text' && unit !== 'time')
      for (const { version, formula } of made)
        expect([section.id, version, formula]).toEqual([section.id, expect.any(Number), expect.stringMatching(/./)])
    }
  })
})

describe('as it is typed', () => {
  const report = (...args: string[]) => {
    const span = ['--since', '2026-10-27 19:00', '--until', '2026-11-06']
    return nightbell(['report', ...args.slice(0, 1), ...span, ...args.slice(1)], { NIGHTBELL_STATE: month.state }, { now: NOW })
  }

  test('an hour in which nobody called counts nothing', async () => {
    const { sections } = makeReport(records, { kind: 'trends', by: 'portfolio', ...ALL })
    const heat = sections.find(({ show }) => show === 'heat')
    if (heat?.show !== 'heat') throw new Error('no heat map')
    const quiet = heat.rows.flatMap(({ name, counts }) =>
      counts.flatMap((n, hour) => (n === 0 ? [`${heat.columns[hour]}:${name}`] : [])),
    )
    expect((await report('trends', '--calls', quiet[0] ?? '')).out).toBe('It counts nothing that the log knows.\n')
  })

  test('what no list shows is said in words, with its formula', async () => {
    const { out, code } = await report('people', '--calls', 'longest-stretch:dana-reyes')
    expect([code, out]).toEqual([
      0,
      'longest-stretch:dana-reyes counts no calls, incidents, attempts or messages. It is: most nights in a row in which they were on call or rung: the longest time without a free night.\n',
    ])
    const json = JSON.parse((await report('people', '--calls', 'longest-stretch:dana-reyes', '--json')).out) as object
    expect(json).toMatchObject({
      figure: 'longest-stretch:dana-reyes',
      counts: null,
      formula: expect.stringMatching('most nights'),
    })
  })

  test('what belongs to no category is asked for as none', async () => {
    const listed = JSON.parse((await report('service', '--by', 'category', '--calls', 'offered:none', '--json')).out) as object[]
    expect(listed.length).toBeGreaterThan(0)
    const all = JSON.parse((await report('service', '--by', 'category', '--calls', 'offered', '--json')).out) as object[]
    expect(all.length).toBeGreaterThan(listed.length)
  })

  test('an unknown name gets the nearest, or some', async () => {
    expect((await report('service', '--by', 'category', '--calls', 'offered:non')).err).toContain('Did you mean offered:none?')
    expect((await report('lines', '--calls', 'xyzzy-and-nothing-near')).err).toMatch(/There are .*:\+\d+.*; --json shows all\./)
  })
})
