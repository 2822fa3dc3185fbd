// What is kept of pieces of rules saves time and changes no answer: whatever becomes of the file, whatever changes in the rules.
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { box, property, writeCheckedRules } from '../../bench/check-rules.ts'
import type { EpochMs } from '../../src/core/world/ids.ts'
import { type Kept, openKeptPieces } from '../../src/rules/kept-pieces.ts'
import { type Compiled, compileRules, compileTexts, loadRules } from '../../src/rules/load.ts'
import { readRuleTexts } from '../../src/rules/rule-texts.ts'
import { openChance } from '../../src/simulation/chance.ts'
import { howOften } from '../support/how-often.ts'
import { mutated } from './mutations.ts'

const NOW = Date.parse('2026-06-01T12:00:00Z') as EpochMs
let directory: string
let file: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'nightbell-pieces-'))
  file = `${directory}/cache/pieces`
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

/** What a run made anew, and what it answered. */
function run(ask: (kept: Kept) => unknown): { made: string[]; answer: unknown } {
  const pieces = openKeptPieces(file)
  const made: string[] = []
  const answer = ask((kind, input, make) =>
    pieces.kept(kind, input, () => {
      made.push(kind)
      return make()
    }),
  )
  pieces.keep()
  return { made, answer }
}

const three = (kept: Kept): unknown =>
  ['a', 'b', 'c'].map(input => kept('length', input, () => ({ input, length: input.length })))
const RIGHT = ['a', 'b', 'c'].map(input => ({ input, length: 1 }))

test('what was made is found again, and nothing is made twice', () => {
  expect(run(three)).toEqual({ made: ['length', 'length', 'length'], answer: RIGHT })
  expect(run(three)).toEqual({ made: [], answer: RIGHT })
})

test('of a new piece only that one is made and written', () => {
  run(three)
  const before = readFileSync(file, 'utf8')
  expect(run(kept => kept('length', 'dddd', () => 4)).made).toEqual(['length'])
  expect(readFileSync(file, 'utf8').startsWith(before)).toBe(false)
  expect(run(kept => kept('length', 'dddd', () => 5)).answer).toBe(4)
})

test('the same input of another kind is another piece', () => {
  run(kept => kept('one', 'x', () => 1))
  expect(run(kept => kept('two', 'x', () => 2)).answer).toBe(2)
})

const SPOILT: readonly (readonly [string, (text: string) => string])[] = [
  ['torn in its last line', text => text.slice(0, -6)],
  ['torn in its first line', text => text.slice(0, 20)],
  ['empty', () => ''],
  ['no text', () => '\u0000\ufffd'.repeat(200)],
  ['of another compiler', text => text.replace(/^[0-9a-f]{8}/, '00000000')],
  ['with one value changed', text => text.replaceAll('"length":1', '"length":7')],
  ['with the values of one piece under the key of another', text => swapped(text)],
]
test.each(SPOILT)('a file that is %s gives the right answers, and is made good', (_, spoil) => {
  run(three)
  writeFileSync(file, spoil(readFileSync(file, 'utf8')))
  expect(run(three).answer).toEqual(RIGHT)
  run(three)
  expect(run(three)).toEqual({ made: [], answer: RIGHT })
})

function swapped(text: string): string {
  const [mark, first = '', second = '', ...rest] = text.split('\n')
  return [mark, first.slice(0, 32) + second.slice(32), second.slice(0, 32) + first.slice(32), ...rest].join('\n')
}

test('what was torn and went on is passed over, what came after it is found', () => {
  run(three)
  appendFileSync(file, 'half a li')
  run(kept => kept('length', 'dd', () => 2))
  expect(run(kept => kept('length', 'dd', () => 9)).answer).toBe(2)
})

test('where nothing can be written the answers are the same', () => {
  mkdirSync(file, { recursive: true })
  expect(run(three).answer).toEqual(RIGHT)
  expect(run(three).answer).toEqual(RIGHT)
})

test('pieces that nothing uses any more are thrown away in time', () => {
  for (let n = 0; n < 30; n++)
    run(kept => [three(kept), kept('long', String(n), () => 'x'.repeat(200)), kept('stays', '', () => 'y'.repeat(400))])
  expect(readFileSync(file, 'utf8').length).toBeLessThan(3000)
})

test('rules that change say the same with kept pieces as without: a name, a schedule, an absence, a mistake, a file more or less', () => {
  const rules = `${directory}/rules`
  const court = (n: number): string => `${rules}/properties/court-${n}.yaml`
  writeCheckedRules(rules, 12)
  const changes: readonly (() => void)[] = [
    () => {},
    () => writeFileSync(court(3), property(3).replace('name: Court 3', 'name: Court Three')),
    () => writeFileSync(court(4), property(4).replace('every: week', 'every: month')),
    // Then the override has somebody to replace, or nobody.
    () => writeFileSync(court(5), property(5).replace('replace: ana-5, by: ben-5', 'replace: cleo-5, by: ben-5')),
    () => writeFileSync(court(6), property(6).replaceAll('2026-12-27 12:00', '2026-12-21 12:00')),
    () => writeFileSync(court(7), property(7).replace('who: nights-7', 'who: nights-77')),
    () => writeFileSync(court(7), property(7)),
    () => writeFileSync(court(8), property(8).replace('zone: America', 'zoen: America')),
    () => writeFileSync(court(8), property(8).replace('phones: [', 'phones: [911, ')),
    () => rmSync(court(8)),
    () => writeFileSync(court(9), `# one line more\n${property(9)}`),
  ]
  for (const change of changes) {
    change()
    const texts = readRuleTexts(rules)
    const { answer } = run(kept => said(compileTexts(texts, { now: NOW, kept })))
    expect(answer).toBe(said(compileTexts(texts, { now: NOW })))
  }
})

/** What people do between two checks: files damaged, edited, new, gone, under another name. */
function changed(files: ReadonlyMap<string, string>, seed: number): ReadonlyMap<string, string> {
  const chance = openChance(seed)
  let all = files
  for (let left = Math.ceil(chance.between(0, 3)); left > 0; left--) {
    const names = [...all.keys()]
    const name = chance.pick(names)
    const others = names.filter(each => each !== name)
    const less = new Map(others.map(each => [each, all.get(each) ?? '']))
    const ways: (() => ReadonlyMap<string, string>)[] = [
      () => mutated(all, Math.floor(chance.between(0, 1e9))).all,
      () => new Map([...less, [name, `# A line more.\n${all.get(name)}`]]),
      () => less,
      () => new Map([...less, [`new-${left}.yaml`, all.get(name) ?? '']]),
      () => new Map([...all, [`properties/court-${20 + left}.yaml`, property(20 + left)]]),
      // The same names in two files.
      () => new Map([...all, [`again-${left}.yaml`, all.get(name) ?? '']]),
    ]
    all = chance.pick(ways)()
  }
  return all
}

test('whatever is changed, added, removed or renamed: what is said is what a check without kept pieces says', {
  timeout: 60_000,
}, () => {
  const loaded = loadRules('config')
  if (!loaded.ok) throw new Error('the example rules do not load')
  const courts = [0, 1, 2].map(n => [`properties/court-${n}.yaml`, property(n)] as const)
  const starts = [new Map(Object.entries(loaded.sources)), new Map([['box.yaml', box(30)], ...courts])]
  let right = 0
  for (const files of starts) {
    for (let seed = 1; seed <= howOften(7); seed++) {
      // From the files as they were, so that most are kept; sometimes from what became of them.
      const first = changed(files, seed)
      for (const each of seed % 3 === 0 ? [first, changed(first, seed + 1000)] : [first]) {
        const { answer } = run(kept => said(compileRules(each, { now: NOW, kept })))
        const anew = compileRules(each, { now: NOW })
        expect(answer, `seed ${seed}`).toBe(said(anew))
        if (anew.ok) right++
      }
    }
  }
  expect(right).toBeGreaterThan(2)
})

test('what has nothing wrong is neither read nor shaped again', () => {
  const loaded = loadRules('config')
  if (!loaded.ok) throw new Error('the example rules do not load')
  const files = new Map([...Object.entries(loaded.sources)])
  const notKept: string[] = []
  compileRules(files, {
    kept(kind, input, make) {
      const value = make()
      if (value === null) notKept.push(`${kind} ${input}`)
      return value
    },
  })
  expect(notKept).toEqual([])
})

/** Everything, in the order in which it is said; the places without the function that looks them up. */
function said(rules: Compiled): string {
  return JSON.stringify(rules)
}
