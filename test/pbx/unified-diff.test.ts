// The diff of `nightbell render --diff`: it says what patch(1) would need, for any two texts, and shows no password.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { masked } from '../../src/pbx/compare.ts'
import { unifiedDiff } from '../../src/pbx/unified-diff.ts'
import { howOften } from '../support/how-often.ts'

test('equal texts differ in nothing', () => {
  expect(unifiedDiff('a\nb\n', 'a\nb\n')).toEqual({ hunks: '', added: 0, removed: 0 })
})

test('a changed line stands with three lines around it', () => {
  const before = ['1', '2', '3', '4', '5', '6', '7', '8', '9'].join('\n')
  expect(unifiedDiff(`${before}\n`, `${before.replace('5', 'five')}\n`).hunks).toBe(
    '@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n',
  )
})

test('a new file is all additions', () => {
  expect(unifiedDiff('', 'a\nb\n')).toEqual({ hunks: '@@ -0,0 +1,2 @@\n+a\n+b\n', added: 2, removed: 0 })
})

test('passwords are masked, and a changed one is still seen', () => {
  const diff = unifiedDiff('user=a\npassword=old\n', 'user=a\npassword=new\n', masked)
  expect(diff.hunks).toBe('@@ -1,2 +1,2 @@\n user=a\n-password=***\n+password=***\n')
})

test('any diff turns the one text into the other; texts that hardly agree are told quickly', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd', ''), { maxLength: 40 })
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      expect(applied(before, unifiedDiff(textOf(before), textOf(after)).hunks)).toEqual(after)
    }),
    { numRuns: howOften(50) },
  )
  const all = (word: string): string => Array.from({ length: 2_000 }, (_, n) => `${word} ${n}\n`).join('')
  const { added, removed } = unifiedDiff(all('old'), all('new'))
  expect([added, removed]).toEqual([2_000, 2_000])
})

test('patch(1) understands it', () => {
  const before = Array.from({ length: 60 }, (_, n) => `line ${n}`)
  const after = before.flatMap((line, n) => (n === 3 || n === 40 ? [] : n === 20 ? [line, 'between'] : [line]))
  const directory = mkdtempSync(`${tmpdir()}/nightbell-diff-`)
  try {
    writeFileSync(`${directory}/file`, textOf(before))
    const patch = `--- file\n+++ file\n${unifiedDiff(textOf(before), textOf(after)).hunks}`
    const said = execFileSync('patch', ['-o', '-', `${directory}/file`], { input: patch, encoding: 'utf8', stdio: 'pipe' })
    expect(said).toBe(textOf(after))
  } finally {
    rmSync(directory, { recursive: true })
  }
})

function textOf(lines: readonly string[]): string {
  return lines.map(line => `${line}\n`).join('')
}

/** The hunks applied by hand, each at the place that it names. */
function applied(before: readonly string[], hunks: string): string[] {
  const result: string[] = []
  let at = 0
  for (const line of hunks.split('\n').slice(0, -1)) {
    const range = /^@@ -(\d+),(\d+)/.exec(line)
    if (range) {
      const from = Number(range[2]) === 0 ? Number(range[1]) : Number(range[1]) - 1
      while (at < from) result.push(before[at++] ?? '')
    } else if (line[0] === '+') result.push(line.slice(1))
    else {
      expect(before[at]).toBe(line.slice(1))
      if (line[0] === ' ') result.push(before[at] ?? '')
      at++
    }
  }
  return [...result, ...before.slice(at)]
}
