// Each figure and each cell of the reports against a second computation, straight from the journal's
// facts: weeks with both changes of the clocks, erased callers, done messages, rules that change,
// spans that cut incidents and messages at both ends.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { REPORT_KINDS, type ReportKind } from '../../../src/core/plan/mailed-reports.ts'
import type { CallId, EpochMs } from '../../../src/core/world/ids.ts'
import { takeTurn } from '../../../src/core/world/take-turn.ts'
import { emptyWorld } from '../../../src/core/world/world.ts'
import { countedIn, nameOfFigure } from '../../../src/report/figure-names.ts'
import { makeReport } from '../../../src/report/make-report.ts'
import type { CountedIds, Report } from '../../../src/report/report.ts'
import { changesInWords } from '../../../src/report/show/compared.ts'
import type { Resident } from '../../../src/simulation/people.ts'
import { type BusyMonth, busyMonth } from '../../support/busy-month.ts'
import { allIncidents } from '../../support/incidents-of.ts'
import { tableFound } from './amounts.ts'
import { exceptions } from './exceptions.ts'
import { lines } from './lines.ts'
import { messages } from './messages.ts'
import { partsOf } from './parts.ts'
import { people } from './people.ts'
import { type Asked, type Raw, readRaw } from './raw.ts'
import { laterRules, rulesOf } from './rules.ts'
import { service } from './service.ts'
import { trends } from './trends.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** Each kind of report, by the ids of its figures or of its tables. */
const RECOMPUTED: Readonly<Record<ReportKind, (asked: Asked) => Readonly<Record<string, unknown>>>> = {
  service,
  people,
  exceptions,
  trends,
  lines,
  messages,
}

const CALLER = { trunk: 'carrier-a', line: '+15125550101', number: '+15125551999', name: null, speaksFor: 5 }
/** At eleven in the morning of the first day, before the office answers. */
const LEAVES_THE_QUEUE: Resident = { ...CALLER, at: 16 * 3600, reactions: [], staysFor: 5 }
/** What was recorded ends while the call runs and telephones ring. */
const IS_CUT_OFF: Resident = {
  ...CALLER,
  at: 4 * 86_400 - 30,
  reactions: [{ hears: 'press 1', after: 1, does: 'press', key: '1' }],
}

/** Chooses to be connected with somebody, and hangs up while their telephone rings. */
const LEAVES_THE_TRANSFER: Resident = {
  ...CALLER,
  at: 3.25 * 86_400,
  reactions: [
    { hears: 'press 6', after: 1, does: 'press', key: '6' },
    { hears: 'connecting you', after: 1, does: 'hangUp' },
  ],
}

/** Neither presses nor says anything, until the call is over. */
const IS_SILENT: Resident = { ...CALLER, at: 1.125 * 86_400, reactions: [], speaksFor: 0 }

/** By the id of a figure or table: what it said, or a row of it, in any span. */
const notHeard = new Set<number>()
const compared = new Map<string, Readonly<Record<string, unknown>>>()

describe.each([
  ['autumn', Date.UTC(2026, 9, 28), 11, '2026-11-01', 65, 3.40625, [Date.UTC(2026, 10, 1, 5), Date.UTC(2026, 11, 1, 6)]],
  ['spring', Date.UTC(2026, 2, 4), 23, '2026-03-08', 35, 3.65625, [Date.UTC(2026, 2, 1, 6), Date.UTC(2026, 3, 1, 5)]],
] as const)('%s', (season, from, seed, day, officeRings, unreached, calendar) => {
  let month: BusyMonth
  let raw: Raw
  let rules: Asked['rules']
  const end = from + 8 * DAY
  beforeAll(async () => {
    month = await busyMonth({
      from: from as EpochMs,
      days: 8,
      callers: 70,
      seed,
      change: shipped => rulesOf(shipped, day, officeRings),
      silent: '+16025550161',
      also: [LEAVES_THE_QUEUE, IS_CUT_OFF, LEAVES_THE_TRANSFER, IS_SILENT],
    })
    rules = [
      { from, plan: month.plan },
      { from: end - 12 * HOUR, plan: laterRules(month.plan) },
    ]
    afterwards(month, rules[1], end)
    if (season === 'spring') resolveByHand(month, end)
    raw = readRaw(join(month.state, 'journal.db'))
  })
  afterAll(() => month.remove())

  test('of a category or a person are those of the whole that are theirs; of properties each once', () => {
    const span = { from: from + DAY, to: end, zone: 'America/Chicago' }
    const records = month.journal.past.reportRecords(span, end, true)
    if (records === null) throw new Error('no rules')
    const partOf = partsOf({ raw, rules, span, now: end, property: null })
    const all = { by: 'portfolio', properties: null, category: null, person: null } as const
    const categories = new Set(records.incidents.map(({ category }) => category))
    const people = new Set(records.incidents.flatMap(({ firstOwner }) => firstOwner ?? []))
    expect([categories.size, people.size].every(size => size > 2)).toBe(true)
    const choices = [...[...categories].map(category => ({ category })), ...[...people].map(person => ({ person }))]
    for (const kind of ['service', 'trends', 'lines', 'exceptions'] as const) {
      const whole = listsOf(makeReport(records, { kind, ...all }))
      for (const choice of choices) {
        const found = listsOf(makeReport(records, { kind, ...all, ...choice }))
        for (const [name, { counts, ids }] of whole) {
          if (counts === 'messages') continue
          const [[fact, wanted] = ['category', '']] = Object.entries(choice)
          const theirs = ids.filter(id => partOf(counts, id)[fact as 'category' | 'person'] === wanted)
          const listed = found.get(name)?.ids.toSorted() ?? []
          expect([kind, choice, name, listed]).toEqual([kind, choice, name, theirs.toSorted()])
        }
        expect([...found.keys()].filter(name => !whole.has(name))).toEqual([])
      }
    }
    const shares = (choice: object) => sharesOf(makeReport(records, { kind: 'trends', ...all, ...choice }))
    for (const [category, share] of shares({})) expect([...shares({ category })]).toEqual([[category, share]])
    expect(shares({}).size).toBeGreaterThan(2)
    const offered = (by: 'portfolio' | 'property') => {
      const [section] = makeReport(records, { ...all, kind: 'service', by }).sections
      return section?.show === 'figures' ? (section.rows[0]?.figures.map(({ ids }) => ids) ?? []) : []
    }
    expect(offered('property').length).toBeGreaterThan(2)
    expect(offered('property').flat().toSorted()).toEqual(offered('portfolio').flat().toSorted())
  })

  const [monthFrom, monthTo] = calendar.map(at => (at - from) / DAY) as [number, number]
  const spans = [
    ['everything', 0, 9, 0],
    ['the change of the clocks, from when something is unreached on', unreached, 5, 0],
    ['a night', 3.8125, 4.3125, 0],
    ['up to now', 6, 30, 0],
    ['before anything', -3, 0, 0],
    ['a year later', 365, 371, 364],
    ['a month', monthFrom, monthTo, 80],
    ['a month so far', monthFrom, monthTo, 0],
  ] as const
  describe.each(spans)('%s', (_name, first, last, later) => {
    const span = { from: from + Math.round(first * DAY), to: from + Math.round(last * DAY), zone: 'America/Chicago' }
    const now = end + later * DAY
    test.each(REPORT_KINDS)('%s', kind => {
      const records = month.journal.past.reportRecords(span, now, kind === 'trends')
      if (records === null) throw new Error('no rules')
      for (const property of [null, ...Object.keys(month.plan.properties)]) {
        const properties = property === null ? null : [property]
        const report = makeReport(records, { kind, by: 'portfolio', properties, category: null, person: null })
        const expected = RECOMPUTED[kind]({ raw, rules, span, now, property })
        const found = foundIn(report)
        for (const id of new Set([...Object.keys(found), ...Object.keys(expected)]))
          expect(found[id], `${id} of ${property ?? 'all'}`).toEqual(expected[id])
        for (const row of rowsOf(expected.attempts)) notHeard.add(Number(row['not-heard'] ?? 0))
        for (const [id, said] of Object.entries(expected)) compared.set(id, { ...compared.get(id), ...firstRow(said) })
      }
    })
  })
})

/** A telephone that rang in vain, or a trunk that failed, may be none in a part: it has no row there. */
const BY_ITSELF = /^(dialled|attempts):/

/** What each figure and cell counts, by its name; percentiles and words are none. */
function listsOf(report: Report): ReadonlyMap<string, CountedIds> {
  const lists = [...countedIn(report)].flatMap(([name, counted]): [string, CountedIds][] =>
    counted.counts === null || BY_ITSELF.test(name) ? [] : [[name, counted]],
  )
  return new Map(lists)
}

/** By category, which part of all urgent matters it has. */
function sharesOf({ sections }: Report): ReadonlyMap<unknown, unknown> {
  const section = sections.find(({ id }) => id === 'categories')
  if (section?.show !== 'table') throw new Error('no categories')
  return new Map(tableFound(section).rows.map(({ category, share }) => [category, share]))
}
test('some telephones were not heard to ring', () => {
  expect([...notHeard].some(count => count > 0)).toBe(true)
})

test('nothing was compared with nothing', () => {
  // now:offered and the like are offered, of other spans.
  const own = [...compared].filter(([id]) => !id.includes(':'))
  const empty = own.filter(([, row]) => Object.keys(row).length === 0).map(([id]) => id)
  // No storm reaches a cap in these weeks, no office is without a telephone, and nobody calls while
  // they are called back.
  expect(empty).toEqual(['came-back', 'overflow-saturated', 'overflow-blocked'])
  const known = new Set([...compared].flatMap(([id, row]) => [id, ...Object.keys(row)]))
  expect(documented().filter(id => !known.has(id))).toEqual([])
})

/** The ids of all figures and columns that docs/reports.md defines. */
function documented(): readonly string[] {
  const text = readFileSync(new URL('../../../docs/reports.md', import.meta.url), 'utf8')
  const ids = [...text.matchAll(/^\| `([a-z0-9-]+)` \| \d+ \|/gm)].map(([, id]) => id ?? '')
  expect(ids.length).toBeGreaterThan(90)
  return ids
}

function rowsOf(said: unknown): readonly Readonly<Record<string, unknown>>[] {
  return (said as { readonly rows?: readonly Readonly<Record<string, unknown>>[] } | undefined)?.rows ?? []
}

/** Of a table its first row; a figure that counts something is one itself. */
function firstRow(said: unknown): object {
  const { rows, ids } = said as { readonly rows?: readonly object[]; readonly ids?: readonly string[] }
  if (rows !== undefined) return rows[0] ?? {}
  return ids?.length === 0 ? {} : (said as object)
}

/** Figures by their ids, and tables. */
function foundIn({ sections }: Report): Readonly<Record<string, unknown>> {
  const found = sections.flatMap((section): [string, unknown][] => {
    if (section.show !== 'figures') return [[section.id, tableFound(section)]]
    const figures = section.rows.flatMap(({ definition, figures: all }) =>
      all.map((figure, n): [string, unknown] => {
        const name = nameOfFigure(section, definition.id, section.groups[n] ?? { key: '', name: '' })
        return [name, { ...figure, ids: figure.ids.toSorted() }]
      }),
    )
    if (!section.compares) return figures
    const changes = section.rows.map((row): [string, unknown] => {
      return [`changes:${row.definition.id}`, changesInWords(row, section.groups)]
    })
    return [...figures, ...changes]
  })
  return Object.fromEntries(found)
}

/** Other rules come into force, some callers are erased, and some messages done. */
function afterwards({ journal }: BusyMonth, later: Asked['rules'][number] | undefined, now: number): void {
  if (later !== undefined) {
    journal.keepPlan('later-plan', later.plan, {})
    journal.planInForce?.('later-plan', later.from as EpochMs, 'a test')
  }
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

/** Nobody had it until then. */
function resolveByHand({ journal }: BusyMonth, now: number): void {
  const ownerless = allIncidents(journal.past).find(({ state, owner }) => owner === null && state !== 'folded')
  if (ownerless === undefined) throw new Error('everybody was reached')
  const resolved = { kind: 'resolved', outcome: 'false-alarm', by: 'pat', why: 'a test' } as const
  const by = { type: 'resolvedByHand', stream: ownerless.id, who: 'pat', why: 'a test', outcome: 'false-alarm' } as const
  journal.commit([
    { ...emptyTurn, at: now as EpochMs, input: by, facts: [{ ...resolved, stream: ownerless.id, at: now as EpochMs }] },
  ])
}

const emptyTurn = { ignored: null, seen: [], changes: [], commands: [] } as const
