// docs/rules.md is true: its example compiles at each step that says so, its defaults are the ones in force, its sample
// problem is what `check` prints.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { compileRules, formatProblem } from '../../src/rules/load.ts'
import { durationText } from '../../src/rules/parse-text.ts'
import { DEFAULTS } from '../../src/rules/rule-defaults.ts'
import { nightbell } from '../cli/run-program.ts'
import { told } from './small-rules.ts'

const text = readFileSync('docs/rules.md', 'utf8')
const blocks = [...text.matchAll(/```yaml\n# (\S+)\n([\s\S]*?)```/g)].map(
  ([, file = '', body = '']) => [file, `# ${file}\n${body}`] as const,
)

describe('docs/rules.md', () => {
  test('names the file of each of its examples', () => {
    expect([...text.matchAll(/```yaml/g)]).toHaveLength(blocks.length)
    expect(blocks).toHaveLength(9)
  })

  test('is content after step 5, as it says, and after step 6', () => {
    expect(told(compileRules(new Map(blocks.slice(0, 6))))).toEqual([])
    expect(told(compileRules(new Map(blocks)))).toEqual([])
  })

  test.each(blocks)('%s is right as far as it goes', (_, body) => {
    expect(
      told(compileRules(new Map([['example.yaml', body]]), { incomplete: true })).filter(line => line.includes('error')),
    ).toEqual([])
  })

  test('overrides key by key, as step 6 says', () => {
    const compiled = compileRules(new Map(blocks))
    const property = compiled.ok ? compiled.plan.properties['oak-creek'] : undefined
    expect(property?.hold).toEqual({ maxSeconds: 900, wordEverySeconds: 25 })
    expect(property?.hours.yearly.map(({ name }) => name)).toEqual(['Thanksgiving', 'Christmas Day', "New Year's Day"])
    expect(Object.keys(property?.hours.dates ?? {})).toEqual(['2026-12-24', '2026-12-31'])
  })

  test.each([
    ['`ring` (', durationText(DEFAULTS.ringSeconds)],
    ['`tries` (', String(DEFAULTS.tries)],
    ['`passes` ', String(DEFAULTS.passes)],
    ['`pause` ', durationText(DEFAULTS.pauseSeconds)],
    ['`accept`', durationText(DEFAULTS.acceptSeconds)],
    ['`key-wait`', durationText(DEFAULTS.keySeconds)],
    ['`rounds`', String(DEFAULTS.rounds)],
    ['`statement`', durationText(DEFAULTS.statementSeconds)],
    ['`message` ', `{ max: ${durationText(DEFAULTS.messageSeconds)}, min: ${durationText(DEFAULTS.messageMinSeconds)} }`],
    ['`hold` ', `{ max: ${durationText(DEFAULTS.holdSeconds)}, word-every: ${durationText(DEFAULTS.wordEverySeconds)} }`],
    ['`storm`', `{ callers: ${DEFAULTS.stormCallers}, within: ${durationText(DEFAULTS.stormWithinSeconds)} }`],
    ['`office.ring`', durationText(DEFAULTS.officeRingSeconds)],
    ['`mail`: its `port`', String(DEFAULTS.mailPort)],
    ['`digest.at`', `0${Math.floor(DEFAULTS.digestMinute / 60)}:${DEFAULTS.digestMinute % 60}`],
    ["the box's `emergency-numbers`", `[${DEFAULTS.emergencyNumbers.join(', ')}]`],
  ])('gives the default of %s', (key, value) => {
    const row = text.split('\n').find(line => line.startsWith(`| ${key}`))
    expect(row?.split('|')[2]?.replaceAll('`', '').trim()).toBe(value)
  })

  test('asks the rules with commands that run, and simulates a telephone that is rung', async () => {
    const config = mkdtempSync(join(tmpdir(), 'nightbell-tour-'))
    for (const [file, body] of blocks) {
      mkdirSync(join(config, dirname(file)), { recursive: true })
      writeFileSync(join(config, file), body)
    }
    const asked = text.slice(text.indexOf('## Asking the rules'), text.indexOf('## Changing the rules'))
    const commands = [...asked.matchAll(/`nightbell ((?:explain|oncall|simulate) --?[^`]+|oncall [a-z]+[^`]*)`/g)].map(
      ([, words = '']) => words,
    )
    expect(commands.length).toBeGreaterThanOrEqual(7)
    for (const words of commands) {
      const args = [...words.replace(/ > .*$/, '').matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
      const { code, out, err } = await nightbell(args, { NIGHTBELL_CONFIG: config, NIGHTBELL_STATE: config })
      expect([words, code, err]).toEqual([words, 0, ''])
      expect(out).not.toContain('was never rung')
    }
    rmSync(config, { recursive: true })
  })

  test('shows a problem as it is printed', () => {
    const [file = '', source = ''] = blocks.find(([name]) => name.includes('oak-creek')) ?? []
    const wrong = source.replace('menu: residents', 'menu: residence')
    const compiled = compileRules(new Map([...blocks, [file, wrong]]))
    if (compiled.ok) throw new Error('this should not compile')
    expect(compiled.problems).toHaveLength(1)
    expect(text).toContain(compiled.problems.map(problem => formatProblem(problem, wrong)).join('\n'))
  })
})
