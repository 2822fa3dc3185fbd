// The shelf as the daemon uses it, with its thread: kept, thrown away, given back, found, and what needs a human being is an alarm.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { callId, incidentId } from '../../src/core/world/ids.ts'
import type { Input } from '../../src/core/world/inputs.ts'
import { sha256Of } from '../../src/recordings/keep-file.ts'
import { openLateKeeper } from '../../src/recordings/keep-late.ts'
import { openShelf, type Shelf } from '../../src/recordings/shelf.ts'
import { silence, speech, wav } from './sounds.ts'

const silent = { debug() {}, info() {}, warn() {}, error() {} }
let here = ''
let shelf: Shelf
beforeEach(() => {
  here = mkdtempSync('/tmp/nightbell-shelf-')
  mkdirSync(`${here}/pbx`)
  shelf = openShelf({ kept: `${here}/kept`, pbx: `${here}/pbx`, log: silent, now: () => 7 })
})
afterEach(async () => {
  await shelf.close()
  rmSync(here, { recursive: true, force: true })
})

const recorded = (name: string) => writeFileSync(`${here}/pbx/${name}.wav`, wav(silence(1000), speech(2000, -20), silence(1000)))
const whats = () => shelf.alarms().map(({ what }) => what)

async function kept(name: string): Promise<string> {
  recorded(name)
  const done = await shelf.keep(name, { speechMs: 2000 })
  if (done.state !== 'kept') throw new Error(`${name} is ${done.state}`)
  return done.sha256
}

test('kept, found, and found at the PBX when ours is gone', async () => {
  const sum = await kept('a')
  expect(await shelf.find('a', sum)).toEqual({ file: `${here}/kept/a.wav`, checked: 'good' })
  rmSync(`${here}/kept/a.wav`)
  expect(await shelf.find('a', sum)).toEqual({ file: `${here}/pbx/a.wav`, checked: 'good' })
  expect(whats()).toEqual([])
  expect(await shelf.names()).toEqual([])
})

test('altered or missing is an alarm', async () => {
  const sum = await kept('a')
  writeFileSync(`${here}/kept/a.wav`, 'x')
  writeFileSync(`${here}/pbx/a.wav`, 'y')
  expect(await shelf.find('a', sum)).toEqual({ file: `${here}/kept/a.wav`, checked: 'altered' })
  expect(whats()).toEqual(['the recording a is not as it was kept: somebody or the disk has altered it'])
  expect(await shelf.find('b', sum)).toBeNull()
  expect(whats()[0]).toContain('the recording b is missing')
})

test('the PBX’s spool is emptied: given back before it is played', async () => {
  const sum = await kept('a')
  rmSync(`${here}/pbx`, { recursive: true })
  await shelf.ready('a')
  expect(await shelf.find('a', sum)).toMatchObject({ checked: 'good' })
  expect(existsSync(`${here}/pbx/a.wav`)).toBe(true)
  await shelf.ready('never-was')
  expect(whats()[0]).toContain('never-was can not be played')
})

test('what the caller takes back is nowhere, also when it comes in late', async () => {
  await kept('a')
  await shelf.discard('a', Promise.resolve())
  recorded('a')
  expect(await shelf.keep('a', { speechMs: 2000 })).toMatchObject({ state: 'missing' })
  expect([readdirSync(`${here}/kept`), readdirSync(`${here}/pbx`)]).toEqual([[], []])
})

test('a name that leads out of the directory is nobody’s', async () => {
  expect(await shelf.keep('../../etc/passwd', { speechMs: null })).toMatchObject({ state: 'missing' })
  expect(await shelf.find('../pbx/a', null)).toBeNull()
})

test('a disk that does not answer in time: told as it lies there, and kept later', async () => {
  const slow = openShelf({ kept: `${here}/slow`, pbx: `${here}/pbx`, log: silent, now: () => 7, patienceMs: 0 })
  recorded('a')
  expect(await slow.keep('a', { speechMs: 2000 })).toMatchObject({ state: 'not-kept', ms: 4000 })
  writeFileSync(`${here}/pbx/b.wav`, '')
  expect(await slow.keep('b', { speechMs: 2000 })).toMatchObject({ state: 'nothing' })
  expect(await slow.keep('c', { speechMs: 2000 })).toMatchObject({ state: 'missing' })
  await slow.close()
})

test('what can not be kept is an alarm, is kept as soon as it can be, and the journal learns of it', async () => {
  recorded('a')
  recorded('b')
  rmSync(`${here}/kept`, { recursive: true })
  writeFileSync(`${here}/kept`, 'in the way')
  expect(await shelf.keep('a', { speechMs: 2000 })).toMatchObject({ state: 'not-kept', ms: 4000 })
  expect(whats()[0]).toMatch(/^a could not be kept: .*; it is only where Asterisk recorded it$/)
  rmSync(`${here}/kept`)
  const stream = callId('1.1')
  const waiting = ['a', 'b', 'gone'].map(recording => ({ recording, stream, what: 'message' as const }))
  const pushed: Input[] = []
  const late = openLateKeeper({
    ...{ unkept: () => waiting, shelf, isBeingRecorded: async () => null, log: silent, everyMs: 10 },
    push: input => void pushed.push(input),
  })
  await expect.poll(whats, { timeout: 10_000 }).toEqual([expect.stringContaining('the recording gone is missing')])
  late.stop()
  shelf.missing('older', 'ENOENT')
  expect(whats()).toEqual([expect.stringMatching(/^2 recordings are missing \("nightbell messages verify" lists them\)/)])
  expect(pushed).toMatchObject([
    { type: 'recordingKept', stream, recording: 'a', ms: 4000 },
    { type: 'recordingKept', stream, recording: 'b', ms: 4000 },
  ])
  expect(readFileSync(`${here}/kept/a.wav`)).toEqual(readFileSync(`${here}/pbx/a.wav`))
})

test('a talk is kept as it was recorded, and only once it is over', async () => {
  recorded('talk')
  const stream = incidentId(callId('1.1'), 1)
  const pushed: Input[] = []
  let goesOn: boolean | null = true
  const late = openLateKeeper({
    ...{ unkept: () => [{ recording: 'talk', stream, what: 'talk' as const }], shelf, log: silent },
    isBeingRecorded: async () => goesOn,
    push: input => void pushed.push(input),
  })
  late.look('another')
  await setImmediate()
  // Asterisk can't be asked.
  goesOn = null
  late.look('another')
  await setImmediate()
  expect(pushed).toEqual([])
  goesOn = false
  late.look('talk')
  await expect.poll(() => pushed.length, { timeout: 10_000 }).toBe(1)
  late.stop()
  const content = readFileSync(`${here}/kept/talk.wav`)
  expect(content).toEqual(readFileSync(`${here}/pbx/talk.wav`))
  expect(pushed).toEqual([{ type: 'recordingKept', stream, recording: 'talk', ms: 4000, sha256: sha256Of(content) }])
})

test('a talk that is about to be recorded, and is looked at before the recorder begins, is kept when it is over', async () => {
  const stream = incidentId(callId('1.1'), 1)
  const pushed: Input[] = []
  let asked = 0
  const late = openLateKeeper({
    ...{ unkept: () => [{ recording: 'talk', stream, what: 'talk' as const }], shelf, log: silent },
    isBeingRecorded: async () => {
      asked++
      return false
    },
    push: input => void pushed.push(input),
  })
  late.look('another')
  await expect.poll(() => asked).toBe(1)
  await shelf.keep('nothing', { speechMs: null })
  recorded('talk')
  late.look('talk')
  await expect.poll(() => pushed.length, { timeout: 10_000 }).toBe(1)
  late.stop()
  expect(pushed).toMatchObject([{ type: 'recordingKept', recording: 'talk', ms: 4000 }])
  expect(whats()).toEqual([])
})
