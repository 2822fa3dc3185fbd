// `nightbell run` where it can't run: wrong rules, an Asterisk that was never prepared, a Node that is too old. Each time one clear sentence
// (or one line a problem) and an exit code that scripts can use; nothing is started, and nothing crashes.
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'nightbell-start-'))
  cpSync(`${root}/config`, `${directory}/config`, { recursive: true })
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

function run(...node: readonly string[]): { exit: number | null; said: string } {
  const where = ['--config', `${directory}/config`, '--state', `${directory}/state`, '--pbx', `${directory}/pbx`]
  const args = [...node, `${root}/src/main.ts`, ...where, 'run']
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
