// `nightbell run` where it can't run: wrong rules, an Asterisk that was never prepared, a Node that is too old. Each time one clear sentence
// (or one line a problem) and an exit code that scripts can use; nothing is started, and nothing crashes. Where the journal has rules that were in
// force before, wrong files don't keep it from starting.
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { runDaemon } from '../../src/run.ts'
import { type LoneDaemon, loneDaemon } from '../support/lone-daemon.ts'
import { MAIN } from '../support/main.ts'

const root = resolve(import.meta.dirname, '../..')
let lone: LoneDaemon
let directory: string
beforeEach(() => {
  lone = loneDaemon()
  directory = lone.directory
})
afterEach(() => lone[Symbol.asyncDispose]())

function cli(...args: readonly string[]) {
  return spawnSync(process.execPath, [MAIN, ...lone.where, ...args], { encoding: 'utf8', timeout: 20_000 })
}

const WRONG: readonly (readonly [string, () => void])[] = [
  ['wrong', () => writeFileSync(`${directory}/config/broken.yaml`, 'ladders: [\n')],
  ['missing', () => rmSync(`${directory}/config`, { recursive: true })],
]
test.each(
  WRONG,
)('rules that are %s at a restart: the last good ones are in force, said everywhere, until the files are right', async (_, spoil) => {
  cpSync(`${directory}/config`, `${directory}/good`, { recursive: true })
  await lone.start()
  const { hash } = (await lone.status()).plan
  await lone.stop()
  spoil()
  await lone.start()
  expect((await lone.status()).plan).toMatchObject({ hash, from: 'journal' })
  const now = await lone.until(({ plan }) => plan.problems.length > 0)
  expect(now.plan).toMatchObject({ hash, from: 'journal' })
  expect(now.alarms.map(({ kind }) => kind)).toContain('rules-refused')
  expect(lone.said()).toMatch(/\d+ problems? in .*config: the last good rules are in force/)
  expect(lone.said()).toContain('the last good ones, from the journal, are in force')
  expect(cli('status').status).toBe(1)
  expect(cli('check').status).not.toBe(0)
  expect(cli('status', '--ready')).toMatchObject({ status: 1, stderr: expect.stringContaining('not connected to Asterisk') })
  rmSync(`${directory}/config`, { recursive: true, force: true })
  cpSync(`${directory}/good`, `${directory}/config`, { recursive: true })
  const right = await lone.until(({ alarms }) => alarms.every(({ kind }) => kind !== 'rules-refused'))
  expect(right.plan).toMatchObject({ hash, problems: [], from: 'files' })
})

test('no secret that the rules name is there, no sounds can be made, and recordings can not be kept: it starts all the same', async () => {
  mkdirSync(`${directory}/state`)
  writeFileSync(`${directory}/state/recordings`, 'a file, where a directory belongs')
  mkdirSync(`${directory}/pbx`)
  writeFileSync(`${directory}/pbx/sounds`, 'a file, where a directory belongs')
  await lone.start({ PATH: '/nowhere' })
  expect((await lone.status()).plan.from).toBe('files')
})

test('a log that can not be written stops nothing', async () => {
  await lone.start()
  const pid = lone.process()?.pid
  lone.process()?.stdout?.destroy()
  lone.process()?.stderr?.destroy()
  writeFileSync(`${directory}/config/broken.yaml`, 'ladders: [\n')
  await vi.waitUntil(async () => (await lone.kinds()).includes('rules-refused'), { timeout: 20_000, interval: 200 })
  expect(lone.process()?.pid).toBe(pid)
  expect(lone.process()?.exitCode).toBe(null)
})

function run(...node: readonly string[]): { exit: number | null; said: string } {
  const args = [...node, MAIN, ...lone.where, 'run']
  const ended = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 20_000 })
  return { exit: ended.status, said: ended.stdout + ended.stderr }
}

test('broken rules: every problem with file, line and column, exit 1, and nothing is left behind', () => {
  writeFileSync(`${directory}/config/broken.yaml`, 'people:\n  zoe: { name: Zoe, phones: ["911"] }\nladders: [\n')
  const { exit, said } = run()
  expect(exit).toBe(1)
  expect(said).toMatch(/^\S*broken\.yaml:\d+:\d+: \S.*$/m)
  expect(said).toMatch(/\d+ problems in .*config: nothing was started/)
  expect(existsSync(`${directory}/state/journal.db`)).toBe(false)
})

test('an Asterisk that was never prepared: which file is missing and how it is made, exit 2', () => {
  const { exit, said } = run()
  expect(exit).toBe(2)
  expect(said).toContain(`${directory}/pbx/connection.json does not exist: run "nightbell render --pbx ${directory}/pbx" first`)
  expect(said).not.toContain('    at ')
})

test('a connection file that is nonsense: said so, exit 2', () => {
  mkdirSync(`${directory}/pbx`)
  writeFileSync(`${directory}/pbx/connection.json`, '{"ari": 7}')
  const { exit, said } = run()
  expect(exit).toBe(2)
  expect(said).toContain('is not a connection file')
  expect(said).not.toContain('    at ')
})

test('a Node that is too old, as it would say so itself', () => {
  const old =
    'data:text/javascript,' + 'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.19.0" } })'
  const { exit, said } = run('--import', old)
  expect(exit).toBe(2)
  expect(said).toMatch(/^Nightbell needs Node 22 or newer; this is v\d+\.\d+\.\d+\.\n$/)
})

const oldNode = ['/usr/bin/node', '/usr/local/bin/node'].find(path => {
  const version = existsSync(path) ? execFileSync(path, ['-p', 'process.versions.node'], { encoding: 'utf8' }) : '99'
  return Number(version.split('.')[0]) < 22
})
test.runIf(oldNode !== undefined)('a Node that really is too old, with the program as it is shipped', { timeout: 60_000 }, () => {
  const built = `${directory}/nightbell`
  const bundler = `${root}/node_modules/rolldown/bin/cli.mjs`
  execFileSync(process.execPath, [bundler, '--config', '--dir', `${built}/dist`], { cwd: root, stdio: 'pipe' })
  writeFileSync(`${built}/package.json`, readFileSync(`${root}/package.json`))
  const ended = spawnSync(oldNode ?? '', [`${built}/dist/main.js`, 'run'], { encoding: 'utf8' })
  expect(ended.stderr).toMatch(/^Nightbell needs Node 22 or newer; this is v\d+\.\d+\.\d+\.\n$/)
  expect(ended.status).toBe(2)
})

test('told to stop while it still reads the rules: it begins nothing', async () => {
  const stop = Promise.withResolvers<string>()
  const [config, state, pbx] = [`${directory}/config`, `${directory}/state`, `${directory}/pbx`]
  const ended = runDaemon({
    ...{ config, state, pbx, version: 'test', logLevel: 'silent', env: {}, onReload: () => {}, stopped: stop.promise },
    stderr: () => {},
  })
  stop.resolve('SIGTERM')
  expect(await ended).toBe(0)
  expect(existsSync(state)).toBe(false)
})
