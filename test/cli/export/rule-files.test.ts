// Under which names an export holds the files of the rules: those that they have in the
// configuration directory. Journals of earlier versions hold those that they had on that machine.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterEach, expect, test } from 'vitest'
import { nightInTheLog } from '../../support/night-in-the-log.ts'
import { nightbell } from '../run-program.ts'

const LADDERS = 'ladders:\n  urgent:\n    rungs:\n      - who: ana\n      - who: ben\n'
const states: string[] = []
afterEach(() => {
  for (const state of states.splice(0)) rmSync(state, { recursive: true })
})

/** An export of a call that rang somebody, of a journal that keeps the rules under these names. */
async function exported(sources: Readonly<Record<string, string>>) {
  const state = mkdtempSync(join(tmpdir(), 'nightbell-rule-files-'))
  states.push(state)
  const { holding } = nightInTheLog(state, sources)
  const zip = join(state, 'a.zip')
  const env = { NIGHTBELL_STATE: state }
  const ran = await nightbell(['calls', 'export', holding, zip, '--pbx', '/nowhere'], env)
  expect(ran).toMatchObject({ code: 0 })
  const files = Object.entries(unzipSync(readFileSync(zip)))
  const texts = new Map(files.map(([name, bytes]) => [name, Buffer.from(bytes).toString()]))
  const rules = [...texts.keys()].flatMap(name => /^rules\/[^/]+\/(.*)$/.exec(name)?.[1] ?? [])
  return { zip, env, texts, rules }
}

const [box, oak, lake] = ['box: {}\n', 'a: 1\n', 'b: 2\n']

test.each([
  ['as the daemon keeps them', ''],
  ['by their absolute paths', '/srv/private-name/config/'],
  ['by a path that leads out of where the daemon was started', '../private-name/config/'],
])('%s', async (_, before) => {
  const { texts, rules, zip, env } = await exported({
    [`${before}box.yaml`]: box,
    [`${before}ladders.yaml`]: LADDERS,
    [`${before}oak/lines.yaml`]: oak,
    [`${before}lake/lines.yaml`]: lake,
  })
  const names = ['box.yaml', 'ladders.yaml', 'lake/lines.yaml', 'oak/lines.yaml']
  expect(rules.toSorted()).toEqual(names)
  for (const [name, text] of texts) {
    if (name.endsWith('/oak/lines.yaml')) expect(text).toBe(oak)
    if (name.endsWith('/lake/lines.yaml')) expect(text).toBe(lake)
    expect(`${name} ${text}`).not.toContain('private-name')
  }
  expect(texts.get('story.txt')).toMatch(/[( ]ladders\.yaml:4\)/)
  expect(texts.get('facts.json')).toContain('"rule":"ladders.yaml:4"')
  expect(await nightbell(['calls', 'replay', '--from', zip])).toMatchObject({ code: 0 })
  const verified = await nightbell(['log', 'verify', '--quick', '--export', zip], env)
  expect(verified).toMatchObject({ code: 0 })
})

test('one file alone', async () => {
  const { rules } = await exported({ '/etc/nightbell/all.yaml': LADDERS })
  expect(rules).toEqual(['all.yaml'])
})

test('names that would be one in a zip stay apart, each with its own text', async () => {
  const { rules, texts } = await exported({ 'oak:1.yaml': oak, 'oak*1.yaml': lake })
  expect(rules).toHaveLength(2)
  expect([...texts.values()]).toEqual(expect.arrayContaining([oak, lake]))
})
