// `nightbell check`: the shipped rules are right; a wrong one is shown with its place; a wrong directory is said.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { nightbell } from './run-program.ts'

/** The secrets that the shipped rules name. */
const SECRETS = { SAM_ORTIZ_PIN: '47110', MAIL_PASSWORD: 'secret' }
const shipped = join(import.meta.dirname, '../../config')
let rules: string
beforeEach(() => {
  rules = mkdtempSync(join(tmpdir(), 'nightbell-check-'))
  cpSync(shipped, rules, { recursive: true })
})
afterEach(() => rmSync(rules, { recursive: true, force: true }))

test('the shipped rules are right', async () => {
  const { code, out } = await nightbell(['check', rules], SECRETS)
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
  const { code, out } = await nightbell(['check', rules], SECRETS)
  expect(code).toBe(1)
  expect(out).toMatch(/oak-creek\.yaml:\d+:\d+: error: .*texas-residenst/)
  expect(out).toMatch(/1 problem/)
  const json = await nightbell(['check', rules, '--json'])
  expect(json.code).toBe(1)
  expect(JSON.parse(json.out)).toMatchObject({ ok: false, problems: [{ file, severity: 'error' }] })
})

test('a pipe that is called like a rule file, or is to hold a secret: nobody waits for it', async () => {
  execFileSync('mkfifo', [join(rules, 'pipe.yaml'), join(rules, 'secret')])
  const { code, out } = await nightbell(['check', rules], SECRETS)
  expect(code).toBe(1)
  expect(out).toContain('pipe.yaml:1:1: error: this is no plain file')
  rmSync(join(rules, 'pipe.yaml'))
  const box = join(rules, 'box.yaml')
  writeFileSync(box, readFileSync(box, 'utf8').replace('env:MAIL_PASSWORD', `file:${rules}/secret`))
  expect((await nightbell(['check', rules], SECRETS)).out).toContain('secret: the file is no plain file, or far too long')
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

test('a missing directory: where its name came from', async () => {
  const err =
    'nightbell: There is no directory nowhere, which NIGHTBELL_CONFIG names. Name the directory of the rules: --config DIR, or NIGHTBELL_CONFIG=DIR with its whole path.\n'
  expect(await nightbell(['check'], { NIGHTBELL_CONFIG: 'nowhere' })).toMatchObject({ code: 2, err })
  expect(await nightbell(['oncall', 'who'], { NIGHTBELL_CONFIG: 'nowhere' })).toMatchObject({ code: 2, err })
})

test('a warning keeps nothing from going live, unless --strict says so', async () => {
  const file = join(rules, 'people.yaml')
  writeFileSync(file, `${readFileSync(file, 'utf8')}  jo-diaz:\n    name: Jo Diaz\n    phones: [+1 512 555 0159]\n`)
  const { code, out } = await nightbell(['check', rules], SECRETS)
  expect(out).toMatch(/people\.yaml:\d+:3: warning: nobody ever rings `jo-diaz`\n +\d+ \| {3}jo-diaz:\n +\| {3}\^\n/)
  expect(out).toMatch(/^\d+ files, no problems, 1 warning\.$/m)
  expect(code).toBe(0)
  expect((await nightbell(['check', rules, '--strict'], SECRETS)).code).toBe(1)
  const json = await nightbell(['check', rules, '--strict', '--json'], SECRETS)
  expect(json.code).toBe(1)
  expect(JSON.parse(json.out)).toMatchObject({ ok: true, problems: [], warnings: [{ file, severity: 'warning' }] })
})

test('a secret that is not set where check runs is a warning', async () => {
  const { code, out } = await nightbell(['check', rules], { SAM_ORTIZ_PIN: '47110' })
  expect(out).toMatch(/box\.yaml:\d+:13: warning: env:MAIL_PASSWORD: the environment variable MAIL_PASSWORD is not set here\n/)
  expect(code).toBe(0)
})

test('what was read is kept: the answer is the same, a change is seen, and a damaged cache is passed over', async () => {
  const cache = mkdtempSync(join(tmpdir(), 'nightbell-cache-'))
  try {
    const env = { ...SECRETS, XDG_CACHE_HOME: cache }
    const kept = () => readdirSync(cache, { recursive: true, encoding: 'utf8' }).filter(name => /\.(pieces|answer)$/.test(name))
    const fresh = await nightbell(['check', rules, '--no-cache'], env)
    expect(kept()).toEqual([])
    expect(await nightbell(['check', rules], env)).toEqual(fresh)
    expect(kept()).toHaveLength(2)
    expect(await nightbell(['check', rules], env)).toEqual(fresh)
    expect((await nightbell(['check', rules], { ...env, MAIL_PASSWORD: '' })).out).toMatch(/MAIL_PASSWORD is not set here/)
    const file = join(rules, 'properties/oak-creek.yaml')
    const right = readFileSync(file, 'utf8')
    writeFileSync(file, `# a line more\n${right.replace('menu: texas-residents', 'menu: texas-residenst')}`)
    const broken = await nightbell(['check', rules], env)
    expect(broken).toEqual(await nightbell(['check', rules, '--no-cache'], env))
    expect(broken.code).toBe(1)
    writeFileSync(file, right)
    for (const name of kept()) {
      const path = join(cache, name)
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll('Oak Creek', 'Oak Crook').slice(0, -9))
    }
    expect(await nightbell(['check', rules], env)).toEqual(fresh)
  } finally {
    rmSync(cache, { recursive: true, force: true })
  }
})
