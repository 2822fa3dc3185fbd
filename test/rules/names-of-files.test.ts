// Under which names the daemon keeps the files of its rules: those that they have in the
// configuration directory, however that was named at the start.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadAside } from '../../src/rules/load-aside.ts'
import { SMALL } from './small-rules.ts'

let directory: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'nightbell-names-'))
  const people = SMALL.indexOf('people:')
  mkdirSync(join(directory, 'texas'))
  writeFileSync(join(directory, 'box.yaml'), SMALL.slice(0, people))
  writeFileSync(join(directory, 'texas/box.yaml'), SMALL.slice(people))
})
afterAll(() => rmSync(directory, { recursive: true }))

test.each([
  ['absolute', () => directory],
  ['with a slash at its end', () => `${directory}/`],
  ['from where the daemon is started', () => relative(process.cwd(), directory)],
])('a directory named %s', async (_, named) => {
  const loaded = await loadAside(named())
  expect(loaded.ok && Object.keys(loaded.sources)).toEqual(['box.yaml', 'texas/box.yaml'])
  const kept = loaded.ok ? (JSON.parse(loaded.texts?.sources.join('') ?? '{}') as object) : {}
  expect(Object.keys(kept)).toEqual(['box.yaml', 'texas/box.yaml'])
})

test('a problem names the file as somebody at this machine finds it', async () => {
  const wrong = mkdtempSync(join(tmpdir(), 'nightbell-wrong-names-'))
  writeFileSync(join(wrong, 'box.yaml'), 'box: { name: [\n')
  const problems = [{ file: join(wrong, 'box.yaml') }]
  expect(await loadAside(wrong)).toMatchObject({ ok: false, problems })
  rmSync(wrong, { recursive: true })
})
