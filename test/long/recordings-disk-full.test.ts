// The disk to which Asterisk records is full, or can't be written at all: on the real PBX, whose recordings lie on a file system of two
// megabytes. Whoever speaks hears the truth, nothing that was said is lost, and somebody is told.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { setTimeout as passes } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { PHRASES, type PhraseKey } from '../../src/core/words/phrases.ts'
import { openVoice } from '../../src/voice/voice.ts'
import { durationMs, lengthOf, likeness, toneSpans } from '../laboratory/audio.ts'
import { line, phone } from '../laboratory/rules.ts'
import { type Scene, startScene, story } from '../laboratory/scene.ts'
import { openIncidents } from '../support/incidents-of.ts'
import { nightbell } from '../support/nightbell.ts'

const HZ = 700
const directory = `/tmp/nightbell-recordings-full-${process.pid}`
const recordings = `${directory}/box/spool/recording`
const ballast = `${recordings}/ballast`
mkdirSync(recordings, { recursive: true })
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', recordings]).status === 0
let scene: Scene

// Six commands are asked, each a process of its own.
vi.setConfig({ testTimeout: 240_000 })

beforeAll(async () => {
  if (!mounted) return
  scene = await startScene({ directory })
  await scene.startDaemon()
})
beforeEach(() => {
  if (mounted) scene.mark()
})
afterAll(async () => {
  await scene?.stop()
  if (mounted) execFileSync('umount', [recordings])
  rmSync(directory, { recursive: true, force: true })
})

/** Leaves room for so many bytes. */
function fillDisk(room: number): void {
  const { bavail, bsize } = statfsSync(recordings)
  writeFileSync(ballast, Buffer.alloc(bavail * bsize - room))
}

async function heard(call: { recording(): Promise<string> }, key: PhraseKey): Promise<number> {
  const log = { debug() {}, info() {}, warn() {}, error() {} }
  const voice = await openVoice({ directory: scene.lab.box.settings.soundsDirectory, log })
  const [uri = ''] = await voice.soundsFor([{ kind: 'text', language: 'en', text: PHRASES.en?.[key] ?? '' }])
  voice.close()
  return likeness(await call.recording(), `${uri.replace(/^sound:/, '')}.wav`, 160).alike
}

async function leavesMessage(callerId: string) {
  const call = await scene.lab.resident.calls(line.closed, { callerId })
  await call.answered()
  await call.presses('2')
  // Before the recorder begins: what there is room for is not spent on silence.
  await call.plays(HZ)
  await scene.fact('statement-began')
  return call
}

const at = () => ['--state', scene.state, '--pbx', scene.lab.box.settings.directory]

test.runIf(mounted)('a message: what there was room for is kept, the caller hears that it is only the beginning', async () => {
  const { fact, facts } = scene
  fillDisk(64 * 1024)
  const call = await leavesMessage('+15127770501')
  const taken = await fact('message-taken')
  rmSync(ballast)
  await call.ended()
  expect(taken, story(facts())).toMatchObject({ cut: true, mailbox: 'office' })
  const file = `${scene.state}/recordings/${taken.recording}.wav`
  expect(lengthOf(toneSpans(file, HZ))).toBeGreaterThan(2000)
  expect(Math.abs(durationMs(file) - taken.ms)).toBeLessThan(2)
  expect(await heard(call, 'message-cut')).toBeGreaterThan(0.7)
  expect((await nightbell(['messages', 'list', ...at()])).stdout).toMatch(/\d s, CUT SHORT {2}nightbell-/)
  const red = await nightbell(['status', ...at()])
  expect(red.stdout).toContain(`only the beginning of ${taken.recording} could be recorded: is the disk at ${recordings} full?`)
  expect(await nightbell(['messages', 'verify', ...at()])).toMatchObject({ code: 0 })
})

test.runIf(mounted)('a message of which not a word could be written: the mailbox has the caller, and they hear so', async () => {
  const { fact } = scene
  fillDisk(0)
  const call = await leavesMessage('+15127770502')
  const lost = await fact('message-lost')
  rmSync(ballast)
  await fact('left', { outcome: 'message' })
  await call.ended()
  expect(lost).toMatchObject({ mailbox: 'office', why: expect.stringContaining('the disk is full') })
  expect(await heard(call, 'message-lost')).toBeGreaterThan(0.7)
  expect((await nightbell(['messages', 'list', ...at()])).stdout).toMatch(/\+15127770502 {2}NOTHING RECORDED/)
  const red = await nightbell(['status', ...at()])
  expect(red.stdout).toContain('a message for office could not be recorded')
  expect(await nightbell(['messages', 'done', lost.recording, ...at()])).toMatchObject({ code: 0 })
})

test.runIf(mounted)('a statement: people are rung all the same, and the caller hears that it was not recorded', async () => {
  const { lab, fact, ask } = scene
  fillDisk(0)
  const call = await lab.resident.calls(line.closed, { callerId: '+15127770503' })
  await call.answered()
  await call.presses('1')
  await fact('statement-began')
  await call.plays(HZ)
  await fact('statement-missing', { failed: true })
  await call.silent()
  rmSync(ballast)
  // Nobody answers: they hear that, too, and the incident stays open.
  await fact('left', { outcome: 'unreached' })
  await call.ended()
  expect(await heard(call, 'record-failed')).toBeGreaterThan(0.7)
  expect(ask(openIncidents)).toHaveLength(1)
  expect((await nightbell(['status', ...at()])).stdout).toContain('what a caller said could not be recorded')
  await scene.endIncidents()
})

test.runIf(mounted)(
  'nothing was pressed, and what was said could not be recorded: urgent, where the property says so',
  async () => {
    const { lab, fact } = scene
    fillDisk(0)
    lab.phone(phone.ana).forget()
    lab.phone(phone.ana).answers().hearing().presses('5')
    const call = await lab.resident.calls(line.urgent, { callerId: '+15127770504' })
    await call.answered()
    await fact('statement-began')
    await call.plays(HZ)
    await fact('statement-missing', { failed: true })
    await fact('opened', { category: 'water-leak' })
    rmSync(ballast)
    await fact('owned', { person: 'ana' })
    await call.ended()
    await scene.endIncidents()
  },
)

test.runIf(mounted)('a directory that can not be written is told the same, and when it can be again all is well', async () => {
  const { fact, facts } = scene
  execFileSync('mount', ['-o', 'remount,ro', recordings])
  let call = await leavesMessage('+15127770505')
  const lost = await fact('message-lost')
  execFileSync('mount', ['-o', 'remount,rw', recordings])
  await call.ended()
  expect(lost.why).not.toBe('')
  scene.mark()
  call = await leavesMessage('+15127770506')
  await passes(2000)
  await call.presses('#')
  const taken = await fact('message-taken')
  expect(taken.cut, story(facts())).toBeUndefined()
  await call.ended()
  expect(await scene.lab.box.leftovers()).toEqual([])
  expect(scene.replayAgrees().differing).toEqual([])
})
