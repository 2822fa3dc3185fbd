// What a person asks of the lists at the command line, and what scripts get.
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { callId } from '../../../src/core/world/ids.ts'
import { planHash } from '../../../src/rules/plan-hash.ts'
import { arrival, call, closing, exampleNight, examplePlan, turn } from '../../store/example-turns.ts'
import { LINE, ladder, NIGHT, PLAN_HASH, rung, smallPlan } from '../../support/plan.ts'
import { type Story, tell } from '../../support/story.ts'
import { type Box, box, nightbell } from '../run-program.ts'

let here: Box
let shared = false
beforeEach(() => {
  if (!shared) here = box()
})
afterEach(() => {
  if (!shared) here.remove()
})

/** The tests of this block only ask: one box is enough for all of them. */
function asking(prepare: () => void): void {
  beforeAll(() => {
    shared = true
    here = box()
    prepare()
  })
  afterAll(() => {
    shared = false
    here.remove()
  })
}

const ids = (out: string) =>
  (JSON.parse(out) as { id?: string; leg?: string; recording?: string }[]).map(one => one.id ?? one.leg ?? one.recording)
const listed = async (...args: string[]) => ids((await here.run(...args, '--json')).out)

/** Told by the core itself, at Oak Creek and Mesa Verde. */
function nights(): Story {
  const plan = smallPlan({ ladder: ladder([rung(['ana']), rung(['ben'])]) })
  here.journal.keepPlan(PLAN_HASH, plan, {})
  return tell({ plan, at: NIGHT, onTurn: turn => here.journal.commit([turn]) })
}

describe('by what happened', () => {
  test('calls by outcome, person, category, line, trunk and why the office did not have them', async () => {
    const story = nights()
    story.arrives({ channel: '1700000000.1' }).presses('1', '*')
    story.phone('ana').answers().presses('1')
    story.arrives({ channel: '1700000009.2', line: LINE.mesa, trunk: 'carrier' }).hangsUp()
    expect(await listed('calls', 'list', '--person', 'Ana')).toEqual(['1700000000.1'])
    expect(await listed('calls', 'list', '--person', 'ben')).toEqual([])
    expect(await listed('calls', 'list', '--category', 'water')).toEqual(['1700000000.1'])
    expect(await listed('calls', 'list', '--outcome', 'missed')).toEqual(['1700000009.2'])
    expect(await listed('calls', 'list', '--line', LINE.mesa.slice(-4))).toEqual(['1700000009.2'])
    expect(await listed('calls', 'list', '--trunk', 'carrier')).toEqual(['1700000009.2', '1700000000.1'])
    expect(await listed('calls', 'list', '--trunk', 'oak-pbx')).toEqual([])
    expect(await listed('calls', 'list', '--overflow', 'closed')).toEqual(['1700000009.2', '1700000000.1'])
    expect(await listed('calls', 'list', '--overflow', 'saturated')).toEqual([])
    expect(await listed('calls', 'list', '--property', 'MESA VERDE')).toEqual(['1700000009.2'])
    const both = ['--property', 'mesa-verde', '--property', 'oak-creek']
    expect(await listed('calls', 'list', ...both)).toEqual(['1700000009.2', '1700000000.1'])
  })

  test('attempts: who was rung, how it ended, in which order', async () => {
    const story = nights()
    story.arrives({ channel: '1700000000.1' }).presses('1', '*')
    story.phone('ana').declines()
    story.phone('ana').declines()
    story.wait(1)
    expect(story.ringing()).toEqual(['ben'])
    const out = (await here.run('attempts', 'list', '--columns', 'person,rung,result')).out
    expect(out.split('\n')[0]).toBe('PERSON  RUNG  RESULT')
    expect(out).toMatch(/^Ben +2 +live$/m)
    expect(await listed('attempts', 'list', '--result', 'declined', '--person', 'ana')).toHaveLength(2)
    expect(await listed('attempts', 'list', '--result', 'live')).toHaveLength(1)
    expect(await listed('attempts', 'list', '--of', '.1')).toHaveLength(3)
    expect((await here.run('attempts', 'list', '--result', 'declind')).err).toContain('Did you mean declined?')
  })

  test('facts: of a kind, a story, a person; with words', async () => {
    here.journal.commit([...exampleNight('c1'), ...exampleNight('c2')])
    const kinds = async (...args: string[]) =>
      (JSON.parse((await here.run('facts', 'list', '--json', ...args)).out) as { kind: string }[]).map(({ kind }) => kind)
    expect(await kinds('--kind', 'accepted')).toEqual(['accepted', 'accepted'])
    expect(await kinds('--of', 'c1', '--sort', 'at:asc', '--limit', '3')).toEqual(['arrived', 'identified', 'asked'])
    expect(await kinds('--person', 'Maria Gomez', '--of', 'c1')).toEqual(['attempt-ended', 'rang', 'dialled'])
    expect(await kinds('--text', 'rotation')).toEqual(['dialled', 'dialled'])
    expect((await here.run('facts', 'list', '--kind', 'acepted')).out).toBe(
      'The log has no fact of the kind acepted. Did you mean accepted?\n',
    )
    expect((await here.run('facts', 'list', '--count')).out).toBe('38\n')
    expect((await here.run('facts', 'list', '--limit', '1', '--columns', 'at,text')).out).toContain('Bob Stone is off the line')
  })

  test('incidents: those that are over stay to be found', async () => {
    const story = nights()
    story.arrives({ channel: '1700000000.1' }).presses('1', '*')
    const stream = story.incident().id
    story.driver.take({ type: 'resolvedByHand', stream, who: 'Pat', why: 'a television', outcome: 'false-alarm' })
    expect((await here.run('incidents', 'list')).out).toBe('No incident is open.\n')
    expect(await listed('incidents', 'list', '--outcome', 'false-alarm')).toEqual([stream])
    expect(await listed('incidents', 'list', '--status', 'unreached')).toEqual([])
    expect((await here.run('incidents', 'list', '--status', 'resloved')).err).toContain('Did you mean resolved?')
    expect((await here.run('incidents', 'list', '--all', '--count')).out).toBe('1\n')
  })

  test('people who had a part by hand are found, also when others came after them, in any case of the letters', async () => {
    const story = nights()
    story.arrives({ channel: '1700000000.1' }).presses('1', '*')
    const stream = story.incident().id
    for (const who of ['Quinn Hale', 'Rita'])
      story.driver.take({ type: 'ownedByHand', stream, who, why: 'drives by' }) &&
        story.driver.take({ type: 'reopenedByHand', stream, who: 'ana', why: 'not yet' })
    story.driver.take({ type: 'resolvedByHand', stream, who: 'Pat Jones', why: 'dry', outcome: 'fixed-by-phone' })
    for (const who of ['Quinn Hale', 'quinn hale', 'rita', 'PAT JONES']) {
      expect([who, await listed('incidents', 'list', '--all', '--person', who)]).toEqual([who, [stream]])
      expect([who, await listed('calls', 'list', '--person', who)]).toEqual([who, ['1700000000.1']])
      expect([who, (await here.run('facts', 'list', '--person', who, '--count')).out]).not.toEqual([who, '0\n'])
    }
    const { out } = await here.run('facts', 'list', '--kind', 'RESOLVED', '--csv', '--columns', 'kind,person')
    expect(out).toBe('kind,person\r\nresolved,"Pat Jones"\r\n')
  })

  test('messages: done ones, by whom', async () => {
    const recording = 'c1-message-1'
    const done = { kind: 'message-done', recording, by: 'kim', why: 'rang back' } as const
    const taken = { kind: 'message-taken', mailbox: 'office', recording, ms: 4000, why: 'left it' } as const
    const input = { type: 'recordingFinished', channel: 'c1', recording, ms: 4000, speechMs: null } as const
    here.journal.commit([
      arrival('c1'),
      turn(
        9,
        input,
        [call('c1')],
        [
          [callId('c1'), taken],
          [callId('c1'), done],
        ],
      ),
    ])
    expect((await here.run('messages', 'list')).out).toBe('No message waits.\n')
    for (const who of ['kim', 'Kim']) expect(await listed('messages', 'list', '--done', '--person', who)).toEqual([recording])
    expect(await listed('messages', 'list', '--done', '--caller', '0142')).toEqual([recording])
    expect((await here.run('messages', 'list', '--all', '--count')).out).toBe('1\n')
  })
})

describe('words', () => {
  test('all must stand in the story, in any order, of a call and its incident together', async () => {
    here.journal.commit([...exampleNight('c1'), closing('c1', 150), arrival('c2', 200)])
    const found = (text: string) => listed('calls', 'list', '--text', text)
    for (const text of ['leak', 'bob', 'STONE oak', 'water "bob stone"', 'rotat* maria', 'róta* oak-creek', 'bob AND stone OR'])
      expect([text, await found(text)]).toEqual([text, text.includes('AND') ? [] : ['c1']])
    // The second one is live still: it is not in the index yet.
    expect(await found('office closed')).toEqual(['c2', 'c1'])
    expect(await found('offi* closed')).toEqual(['c2', 'c1'])
    expect(await listed('incidents', 'list', '--all', '--text', 'water bob')).toEqual(['i-c1'])
  })

  test('a caller’s name and number are in no index', async () => {
    here.journal.commit([...exampleNight('c1'), closing('c1')])
    for (const text of ['annie', '555 0142', 'ann']) expect(await listed('calls', 'list', '--text', text)).toEqual([])
  })

  test('what comes after the end is found, too', async () => {
    here.journal.commit(exampleNight('c1'))
    expect(await listed('calls', 'list', '--text', 'television')).toEqual([])
    const note = { kind: 'told', what: 'x', why: 'it was a television' } as const
    here.journal.commit([turn(900, { type: 'due', stream: callId('c1') }, [], [[callId('c1'), note]])])
    expect(await listed('calls', 'list', '--text', 'television bob')).toEqual(['c1'])
  })
})

describe('words that look like a search language', () => {
  asking(() => here.journal.commit(exampleNight('c1')))
  test.each([
    '"',
    '*',
    'NEAR(',
    'bob"',
    '-bob',
    'words:bob',
    '^bob',
    "bob'",
    '(bob',
    'bob*bob',
    'bob AND',
    'NOT',
    '\u0000bob',
    '{bob}',
  ])('%j is no mistake', async text => {
    const { code, err } = await here.run('calls', 'list', '--text', text)
    expect([code, err]).toEqual(/\w/.test(text) ? [0, ''] : [2, expect.stringContaining('has no word in it')])
  })
})

describe('names that nobody has', () => {
  asking(() => {
    const plan = examplePlan()
    const oak = plan.properties['oak-creek']
    if (oak === undefined) throw new Error('no oak')
    const grouped = {
      ...plan,
      properties: { 'oak-creek': { ...oak, groups: ['north'], mailboxes: { office: { id: 'office', name: 'Office' } } } },
    }
    here.journal.keepPlan(planHash(grouped), grouped, {})
    here.journal.commit(exampleNight('c1'))
  })

  test.each([
    [['calls', '--property', 'oak-crek'], 'No property is called oak-crek. Did you mean oak-creek?'],
    [['calls', '--group', 'nort'], 'No group is called nort. Did you mean north?'],
    [['calls', '--person', 'bop'], 'No person is called bop. Did you mean bob?'],
    [['calls', '--category', 'leek'], 'No category is called leek. Did you mean leak?'],
    [['calls', '--trunk', 'oak-pxb'], 'No trunk is called oak-pxb. Did you mean oak-pbx?'],
    [['calls', '--line', '999'], 'No line is called 999'],
    [['attempts', '--person', 'maira'], 'No person is called maira. Did you mean maria?'],
    [['attempts', '--phone', '99'], 'No telephone is called 99'],
    [['messages', '--mailbox', 'ofice'], 'No mailbox is called ofice. Did you mean office?'],
    [['facts', '--kind', 'arived'], 'The log has no fact of the kind arived. Did you mean arrived?'],
  ])('%s', async ([list = '', ...args], words) => {
    const ran = await here.run(list, 'list', ...args)
    expect(ran).toMatchObject({ code: 0, out: `${words}\n` })
    expect(await here.run(list, 'list', ...args, '--json')).toEqual({ code: 0, out: '[]\n', err: `nightbell: ${words}\n` })
    expect(await here.run(list, 'list', ...args, '--count')).toEqual({ code: 0, out: '0\n', err: `nightbell: ${words}\n` })
    expect((await here.run('calls', 'list', '--group', 'NORTH', '--count')).out).toBe('1\n')
  })

  test('a right one that finds nothing is not called unknown', async () => {
    for (const filter of ['--property oak-creek', '--group NORTH', '--person maria', '--category leak', '--line 0100'])
      expect((await here.run('calls', 'list', ...filter.split(' '), '--until', '2020-01-01')).out).toBe('No call matches.\n')
  })
})

describe('what can not be asked', () => {
  asking(() => here.journal.commit([arrival('c1')]))
  test.each([
    [['--overflow', 'closd'], /--overflow closd is none\. Did you mean closed\? Allowed choices are closed, no-answer/],
    [['--columns', 'arived,id'], /no column is called arived\. Did you mean arrived\? There are arrived, property/],
    [['--sort', 'lastd'], /calls are not sorted so\. Did you mean lasted\? Write arrived or lasted, with :asc or :desc/],
    [['--sort', 'lasted:up'], /calls are not sorted so\. Did you mean lasted\?/],
    [['--after', 'nonsense'], /--after nonsense is no cursor: take it from/],
    [['--since', '2027'], /--since 2027 lies in the future/],
    [['--during', '2026-12'], /--during 2026-12 lies in the future/],
    [['--during', 'sometime'], /--during sometime is no span\. Write today/],
    [['--during', '2026-02..2026-01'], /ends before it begins/],
    [['--since', 'today', '--until', 'yesterday'], /ends before it begins: exchange --since and --until/],
    [['--during', 'today', '--since', '2h'], /--during says both ends/],
    [['--json', '--csv'], /Choose one of --json, --csv and --count/],
    [['--text', '"'], /has no word in it/],
    [['--text', 'water 5127001664'], /--text: 5127001664 is looked for by --caller/],
    [['--text', `water ${'x'.repeat(41)}`], /is too long for a word/],
    [['--count', '--after', 'nonsense'], /leave out --after/],
    [['--count', '--sort', 'lastd'], /Did you mean lasted/],
  ])('calls list %s is refused', async (args, words) => {
    const { code, out, err } = await here.run('calls', 'list', ...args)
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(words)
  })
})

describe('shapes', () => {
  test('CSV: all columns, or those that are asked for; nothing of a caller does anything', async () => {
    here.journal.commit([...exampleNight('c1'), arrival('c2', 200, '=cmd|/c calc')])
    const { out } = await here.run('calls', 'list', '--csv', '--columns', 'arrived,caller,name,lasted,outcome,id')
    expect(out).toBe(
      [
        'arrived,caller,name,lasted,outcome,id',
        `2026-03-08T03:03:10.000-05:00,+13125550142,"'=cmd|/c calc",,live,c2`,
        `2026-03-08T01:59:50.000-06:00,+13125550142,"Ann ""Annie"" Lee",110,connected,c1`,
        '',
      ].join('\r\n'),
    )
    const all = (await here.run('calls', 'list', '--csv')).out
    expect(all).toMatch(/^arrived,property,property-id,caller,name,line,.*,cursor\r\n/)
    expect((await here.run('calls', 'list', '--csv', '--outcome', 'fax', '--columns', 'id')).out).toBe('id\r\n')
  })

  test('JSON of the columns that are asked for', async () => {
    here.journal.commit(exampleNight('c1'))
    const { out } = await here.run('calls', 'list', '--json', '--columns', 'id,lasted,incident')
    expect(JSON.parse(out)).toEqual([{ id: 'c1', lasted: 110, incident: 'leak: Bob Stone' }])
  })

  test('page by page: the cursor of the last row goes on; one of another list or sort is refused', async () => {
    here.journal.commit([arrival('c1', 0), arrival('c2', 60), arrival('c3', 120)])
    const first = await here.run('calls', 'list', '--limit', '2')
    const [, cursor = ''] = /--after (\S+)\n$/.exec(first.out) ?? []
    expect(await listed('calls', 'list', '--after', cursor)).toEqual(['c1'])
    const last = JSON.parse((await here.run('calls', 'list', '--json', '--after', cursor)).out)[0].cursor
    expect((await here.run('calls', 'list', '--after', last)).out).toBe('There is no further call.\n')
    expect((await here.run('calls', 'list', '--after', last, '--sort', 'lasted')).err).toContain(
      'is a cursor of --sort arrived:desc',
    )
    expect((await here.run('incidents', 'list', '--after', last)).err).toContain(
      'is a cursor of `calls list`, not of `incidents list`',
    )
  })

  test('messages: the newest at the end, and the older ones after the first', async () => {
    const messages = [1, 2, 3].map(
      n => ({ kind: 'message-taken', mailbox: 'office', recording: `m${n}`, ms: n, why: 'left it' }) as const,
    )
    const input = { type: 'recordingFinished', channel: 'c1', recording: 'm1', ms: 1, speechMs: null } as const
    here.journal.commit([arrival('c1'), ...messages.map((one, n) => turn(n, input, [call('c1')], [[callId('c1'), one]]))])
    const first = await here.run('messages', 'list', '--limit', '2')
    expect(first.out).toMatch(/m2\n.*m3\n\nThere may be more than 2 messages/)
    const next = ({ out }: { out: string }) => /--after (\S+)\n$/.exec(out)?.[1] ?? ''
    expect(await listed('messages', 'list', '--after', next(first))).toEqual(['m1'])
    // A program goes on after the last row, in JSON and CSV.
    const page = JSON.parse((await here.run('messages', 'list', '--limit', '2', '--json')).out) as Record<string, string>[]
    expect(page.map(({ recording }) => recording)).toEqual(['m3', 'm2'])
    expect(await listed('messages', 'list', '--after', page.at(-1)?.cursor ?? '')).toEqual(['m1'])
    expect(await listed('messages', 'list', '--sort', 'length:asc')).toEqual(['m1', 'm2', 'm3'])
    const sorted = await here.run('messages', 'list', '--limit', '2', '--sort', 'length')
    expect(sorted.out).toMatch(/m3\n.*m2\n\nThere/)
    expect(await listed('messages', 'list', '--after', next(sorted))).toEqual(['m1'])
  })
})

describe('a file that is not what it should be', () => {
  test.each([
    'calls',
    'incidents',
    'attempts',
    'messages',
    'facts',
  ])('%s: of a newer program, half copied, no database', async list => {
    here.journal.commit([...exampleNight('c1'), closing('c1')])
    const there = join(here.state, 'there')
    mkdirSync(there)
    const copy = join(there, 'journal.db')
    const whole = new Database(join(here.state, 'journal.db'))
    whole.exec(`VACUUM INTO '${copy}'`)
    whole.close()
    const asked = () => nightbell([list, 'list'], { NIGHTBELL_STATE: there })
    expect((await asked()).err).toBe('')
    const version = (n: number) => {
      const db = new Database(copy)
      db.pragma(`user_version = ${n}`)
      db.close()
    }
    const current = Number(new Database(copy, { readonly: true }).pragma('user_version', { simple: true }))
    version(99)
    expect(await asked()).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/newer Nightbell/) })
    version(current)
    truncateSync(copy, 20_000)
    expect(await asked()).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/journal\.db is damaged .*restore a backup/),
    })
    writeFileSync(copy, 'something else, and long enough to be no empty file')
    expect(await asked()).toMatchObject({ code: 2, err: expect.stringContaining('it is no SQLite database') })
  })
})

test('the examples of docs/log.md and of each --help are understood', async () => {
  here.journal.commit([...exampleNight('c1'), closing('c1')])
  const asking = readFileSync('docs/log.md', 'utf8').split('## Asking')[1] ?? ''
  const helps = await Promise.all(
    ['calls', 'incidents', 'attempts', 'messages', 'facts'].map(async list => (await here.run(list, 'list', '--help')).out),
  )
  const examples = [asking, ...helps].flatMap(text =>
    [...text.matchAll(/^ *nightbell (\w+ list .*?)( {2,}#.*)?$/gm)].map(([, words = '']) => words),
  )
  expect(examples.length).toBeGreaterThan(20)
  // The examples are of a year of their own.
  const written = examples.map(words => words.replace('2026-W10', '2026-W09'))
  for (const words of written) {
    const args = [...words.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
    const { code, err } = await here.run(...args)
    expect([words, err]).toEqual([words, expect.not.stringMatching(/--|unknown|usage/)])
    // 2 where an id of the example is none of this log.
    if (err === '') expect([words, code]).toEqual([words, expect.toSatisfy(ended => ended === 0 || ended === 1)])
  }
})
