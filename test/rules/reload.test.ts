// Changed rules are taken, or refused without changing anything; attempts never overlap.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { type LoadedAside, loadAside } from '../../src/rules/load-aside.ts'
import { problemAt } from '../../src/rules/problem.ts'
import { openReload } from '../../src/rules/reload.ts'
import { smallPlan } from '../support/plan.ts'

const quiet = { debug() {}, info() {}, warn() {}, error() {} }
const good = (hash: string): LoadedAside => ({ ok: true, hash, plan: smallPlan(), sources: { 'a.yaml': '' } })
const wrong: LoadedAside = { ok: false, problems: [problemAt({ file: 'a.yaml', line: 3, column: 5 }, 'error', 'no', {})] }
const directory = mkdtempSync(join(tmpdir(), 'nightbell-reload-'))
afterAll(() => rmSync(directory, { recursive: true }))

function reloading(...answers: readonly LoadedAside[]) {
  const left = [...answers]
  const taken: string[] = []
  let loading = 0
  const reload = openReload({
    hash: 'one',
    log: quiet,
    take: rules => void taken.push(rules.hash),
    async load() {
      loading += 1
      expect(loading).toBe(1)
      await new Promise(resolve => setImmediate(resolve))
      loading -= 1
      return left.shift() ?? good('one')
    },
  })
  return { reload, taken }
}

test('good rules are taken once; the same again change nothing', async () => {
  const { reload, taken } = reloading(good('two'), good('two'))
  expect(await reload.now('a test')).toEqual({ result: 'taken', hash: 'two', files: 1 })
  expect(await reload.now('a test')).toEqual({ result: 'unchanged', hash: 'two', files: 1 })
  expect(taken).toEqual(['two'])
})

test('a problem changes nothing, is remembered, and is forgotten when the files are right', async () => {
  const { reload, taken } = reloading(wrong, good('one'))
  expect(await reload.now('a test')).toMatchObject({ result: 'refused', problems: [{ line: 3, column: 5 }] })
  expect(reload.problems()).toHaveLength(1)
  expect(taken).toEqual([])
  await reload.now('a test')
  expect(reload.problems()).toEqual([])
})

test('two at once are done one after the other', async () => {
  const { reload, taken } = reloading(good('two'), good('three'))
  await Promise.all([reload.now('first'), reload.now('second')])
  expect(taken).toEqual(['two', 'three'])
})

test('the worker says what the loader says', async () => {
  writeFileSync(join(directory, 'box.yaml'), 'box: { name: [\n')
  expect(await loadAside(directory)).toMatchObject({ ok: false, problems: [{ file: join(directory, 'box.yaml') }] })
})
