// `nightbell plans list`: when which rules came into force, from the journal.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { at, examplePlan, PLAN } from '../store/example-turns.ts'
import { type Box, box } from './run-program.ts'

let the: Box
beforeEach(() => {
  the = box()
})
afterEach(() => the.remove())

test('newest first, with the files that made them and why', async () => {
  expect((await the.run('plans', 'list')).out).toBe('No rules have been in force yet.\n')
  the.journal.planInForce?.(PLAN, at(0), 'the daemon started')
  the.journal.keepPlan('f00dfeedf00dfeed', examplePlan(), { 'box.yaml': 'a', 'people.yaml': 'b' })
  the.journal.planInForce?.('f00dfeedf00dfeed', at(60), 'changed rules were taken')
  const said = await the.run('plans', 'list')
  expect(said.code).toBe(0)
  const [, newest, oldest] = said.out.trimEnd().split('\n')
  expect(newest).toMatch(/f00dfeedf00d +2 files +changed rules were taken/)
  expect(oldest).toMatch(/the daemon started/)
  expect((await the.run('plans', 'list', '--last', '1', '--files')).out).toMatch(
    /changed rules were taken\n {2}box\.yaml\n {2}people\.yaml\n$/,
  )
  const json = JSON.parse((await the.run('plans', 'list', '--json', '--last', '1')).out)
  expect(json).toMatchObject([{ hash: 'f00dfeedf00dfeed', at: at(60), until: null, files: ['box.yaml', 'people.yaml'] }])
  expect((await the.run('plans', 'list', '--last', 'x')).code).toBe(2)
})
