// What lines brought, which were quiet, and what was late: figures that a manager acts upon.
import { expect, test } from 'vitest'
import type { ReportKind } from '../../src/core/plan/mailed-reports.ts'
import { makeReport } from '../../src/report/make-report.ts'
import type { CallRecord, IncidentRecord, Records } from '../../src/report/records.ts'
import { LINE, smallPlan, TRUNK } from '../support/plan.ts'
import { incident as anIncident, attempt, records, tableOf } from './people/records.ts'

const DAY = 86_400_000
const TO = Date.UTC(2026, 10, 1)
const SPAN = { from: TO - 7 * DAY, to: TO, zone: 'UTC' }
const PLAN = smallPlan()

function tableFrom(kind: ReportKind, table: string, given: Partial<Omit<Records, 'duty'>>) {
  const asked = { kind, by: 'portfolio', properties: null, category: null, person: null } as const
  const { columns, rows } = tableOf(makeReport(records({ span: SPAN, plan: PLAN, ...given }), asked), table)
  return rows.map(row => Object.fromEntries(columns.map(({ id }, n) => [id, row[n]])))
}

test('a line has the calls that a carrier sent in another spelling', () => {
  const calls = [call({ line: LINE.oak }), call({ line: LINE.oak.slice(1) }), call({ line: LINE.oak.slice(2) })]
  const found = tableFrom('lines', 'lines', { calls, lastCalls: [last(LINE.oak, TO - 9), last(LINE.oak.slice(1), TO - 5)] })
  expect(found.filter(({ offered }) => offered !== 0)).toMatchObject([{ line: LINE.oak, offered: 3, last: TO - 5 }])
})

test('one number on two trunks is two lines', () => {
  const lines = [TRUNK.carrier, TRUNK.pbx].map((trunk, n) => ({ number: '2000', trunk, property: ['oak', 'mesa'][n] ?? '' }))
  const calls = [call({ line: '2000', trunk: TRUNK.carrier }), call({ line: '2000', trunk: TRUNK.pbx, property: 'mesa' })]
  const lastCalls = [last('2000', TO - 9, TRUNK.carrier), last('2000', TO - 20 * DAY, TRUNK.pbx)]
  const found = tableFrom('lines', 'lines', { calls, lastCalls, plan: { ...PLAN, lines } })
  expect(found.map(one => [one.line, one.offered, one.last])).toEqual([
    ['carrier/2000', 1, TO - 9],
    ['pbx/2000', 1, TO - 20 * DAY],
  ])
  const quiet = tableFrom('exceptions', 'quiet-lines', { lastCalls, plan: { ...PLAN, lines } })
  expect(quiet).toMatchObject([{ line: 'pbx/2000', last: TO - 20 * DAY }])
})

test('a number of the rules that came over another trunk is a row of its own', () => {
  const lines = [{ number: '2000', trunk: TRUNK.carrier, property: 'oak' }]
  const calls = [call({ line: '2000', trunk: TRUNK.pbx, property: null, leftAt: TO })]
  const found = tableFrom('lines', 'lines', { calls, plan: { ...PLAN, lines } })
  expect(found.map(one => [one.line, one.offered, one.last])).toEqual([
    ['2000', 0, null],
    ['pbx/2000', 1, TO - DAY],
  ])
})

test('a line that is called in another spelling is not quiet', () => {
  const quiet = (dialled: string) =>
    tableFrom('exceptions', 'quiet-lines', { lastCalls: [last(dialled, TO - DAY)] }).map(({ line }) => line)
  expect(quiet(LINE.mesa)).toContain(LINE.oak)
  expect(quiet(LINE.oak.slice(1))).not.toContain(LINE.oak)
})

test.each([
  ['a category', { category: 'water-leak' }],
  ['a person', { person: 'maria' }],
] as const)('exceptions of %s have no gaps and no quiet lines, which are of neither', (_, of) => {
  const asked = { kind: 'exceptions', by: 'portfolio', properties: null, category: null, person: null, ...of } as const
  const ids = makeReport(records({ span: SPAN, plan: PLAN }), asked).sections.map(({ id }) => id)
  expect(ids).toContain('unreached')
  expect(ids).not.toContain('gaps')
  expect(ids).not.toContain('quiet-lines')
})

test('what was late says how late by the clock of its target: from the arrival of the call', () => {
  const late = incident({
    arrivedAt: TO - DAY,
    openedAt: TO - DAY + 30_000,
    firstOwnedAt: TO - DAY + 125_000,
    targetSeconds: 120,
  })
  expect(tableFrom('exceptions', 'late', { incidents: [late] })).toMatchObject([{ target: 120_000, after: 125_000 }])
})

test('what was unreached comes again until somebody has it', () => {
  const before = { unreachedAt: SPAN.from - DAY, openedAt: SPAN.from - DAY - 60_000 }
  const incidents = [
    incident({ id: 'i-in-the-span', unreachedAt: SPAN.from }),
    incident({ id: 'i-nobody-yet', ...before, state: 'ringing', resolvedAt: null }),
    incident({ id: 'i-had-in-the-span', ...before, firstOwnedAt: SPAN.from }),
    incident({ id: 'i-had-before', ...before, firstOwnedAt: SPAN.from - 1 }),
    incident({ id: 'i-ended-before', ...before, resolvedAt: SPAN.from - 1 }),
    incident({ id: 'i-unreached-again', ...before, firstOwnedAt: SPAN.from - 1, state: 'unreached' }),
    incident({ id: 'i-folded', ...before, state: 'folded', resolvedAt: null }),
  ]
  const found = tableFrom('exceptions', 'unreached', { incidents }).map(one => one.incident)
  expect(found).toEqual(['i-in-the-span', 'i-nobody-yet', 'i-had-in-the-span', 'i-unreached-again'])
})

test('a telephone that somebody answered for the failsafe is none that never answers', () => {
  const silent = (result: string) => {
    const failsafe = attempt('failsafe', TO - DAY, { rangAt: null, trunk: '', result })
    const attempts = [attempt('1', TO - DAY), attempt('2', TO - DAY), failsafe]
    return tableFrom('exceptions', 'silent-telephones', { attempts }).map(({ dialled }) => dialled)
  }
  expect(['accepted', 'no-key', 'no-answer', 'called-off'].map(silent)).toEqual([[], [], [3], [3]])
})

test('a mailbox in which nothing was left in the span, and nothing waits, has no row', () => {
  const message = { recording: 'm', call: '1', property: 'oak', mailbox: 'office', ms: 9000, doneBy: 'pat' }
  const left = (takenAt: number, doneAt: number | null) => {
    const messages = [{ ...message, takenAt, doneAt }]
    return tableFrom('messages', 'mailboxes', { messages }).length
  }
  expect(left(SPAN.from - DAY, SPAN.from + DAY)).toBe(0)
  expect(left(SPAN.from - DAY, null)).toBe(1)
  expect(left(SPAN.from, SPAN.from + DAY)).toBe(1)
})

function last(line: string, at: number, trunk: string = TRUNK.carrier) {
  return { line, at, trunk }
}

function call(parts: Partial<CallRecord>): CallRecord {
  return {
    id: `call-${parts.line}`,
    property: 'oak',
    trunk: TRUNK.carrier,
    line: LINE.oak,
    arrivedAt: TO - DAY,
    officeMs: null,
    officeStatus: null,
    overflow: 'closed',
    menuAt: TO - DAY,
    category: null,
    person: null,
    heldAt: null,
    humanAt: null,
    outcome: 'message',
    phase: 'leaving',
    leftAt: TO - DAY + 60_000,
    calledBefore: null,
    ...parts,
  }
}

/** Opened a day before the end of the span. */
function incident(parts: Partial<IncidentRecord>): IncidentRecord {
  const at = TO - DAY
  return anIncident({ openedAt: at, arrivedAt: at, resolvedAt: at + 600_000, ...parts })
}

test('lines of a category or a person do not tell the last call, which is of all', () => {
  const columns = (of: object) => {
    const asked = { kind: 'lines', by: 'portfolio', properties: null, category: null, person: null, ...of } as const
    const given = records({ span: SPAN, plan: PLAN, lastCalls: [last(LINE.oak, TO - 9)] })
    return tableOf(makeReport(given, asked), 'lines').columns.map(({ id }) => id)
  }
  expect(columns({})).toContain('last')
  expect(columns({ category: 'water-leak' })).not.toContain('last')
  expect(columns({ person: 'dan' })).not.toContain('last')
})
