// Pages of a list: put together they are the whole list, whatever their size, the order and the
// filter, and also while calls arrive. And how the lists are found: by an index.
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { callId, incidentId } from '../../../src/core/world/ids.ts'
import { legId } from '../../../src/core/world/our-legs.ts'
import type { Turn } from '../../../src/core/world/world.ts'
import { planOfPage, type TableList } from '../../../src/store/read/lists/ask.ts'
import { ATTEMPTS } from '../../../src/store/read/lists/attempts.ts'
import { CALLS } from '../../../src/store/read/lists/calls.ts'
import { cursorOf, readCursor } from '../../../src/store/read/lists/cursor.ts'
import { planOfFacts } from '../../../src/store/read/lists/facts.ts'
import type { ListFilter, ListName, Page } from '../../../src/store/read/lists/filter.ts'
import { INCIDENTS } from '../../../src/store/read/lists/incidents.ts'
import { SORTS } from '../../../src/store/read/lists/lists.ts'
import { MESSAGES } from '../../../src/store/read/lists/messages.ts'
import { openReading } from '../../../src/store/read/reader.ts'
import { howOften } from '../../support/how-often.ts'
import { arrival, call, exampleNight, turn } from '../example-turns.ts'
import { useJournal } from '../journal-of-test.ts'

const here = useJournal()
let calls = 0
beforeEach(() => {
  calls = 0
})

/** Of a few seconds only: many calls have the same time, and last as long as others. */
function more(n: number): Turn[] {
  return Array.from({ length: n }, () => {
    const id = `c${++calls}`
    const seconds = calls % 3
    const message = `${id}-message-1`
    switch (calls % 4) {
      case 0:
        return exampleNight(id)
      case 1:
        return [arrival(id, seconds)]
      case 2:
        return [
          arrival(id, seconds),
          turn(
            seconds,
            { type: 'recordingFinished', channel: id, recording: message, ms: 4000, speechMs: null },
            [call(id)],
            [[callId(id), { kind: 'message-taken', mailbox: 'office', recording: message, ms: 4000, why: 'left it' }]],
          ),
        ]
      default:
        return [
          arrival(id, seconds),
          turn(
            seconds,
            { type: 'ended', channel: id, cause: 16, sip: null, fax: false },
            [call(id)],
            [[callId(id), { kind: 'left', outcome: 'missed', phase: 'saying-menu', waitedMs: 1000, why: 'hung up' }]],
          ),
        ]
    }
  }).flat()
}

const key = (item: object): string =>
  'fact' in item
    ? `${Reflect.get(item, 'turn')} ${Reflect.get(item, 'n')}`
    : String(Reflect.get(item, 'recording') ?? Reflect.get(item, 'leg') ?? Reflect.get(item, 'id'))

const LISTS: readonly (readonly [ListName, readonly ListFilter[]])[] = [
  [
    'calls',
    [
      {},
      { outcome: 'missed' },
      { outcome: 'live' },
      { properties: ['oak-creek'] },
      { caller: { digits: '5550142' } },
      { person: 'bob' },
    ],
  ],
  ['incidents', [{}, { person: 'maria' }, { state: 'acknowledged' }, { caller: { name: 'annie' } }]],
  ['attempts', [{}, { person: 'bob' }, { outcome: 'no-answer' }]],
  ['messages', [{}, { done: false }, { mailbox: 'office' }]],
  ['facts', [{}, { kind: 'arrived' }, { person: 'bob' }, { properties: ['oak-creek'] }, { words: ['hung'] }]],
]

const ASKED = fc.constantFrom(...LISTS).chain(([list, filters]) =>
  fc.record({
    list: fc.constant(list),
    filter: fc.constantFrom(...filters),
    sort: fc.constantFrom(...SORTS[list]),
    way: fc.constantFrom('asc' as const, 'desc' as const),
    limit: fc.integer({ min: 1, max: 9 }),
  }),
)

describe('pages', () => {
  test('put together are the whole list', () => {
    here().journal.commit(more(23))
    fc.assert(
      fc.property(ASKED, ({ list, filter, sort, way, limit }) => {
        const ask = (page: Partial<Page>) => here().journal.past.list(list, filter, { sort, way, limit: 1000, ...page })
        const whole = ask({})
        expect(here().journal.past.countList(list, filter)).toBe(whole.length)
        expect(whole.length).toBeGreaterThan(0)
        const found: string[] = []
        for (let after: string | undefined; ; ) {
          const page = ask({ limit, ...(after === undefined ? {} : { after }) })
          found.push(...page.map(key))
          after = page.at(-1)?.cursor
          if (page.length < limit) break
        }
        expect(found).toEqual(whole.map(key))
        expect(new Set(found).size).toBe(found.length)
      }),
      { numRuns: howOften(20) },
    )
  })

  test('none twice, and none of the old ones left out, while calls arrive between them', () => {
    fc.assert(
      fc.property(
        ASKED,
        fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 6 }),
        ({ list, filter, sort, way, limit }, arriving) => {
          here().journal.commit(more(12))
          const ask = (page: Partial<Page>) => here().journal.past.list(list, filter, { sort, way, limit: 5000, ...page })
          const before = ask({}).map(key)
          const found: string[] = []
          let after: string | undefined
          for (let n = 0; ; n++) {
            const page = ask({ limit: limit * 20, ...(after === undefined ? {} : { after }) })
            found.push(...page.map(key))
            after = page.at(-1)?.cursor
            if (page.length === 0 || after === undefined) break
            here().journal.commit(more(arriving[n] ?? 0))
          }
          expect(new Set(found).size).toBe(found.length)
          expect(found.filter(id => before.includes(id))).toEqual(before)
        },
      ),
      { numRuns: 12 },
    )
  })
})

describe('a cursor', () => {
  const order = { list: 'calls', sort: 'arrived', way: 'desc' } as const
  test('comes back as it was, also without a value', () => {
    for (const place of [
      { value: 17, row: 3 },
      { value: null, row: 3 },
      { value: -1, row: 0 },
    ])
      expect(readCursor(cursorOf(order, place))).toEqual({ ...order, ...place })
  })

  test('anything else is none', () => {
    const one = cursorOf(order, { value: 17, row: 3 })
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.base64String(),
          fc.nat(one.length - 1).map(n => one.slice(0, n)),
        ),
        text => {
          expect(readCursor(text)).toBeNull()
        },
      ),
    )
    expect(readCursor(Buffer.from('[1]').toString('base64url'))).toBeNull()
  })
})

describe('an index finds', () => {
  const at = (sort: string, way: 'asc' | 'desc' = 'desc') => ({ column: sort, way, after: { value: 5, row: 5 }, limit: 50 })
  const cases: readonly (readonly [string, TableList, ListFilter, string, RegExp])[] = [
    ['all calls', CALLS, {}, 'call_row.arrived_at', /call_row_arrived/],
    ['calls of a property', CALLS, { properties: ['x'] }, 'call_row.arrived_at', /call_row_property/],
    [
      'calls of a property and outcome',
      CALLS,
      { outcome: 'missed', properties: ['x'] },
      'call_row.arrived_at',
      /call_row_property/,
    ],
    ['calls of an outcome', CALLS, { outcome: 'missed', since: 5 }, 'call_row.arrived_at', /call_row_outcome/],
    ['calls that run', CALLS, { outcome: 'live' }, 'call_row.arrived_at', /call_row_outcome/],
    ['calls of a reason', CALLS, { overflow: 'closed' }, 'call_row.arrived_at', /call_row_overflow/],
    ['calls of a category', CALLS, { category: 'x' }, 'call_row.arrived_at', /call_row_category/],
    ['calls of a line', CALLS, { lines: ['x'] }, 'call_row.arrived_at', /call_row_line/],
    ['calls of a trunk', CALLS, { trunk: 'x' }, 'call_row.arrived_at', /call_row_trunk/],
    ['calls of a caller', CALLS, { caller: { digits: '5550142' } }, 'call_row.arrived_at', /sqlite_autoindex_call_row_1/],
    ['calls of a person', CALLS, { person: 'x' }, 'call_row.arrived_at', /sqlite_autoindex_call_row_1/],
    ['calls with words', CALLS, { words: ['water'] }, 'call_row.arrived_at', /sqlite_autoindex_call_row_1/],
    ['the longest calls', CALLS, {}, 'call_row.waited_ms', /call_row_waited/],
    ['all incidents', INCIDENTS, {}, 'incident_row.opened_at', /incident_row_opened/],
    ['open incidents', INCIDENTS, { state: 'open' }, 'incident_row.opened_at', /sqlite_autoindex_incident_row_1/],
    ['incidents of a person', INCIDENTS, { person: 'x' }, 'incident_row.opened_at', /sqlite_autoindex_incident_row_1/],
    ['the longest waits', INCIDENTS, {}, 'incident_row.waited_ms', /incident_row_waited/],
    ['attempts of a person', ATTEMPTS, { person: 'x' }, 'attempt_row.dialled_at', /attempt_row_person/],
    ['attempts of a telephone', ATTEMPTS, { phones: ['x'] }, 'attempt_row.dialled_at', /attempt_row_phone/],
    ['attempts that ended so', ATTEMPTS, { outcome: 'busy' }, 'attempt_row.dialled_at', /attempt_row_result/],
    ['attempts over a trunk', ATTEMPTS, { trunk: 'x' }, 'attempt_row.dialled_at', /attempt_row_trunk/],
    ['the longest talks', ATTEMPTS, {}, 'attempt_row.talked_ms', /attempt_row_talked/],
    ['all messages', MESSAGES, {}, 'message_row.taken_at', /message_row_taken/],
    ['the longest messages', MESSAGES, {}, 'message_row.ms', /message_row_ms/],
  ]
  test.each(cases)('%s', (_, list, filter, sort, index) => {
    here().journal.commit(more(4))
    const { reader, from, current } = openReading(here().file)
    current()
    const plan = planOfPage(from, list, filter, at(sort))
    reader.close()
    expect(plan).toMatch(index)
    expect(plan).not.toMatch(new RegExp(`SCAN ${list.table}(?! USING)`))
    if (!plan.includes('autoindex')) expect(plan).not.toContain('TEMP B-TREE')
  })

  test.each<readonly [string, ListFilter, RegExp]>([
    ['facts of a kind', { kind: 'left', since: 5 }, /USING COVERING INDEX touched_kind.*\(kind=\? AND turn>\?/],
    ['facts of a person', { person: 'bob' }, /USING COVERING INDEX touched_person.*\(person=\?/],
    ['facts of a property', { properties: ['oak-creek'] }, /SEARCH touched USING PRIMARY KEY \(stream=\?/],
    ['facts of a story', { stream: 'c4' }, /SEARCH touched USING PRIMARY KEY \(stream=\?/],
    ['all facts', {}, /SEARCH main.turn USING INTEGER PRIMARY KEY/],
  ])('%s', (_, filter, index) => {
    here().journal.commit(more(4))
    const { reader, from, current } = openReading(here().file)
    current()
    const plan = planOfFacts(from, filter, at('at'))
    reader.close()
    expect(plan).toMatch(index)
    expect(plan).not.toMatch(/SCAN (touched|main.turn|stream_no)/)
  })
})

test('facts of a stream are found by it, also of one kind; those of a kind and time by these', () => {
  here().journal.commit(more(4))
  const { reader, from, current } = openReading(here().file)
  current()
  const plan = (sql: string) =>
    (from.db.prepare(`explain query plan ${sql}`).all() as { detail: string }[]).map(({ detail }) => detail).join('\n')
  for (const kind of ['', "and kind = 'left'", "and kind in ('left', 'arrived')"])
    expect(plan(`select body from fact where stream = 'c4' ${kind}`)).toMatch(/SEARCH \S*touched USING PRIMARY KEY \(stream=\?/)
  // Those of all closed pay periods, and of all that staff set.
  for (const range of [
    "stream >= 'p-' and stream < 'p.' and kind = 'period-closed' order by turn",
    "stream >= 's-duty-' and stream < 's-duty.' order by turn, n",
  ])
    expect(plan(`select body from fact where ${range}`)).toMatch(
      /stream_no\S* USING .*\(stream>\? AND stream<\?\)\n.*touched USING PRIMARY KEY/,
    )
  expect(plan("select body from fact where stream in ('c3', 'c4') and kind = 'left'")).toMatch(
    /touched USING PRIMARY KEY \(stream=\?/,
  )
  expect(plan("select stream from fact_by_kind where kind in ('left', 'x') and turn >= 2 and turn < 9")).toMatch(
    /touched_kind\S* \(kind=\? AND turn>\? AND turn<\?/,
  )
  reader.close()
})

test('an incident is found by who called, and an attempt by its incident', () => {
  const { journal } = here()
  journal.commit(exampleNight('c1'))
  const i = incidentId(callId('c1'), 1)
  const page: Page = { sort: 'opened', way: 'desc', limit: 9 }
  expect(journal.past.list('incidents', { caller: { digits: '0142' } }, page).map(({ id }) => id)).toEqual([i])
  expect(journal.past.list('attempts', { stream: i }, { ...page, sort: 'dialled' }).map(({ leg }) => leg)).toEqual([
    legId(i, 2),
    legId(i, 1),
  ])
})
