// `nightbell log verify` by somebody who may not read all of it: that is told, and is no tampering.
import { chmodSync, cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { asNobody } from '../support/as-nobody.ts'
import { type NightInTheLog, nightInTheLog } from '../support/night-in-the-log.ts'
import { nightbell, type Ran } from './run-program.ts'

let original: string
let night: NightInTheLog
let state: string
beforeAll(() => {
  original = mkdtempSync(join(tmpdir(), 'nightbell-night-'))
  night = nightInTheLog(original)
})
afterAll(() => rmSync(original, { recursive: true }))
beforeEach(async () => {
  state = mkdtempSync(join(tmpdir(), 'nightbell-log-'))
  cpSync(original, state, { recursive: true })
  // Whoever reads a database beside its writer makes a file there.
  chmodSync(state, 0o777)
  for (const name of readdirSync(state)) chmodSync(join(state, name), name === 'recordings' ? 0o755 : 0o666)
  expect(await verify()).toMatchObject({ code: 0 })
})
afterEach(() => rmSync(state, { recursive: true }))

const verify = (...args: readonly string[]): Promise<Ran> =>
  nightbell(['log', 'verify', '--pbx', '/nowhere', ...args], { NIGHTBELL_STATE: state })

const sound = () => join('recordings', `${night.recording}.wav`)

test('who may read everything', async () => {
  expect(await asNobody([], verify)).toMatchObject({ code: 0, err: '' })
})

test.each([
  ['the directory of recordings', () => 'recordings', () => `the recording ${night.recording}`],
  ['one recording', sound, () => `the recording ${night.recording}`],
  ['the lists', () => 'views.db', () => 'views.db'],
])('who may not read %s', async (_, closed, what) => {
  const ran = await asNobody([join(state, closed())], verify)
  expect(ran.out).not.toContain('WRONG')
  expect(ran.out).not.toContain('All is as it was written')
  expect(ran.out).toMatch(new RegExp(`\\nNot checked: .*${what()} can't be read by this user`))
  expect(ran.out).toContain('\nWhat could be checked is as it was written.\n')
  expect(ran.err).toMatch(
    /^nightbell: not everything could be checked: .*can't be read by this user. Use the daemon's user, or root\n$/,
  )
  expect(ran.code).toBe(2)
  const asJson = await asNobody([join(state, closed())], () => verify('--json'))
  expect(asJson.code).toBe(2)
  expect(JSON.parse(asJson.out)).toMatchObject({ intact: null, wrong: [], unreadable: [expect.stringContaining(what())] })
})

test('what is wrong is told all the same', async () => {
  writeFileSync(join(state, sound()), 'another')
  const ran = await asNobody([join(state, 'views.db')], verify)
  expect(ran.out).toContain('WRONG (recordings): ')
  expect(ran.out).toContain('\nNot checked: ')
  expect(ran).toMatchObject({ code: 1, err: '' })
})

test('a directory in the place of the lists is wrong', async () => {
  rmSync(join(state, 'views.db'))
  cpSync(join(state, 'recordings'), join(state, 'views.db'), { recursive: true })
  expect((await verify()).out).toMatch(/WRONG \(views\): .*views\.db can't be read/)
})
