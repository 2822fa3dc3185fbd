// Random weeks of callers: whatever happened, a redacted export names nobody and can be decided
// again, and so can one that is not redacted.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Plan } from '../../../src/core/plan/plan.ts'
import type { EpochMs } from '../../../src/core/world/ids.ts'
import { type BusyMonth, busyMonth } from '../../support/busy-month.ts'
import { howOften } from '../../support/how-often.ts'
import { nightbell, type Ran } from '../run-program.ts'

const directory = mkdtempSync(join(tmpdir(), 'nightbell-export-'))
let month: BusyMonth
beforeAll(async () => {
  month = await busyMonth({ from: Date.UTC(2026, 2, 2) as EpochMs, days: 2, callers: 30, seed: 7 })
})
afterAll(() => {
  month.remove()
  rmSync(directory, { recursive: true, force: true })
})

const run = (...args: string[]): Promise<Ran> => nightbell(args, { NIGHTBELL_STATE: month.state })

test('a redacted export has no number, name or id of the rules or of a caller, and is decided again', async () => {
  const forbidden = forbiddenIn(month.plan)
  const calls = month.journal.past.listCalls({ limit: 1000 })
  expect(calls.length).toBeGreaterThan(20)
  for (const { id, callerNumber, callerName } of calls.slice(0, howOften(4))) {
    const file = join(directory, `${id}.zip`)
    expect(await run('calls', 'export', id, file, '--redact')).toMatchObject({ code: 0, err: '' })
    const text = textOf(file)
    const caller = [callerNumber?.slice(2), callerName].flatMap(one => one ?? [])
    expect([...forbidden, ...caller].filter(one => text.includes(one))).toEqual([])
    expect(await nightbell(['calls', 'replay', '--from', file])).toMatchObject({ code: 0, err: '' })
  }
})

test('one that is not redacted is decided again, and its turns stand in the log', async () => {
  const calls = month.journal.past.listCalls({ limit: 1000 })
  for (const { id } of calls.slice(-howOften(2))) {
    const file = join(directory, `whole-${id}.zip`)
    expect(await run('calls', 'export', id, file)).toMatchObject({ code: 0 })
    expect(await nightbell(['calls', 'replay', '--from', file])).toMatchObject({ code: 0, err: '' })
    const verified = await run('log', 'verify', '--quick', '--export', file)
    expect(verified.out).toContain('of the export')
    expect(verified.out).not.toContain('WRONG (anchor)')
  }
})

function textOf(file: string): string {
  return Object.entries(unzipSync(readFileSync(file)))
    .map(([name, bytes]) => `${name}\n${Buffer.from(bytes).toString()}`)
    .join('\n')
}

function forbiddenIn(plan: Plan): readonly string[] {
  const people = Object.values(plan.people).flatMap(({ id, name, phones }) => [id, name, ...phones.map(phone => phone.slice(2))])
  const properties = Object.values(plan.properties).flatMap(({ id, name, spoken }) => [id, name, ...Object.values(spoken)])
  const lines = plan.lines.map(({ number }) => number.slice(2))
  const trunks = Object.values(plan.trunks).flatMap(({ id, host }) => [id, host ?? ''])
  return [...people, ...properties, ...lines, ...trunks].filter(one => one.length > 3)
}
