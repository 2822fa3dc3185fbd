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
