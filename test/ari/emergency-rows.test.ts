// Rows of emergency calls in Asterisk's event log: each becomes one input, also when it is read twice, and a damaged one hides no other.
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openNoteLog } from '../../src/ari/failsafe-notes.ts'
import type { Input } from '../../src/core/world/inputs.ts'
import { importEmergency } from '../../src/pbx/import-emergency.ts'
import { keptLog } from '../faults/fake-telephony.ts'
import { eventRow } from '../support/failsafe-note.ts'

let directory: string
let file: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'nightbell-emergency-'))
  file = join(directory, 'witness.csv')
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const open = () => openNoteLog({ file, position: join(directory, 'notes-read.json'), log: keptLog() })
const row = (pairs: string) =>
  eventRow(
    'NIGHTBELL-EMERGENCY',
    '1.7',
    JSON.stringify({ extra: `${pairs}&call=1.7&phone=desk&property=oak&number=911&test=no` }),
  )
const needs = (pushed: Input[], known: ReadonlySet<string> = new Set()) => ({
  ...{ plan: () => 'plan', push: (input: Input) => void pushed.push(input) },
  hasImported: (key: string) => known.has(key),
})

test('each thing that happened is told, with its trunk', async () => {
  writeFileSync(file, `${row('what=began')}${row('what=nonsense')}${row('what=refused&trunk=a&pass=1&status=BUSY&cause=17')}`)
  const log = open()
  await log.unsettled()
  expect(log.grown()).toBe(false)
  appendFileSync(file, row('what=answered&trunk=b') + row('what=ended&result=connected&trunk=b'))
  expect(log.grown()).toBe(true)
  await log.unsettled()
  expect(log.emergencies().map(({ happened }) => happened)).toEqual([
    { what: 'dialled' },
    { what: 'refused', trunk: 'a', status: 'BUSY', cause: 17 },
    { what: 'answered', trunk: 'b' },
    { what: 'ended', result: 'connected', trunk: 'b' },
  ])
})

test('what is not in the journal is read again by the next daemon; what is there is told no more', async () => {
  const at = `"${Date.now() / 1000}"`
  writeFileSync(file, row('what=began').replace(/"\d{10}\.\d+"/, at))
  const pushed: Input[] = []
  const first = open()
  await first.unsettled()
  const onItsWay = new Set<string>()
  expect(importEmergency(needs(pushed), first.emergencies(), onItsWay)).toEqual([])
  expect(importEmergency(needs(pushed), first.emergencies(), onItsWay)).toEqual([])
  expect(pushed).toHaveLength(1)
  const next = open()
  await next.unsettled()
  const known = new Set(onItsWay)
  const settled = importEmergency(needs(pushed, known), next.emergencies(), new Set())
  expect(settled).toHaveLength(1)
  next.settle([], settled)
  expect(pushed).toHaveLength(1)
  const last = open()
  await last.unsettled()
  expect(last.emergencies()).toEqual([])
})
