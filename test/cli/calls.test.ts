// What a person sees of calls: lists, the story of one call, the running list, replay; and what scripts get.
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { callId } from '../../src/core/world/ids.ts'
import { openControl } from '../../src/daemon/control.ts'
import { arrival, at, closing, exampleNight, NIGHT } from '../store/example-turns.ts'
import { erasing } from '../support/erasing.ts'
import { type Box, box, nightbell } from './run-program.ts'

let here: Box
beforeEach(() => {
  here = box()
})
afterEach(() => here.remove())

describe('calls erase', () => {
  test('of a call that still runs, or whose incident is not over yet, says when it can be', async () => {
    here.journal.commit([arrival('c1', 0), ...exampleNight('c2')])
    const { acts } = erasing(here.journal)
    const control = await openControl(join(here.state, 'control.sock'), { status: () => ({}), acts })
    const erases = (call: string) => here.run('calls', 'erase', call, '--yes')
    const refused = (why: string) => ({ code: 1, err: expect.stringContaining(`is not over: nothing was erased. ${why}`) })
    expect(await erases('c1')).toMatchObject(refused('Try again when the caller has hung up.'))
    expect(await erases('c2')).toMatchObject(refused('An incident is over a day after it was resolved'))
    here.journal.commit([closing('c2')])
    expect(await erases('c2')).toMatchObject({ code: 0, out: expect.stringContaining('The caller of c2 is erased') })
    const because = ['--because', 'asked by letter']
    expect(await here.run('calls', 'erase', 'c2', '--yes', ...because)).toMatchObject({ code: 0 })
    expect((await here.run('calls', 'show', 'c2')).out).toMatch(/erased the caller.*asked by letter/s)
    await control.close()
  })

  test('a reason that names the caller is refused, and nothing is erased', async () => {
    here.journal.commit([...exampleNight('c2'), closing('c2')])
    const control = await openControl(join(here.state, 'control.sock'), { status: () => ({}), acts: erasing(here.journal).acts })
    for (const because of ['(312) 555-0142 asked for it', 'annie wants it']) {
      const { code, err } = await here.run('calls', 'erase', 'c2', '--yes', '--because', because)
      expect([code, err]).toEqual([2, expect.stringContaining('the reason names the caller')])
    }
    expect((await here.run('calls', 'show', 'c2')).out).toContain('+13125550142')
    await control.close()
  })
})

describe('calls list', () => {
  test('one line a call, newest first, in the local time of the property', async () => {
    here.journal.commit([...exampleNight('1772956790.7'), arrival('1772957090.8', 300)])
    const { code, out } = await here.run('calls', 'list')
    expect(code).toBe(0)
    expect(out).toBe(
      [
        'ARRIVED                     PROPERTY   CALLER        LASTED      OUTCOME    INCIDENT         ID',
        '2026-03-08 03:04:50 -05:00  Oak Creek  +13125550142              live                        1772957090.8',
        '2026-03-08 01:59:50 -06:00  Oak Creek  +13125550142  1 min 50 s  connected  leak: Bob Stone  1772956790.7',
        '',
      ].join('\n'),
    )
  })

  test('filters by time as a person writes it, in local time', async () => {
    here.journal.commit([arrival('c1', 0), arrival('c2', 60), arrival('c3', 3000)])
    const ids = async (...args: string[]) => {
      const { out } = await here.run('calls', 'list', '--json', ...args)
      return (JSON.parse(out) as { id: string }[]).map(call => call.id)
    }
    expect(await ids('--since', '20m')).toEqual(['c3'])
    expect(await ids('--since', 'today')).toEqual(['c3', 'c2', 'c1'])
    expect(await ids('--until', 'today')).toEqual([])
    expect(await ids('--since', '2026-03-08 04:00')).toEqual(['c3', 'c2'])
    // The property lives an hour behind the box. 02:30 does not exist in that night: the clocks go from 02:00 to 03:00.
    expect(await ids('--property', 'oak-creek', '--since', '2026-03-08 01:59:50')).toEqual(['c3', 'c2', 'c1'])
    expect(await ids('--property', 'oak-creek', '--since', '2026-03-08 02:30')).toEqual(['c3', 'c2'])
    expect(await ids('--since', '2026-03-08T08:00:30Z')).toEqual(['c3', 'c2'])
    expect(await ids('--outcome', 'live', '--limit', '1')).toEqual(['c3'])
    expect(await ids('--outcome', 'missed')).toEqual([])
  })

  test('JSON carries times as numbers and in local time', async () => {
    here.journal.commit(exampleNight('c1'))
    const [call] = JSON.parse((await here.run('calls', 'list', '--json')).out)
    expect(call).toMatchObject({
      id: 'c1',
      arrivedAt: NIGHT,
      arrivedLocal: '2026-03-08T01:59:50.000-06:00',
      outcome: 'connected',
      incidents: [{ id: 'i-c1', owner: 'bob' }],
    })
  })

  test('says when there is nothing, and what was probably meant', async () => {
    expect((await here.run('calls', 'list')).out).toBe('There are no calls yet.\n')
    here.journal.commit([arrival('c1')])
    expect(await here.run('calls', 'list', '--property', 'oak-crek')).toMatchObject({
      code: 0,
      out: 'No property is called oak-crek. Did you mean oak-creek?\n',
    })
    expect((await here.run('calls', 'list', '--outcome', 'fax')).out).toBe('No call matches.\n')
  })

  test.each([
    [['--since', 'last tuesnight'], /--since last tuesnight is no time\. Write 2h/],
    [['--since', '2026-02-31'], /is no time/],
    [['--outcome', 'happy'], /Allowed choices are office-answered, missed/],
    [['--limit', '0'], /whole number from 1/],
    [['--lmit', '3'], /unknown option '--lmit'/],
  ])('refuses %s', async (args, words) => {
    here.journal.commit([arrival('c1')])
    const { code, out, err } = await here.run('calls', 'list', ...args)
    expect(code).toBe(2)
    expect(err).toMatch(words)
    expect(out).toBe('')
  })
})

describe('calls show', () => {
  test('tells the story second by second, across the change of the clocks', async () => {
    here.journal.commit(exampleNight('1772956790.7'))
    const { code, out } = await here.run('calls', 'show', '.7')
    expect(code).toBe(0)
    expect(out).toBe(`Call 1772956790.7: Oak Creek
Arrived 2026-03-08 01:59:50 -06:00
From +13125550142 "Ann "Annie" Lee", line +13125550100, trunk oak-pbx
Outcome: connected (connected to a technician), after 1 min 50 s.
Incident i-1772956790.7: leak, taken by Bob Stone after 45 s.

Sunday 2026-03-08, America/Chicago
01:59:50 -06:00, +0:00, caller: Call from +13125550142 "Ann "Annie" Lee" on line +13125550100 over trunk oak-pbx (the trunk oak-pbx sent it)
01:59:50 -06:00, +0:00, caller: The call is for Oak Creek (the line belongs to oak-creek)
01:59:50 -06:00, +0:00, caller: The caller hears the menu (the office is closed)
01:59:55 -06:00, +0:05, caller: The caller pressed 1: urgent: water leak (option 1 of the menu main)
01:59:55 -06:00, +0:05, ladder: Urgent: water leak, ladder emergencies (the caller pressed 1)
01:59:55 -06:00, +0:05, ladder: Pass 1 of the ladder begins (first pass)
01:59:55 -06:00, +0:05, ladder: Rung 1: Maria Gomez (first rung)
01:59:55 -06:00, +0:05, telephone +13125550201: Ringing Maria Gomez at +13125550201 over carrier (on call by the rotation nights)
01:59:58 -06:00, +0:08, telephone +13125550201: Maria Gomez's telephone rings (the carrier says so)
03:00:23 -05:00, +0:33, telephone +13125550201: Maria Gomez did not answer (rang for 25 s)
03:00:23 -05:00, +0:33, ladder: Rung 2: Bob Stone (rung 1 is done)
03:00:23 -05:00, +0:33, telephone +13125550202: Ringing Bob Stone at +13125550202 over carrier (named by the rung)
03:00:30 -05:00, +0:40, telephone +13125550202: Bob Stone's telephone is answered (the telephone was picked up)
03:00:40 -05:00, +0:50, telephone +13125550202: Bob Stone took it, 45 s after it was opened
03:00:40 -05:00, +0:50, telephone +13125550202: Bob Stone and the caller talk
03:00:40 -05:00, +0:50, caller: The caller is connected (bob took it)
03:01:40 -05:00, +1:50, caller: The call ended after 1 min 50 s: connected to a technician (the caller hung up)
03:01:40 -05:00, +1:50, telephone +13125550202: The talk ended after 1 min: the caller hung up
03:01:40 -05:00, +1:50, telephone +13125550202: Bob Stone is off the line, having taken it (the talk is over)
`)
  })

  test('as JSON: the call, and every fact with its local time and its sentence', async () => {
    here.journal.commit(exampleNight('c1'))
    const story = JSON.parse((await here.run('calls', 'show', 'i-c1', '--json')).out)
    expect(story.call).toMatchObject({ id: 'c1', zone: 'America/Chicago' })
    expect(story.facts).toHaveLength(19)
    expect(story.facts[9]).toEqual({
      turn: 4,
      local: '2026-03-08T03:00:23.000-05:00',
      rule: null,
      text: 'Maria Gomez did not answer (rang for 25 s)',
      kind: 'attempt-ended',
      stream: 'i-c1',
      at: at(33),
      leg: 'i-c1.1',
      person: 'maria',
      result: 'no-answer',
      sip: null,
      cause: null,
      why: 'rang for 25 s',
    })
  })

  test('a caller’s name cannot steer the terminal or make a line of its own', async () => {
    const one = arrival('c1')
    const evil = `x\u001b[2J\u009b2J\r\n03:00:00 Bob took it \u202e${'y'.repeat(4000)}`
    here.journal.commit([
      { ...one, facts: one.facts.map(fact => (fact.kind === 'arrived' ? { ...fact, callerName: evil } : fact)) },
    ])
    for (const args of [
      ['show', 'c1'],
      ['list'],
      ['tail', '--no-follow'],
      ['show', 'c1', '--json'],
      ['tail', '--json', '--no-follow'],
    ]) {
      const { out } = await here.run('calls', ...args)
      expect(['\u001b', '\u009b', '\r', '\u202e'].filter(char => out.includes(char))).toEqual([])
      expect(out.split('\n').some(line => line.startsWith('03:00:00'))).toBe(false)
    }
    expect((await here.run('calls', 'show', 'c1')).out).toContain('"x\\u001b[2J\\u009b2J\\r\\n03:00:00 Bob took')
  })

  test('an erased caller', async () => {
    here.journal.commit([...exampleNight('c1'), closing('c1')])
    here.journal.eraseCall(callId('c1'))
    const { out } = await here.run('calls', 'show', 'c1')
    expect(out).toContain('From an erased caller, line +13125550100')
    expect(out).toContain('Call from (erased) "(erased)" on line')
    expect((await here.run('calls', 'list')).out).toContain('(erased)')
  })

  test('wrong ids', async () => {
    here.journal.commit([arrival('1772.10'), arrival('1772.20')])
    expect(await here.run('calls', 'show', 'nonsense')).toEqual({
      code: 1,
      out: '',
      err: 'nightbell: There is no call nonsense. `nightbell calls list` shows the ids.\n',
    })
    expect(await here.run('calls', 'show', '1772')).toMatchObject({
      code: 1,
      err: 'nightbell: Several calls begin or end with 1772: 1772.20, 1772.10. Write more of the id.\n',
    })
    expect((await here.run('calls', 'show')).code).toBe(2)
  })
})

describe('calls tail', () => {
  test('prints the last facts, and with --json one object a line', async () => {
    here.journal.commit(exampleNight('c1'))
    const { code, out } = await here.run('calls', 'tail', '--no-follow', '--lines', '3')
    expect(code).toBe(0)
    expect(
      out,
    ).toBe(`2026-03-08 03:01:40 -05:00  oak-creek  c1  The call ended after 1 min 50 s: connected to a technician (the caller hung up)
2026-03-08 03:01:40 -05:00  oak-creek  c1  The talk ended after 1 min: the caller hung up
2026-03-08 03:01:40 -05:00  oak-creek  c1  Bob Stone is off the line, having taken it (the talk is over)
`)
    const lines = (await here.run('calls', 'tail', '--no-follow', '--json', '--lines', '3')).out.trim().split('\n')
    expect(lines.map(line => JSON.parse(line).kind)).toEqual(['left', 'talk-ended', 'attempt-ended'])
  })

  test('follows what is committed, until it is stopped', async () => {
    const stop = new AbortController()
    let heard = false
    const following = nightbell(
      ['calls', 'tail', '--state', here.state],
      {},
      {
        stop: stop.signal,
        onOut(out) {
          if (!heard && out.includes('c1')) here.journal.commit([arrival('c2')])
          heard ||= out.includes('c1')
          if (out.includes('c2  The caller hears the menu')) stop.abort()
        },
      },
    )
    here.journal.commit([arrival('c1')])
    expect((await following).code).toBe(0)
  })
})

describe('a journal that is not there', () => {
  test('is said, with exit code 2', async () => {
    const ran = await nightbell(['calls', 'list'], { NIGHTBELL_STATE: '/nonexistent' })
    expect(ran).toEqual({
      code: 2,
      out: '',
      err: 'nightbell: There is no journal at /nonexistent/journal.db. Has the daemon run yet, and is this its state directory?\n',
    })
  })
})

describe('help', () => {
  test('every command has examples and names its exit codes', async () => {
    for (const command of [
      ['calls', 'list'],
      ['calls', 'show'],
      ['calls', 'tail'],
      ['calls', 'replay'],
      ['check'],
      ['status'],
      ['run'],
    ]) {
      const { code, out } = await nightbell([...command, '--help'])
      expect(code).toBe(0)
      expect(out).toMatch(/Examples?:\n {2}nightbell /)
      expect(out).toMatch(/Exit codes: 0 /)
      expect(out).toMatch(/--state <dir>/)
    }
  })

  test('--state and --config count wherever they stand, before the environment', async () => {
    const env = { NIGHTBELL_STATE: '/env', NIGHTBELL_CONFIG: '/env' }
    expect(JSON.parse((await nightbell(['run'], {})).out)).toMatchObject({
      state: '/var/lib/nightbell',
      config: '/etc/nightbell',
    })
    expect(JSON.parse((await nightbell(['run'], env)).out)).toMatchObject({ state: '/env', config: '/env' })
    expect(JSON.parse((await nightbell(['--state', '/a', 'run', '--config', '/b'], env)).out)).toMatchObject({
      state: '/a',
      config: '/b',
    })
  })
})
