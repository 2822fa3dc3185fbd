// Typical mishaps of the keyboard, made at every place of the example files and of the tour: each is one problem, told on the damaged line or
// the one next to it, and whoever does what it says has the file that was meant. Words in full: problem-yaml.test.ts.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compileRules, loadRules } from '../../src/rules/load.ts'
import { MORE_MAY_FOLLOW, type Problem } from '../../src/rules/problem.ts'
import { readYaml } from '../../src/rules/read-yaml.ts'
import { printed, SMALL } from './small-rules.ts'

const TEXTS = texts()

function texts(): string[] {
  const loaded = loadRules('config')
  if (!loaded.ok) throw new Error('the example rules do not load')
  const tour = [...readFileSync('docs/rules.md', 'utf8').matchAll(/^```yaml\n(.*?)^```/gms)].map(([, text = '']) => text)
  const wide = SMALL.replaceAll(/^ +/gm, spaces => spaces + spaces).replaceAll(/^( +)- /gm, '$1-   ')
  return [SMALL, wide, ...Object.values(loaded.sources), ...tour].filter(text => text.length < 1_200 && read(text).length === 0)
}

function read(text: string): readonly Problem[] {
  const { tree, problems } = readYaml('a.yaml', text, new Map(), new Set())
  return tree === null ? problems : []
}

interface Mishap {
  readonly text: string
  readonly wrong: string
  readonly line: number
  readonly problems: readonly Problem[]
}

/** Every mishap of a kind that is an error of YAML's syntax. `damage`: the versions of this line that it leads to. */
function mishaps(damage: (line: string) => readonly string[]): Mishap[] {
  return TEXTS.flatMap(text => {
    const lines = text.split('\n')
    return lines.flatMap((line, at) =>
      (line.trim() === '' || line.trimStart().startsWith('#') ? [] : damage(line)).flatMap(damaged => {
        const wrong = lines.with(at, damaged).join('\n')
        const problems = read(wrong)
        return problems.length === 0 ? [] : [{ text, wrong, line: at + 1, problems }]
      }),
    )
  })
}

/** What is printed when a mishap is told badly. */
function about({ wrong, line, problems }: Mishap): string {
  const lines = wrong.split('\n')
  return [
    ...lines.slice(Math.max(0, line - 4), line + 3).map((text, at) => `${Math.max(0, line - 4) + at + 1} | ${text}`),
    ...problems.map(({ line: told, column, message, expected, hint }) => `${told}:${column} ${message} | ${expected} | ${hint}`),
  ].join('\n')
}

function isOne({ line, problems }: Mishap, far = 1): boolean {
  return problems.length === 1 && Math.abs((problems[0]?.line ?? 0) - line) <= far
}

/** The text after each of the indents that the message offers. */
function obeyed(wrong: string, { line, expected = '' }: Problem): string[] {
  const lines = wrong.split('\n')
  return [...expected.matchAll(/(no|\d+) spaces?(?:,| in line (\d+))/g)].map(([, count, other]) => {
    const at = Number(other ?? line) - 1
    return lines.with(at, ' '.repeat(count === 'no' ? 0 : Number(count)) + (lines[at] ?? '').trimStart()).join('\n')
  })
}

// Three spaces too far may be one too far for another key: then only the line is told for certain.
test.each([-3, -2, -1, 1, 2, 3])('a line moved by %i', by => {
  const moved = mishaps(line => {
    const indent = line.length - line.trimStart().length + by
    return indent < 0 ? [] : [' '.repeat(indent) + line.trimStart()]
  })
  expect(moved.length).toBeGreaterThan(20)
  expect(moved.filter(mishap => !isOne(mishap)).map(about)).toEqual([])
  const harmful = moved.filter(({ wrong, text, problems }) => problems.every(problem => !obeyed(wrong, problem).includes(text)))
  if (by < 3) expect(harmful.map(about)).toEqual([])
  else expect(harmful.length / moved.length).toBeLessThan(0.1)
})

test('a closing bracket too many', () => {
  const found = mishaps(line =>
    [...line.matchAll(/[\]}]/g)].map(({ 0: bracket, index }) => line.slice(0, index) + bracket + line.slice(index)),
  )
  expect(found.length).toBeGreaterThan(20)
  expect(
    found.filter(mishap => !isOne(mishap, 0) || !/closes nothing/.test(mishap.problems[0]?.message ?? '')).map(about),
  ).toEqual([])
})

test.each([
  ['a closing bracket forgotten', /[\]}]/g, /never closed/],
  ['an opening bracket forgotten', /[[{]/g, /opens this bracket|closes nothing/],
  ['a comma forgotten between two keys', /,(?= [a-z-]+: )/g, /a comma is missing/],
] as const)('%s', (_, pattern, says) => {
  const found = mishaps(line => [...line.matchAll(pattern)].map(({ index }) => line.slice(0, index) + line.slice(index + 1)))
  expect(found.length).toBeGreaterThan(5)
  expect(found.filter(mishap => !isOne(mishap, 0) || !says.test(mishap.problems[0]?.message ?? '')).map(about)).toEqual([])
})

test('a file that cannot be read hides no mistake of another one that does not depend on it, and says that more may follow', () => {
  const files = new Map([
    ['a.yaml', SMALL.replace('menu: residents', 'menu: residence').replace('zone: America/Chicago', 'zone: America/Chicargo')],
    ['b.yaml', 'menus:\n  others: { keys: { 1: { for: help, escalate: emergencies }\n'],
  ])
  const out = printed(compileRules(files), files)
  expect(out).toContain('a.yaml:4:9: error: there is no time zone')
  expect(out).toContain('this bracket is never closed')
  // The menu may be one of the file that cannot be read.
  expect(out).not.toContain('residence`')
  expect(out.split(MORE_MAY_FOLLOW)).toHaveLength(2)
  const mended = new Map([...files, ['b.yaml', 'menus:\n  others: { keys: { 1: { for: help, escalate: emergencies } } }\n']])
  expect(printed(compileRules(mended), mended)).toContain('there is no menu `residence`')
  expect(printed(compileRules(mended), mended)).not.toContain(MORE_MAY_FOLLOW)
})
