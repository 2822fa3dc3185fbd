// `nightbell run` where it can't run: wrong rules, an Asterisk that was never prepared, a Node that is too old. Each time one clear sentence
// (or one line a problem) and an exit code that scripts can use; nothing is started, and nothing crashes. Where the journal has rules that were in
// force before, wrong files don't keep it from starting.
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { runDaemon } from '../../src/run.ts'

const root = resolve(import.meta.dirname, '../..')
let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'nightbell-start-'))
  cpSync(`${root}/config`, `${directory}/config`, { recursive: true })
})
afterEach(async () => {
  await stop()
  rmSync(directory, { recursive: true, force: true })
})

const where = () => ['--config', `${directory}/config`, '--state', `${directory}/state`, '--pbx', `${directory}/pbx`]
let daemon: ChildProcess | undefined
let said = ''

/** Beside an Asterisk that is not there; resolves when it answers. */
async function start(env: Readonly<Record<string, string>> = {}): Promise<void> {
  mkdirSync(`${directory}/pbx`, { recursive: true })
  const connection = {
    ari: { url: 'http://127.0.0.1:9', user: 'nightbell', password: 'none' },
    ...{ witness: `${directory}/pbx/witness.csv`, sounds: `${directory}/pbx/sounds` },
    ...{ spool: `${directory}/pbx/spool`, recordings: `${directory}/pbx/recording` },
  }
  writeFileSync(`${directory}/pbx/connection.json`, JSON.stringify(connection))
  said = ''
  const { PATH, NIGHTBELL_ALLOW_ROOT } = process.env
  daemon = spawn(process.execPath, [`${root}/src/main.ts`, ...where(), 'run'], { env: { PATH, NIGHTBELL_ALLOW_ROOT, ...env } })
  for (const stream of [daemon.stdout, daemon.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  }
  await vi.waitUntil(async () => (await ask('/livez')) !== null, { timeout: 20_000, interval: 100 })
}

async function stop(): Promise<void> {
  const mine = daemon
  daemon = undefined
  if (mine === undefined || mine.exitCode !== null) return
  const ended = new Promise(resolve => mine.once('exit', resolve))
  mine.kill('SIGTERM')
  await ended
}

function cli(...args: readonly string[]) {
  return spawnSync(process.execPath, [`${root}/src/main.ts`, ...where(), ...args], { encoding: 'utf8', timeout: 20_000 })
}

interface Status {
  readonly plan: { readonly hash: string; readonly problems: readonly string[]; readonly from: string }
  readonly alarms: readonly { readonly kind: string; readonly what: string }[]
}

/** Over the control socket, each time a new connection: the daemon may end an old one in that moment. Null while nobody answers. */
function ask(path: string): Promise<string | null> {
  return new Promise(resolve => {
    const asking = request({ socketPath: `${directory}/state/control.sock`, path, agent: false }, answer => {
      let text = ''
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      answer.on('end', () => resolve(text))
    })
    asking.on('error', () => resolve(null))
    asking.end()
  })
}

const status = async (): Promise<Status> => JSON.parse((await ask('/status')) ?? '') as Status
const kinds = async (): Promise<string[]> => (await status()).alarms.map(({ kind }) => kind)

const WRONG: readonly (readonly [string, () => void])[] = [
  ['wrong', () => writeFileSync(`${directory}/config/broken.yaml`, 'ladders: [\n')],
  ['missing', () => rmSync(`${directory}/config`, { recursive: true })],
]
test.each(
  WRONG,
)('rules that are %s at a restart: the last good ones are in force, said everywhere, until the files are right', async (_, spoil) => {
  cpSync(`${directory}/config`, `${directory}/good`, { recursive: true })
  await start()
  const { hash } = (await status()).plan
  await stop()
  spoil()
  await start()
  const now = await status()
  expect(now.plan).toMatchObject({ hash, from: 'journal' })
  expect(now.plan.problems.length).toBeGreaterThan(0)
  expect(now.alarms.map(({ kind }) => kind)).toContain('rules-refused')
  expect(said).toMatch(/\d+ problems? in .*config: the last good rules are in force/)
  expect(said).toContain('the last good ones, from the journal, are in force')
  expect(cli('status').status).toBe(1)
  expect(cli('check').status).not.toBe(0)
  expect(cli('status', '--ready')).toMatchObject({ status: 1, stderr: expect.stringContaining('not connected to Asterisk') })
  rmSync(`${directory}/config`, { recursive: true, force: true })
  cpSync(`${directory}/good`, `${directory}/config`, { recursive: true })
  await vi.waitUntil(async () => !(await kinds()).includes('rules-refused'), { timeout: 20_000, interval: 200 })
  expect((await status()).plan).toMatchObject({ hash, problems: [], from: 'files' })
})

test('no secret that the rules name is there, no sounds can be made, and recordings can not be kept: it starts all the same', async () => {
  mkdirSync(`${directory}/state`)
  writeFileSync(`${directory}/state/recordings`, 'a file, where a directory belongs')
  mkdirSync(`${directory}/pbx`)
  writeFileSync(`${directory}/pbx/sounds`, 'a file, where a directory belongs')
  await start({ PATH: '/nowhere' })
  expect((await status()).plan.from).toBe('files')
})

test('a log that can not be written stops nothing', async () => {
  await start()
  const pid = daemon?.pid
  daemon?.stdout?.destroy()
  daemon?.stderr?.destroy()
  writeFileSync(`${directory}/config/broken.yaml`, 'ladders: [\n')
  await vi.waitUntil(async () => (await kinds()).includes('rules-refused'), { timeout: 20_000, interval: 200 })
  expect(daemon?.pid).toBe(pid)
  expect(daemon?.exitCode).toBe(null)
})

function run(...node: readonly string[]): { exit: number | null; said: string } {
  const args = [...node, `${root}/src/main.ts`, ...where(), 'run']
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
  execFileSync(process.execPath, [
    `${root}/node_modules/typescript/bin/tsc`,
    '-p',
    `${root}/tsconfig.build.json`,
    '--outDir',
    `${built}/dist`,
  ])
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
