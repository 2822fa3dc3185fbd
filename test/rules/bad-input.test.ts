// What editors, copies and mergers do to a rule file: each is either no mistake at all or one clear message with its place.
// More of YAML than rules use stands in problem-yaml.test.ts; files that cannot be read in load.test.ts.
import { expect, test } from 'vitest'
import { compileRules } from '../../src/rules/load.ts'
import { SMALL, told } from './small-rules.ts'

const check = (...texts: string[]) => told(compileRules(new Map(texts.map((text, nth) => [`${'ab'[nth]}.yaml`, text]))))

test('line ends of Windows, of old Macs, and a byte order mark are no mistake', () => {
  expect(check(SMALL.replaceAll('\n', '\r\n'))).toEqual([])
  expect(check(SMALL.replaceAll('\n', '\r'))).toEqual([])
  expect(check(`\uFEFF${SMALL}`)).toEqual([])
  expect(check(`\uFEFF${SMALL.replaceAll('\n', '\r\n')}`)).toEqual([])
})

test('with them, places stay where an editor shows them', () => {
  const wrong = SMALL.replace('menu: residents', 'menu: residenst')
  const [plain = ''] = check(wrong)
  expect(plain).toMatch(/^43:11 error: there is no menu `residenst`/)
  expect(check(wrong.replaceAll('\n', '\r\n'))).toEqual([plain])
  expect(check(`\uFEFF${wrong}`)).toEqual([plain])
})

test('the same key twice names both places, in one file and in two', () => {
  expect(check(SMALL.replace('    menu: residents\n', '    menu: residents\n    name: Oak\n'))).toEqual([
    '44:5 error: `name` is written twice | one `name`; the first is at a.yaml:41:5 | -',
  ])
  expect(check(SMALL, 'people:\n  lee-park: { name: Lee }\n')).toEqual([
    '2:3 error: `lee-park` is written twice | one `lee-park`; the first is at a.yaml:15:3 | -',
  ])
})

test('conflict marks of a merge', () => {
  const [first = ''] = check(
    SMALL.replace('    menu: residents\n', '<<<<<<< HEAD\n    menu: residents\n=======\n    menu: owners\n>>>>>>> west\n'),
  )
  expect(first).toMatch(/^4[23]:\d+ error: /)
})

test('tabs: each line is named', () => {
  expect(check(SMALL.replaceAll('\n    ', '\n\t'))[0]).toMatch(/^8:1 error: a tab is used to indent this line \| spaces \| -/)
})

test('half a file, wherever an editor stopped writing, never passes for the whole', () => {
  for (let length = 0; length < SMALL.length - 'residents\n'.length; length += 7) {
    const compiled = compileRules(new Map([['a.yaml', SMALL.slice(0, length)]]))
    expect(compiled.ok, `the first ${length} characters`).toBe(false)
    expect(told(compiled)[0]).toMatch(/^[1-9]\d*:[1-9]\d* (error|warning): ./)
  }
})

test('an empty file beside good ones is told', () => {
  expect(check(SMALL, '')).toEqual(['1:1 error: the file is empty | - | remove the file, or write rules in it'])
  expect(check(SMALL, ' \n\n')).toEqual(['1:1 error: the file is empty | - | remove the file, or write rules in it'])
})

test.each([
  ['brackets', `people: ${'['.repeat(5000)}`, '1:109 error: this is nested too deeply | - | -'],
  ['dashes', `people:\n  ${'- '.repeat(5000)}x`, '2:3 error: this is nested too deeply | - | -'],
])('deep nesting by %s', (_, text, expected) => {
  expect(check(text)).toEqual([expected])
})

test('deep nesting by lines', () => {
  const lines = Array.from({ length: 60 }, (_, n) => `${' '.repeat(n + 1)}a:`).join('\n')
  expect(check(SMALL, `people:\n${lines} x\n`)).toContain('42:42 error: this is nested too deeply | - | -')
})

test('NUL bytes, wherever they stand', () => {
  expect(check(SMALL, '\u0000')).toEqual(['1:1 error: this is not text: character U+0000 | a text file in UTF-8 | -'])
  expect(check(`${SMALL}\u0000\u0000`)).toEqual(['44:1 error: this is not text: character U+0000 | a text file in UTF-8 | -'])
})

test('a file of comments only is a warning: nothing is missing in it that stands elsewhere', () => {
  expect(check(SMALL, '# later\n')).toEqual(['1:1 warning: the file holds only comments | - | -'])
})

test('a tab between words, and one after a line, are no mistake', () => {
  expect(check(SMALL.replace('name: Oak Creek', 'name:\tOak Creek\t'))).toEqual([])
})

test('anchors, aliases and merge keys say where to write what is common instead', () => {
  const text = SMALL.replace('  residents:\n', '  residents: &r\n').replace(
    'properties:\n',
    '  others:\n    <<: *r\nproperties:\n',
  )
  expect(check(text)).toEqual([
    '31:14 error: `&r` is an anchor; rules do not use them | - | write what is common under `defaults:`, or in a template',
    '39:3 error: `others` has no `keys` | a line `keys: …` below it | -',
    '40:5 error: merge keys (`<<`) are not used in rules; write what is common under `defaults:`, or in a template | - | -',
  ])
})

test.each([
  ['spaces', `people:\n  a: b${' '.repeat(300_000)}c: d\n`],
  ['one word', `people: [a: ${'b'.repeat(300_000)} c: d]]\n`],
  ['colons', `people:\n  - a: ${'b: '.repeat(30_000)}}\n`],
])('a long line of %s that is no YAML is told in good time', (_, text) => {
  const start = process.threadCpuUsage().user
  expect(check(text)[0]).toMatch(/^[1-3]:\d+ error: ./)
  expect((process.threadCpuUsage().user - start) / 1_000_000).toBeLessThan(2)
})

test.each([
  [
    '+1 512 555 O151',
    '14:14 error: `+1 512 555 O151` has the letter O in it | a number in international form, such as +1 512 555 0100 | write +15125550151, with the digit 0',
  ],
  [
    '+1 512 555 0151 ext 4',
    '14:14 error: `+1 512 555 0151 ext 4` has the letter e in it | a number in international form, such as +1 512 555 0100 | -',
  ],
  [
    '+1 512 555 O151 x4',
    '14:14 error: `+1 512 555 O151 x4` has the letter O in it | a number in international form, such as +1 512 555 0100 | -',
  ],
])('a letter in a number: %s', (number, expected) => {
  expect(check(SMALL.replace('phones: [+1 512 555 0151]', `phones: [${number}]`))).toContain(expected)
})
