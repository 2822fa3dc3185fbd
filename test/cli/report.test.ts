// `nightbell report` as somebody types it, over some weeks of random callers.
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EpochMs } from '../../src/core/world/ids.ts'
import type { Records } from '../../src/report/records.ts'
import { type BusyMonth, busyMonth } from '../support/busy-month.ts'
import { nightbell } from './run-program.ts'

const DAY = 86_400_000
const FROM = Date.UTC(2026, 9, 28) as EpochMs
const SPAN = ['--since', '2026-10-25', '--until', '2026-11-10']
let month: BusyMonth
beforeAll(async () => {
  month = await busyMonth({ from: FROM, days: 8, callers: 60, seed: 11 })
})
afterAll(() => month.remove())

const report = (...args: readonly string[]) =>
  nightbell(['report', ...args], { NIGHTBELL_STATE: month.state }, { now: FROM + 14 * 86_400_000 })

/** The number in the first group. */
function firstNumber([, n]: RegExpMatchArray): number {
  return Number(n)
}

interface Json {
  readonly sections: readonly { readonly figures: readonly JsonFigure[] }[]
}

interface JsonFigure {
  readonly id: string
  readonly version: number
  readonly formula: string
  readonly unit: string
  readonly value: number
  readonly of: number | null
}

describe('the service report', () => {
  test('its parts add up, and it says so', async () => {
    const { out } = await report('service', ...SPAN)
    expect(out).toContain('Answered, left and overflowed calls add up to the calls offered.')
    const [offered, ...parts] = [...(out.split('\nABANDONED')[0] ?? '').matchAll(/^.{2}\S.*? {2,}(\d+) {2}/gm)].map(firstNumber)
    expect(offered).toBeGreaterThan(50)
    expect(parts.reduce((sum, n) => sum + n, 0)).toBe(offered)
  })

  test('each figure has an id, a version and a formula, and answers with what it counts', async () => {
    const { out } = await report('service', ...SPAN, '--json')
    const figures = (JSON.parse(out) as Json).sections.flatMap(section => section.figures)
    expect(figures.length).toBeGreaterThan(40)
    for (const { id, version, formula } of figures)
      expect({ id, version, formula }).toEqual({ id, version: expect.any(Number), formula: expect.any(String) })
    // A percentile counts nothing: it is one of them.
    const counts = figures.filter(({ unit, of }) => unit === 'count' && of === null)
    expect(counts.length).toBeGreaterThan(20)
    for (const { id, value } of counts) {
      const counted = JSON.parse((await report('service', ...SPAN, '--calls', id, '--json')).out) as object[]
      expect([id, counted.length]).toEqual([id, value])
    }
  })
})

test('of several properties, by id or name: they add up', async () => {
  const offered = async (...of: string[]) => {
    const { out } = await report('service', ...SPAN, ...of, '--calls', 'offered', '--json')
    return (JSON.parse(out) as { id: string }[]).map(({ id }) => id)
  }
  const [oak, lake] = [await offered('--property', 'Oak Creek'), await offered('--property', 'lakeside')]
  expect([oak.length, lake.length]).not.toContain(0)
  const both = await offered('--property', 'oak-creek', '--property', 'LAKESIDE')
  expect(both.toSorted()).toEqual([...oak, ...lake].toSorted())
})

test('of a group it is called by it, and not by all of its properties', async () => {
  const titled = async (...of: string[]) => (await report('service', ...SPAN, ...of)).out.split('\n')[0]
  expect(await titled('--group', 'ARIZONA')).toBe('Service: group arizona')
  expect(await titled('--group', 'arizona', '--group', 'texas')).toBe('Service: groups arizona, texas')
  expect(await titled('--group', 'texas', '--property', 'oak-creek')).toBe('Service: Oak Creek')
  const page = (await report('service', ...SPAN, '--group', 'arizona', '--html')).out
  expect(page).toContain('<title>Service: group arizona, ')
})

test('of a category it says nothing of messages: they are of none', async () => {
  const { out } = await report('service', ...SPAN, '--category', 'water-leak')
  expect(out).toContain('URGENT MATTERS')
  expect(out).not.toMatch(/MESSAGES|Backlog/)
})

describe('what it is compared with', () => {
  const zone = 'America/Chicago'
  test('a span that is not over: as much of the year before as has passed of it', () => {
    const [from, now] = [FROM, FROM + 3 * DAY]
    const records = month.journal.past.reportRecords({ from, to: FROM + 30 * DAY, zone }, now, true)
    const passed = ({ span }: Records) => span.to - span.from
    expect([records?.before, records?.yearBefore].map(of => of && passed(of))).toEqual([3 * DAY, 3 * DAY])
  })

  test('a line that was called after the span was quiet in it all the same', () => {
    const to = FROM + 2 * DAY
    const known = (end: number) => month.journal.past.reportRecords({ from: FROM, to: end, zone }, FROM + 20 * DAY, false)
    const lastOf = (end: number) => (known(end)?.lastCalls ?? []).map(({ at }) => at)
    const last = lastOf(to)
    expect(last.length).toBeGreaterThan(0)
    expect(Math.max(...last)).toBeLessThan(to)
    expect(Math.max(...lastOf(FROM + 9 * DAY))).toBeGreaterThan(to)
  })
})

test('what was unreached is in the report of that hour and of that in which somebody had it, however old it was and however it ended', async () => {
  const of = (from: number, to: number) =>
    month.journal.past.reportRecords({ from, to, zone: 'UTC' }, FROM + 20 * DAY, false)?.incidents ?? []
  const unreached = of(FROM, FROM + 20 * DAY).filter(({ unreachedAt }) => unreachedAt !== null)
  expect(unreached.map(({ state }) => state)).toContain('no-outcome')
  const times = unreached.flatMap(({ id, unreachedAt, firstOwnedAt }) => [unreachedAt, firstOwnedAt].map(at => ({ id, at })))
  for (const { id, at } of times.filter(one => one.at !== null))
    expect(of(at ?? 0, (at ?? 0) + 1).map(one => one.id)).toContain(id)
})

describe('its forms', () => {
  test('HTML into a file that only its owner reads, or to stdout', async () => {
    const file = join(month.state, 'service.html')
    expect((await report('service', ...SPAN, '--html', file)).out).toBe(`${file} has the report.\n`)
    const page = readFileSync(file, 'utf8')
    expect(page).toContain('<h1>Service</h1>')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect((await report('service', ...SPAN, '--html')).out).toBe(page)
  })

  test('CSV of all figures, or of one section', async () => {
    const all = (await report('service', ...SPAN, '--csv')).out.split('\r\n')
    expect(all[0]).toBe('section,id,version,title,group,value,of,unit,formula')
    expect(all[1]).toMatch(/^volume,offered,1,Offered,,57,,count,/)
    const one = (await report('service', ...SPAN, '--by', 'property', '--csv', 'messages')).out.split('\r\n')
    expect(one.some(line => /^messages,messages,1,Messages,lakeside,\d+,,count,/.test(line))).toBe(true)
  })
})

test('CSV of a span without any part has heads and no rows; of a table it says that there is none', async () => {
  const before = ['--during', '2025-05', '--by', 'category']
  const heads = 'section,id,version,title,group,value,of,unit,formula\r\n'
  for (const kind of ['service', 'trends']) {
    expect((await report(kind, ...before, '--csv')).out).toBe(heads)
    const { code, err } = await report(kind, ...before, '--csv', 'weeks')
    expect([code, err]).toEqual([1, expect.stringContaining('No category has anything in this span.')])
  }
})

test('a list of what is counted is whole, and says of no further ones', async () => {
  const { out } = await report('service', ...SPAN, '--calls', 'offered')
  expect(out).not.toContain('There may be more')
})

describe('tables answer, too', () => {
  test.each([
    ['exceptions', 'escalated', 'escalated'],
    ['lines', 'lines', 'overflow'],
    ['messages', 'mailboxes', 'waiting'],
    ['messages', 'waiting', 'waiting'],
    ['trends', 'categories', 'incidents'],
    ['trends', 'weeks', 'offered'],
    ['trends', 'heat', 'heat'],
  ])('%s, %s: what is counted is what is listed', async (kind, section, column) => {
    const { out } = await report(kind, ...SPAN, '--json')
    const found = (JSON.parse(out) as { sections: Table[] }).sections.find(({ id }) => id === section)
    const asked = keysOf(found, section, column)
    expect(asked.some(([, n]) => n > 0)).toBe(true)
    for (const [key, n] of asked.filter(([, one]) => one > 0).slice(0, 3)) {
      const listed = await report(kind, ...SPAN, '--calls', key, '--json')
      expect([key, (JSON.parse(listed.out) as object[]).length]).toEqual([key, n])
    }
  })

  test('of each property apart: every section has a name of its own, and says what that property counted', async () => {
    const { out } = await report('trends', ...SPAN, '--by', 'property', '--json')
    const { sections } = JSON.parse(out) as { sections: Table[] }
    const ids = sections.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    let all = 0
    for (const property of Object.keys(month.plan.properties)) {
      if (!ids.includes(`compared@${property}`)) continue
      const json = (...args: string[]) => report(...args, '--json').then(said => JSON.parse(said.out) as { property: string }[])
      const counted = await json('trends', ...SPAN, '--by', 'property', '--calls', `now:offered@${property}`)
      expect(counted.map(call => call.property)).toEqual(counted.map(() => property))
      expect(counted).toHaveLength((await json('service', ...SPAN, '--property', property, '--calls', 'offered')).length)
      all += counted.length
    }
    expect(all).toBeGreaterThan(50)
  })

  test('the log begins within the span before: it is said', async () => {
    expect((await report('trends', ...SPAN)).out).toMatch(
      /The log begins with a call of 2026-10-2\d .*: .*the span before is not in it, the year before is not in it\./,
    )
  })
})

interface Table {
  readonly id: string
  readonly columns: readonly { readonly id: string }[]
  readonly rows: readonly (readonly (string | number)[])[]
}

interface Heat {
  readonly columns: readonly string[]
  readonly rows: readonly { readonly name: string; readonly counts: readonly number[] }[]
}

/** What to ask for, and how many there must be. */
function keysOf(found: Table | undefined, section: string, column: string): readonly (readonly [string, number])[] {
  if (found === undefined) return []
  if (section === 'heat') {
    const { columns, rows } = found as unknown as Heat
    return rows.flatMap(({ name, counts }) => counts.map((n, hour) => [`${columns[hour]}:${name}`, n] as const))
  }
  const at = found.columns.findIndex(({ id }) => id === column)
  if (at < 0) return [[section, found.rows.length]]
  return found.rows.map(row => {
    const name = section === 'mailboxes' ? `${idOf(String(row[0]))}/${row[1]}` : String(row[0])
    return [`${column}:${name}`, Number(row[at])]
  })
}

function idOf(name: string): string {
  return Object.values(month.plan.properties).find(property => property.name === name)?.id ?? ''
}

describe('what can not be answered', () => {
  test.each([
    [['--property', 'oak-crek'], 1, 'No property is called oak-crek. Did you mean oak-creek?'],
    [['--property', 'oak-creek', '--property', 'oak-crek'], 1, 'No property is called oak-crek. Did you mean oak-creek?'],
    [['--since', '2026-11-10', '--until', '2026-11-01'], 2, 'The span ends before it begins'],
    [['--since', '2027-11-10'], 2, '--since 2027-11-10 lies in the future'],
    [['--during', '2026-11-05..2026-11-01'], 2, 'write its two ends the other way round'],
    [['--during', '2026-10', '--since', '2026-11-01'], 2, '--during says both ends: leave out --since and --until'],
    [['--property', 'oak-creek', '--group', 'arizona'], 1, 'oak-creek is not in the group arizona'],
    [['--category', 'watr-leak'], 1, 'No category is called watr-leak. Did you mean water-leak?'],
    [['messages', '--category', 'water-leak'], 2, 'A message is of no category'],
    [['messages', '--person', 'kim-lane'], 2, 'A message is of no category, and nobody had it'],
    [['--json', '--html'], 2, 'Choose one of --json, --csv and --html'],
    [['--calls', 'offered', '--html', 'calls.html'], 2, '--calls prints a list'],
    [['--calls', 'offered', '--csv', 'volume'], 2, '--calls prints a list'],
    [['--during', 'someday'], 2, 'someday is no span'],
    [['--csv', 'mesages'], 1, 'No section of this report is called mesages. Did you mean messages?'],
    [['--html', '/nowhere/at/all.html'], 2, '/nowhere/at/all.html can not be written'],
    [['--html', 'service'], 2, 'Write which report before --html: nightbell report service --html'],
    [['--calls', 'ofered'], 1, 'No figure of this report is called ofered. Did you mean offered?'],
  ])('%j', async (args, code, words) => {
    const answer = await report(...args)
    expect(answer.code).toBe(code)
    expect(answer.err).toContain(words)
  })
})
