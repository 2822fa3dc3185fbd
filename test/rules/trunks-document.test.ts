// docs/trunks.md is true: each of its examples is taken by `check`, beside the box of the document; the tests, alarms and keys that it names exist.
import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compileRules } from '../../src/rules/load.ts'
import { SMALL, told } from './small-rules.ts'

const text = readFileSync('docs/trunks.md', 'utf8')
const blocks = [...text.matchAll(/```yaml\n# (\S+)\n([\s\S]*?)```/g)].map(([, file = '', body = '']) => [file, body] as const)
const [box, ...examples] = blocks
/** People, ladders and menus, and the carrier over which telephones are rung where the example has none. */
const around = SMALL.slice(SMALL.indexOf('people:'), SMALL.indexOf('properties:'))
const carrier = SMALL.slice(SMALL.indexOf('trunks:'), SMALL.indexOf('people:'))

test('every example names its file', () => {
  expect([...text.matchAll(/```yaml/g)]).toHaveLength(blocks.length)
  expect(box?.[0]).toBe('box.yaml')
  expect(examples.length).toBeGreaterThanOrEqual(11)
})

test.each(examples)('%s is right as it stands', (file, body) => {
  const files = new Map([
    ['box.yaml', box?.[1] ?? ''],
    ['people.yaml', around],
    [file, body],
  ])
  if (!/outbound: yes/.test(body)) files.set('carrier.yaml', carrier)
  expect(told(compileRules(files))).toEqual([])
})

test('names tests that exist, each row one', () => {
  const table = text.slice(text.indexOf('| what the field does'), text.indexOf('Emergency calls of office telephones have'))
  const rows = table
    .split('\n')
    .filter(line => line.startsWith('|'))
    .slice(2)
  expect(rows.length).toBeGreaterThanOrEqual(20)
  for (const row of rows) {
    const named = [...row.matchAll(/`(test\/[\w/.-]+)`/g)].map(([, path = '']) => path)
    expect(named.length, row).toBeGreaterThan(0)
    for (const path of named) expect(existsSync(path), path).toBe(true)
  }
})

test('names keys of a trunk that exist, and leads to sections that exist', () => {
  const reference = readFileSync('docs/reference.md', 'utf8')
  const keys = [...new Set(examples.flatMap(([, body]) => [...body.matchAll(/^ {4}([a-z-]+):/gm)].map(([, key = '']) => key)))]
  for (const key of keys) expect(reference, key).toContain(`\`*.${key}\``)
  const heads = [...text.matchAll(/^##+ (.*)$/gm)].map(([, head = '']) =>
    head
      .toLowerCase()
      .replaceAll(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  )
  for (const [, anchor = ''] of text.matchAll(/\]\(#([\w-]+)\)/g)) expect(heads).toContain(anchor)
})
