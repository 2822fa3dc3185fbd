// `nightbell log verify` by somebody who may not read all of it: that is told, and is no tampering.
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
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
  // Reading a database in WAL mode makes a file beside it.
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
  expect(ran.out).toMatch(new RegExp(`\\nNot checked: .*${what()} cannot be read by this user`))
  expect(ran.out).toContain('\nWhat could be checked is as it was written.\n')
  expect(ran.err).toMatch(
    /^nightbell: not everything could be checked: .*cannot be read by this user. Use the daemon's user, or root.\n$/,
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

describe('a journal that can not be opened', () => {
  const closed = async (names: readonly string[]) =>
    (
      await asNobody(
        names.map(name => join(state, name)),
        verify,
      )
    ).err

  test('by who may not read it', async () => {
    expect(await closed(['journal.db'])).toBe(
      `nightbell: ${state}/journal.db cannot be read by this user. Use the daemon's user, or root.\n`,
    )
  })

  test('by who may not read what was written last', async () => {
    writeFileSync(join(state, 'journal.db-wal'), '')
    expect(await closed(['journal.db-wal'])).toBe(
      `nightbell: ${state}/journal.db-wal cannot be read by this user. Use the daemon's user, or root.\n`,
    )
  })

  test('because a directory stands in the place of what was written last', async () => {
    const name = 'journal.db-wal'
    rmSync(join(state, name), { force: true })
    mkdirSync(join(state, name))
    const words = `nightbell: ${state}/${name} is no file, so journal.db cannot be opened. Move it away.\n`
    expect(await verify()).toMatchObject({ code: 2, err: words })
    expect(await nightbell(['calls', 'list'], { NIGHTBELL_STATE: state })).toMatchObject({ code: 2, err: words })
  })

  test('by who may read it, but write nothing beside it', async () => {
    chmodSync(state, 0o755)
    for (const name of readdirSync(state)) if (/-(wal|shm)$/.test(name)) rmSync(join(state, name))
    expect(await closed([])).toBe(
      `nightbell: ${state}/journal.db can be read, but not opened: SQLite needs files beside it, ending in -wal and -shm, and ` +
        "this user may not make them there. Use the daemon's user, or root; or copy the directory to where you may write, " +
        'and name the copy with --state.\n',
    )
  })
})

test('a directory in the place of the lists is wrong', async () => {
  rmSync(join(state, 'views.db'))
  cpSync(join(state, 'recordings'), join(state, 'views.db'), { recursive: true })
  expect((await verify()).out).toMatch(/WRONG \(views\): .*views\.db can't be read/)
})
