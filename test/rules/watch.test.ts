// Changed rules are noticed however they were changed, and never taken by half.
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type RuleTexts, readRuleTexts } from '../../src/rules/rule-texts.ts'
import { fingerprint, ofStillTexts } from '../../src/rules/still-texts.ts'
import { watchRules } from '../../src/rules/watch.ts'

const quiet = { debug() {}, info() {}, warn() {}, error() {} }
let base: string
let rules: string
let watching: { stop(): void } | undefined
let noticed = (): void => {}

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'nightbell-watch-'))
  rules = join(base, 'rules')
})
afterEach(() => {
  watching?.stop()
  watching = undefined
  rmSync(base, { recursive: true, force: true })
})

function release(name: string, text: string): string {
  const directory = join(base, name)
  mkdirSync(join(directory, 'deep/er'), { recursive: true })
  writeFileSync(join(directory, 'box.yaml'), text)
  writeFileSync(join(directory, 'deep/er/people.yaml'), text)
  return directory
}

/** Watches from what is there now. */
function watch(): Promise<void> {
  const changed = new Promise<void>(resolve => {
    noticed = resolve
  })
  const seen = fingerprint(readRuleTexts(rules))
  watching = watchRules({
    ...{ directory: rules, seen, log: quiet, alarms: { from() {} }, everyMs: 10 },
    changed: () => noticed(),
  })
  return changed
}

const CHANGES: readonly (readonly [string, () => void])[] = [
  [
    'a link that is switched',
    () => {
      symlinkSync(release('two', 'two'), `${rules}.new`)
      renameSync(`${rules}.new`, rules)
    },
  ],
  ['a file in a deep directory', () => writeFileSync(join(rules, 'deep/er/people.yaml'), 'two')],
  [
    'a file that is replaced by renaming',
    () => {
      writeFileSync(join(base, 'x'), 'two')
      renameSync(join(base, 'x'), join(rules, 'box.yaml'))
    },
  ],
  [
    'a file of the same size whose time was kept',
    () => {
      const file = join(rules, 'box.yaml')
      const { atime, mtime } = statSync(file)
      writeFileSync(file, 'two')
      utimesSync(file, atime, mtime)
    },
  ],
  ['a file that is gone', () => rmSync(join(rules, 'box.yaml'))],
  ['everything gone', () => rmSync(rules, { recursive: true })],
]

test.each(CHANGES)('%s is noticed', async (_, change) => {
  symlinkSync(release('one', 'one'), rules)
  const changed = watch()
  change()
  await changed
})

test('a directory that is moved away and replaced is noticed, and once more after that', async () => {
  renameSync(release('one', 'one'), rules)
  const changed = watch()
  renameSync(rules, join(base, 'old'))
  renameSync(release('two', 'two'), rules)
  await changed
  const again = new Promise<void>(resolve => {
    noticed = resolve
  })
  writeFileSync(join(rules, 'deep/er/people.yaml'), 'three')
  await again
})

test('a directory that is read while it is switched is read again, until two looks are equal', () => {
  renameSync(release('one', 'one'), rules)
  release('two', 'two')
  let looks = 0
  const read = (directory: string): RuleTexts => {
    looks++
    // Half of it has arrived.
    if (looks === 2) cpSync(join(base, 'two/box.yaml'), join(rules, 'box.yaml'))
    if (looks === 3) cpSync(join(base, 'two'), rules, { recursive: true })
    return readRuleTexts(directory)
  }
  const made: string[][] = []
  const make = ({ files }: RuleTexts): string[] => {
    made.push([...files.values()])
    return made.at(-1) ?? []
  }
  expect(ofStillTexts(rules, make, read)).toMatchObject({ restless: false, made: ['two', 'two'] })
  expect(looks).toBe(4)
  // Something was made of the first look, and thrown away.
  expect(made).toEqual([
    ['one', 'one'],
    ['two', 'two'],
  ])
})

test('a directory that holds still is compiled once, while the second look is waited for', () => {
  renameSync(release('one', 'one'), rules)
  let [looks, made] = [0, 0]
  const read = (directory: string): RuleTexts => {
    looks++
    return readRuleTexts(directory)
  }
  const still = ofStillTexts(
    rules,
    () => {
      made++
      return looks
    },
    read,
  )
  expect(still).toMatchObject({ restless: false, made: 1 })
  expect([looks, made]).toEqual([2, 1])
})

test('a directory that never holds still gives nothing', () => {
  renameSync(release('one', 'one'), rules)
  let made = 0
  let looks = 0
  const read = (directory: string): RuleTexts => {
    looks++
    return { ...readRuleTexts(directory), files: new Map([['box.yaml', `${looks}`]]) }
  }
  expect(ofStillTexts(rules, () => made++, read)).toMatchObject({ restless: true })
  expect(made).toBe(1)
})
