// docs/rules.md and docs/rules-in-full.md are true: their examples compile at each step that says so, the defaults are the ones in force, the
// commands run, and the sample problem is what `check` prints.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { compileRules, formatProblem } from '../../src/rules/load.ts'
import { durationText } from '../../src/rules/parse-text.ts'
import { DEFAULTS } from '../../src/rules/rule-defaults.ts'
import { nightbell } from '../cli/run-program.ts'
import { told } from './small-rules.ts'

const tour = readFileSync('docs/rules.md', 'utf8')
const full = readFileSync('docs/rules-in-full.md', 'utf8')
const blocksOf = (text: string) =>
  [...text.matchAll(/```yaml\n# (\S+)\n([\s\S]*?)```/g)].map(([, file = '', body = '']) => [file, `# ${file}\n${body}`] as const)
const steps = blocksOf(tour)
const more = blocksOf(full)
const blocks = [...steps, ...more]

/** A directory with these files; the tour's commands run where it stands. */
async function inDirectory(files: typeof blocks, run: (config: string) => Promise<void>): Promise<void> {
  const config = mkdtempSync(join(tmpdir(), 'nightbell-tour-'))
  for (const [file, body] of files) {
    mkdirSync(join(config, dirname(file)), { recursive: true })
    writeFileSync(join(config, file), body)
  }
  try {
    await run(config)
  } finally {
    rmSync(config, { recursive: true })
  }
}

const argsOf = (words: string) =>
  [...words.replace(/ > .*$/, '').matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')

describe('docs/rules.md', () => {
  test('names the file of each of its examples', () => {
    expect([...tour.matchAll(/```yaml/g)]).toHaveLength(steps.length)
    expect([steps.length, more.length]).toEqual([7, 7])
    expect([...full.matchAll(/```yaml/g)]).toHaveLength(more.length)
  })

  test('is content after step 5, as it says, after step 8, and with all that stands in rules-in-full.md', () => {
    expect(told(compileRules(new Map(steps.slice(0, 5))))).toEqual([])
    expect(told(compileRules(new Map(steps)))).toEqual([])
    expect(told(compileRules(new Map(blocks)))).toEqual([])
  })

  test('is read and copied in ten minutes', () => {
    const text = tour.slice(0, tour.indexOf('## And then'))
    const words = text.replaceAll(/```[\s\S]*?```/g, '').split(/\s+/).length
    const copied = steps.reduce((sum, [, body]) => sum + body.length, 0)
    // 200 words and 250 characters a minute; the commands of step 6 answer at once.
    expect(words / 200 + copied / 250).toBeLessThan(10)
  })

  test('asks with commands that run, of a telephone that is rung', async () => {
    const asked = tour.slice(tour.indexOf('## 6.'), tour.indexOf('## 7.'))
    const commands = [...asked.matchAll(/^ {4}nightbell (.*)$/gm)].map(([, words = '']) => words)
    expect(commands).toHaveLength(4)
    await inDirectory(steps, async config => {
      const env = { NIGHTBELL_CONFIG: join(config, 'config'), NIGHTBELL_STATE: config }
      expect((await nightbell(['check'], env)).out).toBe('7 files, no problems.\n')
      for (const words of commands) {
        const { code, out, err } = await nightbell(argsOf(words), env)
        expect([words, code, err]).toEqual([words, words.includes('--nobody-answers') ? 1 : 0, ''])
        expect(out).not.toContain('was never rung')
      }
    })
  })

  test('shows a problem as it is printed', () => {
    const [file = '', source = ''] = steps.find(([name]) => name.includes('oak-creek')) ?? []
    const wrong = source.replace('menu: residents', 'menu: residence')
    const compiled = compileRules(new Map([...steps.slice(0, 5), [file, wrong]]))
    if (compiled.ok) throw new Error('this should not compile')
    expect(compiled.problems).toHaveLength(1)
    expect(tour).toContain(compiled.problems.map(problem => formatProblem(problem, wrong)).join('\n'))
  })

  test('leads to sections that exist', () => {
    const heads = [...full.matchAll(/^## (.*)$/gm)].map(([, head = '']) => head.toLowerCase().replaceAll(' ', '-'))
    const links = [...tour.matchAll(/rules-in-full\.md#([\w-]+)/g)].map(([, anchor = '']) => anchor)
    expect(links.length).toBeGreaterThan(8)
    expect(links.filter(link => !heads.includes(link))).toEqual([])
  })
})

describe('docs/rules-in-full.md', () => {
  test.each(more.map(([file], at) => [file, at] as const))('%s is right beside the tour and the blocks before it', (_, at) => {
    const problems = told(compileRules(new Map([...steps, ...more.slice(0, at + 1)])))
    expect(problems.filter(line => !/warning: (no ladder in use names|no menu leads|no property leads)/.test(line))).toEqual([])
  })

  test.each(blocks)('%s is right as far as it goes', (_, body) => {
    expect(
      told(compileRules(new Map([['example.yaml', body]]), { incomplete: true })).filter(line => line.includes('error')),
    ).toEqual([])
  })

  test('a property overrides key by key, as it says', () => {
    const compiled = compileRules(new Map(blocks))
    const property = compiled.ok ? compiled.plan.properties['cedar-hill'] : undefined
    expect(property?.hold).toEqual({ maxSeconds: 900, wordEverySeconds: 25 })
    expect(property?.hours.yearly.map(({ name }) => name)).toEqual(['Christmas Day'])
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
    ['`answer-target`', durationText(DEFAULTS.answerTargetSeconds)],
    ['`office.ring`', durationText(DEFAULTS.officeRingSeconds)],
    ['`mail`: its `port`', String(DEFAULTS.mailPort)],
    ['`digest.at`', `0${Math.floor(DEFAULTS.digestMinute / 60)}:${DEFAULTS.digestMinute % 60}`],
    ["the box's `emergency-numbers`", `[${DEFAULTS.emergencyNumbers.join(', ')}]`],
  ])('gives the default of %s', (key, value) => {
    const row = full.split('\n').find(line => line.startsWith(`| ${key}`))
    expect(row?.split('|')[2]?.replaceAll('`', '').trim()).toBe(value)
  })

  test('asks the rules with commands that run, and simulates a telephone that is rung', async () => {
    const asked = full.slice(full.indexOf('## Asking the rules'), full.indexOf('## Changing the rules'))
    const commands = [...asked.matchAll(/`nightbell ((?:explain|oncall|simulate) --?[^`]+|oncall [a-z]+[^`]*)`/g)].map(
      ([, words = '']) => words,
    )
    expect(commands.length).toBeGreaterThanOrEqual(7)
    await inDirectory(blocks, async config => {
      for (const words of commands) {
        const { code, out, err } = await nightbell(argsOf(words), { NIGHTBELL_CONFIG: config, NIGHTBELL_STATE: config })
        expect([words, code, err]).toEqual([words, 0, ''])
        expect(out).not.toContain('was never rung')
      }
    })
  })
})
