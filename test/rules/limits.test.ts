// Rules can't stop the box: what asks too much of it ends with a problem that has a place. Each of these took minutes or gigabytes, or
// ran out of stack without a word of where.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LIMITS } from '../../src/rules/limits.ts'
import { compileRules } from '../../src/rules/load.ts'
import { loadAside } from '../../src/rules/load-aside.ts'
import { openReload } from '../../src/rules/reload.ts'
import { readRuleTexts } from '../../src/rules/rule-texts.ts'
import { broken, compile, SMALL } from './small-rules.ts'

const many = (count: number, line: (n: number) => string): string => Array.from({ length: count }, (_, n) => line(n)).join('')
const phone = (n: number): string => `+1512${2000000 + n}`
const chain = (count: number, names = (n: number) => `t-${n + 1}`): string =>
  `    template: t-0\ntemplates:\n${many(count, n => `  t-${n}: { template: ${names(n)} }\n`)}  t-${count}: { record-talk: no }\n`

function errorsOf(compiled: ReturnType<typeof compile>) {
  return compiled.ok ? [] : compiled.problems
}

describe('templates', () => {
  test.each([
    ['a chain of three thousand', chain(3000)],
    ['thirty that each name the next one twice', chain(30, n => `[t-${n + 1}, t-${n + 1}]`)],
  ])('%s: told once, where it becomes too long', (_, tail) => {
    expect(errorsOf(compile(SMALL + tail))).toEqual([
      expect.objectContaining({
        file: 'rules.yaml',
        line: expect.toSatisfy((line: number) => line > 50),
        message: 'more than 20 templates lead here, one naming the next',
        hint: 'put what they say into fewer templates',
      }),
    ])
  })

  test('eighteen that each name the next one twice mean what they say', () => {
    const compiled = compile(SMALL + chain(18, n => `[t-${n + 1}, t-${n + 1}]`))
    expect(compiled.ok && compiled.plan.properties['oak-creek']?.recordTalk).toBe(false)
  })

  test('thirty in a circle that each name the next one twice', () => {
    const circle = many(30, n => `  t-${n}: { template: [t-${(n + 1) % 30}, t-${(n + 1) % 30}] }\n`)
    expect(errorsOf(compile(`${SMALL}    template: t-0\ntemplates:\n${circle}`)).length).toBeGreaterThan(0)
  })
})

test('a file of five thousand people', () => {
  const people = many(5000, n => `  p-${n}: { name: P ${n}, phones: ["${phone(n)}"] }\n`)
  const compiled = broken('people:\n', `people:\n${people}`)
  // Nobody rings them; that is told for the first ones, and keeps nothing from going live.
  expect(compiled.ok).toBe(true)
  expect(compiled.warnings.at(-1)?.message ?? '').not.toBe('')
  expect(compiled.warnings.map(({ message }) => message)).toContain('there are more than 2000 warnings: no more are told')
})

describe('mistakes by the thousand', () => {
  test.each([
    ['names that there are not', SMALL.replace('people: [sam', `people: [${many(5000, n => `q${n}, `)}sam`)],
    ['unknown keys', SMALL + many(5000, n => `    k${n}: 1\n`)],
    ['wrong numbers', SMALL.replace('people:\n', `people:\n${many(5000, n => `  p-${n}: { name: P, phones: [x${n}] }\n`)}`)],
  ])('%s: the first two thousand, and that there are more', (_, text) => {
    const problems = errorsOf(compile(text))
    expect(problems.length).toBeLessThanOrEqual(LIMITS.problems + 1)
    expect(problems.map(({ message }) => message)).toContain('there are more than 2000 problems: no more were looked for')
  })
  test.each([
    ['quotes', SMALL + many(5000, n => `  c-${n}: { name: "C ${n}, lines: ]\n`)],
    ['indents', SMALL + many(5000, n => `${' '.repeat(n % 7)}c-${n}:\n`)],
  ])('%s', (_, text) => {
    expect(errorsOf(compile(text)).length).toBeGreaterThan(0)
  })
})

test.each([
  ['spaces after a dash', `- ${' '.repeat(1_000_000)}x: [`],
  ['brackets', `x: {${'{}'.repeat(50_000)}`],
  ['quotes', `x: ["${'\'\\"'.repeat(100_000)}`],
  ['digits', `people:\n  p:\n    phones: [+1${'0'.repeat(1_000_000)}]\n`],
  ['hours', `properties:\n  p:\n    hours:\n      ${'mon-'.repeat(50_000)}: 08:00-09:00\n`],
  ['an address', `webhooks: { a: { url: "http://${'a.'.repeat(300_000)}" } }\n`],
  ['a mail address', `mail: { server: a, from: "${'a.'.repeat(300_000)}@" }\n`],
  ['a secret', `mail: { ${'pass'.repeat(100_000)}: x, ${'password: '.repeat(1000)} }\n`],
])('one very long line: %s', (_, line) => {
  // That it comes to an end is what is tested here.
  expect(compile(`${SMALL}${line}`)).toHaveProperty('ok')
})

test('the time that the compiler may take has an end, and a place', () => {
  let now = 0
  const problems = errorsOf(
    compileRules(new Map([['rules.yaml', SMALL + many(300, n => `  c-${n}: { name: C, lines: ["${phone(n)}"] }\n`)]]), {
      elapsed: () => now++ * 20_000,
    }),
  )
  expect(problems).toEqual([
    expect.objectContaining({
      file: 'rules.yaml',
      message: expect.stringContaining('the rules take longer than 60 s to understand'),
    }),
  ])
})

describe('files', () => {
  let directory: string
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'nightbell-limits-'))
  })
  afterEach(() => rmSync(directory, { recursive: true }))

  test('more than there may be are not read', () => {
    for (let n = 0; n < 5; n++) writeFileSync(join(directory, `${n}.yaml`), `# ${'x'.repeat(3_900_000)}\n`)
    const { files, problems } = readRuleTexts(directory)
    expect(files.size).toBe(5)
    writeFileSync(join(directory, '5.yaml'), SMALL)
    expect(problems).toEqual([])
    expect(readRuleTexts(directory).problems).toMatchObject([
      { file: join(directory, '5.yaml'), message: expect.stringContaining('more than 16 MB of rules') },
    ])
  })

  test('the thread that compiles is ended when it takes too long or needs too much, and the next reload works', async () => {
    const log = { debug() {}, info() {}, warn() {}, error() {} }
    const file = join(directory, 'rules.yaml')
    writeFileSync(file, SMALL + many(8000, n => `  c-${n}: { name: C ${n}, lines: ["${phone(n)}"], menu: residents }\n`))
    let options: Parameters<typeof loadAside>[1] = { patienceMs: 1 }
    const reload = openReload({ load: () => loadAside(directory, options), hash: '', take: () => undefined, log })
    const problem = (message: string) => ({ result: 'refused', problems: [{ message: expect.stringContaining(message) }] })
    expect(await reload.now('slow')).toMatchObject(problem('to understand; this is how far it came'))
    options = { heapMb: 48 }
    expect(await reload.now('large')).toMatchObject(problem('need more than 48 MB of memory'))
    expect(reload.problems()).toMatchObject([{ file }])
    writeFileSync(file, SMALL + chain(3000))
    options = {}
    expect(await reload.now('deep')).toMatchObject(problem('more than 20 templates'))
    writeFileSync(file, SMALL)
    expect(await reload.now('right')).toMatchObject({ result: 'taken' })
  })

  test('the thread is ended with the daemon', async () => {
    writeFileSync(join(directory, 'rules.yaml'), SMALL)
    const ended = new AbortController()
    const loading = loadAside(directory, { signal: ended.signal })
    ended.abort()
    await expect(loading).rejects.toThrow('no answer')
  })
})
