// The disk of the journal is full, on the real daemon and the real PBX: its state directory is a file system of four megabytes. Calls go on
// after two seconds, `nightbell status` is red, and when there is room again every turn is written in its order.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { line, phone } from '../laboratory/rules.ts'
import { type Scene, startScene, story } from '../laboratory/scene.ts'
import { MAIN } from '../support/main.ts'

const directory = `/tmp/nightbell-disk-full-${process.pid}`
const state = `${directory}/state`
const ballast = `${state}/ballast`
mkdirSync(state, { recursive: true })
/** Where mounting isn't allowed, test/faults/turn-queue.test.ts has a real journal on a full disk. */
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', state]).status === 0
let scene: Scene

beforeAll(async () => {
  if (!mounted) return
  scene = await startScene({ directory })
  await scene.startDaemon()
})

afterAll(async () => {
  await scene?.stop()
  if (mounted) execFileSync('umount', [state])
  rmSync(directory, { recursive: true, force: true })
})

/** Leaves not even room for one page. */
function fillDisk(): void {
  const { bavail, bsize } = statfsSync(state)
  writeFileSync(ballast, Buffer.alloc(bavail * bsize))
}

function status(): { exit: number | null; said: string } {
  const asked = spawnSync(process.execPath, [MAIN, '--state', state, 'status'], { encoding: 'utf8' })
  return { exit: asked.status, said: asked.stdout + asked.stderr }
}

async function aCall(callerId: string) {
  scene.lab.phone(phone.ana).answers().hearing().presses('1').plays(900)
  const call = await scene.lab.resident.calls(line.closed, { callerId })
  await call.answered()
  await call.presses('1')
  await call.hearsTone(900)
  await call.hangsUp()
  await call.ended()
  // Ana is asked for the outcome, and just hangs up.
  await scene.lab.phone(phone.ana).legs.at(-1)?.hangsUp()
}

test.runIf(mounted)('a full disk: calls go on, status is red, and later every turn is written in order', async () => {
  const { lab, fact, facts, logged, daemonLog, ask } = scene
  await aCall('+15127770301')
  await fact('left', { outcome: 'connected' })
  const before = ask(reader => reader.lastTurn())
  expect(status().said).toMatch(/Journal {3}\d+ turns/)
  fillDisk()
  // The first caller waits for those two seconds; nobody is turned away.
  await aCall('+15127770302')
  await logged('memory mode: calls go on, their turns wait to be written')
  const red = status()
  expect(red.exit).toBe(1)
  expect(red.said).toContain('Journal   IN MEMORY: turns are not on disk; is it full?')
  await aCall('+15127770303')
  expect(lab.phone(phone.ana).legs).toHaveLength(3)
  expect(daemonLog()).not.toContain('the core broke')
  rmSync(ballast)
  await logged('the journal can be written again')
  await fact('left', { outcome: 'connected' }, 3)
  expect(status().said).toMatch(/Journal {3}\d+ turns/)
  expect(ask(reader => reader.lastTurn())).toBeGreaterThan(before + 10)
  expect(
    ask(reader => reader.verifyChain()),
    story(facts()),
  ).toMatchObject({ intact: true })
  expect(scene.replayAgrees()).toEqual({ calls: 3, differing: [] })
  const times = facts().map(f => f.at)
  expect(times).toEqual([...times].sort((a, b) => a - b))
  expect(await lab.box.leftovers()).toEqual([])
})

test.runIf(mounted)(
  'told to stop while the disk is full: it ends, does not hang, and its exit code says that turns are missing',
  async () => {
    const { logged, daemonLog } = scene
    fillDisk()
    const from = daemonLog().length
    await aCall('+15127770304')
    await logged('memory mode', from)
    expect(await scene.stopDaemon()).toBe(5)
    rmSync(ballast)
    await scene.startDaemon()
    await aCall('+15127770305')
    expect(await scene.lab.box.leftovers()).toEqual([])
  },
)
