// What a person sees of incidents: the list with what happens next, and the story of one with who and why. Stories are told by the core itself.
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Property } from '../../src/core/plan/plan.ts'
import { callId } from '../../src/core/world/ids.ts'
import { LINE, ladder, NIGHT, PLAN_HASH, rung, smallPlan } from '../support/plan.ts'
import { type Story, tell } from '../support/story.ts'
import { type Box, box } from './run-program.ts'

let here: Box
beforeEach(() => {
  here = box()
})
afterEach(() => here.remove())

function night(oak: Partial<Property> = {}): Story {
  const retry = { everySeconds: 600, forSeconds: 3600, widen: [] }
  const plan = smallPlan({
    ladder: ladder([rung(['ana'])], { retry, remindBy: 'call' }),
    oak: { sameTrouble: { water: 'property' }, ...oak },
  })
  here.journal.keepPlan(PLAN_HASH, plan, {})
  return tell({ plan, at: NIGHT, onTurn: turn => here.journal.commit([turn]) })
}

const rows = (out: string) => out.split('\n').map(line => line.split(/ {2,}/).filter(cell => !/^\d+ (s|min|h)/.test(cell)))

test('unreached: since when, how many retries, when it is rung again, and how many callers', async () => {
  const story = night()
  const first = story.arrives({ channel: '1700000000.1' })
  first.presses('1', '*')
  story.phone('ana').declines()
  story.phone('ana').declines()
  first.hangsUp()
  const second = story.arrives({ channel: '1700000009.2', number: '+13125550777' })
  second.presses('1', '1').listens().speaks(4000).listens().hangsUp()
  story.wait(601)
  for (let n = 0; n < 2; n++) story.phone('ana').declines()
  const { code, out } = await here.run('incidents', 'list')
  expect(code).toBe(1)
  const [head, row] = rows(out)
  expect(head).toEqual(['OPENED', 'AGE', 'PROPERTY', 'CATEGORY', 'STATE', 'OWNER', 'CALLERS', 'SAID', 'PASSES', 'NEXT', 'ID'])
  expect(row).toEqual([
    ...['2026-03-10 02:00:00 -05:00', 'Oak Creek', 'water', 'unreached, 1 retry', 'nobody', '2', '1', '2'],
    ...['rung again 02:20', 'i-1700000000.1'],
  ])
  const shown = await here.run('incidents', 'show', '.1')
  expect(shown.out).toContain('Nobody has it: unreached since 2026-03-10 02:00:00 -05:00, 1 retry so far\nNext: rung again')
  expect(shown.out).toMatch(
    /2 callers:\n.*\+13125550142 {2}1700000000\.1 .*\n.*\+13125550777 {2}1700000009\.2 {2}joined an open incident/,
  )
  expect(shown.out).toMatch(/Another caller about the same \(the same property and category/)
  const json = JSON.parse((await here.run('incidents', 'show', 'i-1700000000.1', '--json')).out)
  expect(json.incident).toMatchObject({ joined: 1, retries: 1, owner: null, statements: [expect.stringContaining('statement')] })
  expect(json.calls).toHaveLength(2)
  // Whoever looks at the second call finds the incident, and who opened it.
  const call = await here.run('calls', 'show', '1700000009.2')
  expect(call.out).toContain('It was opened by call 1700000000.1: nightbell incidents show i-1700000000.1')
})

test('a call that joined: what was before it counts back, and its lane has only its own words', async () => {
  const story = night()
  story.arrives({ channel: '1700000000.1' }).presses('1').listens().speaks(4000)
  story.wait(300)
  const second = story.arrives({ channel: '1700000009.2', number: '+13125550777' })
  second.presses('1', '1').listens().speaks(4000)
  const { out } = await here.run('calls', 'show', '1700000009.2', '--plain')
  const words = out.split('\n').filter(line => line.includes("The caller's words are kept"))
  expect(words.map(line => /, ([+-]\d+:\d\d), (caller|ladder): .* recording (\S+)-statement/.exec(line)?.slice(1))).toEqual([
    ['-5:00', 'ladder', '1700000000-1'],
    ['+0:00', 'caller', '1700000009-2'],
  ])
})

test('whom the failsafe looked after: when they called, and since when the log knows', async () => {
  const story = night()
  const whom = { trunk: 'carrier', line: LINE.oak, property: 'oak-creek', callerNumber: '+13125550777', callerName: null }
  const left = { outcome: 'left', rung: '', rang: [], recording: null, ms: 0, diversion: null } as const
  const times = { arrivedAt: NIGHT - 600_000, endedAt: NIGHT - 500_000 }
  const channel = callId('1700000000.1')
  story.driver.take({ type: 'imported', channel, plan: PLAN_HASH, ...whom, ...left, ...times })
  const { out } = await here.run('calls', 'show', '1700000000.1')
  expect(out).toMatch(/^Arrived 2026-03-10 01:50:00 -05:00; the log knows of it since 2026-03-10 02:00:00 -05:00, from the note/m)
})

test('owned: by whom and how, when they are reminded; resolved: what, by whom and why', async () => {
  const story = night()
  const caller = story.arrives({ channel: '1700000000.1' })
  caller.presses('1', '*')
  story.wait(30)
  story.phone('ana').answers().presses('5').hangsUp()
  caller.listens().hangsUp()
  const { code, out } = await here.run('incidents', 'list')
  expect(code).toBe(0)
  expect(rows(out)[1]?.slice(3)).toEqual(['acknowledged', 'Ana (key 5)', '1', '0', '1', 'reminded 02:20', 'i-1700000000.1'])
  const stream = story.incident().id
  story.driver.take({ type: 'resolvedByHand', stream, who: 'Pat', why: 'it was a television', outcome: 'false-alarm' })
  expect((await here.run('incidents', 'list')).out).toBe('No incident is open.\n')
  expect(rows((await here.run('incidents', 'list', '--all')).out)[1]?.slice(3, 5)).toEqual(['a false alarm', 'Ana (key 5)'])
  const shown = (await here.run('incidents', 'show', stream)).out
  expect(shown).toContain('Ana (key 5) took it 2026-03-10 02:00:30 -05:00, after 30 s')
  expect(shown).toContain('RESOLVED, a false alarm: Pat (it was a television)')
})

test('late: when it would be, and that it is', async () => {
  const story = night({ target: 570 })
  const caller = story.arrives({ channel: '1700000000.1' })
  caller.presses('1', '*')
  for (let n = 0; n < 2; n++) story.phone('ana').declines()
  caller.hangsUp()
  // Rung again half a minute after that.
  expect(rows((await here.run('incidents', 'list')).out)[1]?.slice(3)).toEqual([
    ...['unreached', 'nobody', '1', '0', '1', 'late 02:09', 'i-1700000000.1'],
  ])
  story.wait(569)
  expect(story.facts('late')).toEqual([])
  story.wait(32)
  for (let n = 0; n < 2; n++) story.phone('ana').declines()
  expect(rows((await here.run('incidents', 'list')).out)[1]?.slice(3, 5)).toEqual(['unreached, 1 retry, late', 'nobody'])
  const shown = (await here.run('incidents', 'show', '.1')).out
  expect(shown).toContain('Late since 2026-03-10 02:09:30 -05:00: nobody had it by then\n')
  expect(shown).toMatch(/02:09:30 -05:00, .*, ladder: LATE: nobody has it 9 min 30 s after the call came in\n/)
  const [one] = JSON.parse((await here.run('incidents', 'list', '--json')).out)
  expect(one).toMatchObject({ lateAt: NIGHT + 570_000, lateLocal: '2026-03-10T02:09:30.000-05:00' })
})

test('taken twice: who had it first and how soon is told beside who has it now; each pass counts', async () => {
  const story = night()
  story.arrives({ channel: '1700000000.1' }).presses('1', '*')
  const stream = story.incident().id
  story.wait(100)
  story.driver.take({ type: 'ownedByHand', stream, who: 'ben', why: 'drives by' })
  story.driver.take({ type: 'resolvedByHand', stream, who: 'ben', why: 'dry', outcome: 'fixed-by-phone' })
  story.wait(7200)
  story.driver.take({ type: 'reopenedByHand', stream, who: 'Pat', why: 'wet again' })
  story.driver.take({ type: 'ownedByHand', stream, who: 'ana', why: 'goes there' })
  const [one] = JSON.parse((await here.run('incidents', 'list', '--json')).out)
  expect(one).toMatchObject({ owner: 'ana', firstOwner: 'ben', waitedMs: 100_000, ownedAt: NIGHT + 7_300_000, passes: 2 })
  const shown = (await here.run('incidents', 'show', stream)).out
  expect(shown).toContain(
    '2 passes so far\nFirst taken by Ben 2026-03-10 02:01:40 -05:00, after 1 min 40 s\nAna (command line) took it 2026-03-10 04:01:40 -05:00\n',
  )
  expect((await here.run('calls', 'show', '1700000000.1')).out).toContain('water, taken by Ben after 1 min 40 s, then by Ana')
})

test('one of a storm names the incident in which the rest is told, in each list and story', async () => {
  const story = night({ storm: { callers: 3, withinSeconds: 600 }, sameTrouble: {} })
  const storm = ['1700000000.1', '1700000009.2', '1700000019.3']
  for (const channel of storm) story.arrives({ channel, number: `+1312555077${channel.at(-1)}` }).presses('1', '*')
  const [whole, part] = ['i-1700000000.1', 'i-1700000009.2']
  expect(story.facts('folded')).toMatchObject([{ stream: part, into: whole }])
  const listed = JSON.parse((await here.run('incidents', 'list', '--all', '--json')).out)
  expect(listed).toMatchObject([
    { id: part, foldedInto: whole },
    { id: whole, foldedInto: null },
  ])
  expect(rows((await here.run('incidents', 'list', '--all')).out)[1]).toContain(`part of ${whole}`)
  expect((await here.run('incidents', 'show', part)).out).toContain(`One of a storm: what became of it is told in ${whole}\n`)
  expect((await here.run('calls', 'show', '1700000009.2')).out).toContain(`water, one of a storm: told in ${whole}`)
})

test('by hand and at the phone desk are told apart; an unknown id is said', async () => {
  const story = night()
  story.arrives({ channel: '1700000000.1' }).presses('1', '*')
  const stream = story.incident().id
  story.driver.take({ type: 'ownedByHand', stream, who: 'ben', why: 'drives by' })
  expect((await here.run('incidents', 'show', stream)).out).toContain('Ben (command line) took it')
  const none = await here.run('incidents', 'show', 'i-nonsense')
  expect(none).toMatchObject({ code: 1 })
  expect(none.err).toContain('nightbell incidents list --all')
})
