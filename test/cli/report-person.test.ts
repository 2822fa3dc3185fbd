// `--person` of a report names anybody who has a row by person, also somebody who is not in the rules;
// and a span with nothing in it says why.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { callId, incidentId } from '../../src/core/world/ids.ts'
import { at, closing, exampleNight, examplePlan, incident, PLAN, turn } from '../store/example-turns.ts'
import { openFollowed } from '../support/followed-journal.ts'
import { nightbell } from './run-program.ts'

let state: string
beforeAll(() => {
  state = mkdtempSync(join(tmpdir(), 'nightbell-person-'))
  const journal = openFollowed(join(state, 'journal.db'))
  journal.keepPlan(PLAN, examplePlan(), {})
  journal.planInForce?.(PLAN, at(0), 'the daemon started')
  // Nobody takes it; the office says what became of it.
  const resolved = { kind: 'resolved', outcome: 'going-out', by: 'office', why: 'by hand' } as const
  const i = incidentId(callId('c1'), 1)
  journal.commit([
    ...exampleNight('c1').slice(0, 3),
    turn(60, { type: 'due', stream: i }, [incident('c1')], [[i, resolved]]),
    turn(
      90,
      { type: 'ended', channel: 'c1', cause: 16, sip: null, fax: false } as never,
      [],
      [[callId('c1'), { kind: 'left', outcome: 'caller-left', phase: 'holding', waitedMs: 90_000, why: 'the caller hung up' }]],
    ),
    closing('c1'),
  ])
  journal.close()
})
afterAll(() => rmSync(state, { recursive: true }))

const report = (...args: readonly string[]) => nightbell(['report', ...args], { NIGHTBELL_STATE: state }, { now: at(3600) })

test('anybody who has a row by person can be asked for', async () => {
  const { out } = await report('service', '--during', '1d', '--by', 'person', '--json')
  expect(out).toContain('"group": "office"')
  const whose = await report('service', '--during', '1d', '--person', 'office', '--calls', 'incidents', '--json')
  expect([whose.code, whose.err]).toEqual([0, ''])
  expect(JSON.parse(whose.out)).toHaveLength(1)
  const mistyped = await report('service', '--during', '1d', '--person', 'offise')
  expect([mistyped.code, mistyped.err]).toEqual([1, 'nightbell: No person is called offise. Did you mean office?\n'])
})

test('the report of people is of people of the rules and their telephones', async () => {
  expect((await report('people', '--during', '1d', '--person', 'office')).code).toBe(1)
})

test('two ends that are the same are no span, and nothing to exchange', async () => {
  const { code, err } = await report('service', '--since', '2026-03-08 04:00', '--until', '2026-03-08 04:00')
  expect([code, err]).toEqual([
    2,
    expect.stringMatching(/--since and --until are the same time: the span has nothing in it\.\n$/),
  ])
  const swapped = await report('service', '--since', '2026-03-08 04:00', '--until', '2026-03-08 03:30')
  expect(swapped.err).toContain('The span ends before it begins: exchange --since and --until.')
})
