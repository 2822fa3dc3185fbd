// Random damage to the example files, as editors, merges and tired people do it: letters, lines, indents, values of elsewhere, halves of
// files, junk. The same seed gives the same damage. Used by mutations.test.ts, fast here and long in test/long.
import { expect } from 'vitest'
import { compileRules, type Problem } from '../../src/rules/load.ts'
import { type Chance, openChance } from '../../src/simulation/chance.ts'
import { simulateCall } from '../../src/simulation/one-call.ts'
import { time } from '../plan/build.ts'

const NOW = time('2026-11-20 00:00 -06:00')
/** A file that takes longer than this hangs, ms; the whole example takes 50. */
const HANGS = 5_000
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
  for (let times = chance.between(1, 3); times > 0; times--) text = damage(text, chance, files.get(chance.pick(names)) ?? '')
  return { file, all: new Map([...files, [file, text]]) }
}

function damage(text: string, chance: Chance, other: string): string {
  const at = chance.between(0, text.length)
  const lines = text.split('\n')
  const nth = chance.between(0, lines.length - 1)
  const put = (line: string) => lines.map((each, which) => (which === nth ? line : each)).join('\n')
  const line = lines[nth] ?? ''
  const otherLine = chance.pick(other.split('\n'))
  const ways: (() => string)[] = [
    () => text.slice(0, at) + chance.pick(JUNK) + text.slice(at),
    () => text.slice(0, at) + text.slice(at + chance.between(1, 12)),
    () => text.slice(0, at),
    () => text.slice(0, at) + text.slice(at).replace(/\d/, String(chance.between(0, 9))),
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
  ]
  return chance.pick(ways)()
}

export interface Met {
  accepted: number
  simulated: number
}

/** Checks one damaged portfolio: an answer, in time, with a place for all that is wrong; what is accepted can be run. */
export async function meet(files: Files, seed: number, simulateEvery: number, met: Met): Promise<void> {
  const { all } = mutated(files, seed)
  const start = performance.now()
  const compiled = compileRules(all, { now: NOW })
  expect(performance.now() - start, `seed ${seed} hangs`).toBeLessThan(HANGS)
  for (const problem of [...(compiled.ok ? [] : compiled.problems), ...compiled.warnings]) placed(problem, all, seed)
  if (!compiled.ok) {
    expect(compiled.problems.length, `seed ${seed} is wrong without a word`).toBeGreaterThan(0)
    return
  }
  if (met.accepted++ % simulateEvery !== 0) return
  met.simulated++
  const { plan } = compiled
  for (const property of Object.keys(plan.properties).slice(seed % 3, (seed % 3) + 1)) {
    const call = await simulateCall(plan, {
      ...{ property, at: time('2026-11-26 02:14 -06:00'), keys: ['1'], telephones: new Map(), seed },
      ...{ otherwise: { does: 'refuse', as: 'busy', after: 1 }, says: 4, hangsUpAfter: 60 },
      ...{ officeAnswersAfter: null, trunksDown: [] },
    })
    expect(call.facts.length, `seed ${seed} tells no story`).toBeGreaterThan(0)
  }
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
