// `calls show` and `incidents show` where a person watches: lanes, colours, ASCII, plain lines; and the rules in force then, from the journal.
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Terminal } from '../../src/cli/io.ts'
import { instantOf, wallOf } from '../../src/core/plan/local-time.ts'
import { callId, type EpochMs } from '../../src/core/world/ids.ts'
import { arrival, closing, exampleNight, examplePlan } from '../store/example-turns.ts'
import { PLAN_HASH } from '../support/plan.ts'
import { tell } from '../support/story.ts'
import { type Box, box, nightbell } from './run-program.ts'
import { shippedRules } from './timeline/told-story.ts'

let here: Box
beforeEach(() => {
  here = box()
})
afterEach(() => here.remove())

const UTF8 = { LANG: 'en_US.UTF-8' }
const plainColours: Terminal = { columns: 100, style: (_, text) => text }

function shows(args: readonly string[], terminal: Terminal, env: Readonly<Record<string, string>> = UTF8) {
  return nightbell(args, { ...env, NIGHTBELL_STATE: here.state }, { terminal })
}

test('lanes on a terminal, plain lines with --plain and in a pipe, JSON as ever', async () => {
  here.journal.commit(exampleNight('c1'))
  const piped = (await here.run('calls', 'show', 'c1')).out
  const lanes = (await shows(['calls', 'show', 'c1'], plainColours)).out
  expect(lanes).toContain('│ │ │ Bob Stone +13125550202\n')
  expect(lanes).toContain('03:00:30 -05:00   +0:40  │ │   ●  Bob Stone')
  expect(lanes.startsWith(piped.slice(0, piped.indexOf('Sunday')))).toBe(true)
  expect((await shows(['calls', 'show', 'c1', '--plain'], plainColours)).out).toBe(piped)
  expect(piped).not.toMatch(/[│┊]| {2}/)
  const json = await here.run('calls', 'show', 'c1', '--json')
  expect((await shows(['calls', 'show', 'c1', '--json'], plainColours)).out).toBe(json.out)
})

test('colours stand for what marks and words say; without UTF-8 all lines are ASCII; a narrow terminal gets plain lines', async () => {
  here.journal.commit(exampleNight('c1'))
  const marked = (style: string, text: string) => `<${style}>${text}</>`
  const { out } = await shows(['calls', 'show', 'c1'], { columns: 120, style: marked })
  expect(out).toContain('<green>✓</>')
  expect(out).toContain('<red>✗</>')
  expect(out.replaceAll(/<\w*>|<\/>/g, '')).toBe((await shows(['calls', 'show', 'c1'], { ...plainColours, columns: 120 })).out)
  const ascii = (await shows(['calls', 'show', 'c1'], plainColours, { LC_ALL: 'C', LANG: 'en_US.UTF-8' })).out
  expect(ascii).toMatch(/^[\x20-\x7e\n]*$/)
  expect(ascii).toContain('| | | Bob Stone')
  const narrow = await shows(['calls', 'show', 'c1'], { ...plainColours, columns: 60 })
  expect(narrow.out).toBe((await here.run('calls', 'show', 'c1')).out)
})

test('an erased caller, and a name that would steer the terminal', async () => {
  const one = arrival('c2')
  const facts = one.facts.map(fact => (fact.kind === 'arrived' ? { ...fact, callerName: 'x\u001b[2J\u202e│' } : fact))
  here.journal.commit([...exampleNight('c1'), closing('c1'), { ...one, facts }])
  here.journal.eraseCall(callId('c1'))
  expect((await shows(['calls', 'show', 'c1'], plainColours)).out).toMatch(/From an erased caller.*\(erased\)/s)
  const { out } = await shows(['calls', 'show', 'c2'], plainColours)
  expect(out).toContain('x\\u001b[2J\\u202e│')
  expect(['\u001b', '\u202e'].filter(char => out.includes(char))).toEqual([])
})

test('each step names the rule that was in force for it, even when another is by now', async () => {
  const { plan, sources } = shippedRules()
  here.journal.keepPlan(PLAN_HASH, plan, sources)
  const moved = Object.fromEntries(Object.entries(sources).map(([file, text]) => [file, `# moved\n${text}`]))
  here.journal.keepPlan('newer', { ...plan, box: { ...plan.box, name: 'Newer' } }, moved)
  const at = instantOf('America/Chicago', wallOf('2026-11-26T02:14'), 'first') as EpochMs
  const story = tell({ plan, at, onTurn: turn => here.journal.commit([turn]) })
  const caller = story.arrives({ channel: 'c9', trunk: 'carrier-a', line: '+15125550101' })
  caller.presses('1')
  story.phone('dana-reyes').answers().presses('1')
  const { out } = await here.run('calls', 'show', 'c9')
  expect(out).toContain('(key 1 in menu texas-residents; config/menus.yaml:7)')
  expect(out).toContain('Rung 1: Dana Reyes (config/ladders.yaml:8)')
  expect(out).toMatch(/Dana Reyes is to be rung \(on call in texas-maintenance .*; config\/schedules\.yaml:9\)/)
  const incident = await here.run('incidents', 'show', story.incident().id)
  expect(incident.out).toContain('ladder: Rung 1: Dana Reyes (config/ladders.yaml:8)')
  for (const args of [
    ['calls', 'show', 'c9'],
    ['incidents', 'show', story.incident().id],
  ]) {
    const { facts } = JSON.parse((await here.run(...args, '--json')).out) as { facts: { kind: string; rule: string | null }[] }
    expect(facts.find(({ kind }) => kind === 'rung-began')?.rule).toBe('config/ladders.yaml:8')
  }
  expect((await shows(['incidents', 'show', story.incident().id], plainColours)).out).toContain('│ Dana Reyes +15125550152\n')
})

test('of rules whose files the journal does not have, no place is told', async () => {
  const plan = examplePlan()
  here.journal.keepPlan('h', plan, {})
  here.journal.commit(exampleNight('c1'))
  expect((await here.run('calls', 'show', 'c1')).out).not.toContain('.yaml')
})
