// `nightbell simulate`, asked as an administrator asks it, about the example rules.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nightbell } from './run-program.ts'

const simulate = (...args: readonly string[]) =>
  nightbell(['simulate', '--config', 'config', '--state', 'no-such-directory', ...args])
const NIGHT = ['--property', 'oak-creek', '--at', '2026-11-26 02:14'] as const

test('the first technician does not answer, the next one accepts: told with times, reasons and the end', async () => {
  const { code, out: stdout } = await simulate(
    ...NIGHT,
    '--keys',
    '1',
    '--phone',
    'dana-reyes=no-answer',
    '--phone',
    'lee-park=accept-after:8s',
  )
  expect(code).toBe(0)
  expect(stdout).toContain('Thursday 2026-11-26, America/Chicago')
  expect(stdout).toMatch(
    /closed: Thanksgiving[\s\S]*Dana Reyes did not answer[\s\S]*took it[\s\S]*Outcome: connected to a technician/,
  )
  // Whom Asterisk would ring by itself.
  expect(stdout).toMatch(
    /While Nightbell is away, Asterisk rings[^\n]*\[config\/box\.yaml:\d+\]\n {2}Pat Quinn on \+15125550155\n {2}Kim Lane/,
  )
})

test('a telephone that is named and never rung is said so, because somebody else is on call', async () => {
  const { out } = await simulate(...NIGHT, '--phone', 'dana-reyes=accept-after:8s', '--phone', 'sam-ortiz=off')
  expect(out).toContain('Sam Ortiz was never rung: --phone sam-ortiz=off changed nothing.')
  expect(out).not.toContain('Dana Reyes was never rung')
})

test('a telephone that is off could not be reached; no codes of SIP and Q.850, no phases of the program', async () => {
  const { out } = await simulate(...NIGHT, '--phone', 'dana-reyes=off', '--phone', 'lee-park=busy')
  expect(out).toContain('Dana Reyes could not be reached: the telephone was not heard to ring')
  expect(out).toMatch(/Lee Park was busy \(the telephone is busy\)\n/)
  expect(out).not.toMatch(/SIP \d|cause \d|in phase/)
})

test('nobody answers: the retries are told, and the exit code says that nobody was reached', async () => {
  const { code, out: stdout } = await simulate(...NIGHT, '--nobody-answers', '--caller-hangs-up-after', '20s')
  expect(code).toBe(1)
  expect(stdout).toContain('Passes 3 to 15 as before')
  expect(stdout).toContain('it is rung no more, and stays open')
})

test('passes that are alike are told once, with how often, until when, who was rung and who was told', async () => {
  const { out } = await simulate(...NIGHT, '--nobody-answers', '--caller-hangs-up-after', '20s')
  // In the first pass the caller is there; the second one is told in full, and the retries are as it was.
  expect(out.match(/Rung 3: Pat Quinn, Kim Lane/g)).toHaveLength(2)
  expect(out).toMatch(/UNREACHED[^\n]*\n[^\n]*Mail to pat\.quinn@example\.com about this \(unreached\) was sent/)
  expect(out).toMatch(
    /Passes 3 to 15 as before, one about every 17 min \d+ s, until 2026-11-26 06:\d\d:\d\d -06:00: Dana Reyes rung 52 times; Lee Park 13 times; Pat Quinn 13 times; Kim Lane 13 times; told: pat\.quinn@example\.com, kim\.lane@example\.com, manager@example\.com\n[^\n]*rung no more/,
  )
  expect(out.split('\n').length).toBeLessThan(100)
  // For scripts nothing is folded.
  const { facts } = JSON.parse((await simulate(...NIGHT, '--nobody-answers', '--json')).out) as { facts: { kind: string }[] }
  expect(facts.filter(({ kind }) => kind === 'pass-began')).toHaveLength(15)
})

test('what is late is told in its second, though the ladder goes on; and not where somebody has it in time', async () => {
  const rules = mkdtempSync(join(tmpdir(), 'nightbell-simulate-'))
  cpSync('config', rules, { recursive: true })
  writeFileSync(join(rules, 'targets.yaml'), 'defaults: { target: 10m, notify: [{ on: late, mail: kim-lane }] }\n')
  const late = (...args: readonly string[]) =>
    nightbell(['simulate', '--config', rules, '--state', 'no-such-directory', ...NIGHT, ...args])
  const { out } = await late('--nobody-answers', '--caller-hangs-up-after', '20s')
  const taken = await late()
  rmSync(rules, { recursive: true })
  expect(out).toMatch(/02:24:00 -06:00 {2}\+10:00 {2}LATE: nobody has it 10 min after the call came in\n/)
  expect(out).toMatch(/Mail to kim\.lane@example\.com about this \(late\) was sent/)
  expect(out.match(/LATE/g)).toHaveLength(1)
  expect(taken.out).not.toContain('LATE')
})

test('somebody who has it and just hangs up is reminded, and a day later it is closed', async () => {
  const { code, out } = await simulate(...NIGHT)
  expect(code).toBe(0)
  expect(out).toMatch(
    /\+21:\d\d {2}Ringing Dana Reyes[^\n]*reminder[\s\S]*is asked what became of it[\s\S]*hung up without a key/,
  )
  expect(out).toMatch(/Friday 2026-11-27[\s\S]*\+24:00:\d\d {2}Closed: Dana Reyes had it, and nobody said what became of it/)
  expect(out).not.toContain('cut here')
  const cut = await simulate(...NIGHT, '--for', '10m')
  expect(cut.out).toContain('The story is cut here, 10m after the call')
  expect(cut.out).not.toContain('reminder')
  expect((await simulate(...NIGHT, '--outcome', '2')).out).toMatch(/RESOLVED, going out: Dana Reyes/)
  expect(await simulate(...NIGHT, '--outcome', '7')).toMatchObject({ code: 2, err: expect.stringContaining('from 1 to 5') })
  expect(await simulate(...NIGHT, '--for', '3 weeks')).toMatchObject({
    code: 2,
    err: expect.stringContaining('a duration from 1m to 15d'),
  })
})

test('an acknowledgement that expires: rung, taken away, and the ladder again, as often as it happens', async () => {
  const rules = mkdtempSync(join(tmpdir(), 'nightbell-simulate-'))
  cpSync('config', rules, { recursive: true })
  const file = join(rules, 'templates.yaml')
  writeFileSync(file, readFileSync(file, 'utf8').replace('      passes: 2\n', '      passes: 2\n      expires: 2h\n'))
  const { out } = await nightbell(['simulate', '--config', rules, '--state', 'no-such-directory', ...NIGHT, '--for', '9h'])
  rmSync(rules, { recursive: true })
  expect(out).toMatch(
    /Dana Reyes has it no more[\s\S]*Pass 1 of the ladder begins[\s\S]*took it[\s\S]*Pass 1, \d times more as before, one about every 2 h/,
  )
  expect(out).toContain('The story is cut here, 9h after the call')
})

test('a trunk that is down: the next one carries the call', async () => {
  const { out: stdout } = await simulate(...NIGHT, '--trunk', 'carrier-a=down', '--json')
  const { facts } = JSON.parse(stdout) as { facts: { kind: string; trunk?: string; result?: string }[] }
  expect(facts.find(fact => fact.kind === 'attempt-ended')).toMatchObject({ result: 'congestion' })
  expect(facts.filter(fact => fact.kind === 'dialled').map(fact => fact.trunk)).toContain('carrier-b')
})

test('a trunk that refuses calls before they ring: the next one carries them; a telephone that every trunk refuses is told so', async () => {
  const { out } = await simulate(...NIGHT, '--trunk', 'carrier-a=refuses')
  expect(out).toContain('trunk carrier-a: the call was refused before it rang (603)')
  expect(out).toMatch(/Ringing .* over carrier-b/)
  const { out: all } = await simulate(...NIGHT, '--phone', 'dana-reyes=refused')
  expect(all).toContain('Dana Reyes declined')
})

test('trunks that seem down: when no other is left, the first is tried all the same', async () => {
  const { out } = await simulate(...NIGHT, '--trunk', 'carrier-a=silent')
  expect(out).toMatch(/Ringing .* over carrier-b/)
  const { out: all } = await simulate(...NIGHT, '--trunk', 'carrier-a=silent', '--trunk', 'carrier-b=silent')
  expect(all).toContain('no other trunk is left: carrier-a seems down, and is tried all the same')
  expect(all).toContain('pressed 1')
})

test('a telephone that asks who calls: its owner picks up after the accept time, and takes it; a voicemail does not', async () => {
  const { out } = await simulate(...NIGHT, '--phone', 'dana-reyes=screens:38s')
  expect(out).toContain("Somebody speaks at Dana Reyes's telephone: the accept time begins anew")
  expect(out).toContain('Dana Reyes pressed 1')
  const { out: greeting } = await simulate(...NIGHT, '--phone', 'dana-reyes=voicemail')
  expect(greeting).toContain('Dana Reyes answered but pressed no key')
})

test.each([
  [['--keys', 'one'], 'write keys such as 1 or 21'],
  [['--phone', 'dana=no-answer'], 'did you mean `dana-reyes`?'],
  [['--phone', 'dana-reyes=acept-after:8s'], 'did you mean `accept-after`?'],
  [['--trunk', 'carrier-a=up'], 'carrier-a=down, carrier-a=refuses or carrier-a=silent'],
  [['--at', 'yesterdy'], 'is no time'],
  [['--diverted-by', '5125550152'], '--diverted-by 5125550152: write +15125550152'],
  [['--diverted-by', 'dana'], 'write a number such as +15125550151'],
] as const)('a mistake is named: %s', async (args, said) => {
  const { code, err: stderr } = await simulate(...NIGHT, ...args)
  expect([code, stderr]).toEqual([2, expect.stringContaining(said)])
})

test('random callers: the same seed gives the same report, with the load of each person', async () => {
  const [one, same, other] = await Promise.all(
    ['7', '7', '8'].map(seed => simulate('--random', '15', '--seed', seed, '--at', '2026-11-26 02:14')),
  )
  expect(one?.out).toMatch(/15 callers, seed 7: \d+ urgent[\s\S]*To a human being: median[\s\S]*PERSON +RUNG +TOOK/)
  expect(same?.out).toBe(one?.out)
  expect(other?.out).not.toBe(one?.out)
})

test('a technician’s telephone that is forwarded to the line: our own call comes back, hears busy, and the next one is rung', async () => {
  const { code, out } = await simulate(...NIGHT, '--diverted-by', '+1 512 555 0152')
  expect(code).toBe(0)
  expect(out).toMatch(
    /Refused, busy: the telephone of Dana Reyes, \+15125550152, is forwarded to line \+15125550101: our own call came back[\s\S]*Dana Reyes was busy[\s\S]*Ringing Dana Reyes at \+15125550153[\s\S]*Dana Reyes took it/,
  )
  expect(out.match(/: our own call came back/g)).toHaveLength(2)
  expect(out).toContain('Outcome: connected to a technician')
  // Only one that is rung can do that.
  const idle = await simulate(...NIGHT, '--diverted-by', '+15125550156')
  expect(idle.out).toContain('Kim Lane was never rung: --diverted-by +15125550156 changed nothing')
  expect(idle.out).not.toContain('Refused, busy')
})

test('somebody else who forwarded the call is told, and hinders nothing', async () => {
  const { code, out } = await simulate(...NIGHT, '--diverted-by', '+1 512 555 0199')
  expect(code).toBe(0)
  expect(out).toMatch(/Call from \+13125550142[^\n]* diverted from \+15125550199\n/)
  expect(out).toContain('Dana Reyes took it')
  expect(out).not.toContain('never rung')
})

test.each([
  ['passes', 'Dana Reyes passed it on'],
  ['owns', 'Dana Reyes owns it without talking'],
  ['declines', 'Dana Reyes declined'],
  ['invalid', 'Dana Reyes has a number that does not exist'],
  ['congested', 'trunk carrier-b could not carry the call'],
  ['voicemail', 'Dana Reyes answered but pressed no key'],
  ['hangs-up-after:12s', 'Dana Reyes hung up without a key'],
])('as a person would write it: dana-reyes=%s', async (how, said) => {
  const { code, out } = await simulate(...NIGHT, '--keys', '1', '--phone', `dana-reyes=${how}`)
  expect([code, out]).toEqual([0, expect.stringContaining(said)])
})

test.each([
  ['dana-reyes', 'such as dana-reyes=no-answer'],
  ['dana-reyes=', 'No telephone does nothing: `no-answer`'],
  ['+1 512 555 0199=busy', 'Nobody in the rules has the telephone +15125550199: did you mean'],
])('a telephone that is not said rightly: %s', async (phone, said) => {
  const { code, err } = await simulate(...NIGHT, '--phone', phone)
  expect([code, err]).toEqual([2, expect.stringContaining(said)])
})

test('the worst of the random callers can be told alone, by the command that is printed', async () => {
  const random = await simulate('--random', '12', '--seed', '3', '--json')
  const { worst } = JSON.parse(random.out) as { worst: { secondsToHuman: number | null; command: string } }
  const args = [...worst.command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
  expect(args.slice(0, 2)).toEqual(['nightbell', 'simulate'])
  const alone = await simulate(...args.slice(2), '--json')
  expect(JSON.parse(alone.out)).toMatchObject({ secondsToHuman: worst.secondsToHuman })
})
