// `nightbell explain` on the shipped rules: the story, rule by rule with its place, and its JSON.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadRules } from '../../src/rules/load.ts'
import { SMALL } from '../rules/small-rules.ts'
import { at, PLAN } from '../store/example-turns.ts'
import { box, nightbell } from './run-program.ts'

let rules = ''
beforeAll(() => {
  rules = mkdtempSync(join(tmpdir(), 'nightbell-explain-'))
  cpSync(join(import.meta.dirname, '../../config'), rules, { recursive: true })
  const people = join(rules, 'people.yaml')
  const away = '    name: Dana Reyes\n    absences: [{ from: 2026-11-25 08:00, to: 2026-11-30 08:00, substitute: kim-lane }]\n'
  writeFileSync(people, readFileSync(people, 'utf8').replace('    name: Dana Reyes\n', away))
})
afterAll(() => rmSync(rules, { recursive: true, force: true }))

const explain = (...args: string[]) => nightbell(['explain', '--config', rules, '--property', 'oak-creek', ...args])

/** `[file:line]` → the text of that line, so that the test says what is pointed at and not where it happens to stand. */
function withLines(out: string): string {
  return out.replaceAll(/\[([^\]]+):(\d+)\]/g, (_, file: string, line: string) => {
    return `[${file.slice(rules.length + 1)}: ${readFileSync(file, 'utf8').split('\n')[Number(line) - 1]?.trim()}]`
  })
}

test('Thanksgiving at 2:14, key 1: each thing with the line that says so', async () => {
  const { code, out } = await explain('--at', '2026-11-26 02:14', '--keys', '1')
  expect(code).toBe(0)
  const told = withLines(out).split('\n')
  expect(told[0]).toBe('Oak Creek (oak-creek) on Thursday, 2026-11-26 at 02:14:00 -06:00 (America/Chicago)')
  expect(told[2]).toBe('The office is closed: Thanksgiving (2026-11-26)  [box.yaml: 4th Thursday of November: Thanksgiving]')
  expect(told[3]).toBe('The caller hears the menu texas-residents  [menus.yaml: texas-residents:]')
  expect(told[4]).toBe('  1  for a water leak: starts the ladder texas-emergencies, as water leak')
  expect(told.slice(9)).toEqual([
    '',
    'Key 1: starts the ladder texas-emergencies, as water leak  [menus.yaml: 1:]',
    '',
    'The ladder texas-emergencies: 2 passes, with 30 s between  [ladders.yaml: texas-emergencies:]',
    '  rung 1: ring 25 s, 2 tries  [ladders.yaml: - who: texas-maintenance]',
    '    Kim Lane on +15125550156: for dana-reyes, who is away from 2026-11-25 08:00 to 2026-11-30 08:00: on call in texas-maintenance from 2026-11-23 08:00 to 2026-11-30 08:00  [people.yaml: absences: [{ from: 2026-11-25 08:00, to: 2026-11-30 08:00, substitute: kim-lane }]]',
    '    not rung: dana-reyes is away from 2026-11-25 08:00 to 2026-11-30 08:00  [people.yaml: absences: [{ from: 2026-11-25 08:00, to: 2026-11-30 08:00, substitute: kim-lane }]]',
    '  rung 2: ring 25 s  [ladders.yaml: - who: texas-backup]',
    '    Lee Park on +15125550154: on call in texas-backup from 2026-11-23 08:00 to 2026-11-30 08:00  [schedules.yaml: - people: [dana-reyes, lee-park, sam-ortiz]]',
    '  rung 3: all at once, ring 30 s  [ladders.yaml: - who: manager]',
    '    Pat Quinn on +15125550155: role manager, serves the group texas  [people.yaml: serves: [texas]                    # a manager in these groups or properties; Kim is one everywhere]',
    '    Kim Lane on +15125550156: role manager  [people.yaml: roles: [manager]]',
    'When nobody was reached it is rung again 15 min after each pass, for 4 h  [ladders.yaml: texas-emergencies:]',
    '',
    'Outside are told',
    '  when nobody was reached: mail to pat.quinn@example.com, mail to kim.lane@example.com, mail to manager@example.com',
    '  when a trunk of it is in trouble, or well again: mail to pat.quinn@example.com, mail to kim.lane@example.com, mail to manager@example.com',
    '',
    "The digest is mailed every day at 07:30 to manager@example.com  [box.yaml: digest: { at: 07:30, mail: manager@example.com }   # last night's calls, and what nobody has taken on]",
    '',
    'While Nightbell is away, Asterisk rings one after the other: ring 25 s each, 2 passes  [box.yaml: failsafe: [pat-quinn, kim-lane]    # rung by the telephone system alone while Nightbell is away, one after the other]',
    '  Pat Quinn on +15125550155',
    '  Kim Lane on +15125550156',
    '',
    'An office telephone that dials 911; 933 tries it out:',
    '  oak-creek-desk shows +15125550101, over carrier-a, then carrier-b  [properties/oak-creek.yaml: - +1 512 555 0101]',
    '  oak-creek-back-office shows +15125550101, over carrier-a, then carrier-b  [properties/oak-creek.yaml: - +1 512 555 0101]',
    '  is told outside: at once mail to kim.lane@example.com, mail to pat.quinn@example.com, mail to manager@example.com',
    '',
  ])
})

test('a property without hours, and where the words of a caller who hangs up early are', async () => {
  const small = mkdtempSync(join(tmpdir(), 'nightbell-explain-'))
  const ladder = '      - who: manager\n'
  writeFileSync(join(small, 'rules.yaml'), SMALL.replace(ladder, `${ladder}    exhausted: { message: office }\n`))
  const { out } = await explain('--config', small, '--at', '2026-11-25 12:00', '--keys', '1')
  rmSync(small, { recursive: true })
  expect(out).toContain('The office is closed: this property has no office hours')
  expect(out).toMatch(
    /What the caller then says is a message for .*\n {2}The words of a caller who hangs up before that are kept with the/,
  )
})

test('whom Asterisk rings by itself, where a property has its own', async () => {
  const { failsafe } = JSON.parse((await nightbell(['explain', '--config', rules, '--property', 'mesa-verde', '--json'])).out)
  expect(failsafe).toMatchObject({
    ...{ ringSeconds: 20, passes: 2, where: expect.stringMatching(/mesa-verde\.yaml:\d+$/) },
    rungs: [
      { person: 'ana-montoya', name: 'Ana Montoya', number: '+16025550161' },
      { person: 'ray-begay', name: 'Ray Begay', number: '+16025550162' },
    ],
  })
})

test('who is told outside, and that quiet hours hold it', async () => {
  const property = join(rules, 'properties', 'oak-creek.yaml')
  const before = readFileSync(property, 'utf8')
  const rule = '{ on: message, mail: kim-lane, quiet: 21:00-07:00 }'
  writeFileSync(property, before.replace('  oak-creek:\n', `  oak-creek:\n    notify: [${rule}]\n`))
  const { out } = await explain('--at', '2026-11-26 02:14', '--keys', '4')
  const { told } = JSON.parse((await explain('--at', '2026-11-26 12:00', '--keys', '4', '--json')).out)
  writeFileSync(property, before)
  expect(out).toContain('mail to kim.lane@example.com (held by quiet hours until 2026-11-26 07:00:00 -06:00)')
  expect(told[0]).toMatchObject({ event: 'message' })
  expect(told[0].tell).toContainEqual({ way: 'mail', to: 'kim.lane@example.com', heldUntil: null })
})

test('what would be late, by which line, and who would be told', async () => {
  const property = join(rules, 'properties', 'oak-creek.yaml')
  const before = readFileSync(property, 'utf8')
  const own = '    target: 10m\n    notify: [{ on: late, mail: kim-lane }]\n'
  writeFileSync(property, before.replace('  oak-creek:\n', `  oak-creek:\n${own}`))
  const { out } = await explain('--at', '2026-11-26 02:14', '--keys', '1')
  const { ladder } = JSON.parse((await explain('--keys', '1', '--json')).out)
  const said = withLines(out)
  writeFileSync(property, before)
  expect(said).toContain('Late when nobody has it 10 min after the call came in  [properties/oak-creek.yaml: target: 10m]\n')
  expect(out).toContain('  when it is late: mail to kim.lane@example.com\n')
  expect(ladder.target).toMatchObject({ seconds: 600, where: expect.stringMatching(/oak-creek\.yaml:\d+$/) })
})

test('in office hours the office rings first', async () => {
  const { out } = await explain('--at', '2026-11-24 10:00')
  expect(withLines(out)).toContain(
    'The office is open: Tuesday 09:00-18:00  [properties/oak-creek.yaml: mon-fri: 09:00-18:00]\nIts telephones ring for 20 s. When nobody answers:\n',
  )
})

test('a submenu, silence, and a key that is not there', async () => {
  expect((await explain('--keys', '22')).out).toMatch(
    /Key 2: goes to the menu texas-other-emergencies.*\nKey 2: starts the ladder texas-emergencies, as lockout/,
  )
  expect(withLines((await explain('--keys', 'none')).out)).toContain(
    'Without a key, three seconds of speech or more: becomes a message for office; less is a missed call  [properties/oak-creek.yaml: on-no-key: message]',
  )
  const { code, out } = await explain('--keys', '9')
  expect(out).toContain('Key 9: no option has this key: the menu is said again')
  expect(code).toBe(1)
})

test('as JSON', async () => {
  const { out } = await explain('--at', '2026-11-27 11:00', '--keys', '1', '--json')
  expect(JSON.parse(out)).toMatchObject({
    property: 'oak-creek',
    at: '2026-11-27T11:00:00.000-06:00',
    office: { open: true, why: 'open: Day after Thanksgiving (2026-11-27) 10:00-14:00', ringSeconds: 20 },
    keys: [{ key: '1', does: 'starts the ladder texas-emergencies, as water leak' }],
    ladder: {
      id: 'texas-emergencies',
      rungs: [{ people: [{ person: 'kim-lane' }], leftOut: [{ person: 'dana-reyes' }] }, {}, {}],
    },
  })
})

test.each([
  [['--keys', 'one'], '--keys one: write keys such as 1 or 21, or none.'],
  [['--property', 'oak'], 'There is no property oak: did you mean `oak-creek`?'],
])('%s cannot run', async (args, err) => {
  expect(await explain(...args)).toMatchObject({ code: 2, err: `nightbell: ${err}\n` })
})

test('what a menu has from its template is told where the template says it', async () => {
  const args = ['explain', '--config', rules, '--property', 'mesa-verde', '--at', '2026-12-25 10:00', '--keys', '2']
  const { code, out } = await nightbell(args)
  expect(code).toBe(0)
  const told = withLines(out).split('\n')
  expect(told[3]).toBe('The caller hears the menu arizona-holidays  [menus.yaml: arizona-holidays:]')
  const at = told.findIndex(line => line.startsWith('Key 2:'))
  expect(told[at]).toMatch(/^Key 2: takes a message for Mesa Verde leasing office {2}\[menus.yaml: 2:\]$/)
  const line = Number(/Key 2: .*menus\.yaml:(\d+)/.exec(out)?.[1])
  const menus = readFileSync(join(rules, 'menus.yaml'), 'utf8').split('\n')
  expect(line).toBeGreaterThan(menus.indexOf('  arizona-residents:'))
  expect(line).toBeLessThan(menus.indexOf('  arizona-holidays:'))
})

test('since when these rules are in force, and that changed ones are not yet', async () => {
  const the = box()
  try {
    const loaded = loadRules(rules)
    if (!loaded.ok) throw new Error('the rules are wrong')
    the.journal.keepPlan(loaded.hash, loaded.plan, {})
    the.journal.planInForce?.(loaded.hash, at(0), 'the daemon started')
    const asked = ['explain', '--config', rules, '--property', 'oak-creek'] as const
    const now = (await the.run(...asked)).out.split('\n')[1]
    expect(now).toBe(`By the rules in force since 2026-03-08 01:59:50 -06:00 (plan ${loaded.hash.slice(0, 12)}).`)
    the.journal.planInForce?.(PLAN, at(60), 'changed rules were taken')
    expect((await the.run(...asked)).out).toContain(
      'These rules are not in force yet: calls go by those of 2026-03-08 03:00:50 -05:00.',
    )
    expect(JSON.parse((await the.run(...asked, '--json')).out)).toMatchObject({ rules: { hash: loaded.hash, inForce: false } })
  } finally {
    the.remove()
  }
})

test('the reports that are mailed about it: which, of whom, when, to whom, and when the next one goes out', async () => {
  const box = join(rules, 'box.yaml')
  const before = readFileSync(box, 'utf8')
  const mailed = `
reports:
  weekly: { report: [service, exceptions], at: monday 07:00, span: week, to: pat.quinn@example.com }
  texas: { report: trends, at: day 1 08:30, span: month, group: texas, to: kim.lane@example.com }
  other: { report: lines, at: 06:00, span: day, group: arizona, to: kim.lane@example.com }
`
  try {
    writeFileSync(box, `${before}${mailed}`)
    const { code, out, err } = await explain('--at', '2026-11-26 02:14', '--keys', '1')
    expect([code, err]).toEqual([0, ''])
    expect(
      withLines(out)
        .split('\n')
        .filter(line => line.startsWith('The report')),
    ).toEqual([
      'The reports service, exceptions of all properties are mailed every Monday at 07:00, of the week before, to pat.quinn@example.com; next 2026-11-30 07:00:00 -06:00  [box.yaml: weekly: { report: [service, exceptions], at: monday 07:00, span: week, to: pat.quinn@example.com }]',
      'The report trends of group texas is mailed on day 1 of each month at 08:30, of the month before, to kim.lane@example.com; next 2026-12-01 08:30:00 -06:00  [box.yaml: texas: { report: trends, at: day 1 08:30, span: month, group: texas, to: kim.lane@example.com }]',
    ])
  } finally {
    writeFileSync(box, before)
  }
})
