// config/nightbell.schema.json is what the shapes print, every example file names it in its first line and satisfies it, and it
// refuses what is plainly wrong. After a change of a shape: nightbell schema > config/nightbell.schema.json
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { rulesJsonSchema } from '../../src/rules/json-schema.ts'
import { SMALL } from './small-rules.ts'

const examples = readdirSync('config', { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.yaml'))
const schema = z.fromJSONSchema(rulesJsonSchema() as Parameters<typeof z.fromJSONSchema>[0])
/** As an editor does: YAML 1.2, with numbers and booleans. */
const fits = (text: string) => schema.safeParse(parse(text)).success

test('the committed schema is what the shapes print', () => {
  expect(readFileSync('config/nightbell.schema.json', 'utf8')).toBe(`${JSON.stringify(rulesJsonSchema(), null, 2)}\n`)
})

test.each(examples)('%s names the schema and satisfies it', name => {
  const text = readFileSync(join('config', name), 'utf8')
  const [, named = ''] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text) ?? []
  expect(existsSync(join('config', dirname(name), named))).toBe(true)
  const result = schema.safeParse(parse(text))
  expect(result.error?.issues ?? []).toEqual([])
})

test('the examples of the documentation satisfy it', () => {
  const blocks = ['docs/rules.md', 'docs/rules-in-full.md'].flatMap(file => [
    ...readFileSync(file, 'utf8').matchAll(/```yaml\n([\s\S]*?)```/g),
  ])
  expect(blocks.length).toBeGreaterThan(5)
  for (const [, body = ''] of blocks) expect(schema.safeParse(parse(body)).error?.issues ?? []).toEqual([])
})

describe('refuses', () => {
  test.each([
    ['nothing of the small rules', '', '', true],
    ['an unknown section', 'menus:', 'menues:', false],
    ['an unknown key', 'outbound: yes', 'outbond: yes', false],
    ['a missing key', '    name: Sam Ortiz\n', '', false],
    ['a list where one value is due', 'menu: residents', 'menu: [residents]', false],
    ['a word that is not one of a few', '      - who: manager', '      - { who: manager, mode: both }', false],
    ['a name that cannot be one', '  sam-ortiz:\n', '  Sam Ortiz:\n', false],
    ['not a number where a text is due', 'name: Oak Creek', 'name: 1234', true],
  ])('%s', (_, text, wrong, right) => {
    expect(fits(SMALL.replace(text, wrong))).toBe(right)
  })
})
