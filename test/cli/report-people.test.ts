// `nightbell report people` as somebody types it, over a few days of random callers: whom and what
// may be asked, and a pay period that is closed once, with what changed since as corrections.
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askAct } from '../../src/cli/control-client.ts'
import { callId, type EpochMs } from '../../src/core/world/ids.ts'
import type { Input } from '../../src/core/world/inputs.ts'
import { takeTurn } from '../../src/core/world/take-turn.ts'
import { emptyWorld } from '../../src/core/world/world.ts'
import { type Control, openControl } from '../../src/daemon/control.ts'
import { reportActs } from '../../src/daemon/report-acts.ts'
import { figuresToClose } from '../../src/report/people/people.ts'
import { openReportMaker } from '../../src/wiring/report-maker.ts'
import { type BusyMonth, busyMonth } from '../support/busy-month.ts'
import { aside } from '../support/followed-journal.ts'
import { nightbell } from './run-program.ts'

const HOUR = 3_600_000
const FROM = Date.UTC(2026, 9, 28) as EpochMs
const OCTOBER = ['--since', '2026-10-01', '--until', '2026-11-01']
let month: BusyMonth
let control: Control
let now: number = FROM + 10 * 24 * HOUR
let written = true

beforeAll(async () => {
  month = await busyMonth({ from: FROM, days: 4, callers: 16, seed: 3 })
  const { heard, acts } = reportActs({
    closed: aside(month.journal.past).closedPeriods,
    isWritten: () => written,
    now: () => now,
    push,
  })
  control = await openControl(join(month.state, 'control.sock'), { status: () => ({}), acts })

  function push(input: Input): void {
    const turn = takeTurn(emptyWorld(), input, now as EpochMs)
    month.journal.commit([turn])
    setImmediate(() => heard(turn))
  }
})
afterAll(async () => {
  await control.close()
  month.remove()
})

const report = (...args: readonly string[]) => nightbell(['report', 'people', ...args], { NIGHTBELL_STATE: month.state }, { now })

interface Table {
  readonly id: string
  readonly ids: readonly string[]
  readonly notes: readonly string[]
  readonly columns: readonly { readonly id: string; readonly formula?: string; readonly version?: number }[]
  readonly rows: readonly (readonly (string | number | null)[])[]
}

async function tables(...args: readonly string[]): Promise<readonly Table[]> {
  const { out } = await report(...args, '--json')
  return (JSON.parse(out) as { sections: readonly Table[] }).sections
}

const named = (all: readonly Table[], id: string): Table => {
  const found = all.find(table => table.id === id)
  if (found === undefined) throw new Error(`no table ${id}`)
  return found
}

describe('before anything is closed', () => {
  test('every count answers with what it counts; every column with its formula and version', async () => {
    const all = await tables(...OCTOBER)
    for (const [table, column] of [
      ['attempts', 'missed'],
      ['attempts', 'accepted'],
      ['nights', 'nights-woken'],
    ] as const) {
      const { columns, rows, ids } = named(all, table)
      const at = columns.findIndex(({ id }) => id === column)
      const [row = []] = rows.toSorted((a, b) => Number(b[at]) - Number(a[at]))
      expect(ids).toContain(row[0])
      const counted = JSON.parse((await report(...OCTOBER, '--calls', `${column}:${row[0]}`, '--json')).out) as object[]
      expect(counted).toHaveLength(Number(row[at]))
      expect(counted.length).toBeGreaterThan(0)
    }
    for (const { id, formula, version } of all.flatMap(table => table.columns))
      if (!/^(person|schedule|what|closed|now|.*-by)$/.test(id))
        expect({ id, formula, version }).toMatchObject({ version: expect.any(Number), formula: /./ })
  })

  test('of one property only its schedules and attempts', async () => {
    const whole = named(await tables(...OCTOBER), 'schedules').ids
    const mesa = named(await tables(...OCTOBER, '--property', 'mesa-verde'), 'schedules').ids
    expect(whole.some(id => id.startsWith('texas-'))).toBe(true)
    expect(mesa.filter(id => !id.startsWith('arizona-'))).toEqual([])
    expect(mesa.length).toBeGreaterThan(0)
  })

  test.each([
    [['--person', 'dana-reys'], 1, 'No person is called dana-reys. Did you mean dana-reyes?'],
    [['--calls', 'nights-wokn:dana-reyes'], 1, 'Did you mean nights-woken:dana-reyes?'],
    [['--by', 'property'], 2, 'a row for each person'],
    [['--by', 'Pat'], 2, '--by Pat: write group, property, category, person: a row for each of them.'],
    [['--close', '2026-10'], 2, 'Say who closes it: --by NAME.'],
    [['--close', '2026-10', '--by', ''], 2, 'Say who closes it: --by NAME.'],
    [['--close', '2026-10', '--by', ' \t\u200b '], 2, 'Say who closes it: --by NAME.'],
    [['--closed', '--html'], 2, '--closed prints a list'],
    [['--closed', '--csv', 'hours'], 2, '--closed prints a list'],
    [['--close', 'october', '--by', 'Pat'], 2, 'october is no pay period. Write 2026-11, or 2026-11-01..2026-11-15.'],
    [['--close', '2026-02-01..2026-02-30', '--by', 'Pat'], 2, 'is no pay period'],
    [['--close', '2026-11', '--by', 'Pat'], 2, '2026-11 is not over: it can be closed from 2026-12-01 00:00:00 -06:00 on.'],
    [['--close', '2026-09', '--by', 'Pat'], 2, '2026-09 is before the log, which begins on 2026-10-27 19:00:00 -05:00: '],
    [['--close', '1960-01', '--by', 'Pat'], 2, 'there is nothing to close'],
    [['--close', '2026-10', '--by', 'Pat', '--person', 'dana-reyes'], 2, 'closed for everybody: leave dana-reyes out'],
  ])('%j', async (args, code, words) => {
    const answer = await report(...args)
    expect(answer.err).toContain(words)
    expect(answer.code).toBe(code)
    expect((await report('--closed')).out).toBe('No pay period has been closed.\n')
  })

  test('--close of another report says where it belongs', async () => {
    const { err, code } = await nightbell(['report', 'service', '--close', '2026-10'], { NIGHTBELL_STATE: month.state }, { now })
    expect([code, err]).toEqual([2, expect.stringContaining('nightbell report people --close')])
  })
})

test('it can be mailed: made in a thread of its own', async () => {
  const maker = openReportMaker({ journal: join(month.state, 'journal.db'), now: () => now })
  const about = { event: 'report', reports: ['people'], by: 'portfolio', property: null, group: null, zone: 'UTC' } as const
  const [made] = await maker.make({ ...about, from: FROM, to: (FROM + 24 * HOUR) as EpochMs })
  await maker.close()
  expect(made?.text).toMatch(/^dana-reyes +24\.00 /m)
  expect(new TextDecoder().decode(made?.html)).toContain('<dt>Nights woken</dt>')
})

describe('a period is closed', () => {
  test('not while the journal can not be written', async () => {
    written = false
    const { code, err } = await report('--close', '2026-10', '--by', 'Pat Reyes')
    written = true
    expect([code, err]).toEqual([2, expect.stringContaining('nothing was closed')])
  })

  test('once, also when two ask at the same time; the log and a list tell of it', async () => {
    const both = await Promise.all(['Pat Reyes', 'Kim Lane'].map(by => report('--close', '2026-10', '--by', by)))
    expect(both.map(({ code }) => code).sort()).toEqual([0, 1])
    const first = both[0]?.code === 0 ? 'Pat Reyes' : 'Kim Lane'
    const refused = both.find(({ code }) => code === 1)
    expect(refused?.err).toContain(`2026-10 was closed on 2026-11-06 18:00:00 -06:00 by ${first}. A period is closed once.`)
    const done = both.find(({ code }) => code === 0)
    expect(done?.out).toContain(
      'The log begins within it, on 2026-10-27 19:00:00 -05:00: of what was before, nothing is counted.',
    )
    const list = JSON.parse((await report('--closed', '--json')).out) as { period: string; by: string; sha256: string }[]
    expect(list).toMatchObject([{ period: '2026-10', by: first, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }])
    expect((await report('--closed')).out).toContain(`2026-10  2026-11-06 18:00:00 -06:00  ${first}`)
    expect((await report('--closed', '--csv')).out.split('\r\n')).toEqual([
      'period,from,to,closed,by,sha256',
      `2026-10,${iso('10-01T00:00', '-05:00')},${iso('11-01T00:00', '-05:00')},${iso('11-06T18:00', '-06:00')},"${first}",${list[0]?.sha256}`,
      '',
    ])
    const { out } = await nightbell(['calls', 'tail', '--lines', '1', '--no-follow'], { NIGHTBELL_STATE: month.state }, { now })
    expect(out).toContain(`${first} closed 2026-10 of the report people, sha256 ${list[0]?.sha256}`)
  })

  test('one with a day of it is refused, too', async () => {
    const { code, err } = await report('--close', '2026-10-31..2026-11-02', '--by', 'Pat')
    expect(code).toBe(1)
    expect(err).toMatch(/2026-10, which has days of 2026-10-31\.\.2026-11-02, was closed on .* by /)
  })

  test('the hash is that of the figures in the journal', () => {
    const { plan } = month.journal.past.reportRecords({ from: FROM, to: FROM + HOUR, zone: 'UTC' }, now, false) ?? {}
    expect(plan).toBeDefined()
    const [closed] =
      month.journal.past.reportRecords({ from: FROM, to: FROM + HOUR, zone: 'UTC' }, now, false)?.duty().closed ?? []
    expect(
      createHash('sha256')
        .update(closed?.figures ?? '')
        .digest('hex'),
    ).toBe(closed?.sha256)
  })

  test('which say of what period they are, so that two periods never have the same hash', () => {
    const span = { from: Date.UTC(2026, 9, 1, 5), to: Date.UTC(2026, 10, 1, 5), zone: 'America/Chicago' }
    const records = month.journal.past.reportRecords(span, now, false)
    if (records === null) throw new Error('no rules')
    const [closed] = records.duty().closed
    const { tables: _, ...says } = JSON.parse(closed?.figures ?? '') as Record<string, unknown>
    expect(says).toEqual({ version: 2, period: '2026-10', ...span, logBegins: FROM })
    const figures = (period: string) => figuresToClose(records, period)
    expect(figures('2026-10')).toBe(closed?.figures)
    expect(figures('2026-10-01..2026-10-31')).not.toBe(closed?.figures)
  })

  test('the log stays whole', async () => {
    const { out } = await nightbell(['log', 'verify'], { NIGHTBELL_STATE: month.state }, { now })
    // The rules of the simulation have no hash for a name.
    expect(out.match(/WRONG \(\w+\)/g)).toEqual(['WRONG (plans)'])
  })

  test('its report says that it is closed, and that the same comes out today', async () => {
    const { out } = await report(...OCTOBER)
    expect(out).toMatch(
      /^CORRECTIONS\nNone: today the same figures come out\.\n2026-10 was closed on 2026-11-06 18:00 -06:00 by /m,
    )
    expect(out).toMatch(/^The log begins within it, on 2026-10-27 19:00 -05:00: of what was before, nothing is counted\.$/m)
    expect((await report('--since', '2026-10-30', '--until', '2026-11-03')).out).toContain('These figures are counted today')
  })

  test('what comes later is shown as corrections, beside the closed figures', async () => {
    const before = named(await tables(...OCTOBER), 'attempts')
    importLate(Date.UTC(2026, 9, 30, 8))
    const all = await tables(...OCTOBER)
    expect(named(all, 'attempts').rows).toEqual(before.rows)
    const at = before.ids.indexOf('dana-reyes')
    const attempts = Number(before.rows[at]?.[1])
    const { ids, rows } = named(all, 'corrections')
    expect(rows[ids.indexOf('attempts:dana-reyes:attempts')]).toEqual([
      'attempts: Attempts',
      'dana-reyes',
      String(attempts),
      String(attempts + 1),
    ])
    expect(ids.filter(id => !id.includes('dana-reyes') && !id.startsWith('equity:'))).toEqual([])
    expect((await report(...OCTOBER)).out).toMatch(/^attempts: Missed +dana-reyes/m)
    const listed = await report(...OCTOBER, '--calls', 'attempts:dana-reyes', '--json')
    expect(JSON.parse(listed.out)).toHaveLength(attempts + 1)
    expect(listed.err).toMatch(
      new RegExp(
        `^nightbell: closed with ${attempts} on 2026-11-06 18:00:00 -06:00 by (Pat Reyes|Kim Lane); these ${attempts + 1} are today's\n$`,
      ),
    )
  })

  test('a list of what has not changed since says nothing of it', async () => {
    const { ids } = named(await tables(...OCTOBER), 'attempts')
    const other = ids.find(id => id !== 'dana-reyes')
    expect((await report(...OCTOBER, '--calls', `attempts:${other}`)).err).toBe('')
  })
})

function iso(minute: string, offset: string): string {
  return `2026-${minute}:00.000${offset}`
}

/** The failsafe's note of a call in October is read only now: Dana was rung. */
function importLate(arrivedAt: number): void {
  const world = emptyWorld()
  world.plans.set('simulated-plan', month.plan)
  const input: Input = {
    type: 'imported',
    channel: callId('1793300000.999'),
    plan: 'simulated-plan',
    trunk: 'carrier-a',
    line: '+15125550100',
    property: 'oak-creek',
    callerNumber: null,
    callerName: null,
    diversion: null,
    outcome: 'left',
    rung: '+15125550152',
    rang: [{ phone: '+15125550152', person: 'dana-reyes', result: 'no-answer' }],
    recording: null,
    ms: 0,
    arrivedAt,
    endedAt: arrivedAt + 60_000,
  }
  now += HOUR
  month.journal.commit([takeTurn(world, input, now as EpochMs)])
}

test.each([
  '{}',
  'null',
  '[]',
  '{"version":1}',
  '{"version":1,"tables":[{}]}',
  '{"version":2,"tables":[]}',
  '{"version":1,"tables":[]}',
  '{"version":2,"period":"1970-01","from":0,"to":2,"zone":"UTC","logBegins":0,"tables":[]}',
  '{"version":2,"period":"1970-01","from":0,"to":1,"zone":"UTC","logBegins":1,"tables":[]}',
  '{"version":2,"period":"1970-01","from":0,"to":1,"zone":"UTC","logBegins":null,"tables":[]}',
  'none',
])('what is no figures closes nothing: %s', async figures => {
  const asked = { period: '1970-01', from: 0, to: 1, who: 'pat', figures }
  expect(await askAct(month.state, '/report/close', asked)).toMatchObject({ running: 'unclear' })
})

test.each(['', ' ', '\t'])('a blank name (%j) closes nothing, also without the command line', async who => {
  const figures = '{"version":2,"period":"1970-01","from":0,"to":1,"zone":"UTC","logBegins":0,"tables":[]}'
  const asked = { period: '1970-01', from: 0, to: 1, who, figures }
  expect(await askAct(month.state, '/report/close', asked)).toMatchObject({ running: 'unclear' })
})

test('what names its period and lies in the log is closed, also without the command line', async () => {
  const figures = '{"version":2,"period":"1970-01","from":0,"to":1,"zone":"UTC","logBegins":0,"tables":[]}'
  const asked = { period: '1970-01', from: 0, to: 1, who: 'pat', figures }
  expect(await askAct(month.state, '/report/close', asked)).toMatchObject({ running: true, body: { closed: '1970-01' } })
})
