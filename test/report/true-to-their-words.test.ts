// Each call that a figure of abandoned callers counts fulfils the words of its definition, by the
// facts of that call: over weeks of random callers.
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EpochMs } from '../../src/core/world/ids.ts'
import { makeReport } from '../../src/report/make-report.ts'
import type { FigureRow, FigureSection } from '../../src/report/report.ts'
import type { Resident } from '../../src/simulation/people.ts'
import { type BusyMonth, busyMonth } from '../support/busy-month.ts'
import { type RawFact, readRaw } from './recomputed/raw.ts'
import { rulesOf } from './recomputed/rules.ts'

const DAY = 86_400_000
const SECONDS = 86_400

const CALLER = { trunk: 'carrier-a', line: '+15125550101', number: '+15125551777', name: null } as const
const press = (key: string, hears = `press ${key}`) => ({ hears, after: 1, does: 'press', key }) as const
const hangsUp = (hears: string, after = 1) => ({ hears, after, does: 'hangUp' }) as const
/** One of each, on days apart: nobody is on the line for one when another calls. */
const OF_EACH: readonly Omit<Resident, 'at' | keyof typeof CALLER>[] = [
  { reactions: [hangsUp('press 3')] },
  { reactions: [press('4'), hangsUp('after the tone', 12)] },
  { reactions: [press('4')] },
  { reactions: [] },
  { reactions: [press('6'), hangsUp('connecting you', 2)] },
  { reactions: [press('1'), hangsUp('your unit')], speaksFor: 4 },
  { reactions: [press('1')], speaksFor: 20, staysFor: 75 },
  { reactions: [press('1'), press('1', 'your unit'), hangsUp('press 1 to leave a message', 3)] },
]

/** At eleven in the morning, before the office answers. */
const LEAVES_THE_QUEUE: Resident = { ...CALLER, at: 16 * 3600, reactions: [], staysFor: 5 }

type Facts = readonly RawFact[]
const has = (facts: Facts, kind: string) => facts.some(fact => fact.kind === kind)
const asked = (facts: Facts) => facts.findLast(({ kind }) => kind === 'asked')

const isUrgent = (facts: Facts) => facts.at(-1)?.outcome === 'caller-left'
/** The last that they were asked was to speak: for a mailbox, or because they pressed nothing. */
const isAtTone = (facts: Facts) => {
  const last = facts.findLast(({ kind, what }) => kind === 'asked' || (kind === 'told' && what === 'to leave a message'))
  return last?.kind === 'told' || (last?.question === 'statement' && last.why === 'no key of the menu was pressed')
}
const saidNothingKept = (facts: Facts) => !has(facts, 'message-taken') && !has(facts, 'statement-taken')
const byNightbell = (facts: Facts) => facts.at(-1)?.why === 'the call was over'

/** The words of each definition, as the facts of one call say them. */
const WORDS: Readonly<Record<string, (facts: Facts) => boolean>> = {
  'abandoned-queue': facts => has(facts, 'office-rung') && !has(facts, 'office-answered') && !has(facts, 'overflowed'),
  'abandoned-menu': facts => ['urgency', 'language', 'property'].includes(String(asked(facts)?.question)) && !isAtTone(facts),
  'abandoned-tone': facts => isAtTone(facts) && saidNothingKept(facts) && !isUrgent(facts),
  'abandoned-transfer': facts => has(facts, 'transfer-dialled') && !has(facts, 'transferred') && !has(facts, 'transfer-failed'),
  'abandoned-statement': facts => isUrgent(facts) && !has(facts, 'held') && asked(facts)?.question === 'statement',
  'abandoned-hold': facts => has(facts, 'held'),
  'abandoned-failsafe': facts => has(facts, 'in-failsafe') && facts.at(-1)?.phase === 'in-failsafe',
  silent: facts => isAtTone(facts) && saidNothingKept(facts) && byNightbell(facts),
}

describe.each([5, 17, 29])('weeks of the seed %i', seed => {
  const from = Date.UTC(2026, 9, 28)
  let month: BusyMonth
  let rows: readonly FigureRow[]
  let abandoned: FigureSection
  let streams: ReadonlyMap<string, Facts>
  beforeAll(async () => {
    const change = (plan: BusyMonth['plan']) => rulesOf(plan, '2026-11-01', 65)
    const also = OF_EACH.map((one, n): Resident => ({ ...CALLER, ...one, at: 1000 + (n * 3.6 * SECONDS) / OF_EACH.length }))
    month = await busyMonth({ from: from as EpochMs, days: 8, callers: 60, seed, change, also: [LEAVES_THE_QUEUE, ...also] })
    const span = { from, to: from + 8 * DAY, zone: 'America/Chicago' }
    const records = month.journal.past.reportRecords(span, span.to, false)
    if (records === null) throw new Error('no rules')
    const all = { by: 'portfolio', properties: null, category: null, person: null } as const
    const sections = makeReport(records, { kind: 'service', ...all }).sections.filter(one => one.show === 'figures')
    rows = sections.flatMap(section => section.rows)
    const found = sections.find(({ id }) => id === 'abandoned')
    if (found === undefined) throw new Error('no section of abandoned calls')
    abandoned = found
    streams = readRaw(join(month.state, 'journal.db')).streams
  })
  afterAll(() => month.remove())

  const idsOf = (id: string) => rows.find(({ definition }) => definition.id === id)?.figures[0]?.ids ?? []

  test.each(Object.keys(WORDS))('%s', id => {
    const ids = idsOf(id)
    if (id !== 'abandoned-failsafe') expect(ids.length).toBeGreaterThan(0)
    const untrue = ids.filter(call => !WORDS[id]?.(streams.get(call) ?? []))
    expect(
      untrue.map(call => streams.get(call)?.map(({ kind, what, question, phase }) => [kind, what, question, phase])),
    ).toEqual([])
  })

  test('a caller who abandoned had nobody, and hung up; the parts are all of them, each once', () => {
    const parts = abandoned.rows.filter(({ definition }) => definition.part).flatMap(({ figures }) => figures[0]?.ids ?? [])
    expect(parts.toSorted()).toEqual(idsOf('abandoned').toSorted())
    expect(new Set(parts).size).toBe(parts.length)
    expect(abandoned.notes).toEqual(['Where they hung up adds up to the calls abandoned.'])
    for (const call of parts) {
      const facts = streams.get(call) ?? []
      expect([call, byNightbell(facts), has(facts, 'connected'), has(facts, 'message-taken')]).toEqual([
        call,
        false,
        false,
        false,
      ])
    }
    expect(idsOf('silent').filter(call => parts.includes(call))).toEqual([])
  })
})
