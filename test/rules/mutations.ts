// Random damage to the example files, as editors, merges and tired people do it: letters, lines, indents, values of elsewhere, halves of
// files, junk. The same seed gives the same damage. Used by mutations.test.ts, fast here and long in test/long.
import { expect } from 'vitest'
import type { Key } from '../../src/core/plan/plan.ts'
import { compileRules, type Problem } from '../../src/rules/load.ts'
import { type Chance, openChance } from '../../src/simulation/chance.ts'
import { simulateCall } from '../../src/simulation/one-call.ts'
import type { Way } from '../../src/simulation/people.ts'
import { time } from '../plan/build.ts'

const NOW = time('2026-11-20 00:00 -06:00')
const TIMES = [time('2026-11-26 02:14 -06:00'), time('2026-03-08 02:59 -06:00'), time('2026-11-23 10:00 -06:00')]
const WAYS: readonly Way[] = [
  { does: 'refuse', as: 'busy', after: 1 },
  { does: 'ring' },
  { does: 'answer', after: 3, talksFor: 30, reactions: [{ hears: '', after: 8, does: 'press', key: '1' }] },
]
/** A file that takes longer than this hangs, ms of its own work; the whole example takes 50. */
const HANGS = 2_000
const JUNK = [
  '\t',
  '\r',
  '\u0000',
  '\uFEFF',
  '\uFFFD',
  ':',
  '- ',
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  '#',
  '&a ',
  '*a',
  '<<',
  '!',
  '|',
  '>',
  '---\n',
  '%',
  '@',
  '`',
  '😀',
  '\u2028',
  '999999999999',
  '-1',
  '0',
  '+',
  '__proto__',
  'constructor',
  'null',
  '~',
  '2026-02-30',
  '24:00',
  'yes',
]

type Files = ReadonlyMap<string, string>

export function mutated(files: Files, seed: number): { file: string; all: Files } {
  const chance = openChance(seed)
  const names = [...files.keys()]
  const file = chance.pick(names)
  let text = files.get(file) ?? ''
  for (let times = Math.ceil(chance.between(0, 3)); times > 0; times--)
    text = damage(text, chance, files.get(chance.pick(names)) ?? '')
  return { file, all: new Map([...files, [file, text]]) }
}

function damage(text: string, chance: Chance, other: string): string {
  const whole = (least: number, most: number) => Math.floor(chance.between(least, most + 1))
  const at = whole(0, text.length)
  const lines = text.split('\n')
  const nth = whole(0, lines.length - 1)
  const put = (line: string) => lines.map((each, which) => (which === nth ? line : each)).join('\n')
  const line = lines[nth] ?? ''
  const otherLine = chance.pick(other.split('\n'))
  const ways: (() => string)[] = [
    () => text.slice(0, at) + chance.pick(JUNK) + text.slice(at),
    () => text.slice(0, at) + text.slice(at + whole(1, 12)),
    () => text.slice(0, at),
    () => text.slice(0, at) + text.slice(at).replace(/\d/, String(whole(0, 9))),
    () => text.slice(0, at) + text.slice(at).replace(/[a-z]/, chance.pick([...'abcxyz-_ '])),
    () => put(`${line}\n${line}`),
    () => lines.filter((_, which) => which !== nth).join('\n'),
    () => put(`  ${line}`),
    () => put(line.replace(/^ {1,2}/, '')),
    () => put(otherLine),
    () => put(`${line}\n${otherLine}`),
    () => put(line.replace(/:.*/, `: ${(/:\s*(.*)/.exec(otherLine) ?? [])[1] ?? ''}`)),
    () => put(line.replace(/:.*/, `: ${chance.pick(JUNK)}`)),
    () => put(line.replace(/:.*/, ':')),
    () => text.replaceAll('\n', '\r\n'),
    // A key with all that stands under it: away, twice, or somewhere else.
    () => lines.toSpliced(nth, blockAt(lines, nth)).join('\n'),
    () => lines.toSpliced(nth, 0, ...lines.slice(nth, nth + blockAt(lines, nth))).join('\n'),
    () => {
      const block = lines.slice(nth, nth + blockAt(lines, nth))
      const left = lines.toSpliced(nth, block.length)
      return left.toSpliced(whole(0, left.length), 0, ...block).join('\n')
    },
    // Two values, or two keys, in each other's place.
    () => swapped(lines, nth, whole(0, lines.length - 1), /^(.*?: *)(.*)$/),
    () => swapped(lines, nth, whole(0, lines.length - 1), /^( *)([^:]*)/),
    // Any characters at all, and bytes that are no text: the loader makes U+FFFD of them.
    () => text.slice(0, at) + String.fromCodePoint(whole(0, 0xd7ff)) + text.slice(at),
    () => bytesOf(text, chance, at),
  ]
  return chance.pick(ways)()
}

/** So many lines belong to the key on this one. */
function blockAt(lines: readonly string[], nth: number): number {
  const indent = (line: string) => line.length - line.trimStart().length
  const next = lines.findIndex((line, which) => which > nth && line.trim() !== '' && indent(line) <= indent(lines[nth] ?? ''))
  return (next < 0 ? lines.length : next) - nth
}

/** What the second group of the pattern finds on the two lines, exchanged. */
function swapped(lines: readonly string[], one: number, other: number, pattern: RegExp): string {
  const [a, b] = [pattern.exec(lines[one] ?? ''), pattern.exec(lines[other] ?? '')]
  if (!a || !b) return lines.join('\n')
  const put = (line: string, by: string) => line.replace(pattern, (_, before: string) => before + by)
  return lines
    .map((line, which) => (which === one ? put(line, b[2] ?? '') : which === other ? put(line, a[2] ?? '') : line))
    .join('\n')
}

function bytesOf(text: string, chance: Chance, at: number): string {
  const bytes = Buffer.from(text)
  for (let n = 0; n < 4; n++) bytes[Math.min(bytes.length - 1, at + n)] = Math.floor(chance.between(0, 256))
  return bytes.toString('utf8')
}

export interface Met {
  accepted: number
  simulated: number
}

/** Checks one damaged portfolio: an answer, in time, with a place for all that is wrong; what is accepted can be run. */
export async function meet(files: Files, seed: number, simulateEvery: number, met: Met): Promise<void> {
  const { all } = mutated(files, seed)
  const start = process.threadCpuUsage().user
  const compiled = compileRules(all, { now: NOW })
  expect((process.threadCpuUsage().user - start) / 1000, `seed ${seed} hangs`).toBeLessThan(HANGS)
  for (const problem of [...(compiled.ok ? [] : compiled.problems), ...compiled.warnings]) placed(problem, all, seed)
  if (!compiled.ok) {
    expect(compiled.problems.length, `seed ${seed} is wrong without a word`).toBeGreaterThan(0)
    return
  }
  if (met.accepted++ % simulateEvery !== 0) return
  met.simulated++
  const { plan } = compiled
  const chance = openChance(seed)
  const property = chance.pick(Object.keys(plan.properties))
  const call = await simulateCall(plan, {
    ...{ property, at: chance.pick(TIMES), keys: [chance.pick([...'1234'] as Key[])], telephones: new Map(), seed },
    ...{ otherwise: chance.pick(WAYS), says: 4, hangsUpAfter: chance.pick([5, 60, null]), officeAnswersAfter: null },
    trunksDown: chance.happens(0.2) ? Object.keys(plan.trunks).slice(0, 1) : [],
  })
  expect(call.facts.length, `seed ${seed} tells no story`).toBeGreaterThan(0)
}

function placed({ file, line, column, message }: Problem, files: Files, seed: number): void {
  const text = files.get(file)
  const where = `seed ${seed}: ${file}:${line}:${column} ${message}`
  expect(text, where).toBeDefined()
  const lines = (text ?? '').split(/\r\n|\r|\n/)
  expect(line >= 1 && line <= lines.length, where).toBe(true)
  expect(column >= 1 && column <= (lines[line - 1] ?? '').length + 2, where).toBe(true)
  expect(message.length, where).toBeGreaterThan(5)
}
