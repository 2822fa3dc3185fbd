// A start takes calls by the plan that was in force last, and looks at the rule files afterwards: the same files, changed ones, another compiler, a
// state directory in which something is missing. (Files that are wrong or gone by then: bad-start.test.ts.)
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type LoneDaemon, loneDaemon } from '../support/lone-daemon.ts'

let lone: LoneDaemon
let hash = ''
const remembered = (): string => `${lone.directory}/state/rules-in-force.json`
beforeEach(async () => {
  lone = loneDaemon()
  await lone.start()
  hash = (await lone.status()).plan.hash
  await lone.stop('SIGKILL')
})
afterEach(() => lone[Symbol.asyncDispose]())

const changeName = (): void =>
  appendFileSync(`${lone.directory}/config/people.yaml`, '\n  zoe-new: { name: Zoe New, phones: ["+15125570199"] }\n')

test('files that say the same: the plan of the journal at once, and soon known to be what the files say', async () => {
  await lone.start()
  expect((await lone.status()).plan).toMatchObject({ hash, from: 'journal', problems: [] })
  expect((await lone.until(({ plan }) => plan.from === 'files')).plan.hash).toBe(hash)
  expect(lone.said()).toContain('the rule files have not changed since the last start')
  expect(lone.said()).not.toContain('changed rules are in force')
})

test('files that changed meanwhile: calls are answered by the last plan, and the new one follows as after a reload', async () => {
  changeName()
  await lone.start()
  expect((await lone.status()).plan).toMatchObject({ hash, from: 'journal' })
  const now = await lone.until(({ plan }) => plan.from === 'files')
  expect(now.plan.hash).not.toBe(hash)
  expect(lone.said()).toContain('changed rules are in force')
  // And the start after that begins with the new one.
  await lone.stop('SIGKILL')
  await lone.start()
  expect((await lone.status()).plan).toMatchObject({ hash: now.plan.hash, from: 'journal' })
})

const NOT_BELIEVED: readonly (readonly [string, () => void])[] = [
  [
    'made by another compiler',
    () =>
      writeFileSync(
        remembered(),
        JSON.stringify({ ...JSON.parse(readFileSync(remembered(), 'utf8')), compiler: 'an older one' }),
      ),
  ],
  ['of which nothing is remembered', () => rmSync(remembered())],
  ['remembered in half a file', () => writeFileSync(remembered(), readFileSync(remembered(), 'utf8').slice(0, 80))],
  [
    'that the journal did not have in force last',
    () => {
      const journal = new Database(`${lone.directory}/state/journal.db`)
      journal.exec('DELETE FROM in_force')
      journal.close()
    },
  ],
  ['whose journal is gone', () => rmSync(`${lone.directory}/state/journal.db`)],
]
test.each(NOT_BELIEVED)('a plan %s is not believed: the files are loaded first', async (_, spoil) => {
  spoil()
  changeName()
  await lone.start()
  const { plan } = await lone.status()
  expect(plan.from).toBe('files')
  expect(plan.hash).not.toBe(hash)
})

test('rules of another directory are loaded first', async () => {
  renameSync(`${lone.directory}/config`, `${lone.directory}/elsewhere`)
  lone.where[1] = `${lone.directory}/elsewhere`
  await lone.start()
  expect((await lone.status()).plan).toMatchObject({ hash, from: 'files' })
})

test('where nothing can be remembered it runs all the same, and the next start loads the files', async () => {
  rmSync(remembered())
  mkdirSync(`${remembered()}.new`)
  await lone.start()
  expect((await lone.status()).plan).toMatchObject({ hash, from: 'files' })
  expect(existsSync(remembered())).toBe(false)
})
