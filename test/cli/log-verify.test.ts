// `nightbell log verify`: a list of tamperings, each with the first thing that is named; what only an
// anchor can show; files that are half there.
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { callId } from '../../src/core/world/ids.ts'
import { turnHash } from '../../src/store/journal/chain.ts'
import type { TurnTable } from '../../src/store/journal/schema.ts'
import { verifyLog } from '../../src/store/verify/verify-log.ts'
import { openFollowed } from '../support/followed-journal.ts'
import { howOften } from '../support/how-often.ts'
import { type NightInTheLog, nightInTheLog } from '../support/night-in-the-log.ts'
import { nightbell, type Ran } from './run-program.ts'
import { CHANGED, TAMPERINGS } from './tamperings.ts'

let original: string
let night: NightInTheLog
let state: string
beforeAll(() => {
  original = mkdtempSync(join(tmpdir(), 'nightbell-night-'))
  night = nightInTheLog(original)
})
afterAll(() => rmSync(original, { recursive: true }))
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'nightbell-log-'))
  cpSync(original, state, { recursive: true })
})
afterEach(() => rmSync(state, { recursive: true }))

const file = (name = 'journal.db') => join(state, name)
const verify = (...args: readonly string[]): Promise<Ran> =>
  nightbell(['log', 'verify', '--pbx', '/nowhere', ...args], { NIGHTBELL_STATE: state })
const wrongIn = async (...args: readonly string[]): Promise<string[]> =>
  [...(await verify(...args)).out.matchAll(/^WRONG \((\w+)\): (.*)$/gm)].map(([, check, what]) => `${check}: ${what}`)

function vandal(sql: string, name?: string): void {
  const db = new Database(file(name))
  db.exec(sql)
  db.close()
}

/** The chain written anew over whatever stands there now, as somebody can who owns the box. */
function rehash(): void {
  const db = new Database(file())
  const digests = db.prepare('select digest from private where turn = ? order by n').pluck()
  const set = db.prepare('update turn set hash = ? where seq = ?')
  let hash = '0'.repeat(64)
  for (const turn of db.prepare('select * from turn order by seq').all() as TurnTable[]) {
    hash = turnHash(hash, turn, digests.all(turn.seq) as string[])
    set.run(hash, turn.seq)
  }
  db.close()
}

test('what was checked, in words, and the anchor of this moment', async () => {
  const ran = await verify()
  expect(ran).toMatchObject({ code: 0, err: '' })
  expect(ran.out).toMatch(
    /^Checked: 18 turns with 44 facts\n {9}6 private parts, 3 of them erased\n {9}2 live states, 1 plan, 3 rows of dials and past calls\n {9}1 kept recording\n {9}\d+ rows of lists\n\nAll is as it was written.\n\nAnchor: 18:[0-9a-f]{64} 2026-03-11T07:01:00.000Z\n$/,
  )
  // As docs/log.md shows it.
  const [, shown = ''] = /\$ nightbell log verify\n([\s\S]*?)```/.exec(readFileSync('docs/log.md', 'utf8')) ?? []
  const plain = (text: string) =>
    text
      .replace(/[0-9a-f]{64}/, 'HASH')
      .replace(/\d+ rows of lists/, 'ROWS')
      .trimEnd()
  expect(plain(shown)).toBe(plain(ran.out))
  const { anchor, ...json } = JSON.parse((await verify('--json', '--quick')).out)
  expect(json).toMatchObject({ intact: true, wrong: [], checked: { turns: 18, facts: 44, lists: null, recordings: null } })
  expect(ran.out).toContain(`${anchor.seq}:${anchor.hash} ${anchor.at}`)
  expect((await verify('--quick')).out).toContain('Not checked: lists and recordings (--quick)\n')
})

test('it writes nothing, and works beside a daemon that writes', async () => {
  const journal = new Database(file())
  journal.pragma('journal_mode = WAL')
  journal.exec('begin immediate; update plan set kept = kept')
  const before = [file(), file('views.db')].map(name => readFileSync(name))
  expect(await verify()).toMatchObject({ code: 0 })
  expect([file(), file('views.db')].map(name => readFileSync(name))).toEqual(before)
  journal.exec('rollback')
  journal.close()
})

describe('a tampering with the journal', () => {
  test.each(TAMPERINGS)('%s', async (_, sql, first) => {
    vandal(sql)
    const ran = await verify()
    expect(ran.code).toBe(1)
    const found = [...ran.out.matchAll(/^WRONG \((\w+)\): (.*)\n {2}(.+)$/gm)].map(([, check, what]) => `${check}: ${what}`)
    expect(found[0]).toEqual(typeof first === 'string' ? first : expect.stringMatching(first))
    const seq = /where seq = (\d+)$/.exec(sql)?.[1]
    if (first === CHANGED) expect(CHANGED.exec(found[0] ?? '')?.[1]).toBe(seq)
  })

  test.each([
    [
      'a part that nothing points at',
      `update turn set facts = '[]', input = '{}' where seq = 11`,
      'nothing in turn 11 points at its private part 0',
    ],
    [
      'a pointer without its part',
      'delete from private where turn = 11',
      'turn 11 points at a private part 0, which is not there',
    ],
    [
      'a pointer at another part',
      `update turn set facts = replace(facts, '"$private":0', '"$private":1') where seq = 11`,
      'turn 11 points at a private part 1, which is not there',
    ],
  ])('%s, and the chain written anew', async (_, sql, first) => {
    vandal(sql)
    rehash()
    expect(await wrongIn('--quick')).toContain(`private: ${first}`)
  })

  test('a time that no clock shows, for programs', async () => {
    vandal('update turn set at = 9007199254740991 where seq = 18')
    const { out, code } = await verify('--json')
    expect(code).toBe(1)
    const { wrong, ...said } = JSON.parse(out)
    expect(wrong[0]).toMatchObject({ check: 'chain', turn: 18 })
    expect(said).toMatchObject({ intact: false, anchor: { seq: 18, at: null } })
    expect((await verify()).out).toMatch(/\nAnchor: 18:[0-9a-f]{64} \(9007199254740991 is no time\)\n$/)
  })

  test.each([
    'turn',
    'private',
    'packed',
    'stream',
    'dialled',
    'past_call',
    'plan',
    'plan_piece',
    'in_force',
  ])('the table %s, which is gone, is named; nothing else can be told', async table => {
    vandal(`drop table ${table}`)
    expect(await verify()).toMatchObject({
      ...{ code: 2, out: '' },
      err: expect.stringMatching(
        new RegExp(`^nightbell: .*journal.db is damaged \\(the table ${table} is missing\\)\\. .*restore a backup`),
      ),
    })
  })

  test("what SQLite keeps for itself is nobody's change", async () => {
    vandal('analyze')
    expect(await verify()).toMatchObject({ code: 0 })
  })

  test('a caller who was erased in word only', async () => {
    vandal('create trigger keep before update of body on private begin select raise(ignore); end')
    const journal = openFollowed(file())
    journal.eraseCall(callId('1700000001.2'))
    journal.close()
    vandal('drop trigger keep')
    expect(await wrongIn()).toEqual([
      'private: the caller of 1700000001.2 was erased in turn 19, and private parts of theirs are still there',
    ])
  })

  test('any byte of any column of any turn, or any number of it', () => {
    const db = new Database(file())
    const turns = db.prepare('select * from turn order by seq').all() as TurnTable[]
    const TEXTS = ['input', 'seen', 'facts', 'changes', 'hash'] as const
    const place = fc.record({
      row: fc.nat(turns.length - 1),
      column: fc.constantFrom(...TEXTS, 'at', 'ignored'),
      at: fc.nat(),
      by: fc.integer({ min: 1, max: 94 }),
    })
    fc.assert(
      fc.property(place, ({ row, column, at, by }) => {
        const turn = turns[row] as TurnTable
        const text = String(turn[column] ?? '')
        const nth = at % Math.max(1, text.length)
        const other = String.fromCharCode(32 + ((text.charCodeAt(nth) - 32 + by) % 95))
        const changed =
          column === 'at' ? turn.at + by : column === 'ignored' ? other : text.slice(0, nth) + other + text.slice(nth + 1)
        if (changed === turn[column]) return
        const set = db.prepare(`update turn set ${column} = ? where seq = ?`)
        set.run(changed, turn.seq)
        const [first] = verifyLog(file(), { anchors: [], views: false }).wrong.all()
        set.run(turn[column], turn.seq)
        expect(first).toMatchObject({ check: 'chain', turn: expect.any(Number) })
        expect([turn.seq, turn.seq + 1]).toContain(first?.turn)
      }),
      { numRuns: howOften(120) },
    )
    db.close()
    expect(verifyLog(file(), { anchors: [], views: false }).wrong.all()).toEqual([])
  })
})

describe('what stands beside the journal', () => {
  test.each([
    [
      'a row that was changed',
      "update call_row set outcome = 'missed' where id = '1700000001.2'",
      'the list `call_row` has a wrong outcome at id 1700000001.2',
    ],
    ['a row that was removed', 'delete from message_row', 'the list `message_row` lacks a row: recording 1700000001-2-message-1'],
    [
      'a row that was added',
      "insert into call_incident values ('1.1', 'i-1.1')",
      'the list `call_incident` has a row too many: call 1.1, incident i-1.1',
    ],
    [
      'a fact that is not found',
      "delete from touched where kind = (select no from kind_no where kind = 'resolved')",
      'the list `touched` lacks a row: stream 2, turn 8, n 0',
    ],
    [
      'words that nobody said',
      "update text_story set words = words || ' zebra' where doc = 1",
      'the list `text_story` has a wrong words at doc 1',
    ],
    ['a story that the words do not find', 'delete from texts where rowid = 1', 'the list `texts` lacks a row: rowid 1'],
    ['a list that is gone', 'drop table attempt_row', 'the list `attempt_row` is missing'],
    [
      'a list of another journal',
      "update cursor set hash = 'x' where name = 'calls'",
      "the lists of calls were made of another journal: its turn 18 is not this one's",
    ],
  ])('lists: %s', async (_, sql, first) => {
    vandal(sql, 'views.db')
    expect(await wrongIn()).toEqual([`views: ${first}`])
    expect(await wrongIn('--quick')).toEqual([])
  })

  test('lists that are behind are compared as far as they are; those of another version are not', async () => {
    vandal(
      `delete from touched where turn > 15; update cursor set seq = 15, hash = 'x' where name = 'stories';
       delete from stream_no where no not in (select stream from touched);
       delete from kind_no where no not in
         (select kind from touched where kind is not null union select person from touched where person is not null)`,
      'views.db',
    )
    const journal = new Database(file(), { readonly: true })
    const hash = journal.prepare('select hash from turn where seq = 15').pluck().get()
    journal.close()
    vandal(
      `update cursor set hash = '${hash}' where name = 'stories'; update cursor set version = 99 where name = 'calls'`,
      'views.db',
    )
    const ran = await verify()
    expect(ran.code).toBe(0)
    expect(ran.out).toMatch(
      /\d+ rows of lists, which lack the last 3 turns\nNot checked: the lists of calls: they are of another version/,
    )
  })

  test('lists that are not there, or are damaged', async () => {
    vandal('pragma wal_checkpoint(truncate)', 'views.db')
    truncateSync(file('views.db'), 8192)
    expect(await wrongIn()).toEqual([expect.stringMatching(/^views: .*views\.db can't be read \(.*malformed/)])
    unlinkSync(file('views.db'))
    expect((await verify()).out).toContain('Not checked: lists. There are none now; they are made when a question is asked\n')
  })

  test('recordings: missing, or another sound', async () => {
    const sound = join(state, 'recordings', `${night.recording}.wav`)
    writeFileSync(sound, 'another')
    expect(await wrongIn()).toEqual([`recordings: the recording ${night.recording} is ALTERED: not what was kept`])
    unlinkSync(sound)
    expect(await wrongIn()).toEqual([`recordings: the recording ${night.recording} is MISSING`])
  })
})

describe('an earlier anchor', () => {
  const anchorNow = async (): Promise<string> => /Anchor: (\S+ \S+)/.exec((await verify('--quick')).out)?.[1] ?? ''

  test('shows that the end is missing, which nothing else can', async () => {
    const anchor = await anchorNow()
    expect(await wrongIn('--anchor', anchor)).toEqual([])
    vandal('delete from turn where seq > 15; delete from private where turn > 15; delete from stream; delete from dialled')
    unlinkSync(file('views.db'))
    expect(await verify()).toMatchObject({ code: 0 })
    expect(await wrongIn('--anchor', anchor)).toEqual([
      'anchor: the journal ends with turn 15, and an anchor names turn 18: the end is missing',
    ])
  })

  test('shows that the chain was written anew, which nothing else can', async () => {
    const anchor = await anchorNow()
    vandal("update turn set facts = replace(facts, 'going-out', 'false-alarm') where seq = 8")
    rehash()
    unlinkSync(file('views.db'))
    expect(await verify()).toMatchObject({ code: 0 })
    const other = 'turn 18 is not the one that an anchor names: the journal was written anew, or is another one'
    expect(await wrongIn('--anchor', anchor)).toEqual([`anchor: ${other}`])
    expect(await wrongIn('--anchor', anchor.slice(3, 67))).toEqual([`anchor: no turn has the hash ${anchor.slice(3, 67)}`])
  })

  test('is found in a file: mails, or what a webhook got', async () => {
    const [seq, hash, at] = (await anchorNow()).split(/[: ](.*?) /)
    const kept = join(state, 'anchors.txt')
    writeFileSync(kept, `> 0:${'0'.repeat(64)}\n{"log":{"seq":${seq},"at":"${at}","hash":"${hash}"}}\n`)
    expect((await verify('--anchor', kept, '--quick')).out).toContain('2 earlier anchors\n')
    writeFileSync(kept, `${seq}:${hash} 2026-03-11T07:01:00.001Z`)
    expect(await wrongIn('--anchor', kept)).toEqual(['anchor: turn 18 has another time than an anchor says'])
    writeFileSync(kept, 'nothing')
    expect((await verify('--anchor', kept)).err).toMatch(/^nightbell: there is no anchor in .*anchors\.txt: expected lines with/)
    expect((await verify('--anchor', '18:abc')).err).toBe(
      'nightbell: --anchor 18:abc: expected a number, a colon and 64 hexadecimal digits\n',
    )
    expect((await verify('--anchor', '/nowhere/at/all')).err).toMatch(/is no anchor, and as a file it can't be read: ENOENT/)
  })
})

describe('a journal that can not be read is said in words', () => {
  test.each([
    [
      'copied by half',
      () => truncateSync(file(), Math.floor(statSync(file()).size / 2 / 4096) * 4096),
      /journal\.db is damaged \(.*restore a backup/,
    ],
    [
      'copied by half, within a page',
      () => truncateSync(file(), statSync(file()).size - 5000),
      /journal\.db is damaged \(.*restore a backup/,
    ],
    ['a page of the turns overwritten', overwriteTurns, /journal\.db is damaged \(.*restore a backup/],
    ['a newer program', () => vandal('pragma user_version = 99'), /was written by a newer Nightbell \(journal schema 99/],
    [
      'no database',
      () => writeFileSync(file(), 'nothing at all, but long enough to be looked at'.repeat(99)),
      /is not a journal/,
    ],
    ['nothing there', () => unlinkSync(file()), /There is no journal at .*Is this|There is no journal at/],
  ])('%s', async (_, harm, words) => {
    harm()
    const ran = await verify()
    expect(ran).toMatchObject({ code: 2, out: '' })
    expect(ran.err).toMatch(words)
    expect(ran.err).not.toMatch(/\n +at /)
  })
})

/** As a failing disk does it. */
function overwriteTurns(): void {
  const db = new Database(file())
  db.pragma('wal_checkpoint(truncate)')
  const page = db.prepare("SELECT rootpage FROM sqlite_master WHERE name = 'turn'").pluck().get() as number
  db.close()
  writeFileSync(file(), readFileSync(file()).fill(0xa5, (page - 1) * 4096, page * 4096))
}
