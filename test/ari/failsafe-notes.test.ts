// Notes of the failsafe in Asterisk's event log: each is read once, over rotations and restarts, and a damaged one hides no other.
import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openNoteLog } from '../../src/ari/failsafe-notes.ts'
import type { NoteLog } from '../../src/daemon/ports.ts'
import { keptLog } from '../faults/fake-telephony.ts'
import { eventRow, noteRow } from '../support/failsafe-note.ts'

let directory: string
let file: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'nightbell-notes-'))
  file = join(directory, 'witness.csv')
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const open = (): NoteLog => openNoteLog({ file, position: join(directory, 'notes-read.json'), log: keptLog() })
const channels = async (log: NoteLog): Promise<string[]> => (await log.unsettled()).map(({ channel }) => channel)
const NOTE = { outcome: 'left', trunk: 'a', line: '109', presentation: 'allowed', callerNumber: '%2B15125550142' }
const noise = (n: number): string => Array.from({ length: n }, (_, i) => eventRow('CHAN_START', `c${i}`)).join('')

test('without an event log there is no note', async () => {
  expect(await channels(open())).toEqual([])
})

test('a note between many other rows, over many blocks, the last row torn', async () => {
  writeFileSync(file, `${noise(3000) + noteRow('1.1', NOTE) + noise(3000) + noteRow('1.2', NOTE)}"NIGHTBELL-TOLD","17`)
  const log = open()
  expect(await channels(log)).toEqual(['1.1', '1.2'])
  appendFileSync(file, noteRow('1.3', NOTE).slice('"NIGHTBELL-TOLD","17'.length))
  expect(await channels(log)).toEqual(['1.1', '1.2', '1.3'])
})

test('what is settled is read no more, by the next daemon either; what is not settled is', async () => {
  writeFileSync(file, noteRow('1.1', NOTE) + noteRow('1.2', NOTE))
  const log = open()
  const [first, second] = await log.unsettled()
  if (first === undefined || second === undefined) throw new Error('two notes were written')
  log.settle([first])
  expect(await channels(log)).toEqual(['1.2'])
  expect(await channels(open())).toEqual(['1.1', '1.2'])
  log.settle([second])
  expect(await channels(open())).toEqual([])
})

test('the log is rotated between two looks, or while no daemon runs: nothing is lost, nothing comes twice', async () => {
  writeFileSync(file, noteRow('1.1', NOTE))
  const log = open()
  log.settle(await log.unsettled())
  appendFileSync(file, noteRow('1.2', NOTE))
  renameSync(file, `${file}.1`)
  writeFileSync(file, noteRow('1.3', NOTE))
  expect(await channels(log)).toEqual(['1.2', '1.3'])
  expect(await channels(open())).toEqual(['1.2', '1.3'])
})

test('a log that was replaced, or a place that cannot be read, is read from its beginning', async () => {
  writeFileSync(file, noise(10) + noteRow('1.1', NOTE))
  const log = open()
  log.settle(await log.unsettled())
  rmSync(file)
  writeFileSync(file, noteRow('2.1', NOTE))
  expect(await channels(log)).toEqual(['2.1'])
  writeFileSync(join(directory, 'notes-read.json'), '{ half')
  expect(await channels(open())).toEqual(['2.1'])
})

test('a note that is half written is read again from its first row; one that Asterisk did not live to end is none', async () => {
  const whole = noteRow('1.2', NOTE)
  const half = whole.slice(0, whole.indexOf('"NIGHTBELL-NOTE"'))
  writeFileSync(file, noteRow('1.1', NOTE) + half)
  const log = open()
  log.settle(await log.unsettled())
  appendFileSync(file, whole.slice(half.length))
  expect(await open().unsettled()).toMatchObject([{ channel: '1.1' }, { channel: '1.2', callerNumber: '+15125550142' }])
  expect(await log.unsettled()).toMatchObject([{ channel: '1.2', callerNumber: '+15125550142', line: '109' }])
  appendFileSync(
    file,
    noteRow('1.3', NOTE).slice(0, half.length) + eventRow('CHAN_END', '1.3') + eventRow('NIGHTBELL-NOTE', '1.3'),
  )
  expect((await log.unsettled()).at(-1)).toMatchObject({ channel: '1.3', callerNumber: null, line: '' })
})

test('a trunk that sends more calls than are let in is told of, and is no note', async () => {
  const overload = eventRow('NIGHTBELL-OVERLOAD', '1.1', JSON.stringify({ extra: 'trunk=carrier-a' }))
  writeFileSync(file, noise(5) + overload + noteRow('1.2', NOTE))
  const told: unknown[] = []
  const log = openNoteLog({ file, log: keptLog(), onOverload: (trunk, at) => void told.push([trunk, at]) })
  expect(await channels(log)).toEqual(['1.2'])
  expect(told).toEqual([['carrier-a', 1_795_421_166_046.904]])
})

test('every telephone that was rung, in order', async () => {
  const rang = (told: string): string => eventRow('NIGHTBELL-TOLD', '1.1', JSON.stringify({ extra: `rang=${told}` }))
  writeFileSync(file, rang('+1555::BUSY') + rang('+1556:ann:ACCEPTED') + noteRow('1.1', NOTE))
  expect(await open().unsettled()).toMatchObject([{ rang: '+1555::BUSY|+1556:ann:ACCEPTED' }])
})

test('what is missing or damaged in a note counts as withheld or unknown, and the recording is kept all the same', async () => {
  writeFileSync(
    file,
    noteRow('1.1', { outcome: 'message', recording: '17-1.1.wav', endedAt: 1_700_000_060 }) +
      noteRow('1.2', { outcome: 'nonsense', recording: '../../etc/passwd', callerNumber: '%2B15125550142' }) +
      eventRow('NIGHTBELL-NOTE', '1.3', 'no json') +
      '"NIGHTBELL-NOTE","torn\n' +
      noteRow('1.4', { ...NOTE, presentation: 'prohib_passed_screen', callerName: 'Ann' }),
  )
  expect(await open().unsettled()).toMatchObject([
    { channel: '1.1', outcome: 'message', recording: '17-1.1.wav', callerNumber: null, endedAt: 1_700_000_060 },
    { channel: '1.2', outcome: 'left', recording: '', callerNumber: null },
    { channel: '1.3', outcome: 'left', recording: '', trunk: '', line: '', arrivedAt: 1_795_421_166 },
    { channel: '1.4', callerNumber: null, callerName: null },
  ])
})
