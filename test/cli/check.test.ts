// `nightbell check`: the shipped rules are right; a wrong one is shown with its place; a wrong directory is said.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { nightbell } from './run-program.ts'

const shipped = join(import.meta.dirname, '../../config')
let rules: string
beforeEach(() => {
  rules = mkdtempSync(join(tmpdir(), 'nightbell-check-'))
  cpSync(shipped, rules, { recursive: true })
})
afterEach(() => rmSync(rules, { recursive: true, force: true }))

test('the shipped rules are right', async () => {
  const { code, out } = await nightbell(['check', rules])
  expect(out).toMatch(/^\d+ files, no problems/m)
  expect(code).toBe(0)
  expect(JSON.parse((await nightbell(['check', '--json'], { NIGHTBELL_CONFIG: rules })).out)).toMatchObject({
    ok: true,
    problems: [],
  })
})

test('a mistake is shown with file, line and column', async () => {
  const file = join(rules, 'properties/oak-creek.yaml')
  writeFileSync(file, readFileSync(file, 'utf8').replace('menu: texas-residents', 'menu: texas-residenst'))
  const { code, out } = await nightbell(['check', rules])
  expect(code).toBe(1)
  expect(out).toMatch(/oak-creek\.yaml:\d+:\d+: error: .*texas-residenst/)
  expect(out).toMatch(/1 problem/)
  const json = await nightbell(['check', rules, '--json'])
  expect(json.code).toBe(1)
  expect(JSON.parse(json.out)).toMatchObject({ ok: false, problems: [{ file, severity: 'error' }] })
})

test('a directory that is not there, or is a file', async () => {
  expect(await nightbell(['check', '/nonexistent'])).toMatchObject({
    code: 2,
    err: expect.stringMatching(/There is no directory \/nonexistent/),
  })
  expect(await nightbell(['check', join(rules, 'box.yaml')])).toMatchObject({
    code: 2,
    err: expect.stringMatching(/is not a directory/),
  })
})

test('a warning keeps nothing from going live, unless --strict says so', async () => {
  const file = join(rules, 'people.yaml')
  writeFileSync(file, `${readFileSync(file, 'utf8')}  jo-diaz:\n    name: Jo Diaz\n    phones: [+1 512 555 0159]\n`)
  const { code, out } = await nightbell(['check', rules])
  expect(out).toMatch(/people\.yaml:\d+:3: warning: nobody ever rings `jo-diaz`\n +\d+ \| {3}jo-diaz:\n +\| {3}\^\n/)
  expect(out).toMatch(/^\d+ files, no problems, 1 warning\.$/m)
  expect(code).toBe(0)
  expect((await nightbell(['check', rules, '--strict'])).code).toBe(1)
  const json = await nightbell(['check', rules, '--strict', '--json'])
  expect(json.code).toBe(1)
  expect(JSON.parse(json.out)).toMatchObject({ ok: true, problems: [], warnings: [{ file, severity: 'warning' }] })
})
