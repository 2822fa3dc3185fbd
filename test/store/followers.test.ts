// What follows the journal: lists and notices are made of it in files of their own, once, whoever
// dies; what can't be made stops alone and says so; a file that is deleted is made again, and
// nobody is told twice.
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, rmdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { callId, type EpochMs } from '../../src/core/world/ids.ts'
import { takeTurn } from '../../src/core/world/take-turn.ts'
import { emptyWorld } from '../../src/core/world/world.ts'
import type { Follower } from '../../src/store/follow/follower.ts'
import { filesBeside } from '../../src/store/follow/followers.ts'
import { openFollowers } from '../../src/store/follow/in-worker.ts'
import { type Loop, openLoop } from '../../src/store/follow/loop.ts'
import { openJournal } from '../../src/store/journal/journal.ts'
import { openForReading } from '../../src/store/journal/open-database.ts'
import { openReader } from '../../src/store/read/reader.ts'
import { messageOf, prepared } from '../notify/night-in-the-outbox.ts'
import { until } from '../notify/office.ts'
import type { FollowedJournal } from '../support/followed-journal.ts'
import { allIncidents } from '../support/incidents-of.ts'
import { arrival, closing, exampleNight, examplePlan, PLAN } from './example-turns.ts'
import { useJournal } from './journal-of-test.ts'

const here = useJournal()
let journal: FollowedJournal
let file: string
let views: string
beforeEach(() => {
  ;({ journal, file } = here())
  views = filesBeside(file).views
})

/** Makes something of ours fail in a file, as a mistake would; gives how to mend it. */
function breaking(where: string, table: string, when = '1'): () => void {
  const run = (sql: string): void => {
    const db = new Database(where)
    db.exec(sql)
    db.close()
  }
  run(`create trigger broken before insert on ${table} when ${when} begin select raise(abort, 'a mistake'); end`)
  return () => run('drop trigger broken')
}

describe('a list that can not be made', () => {
  test('stops alone, says at which turn and what to do; commits, stories and notices go on', () => {
    journal.commit([arrival('c1')])
    expect(journal.past.listCalls({ limit: 9 })).toHaveLength(1)
    breaking(views, 'call_row')
    journal.commit([arrival('c2'), arrival('c3')])
    expect(journal.liveStreams().streams).toHaveLength(3)
    expect(journal.past.listCalls({ limit: 9 }).map(({ id }) => id)).toEqual(['c1'])
    expect(journal.beside.troubles()).toMatchObject([{ follower: 'calls' }])
    expect(journal.beside.troubles()[0]?.what).toMatch(
      /^calls stopped at turn 2: a mistake\. .*Delete .*views\.db and it is made/,
    )
    // Nobody is erased, and no message is done, on the word of a list that lacks something.
    expect(() => journal.past.callerOf(callId('c1'))).toThrow(/do not have all that is in the journal: calls stopped at turn 2/)
    const db = new Database(views, { readonly: true })
    expect(db.prepare('select name, seq from cursor order by name').all()).toEqual([
      { name: 'calls', seq: 1 },
      { name: 'names', seq: 3 },
      { name: 'retention', seq: 3 },
      { name: 'stories', seq: 3 },
      { name: 'texts', seq: 3 },
    ])
    db.close()
  })

  test('is made again when its file is deleted, by whoever runs', () => {
    journal.commit([arrival('c1')])
    expect(journal.past.listCalls({ limit: 9 })).toHaveLength(1)
    breaking(views, 'call_row')
    journal.commit([arrival('c2')])
    expect(journal.past.listCalls({ limit: 9 })).toHaveLength(1)
    rmSync(views)
    expect(journal.past.listCalls({ limit: 9 }).map(({ id }) => id)).toEqual(['c2', 'c1'])
    expect(journal.beside.troubles()).toEqual([])
  })
})

test('a notice about what a stopped list lacks waits until the list is made again, and is not given up', () => {
  prepared(journal)
  const due = () => journal.outbox.due((10 ** 14) as EpochMs, 9, 'webhook pm').map(({ key }) => key)
  expect(due()).toHaveLength(0)
  breaking(views, 'call_row')
  journal.commit(messageOf('c2'))
  expect(due()).toEqual([])
  rmSync(views)
  expect(due()).toEqual(['message:c2-message-1:webhook:pm'])
})

test('a notice that can not be made is left out and is an alarm; those after it are made', () => {
  prepared(journal)
  const { outbox } = filesBeside(file)
  const all = () => journal.past.listOutbox({ all: true, limit: 99, now: 0 })
  expect(all()).toHaveLength(4)
  breaking(outbox, 'outbox', "new.key like 'message:c2-%'")
  journal.commit(messageOf('c2'))
  journal.commit(messageOf('c3'))
  expect(all().filter(({ key }) => key.startsWith('message:c3'))).toHaveLength(4)
  expect(all()).toHaveLength(8)
  expect(journal.beside.troubles().map(({ what }) => what)).toEqual([
    expect.stringMatching(/^notices had to leave out turn 4: a mistake\. Nobody outside is told/),
  ])
})

describe('a deleted file', () => {
  test('of lists: they are the same again, and the outbox knows what it sent', () => {
    prepared(journal)
    for (let n = 0; n < 30; n++) journal.commit([...exampleNight(`n${n}`), closing(`n${n}`)])
    const seen = () => [
      journal.past.listCalls({ limit: 99 }),
      allIncidents(journal.past),
      journal.past.listMessages({ all: true, limit: 99 }),
      journal.past.listOutbox({ all: true, limit: 99, now: 0 }),
    ]
    const before = seen()
    journal.loseViews()
    expect(seen()).toEqual(before)
    expect(existsSync(views)).toBe(true)
  })

  test('of the outbox: what a fact says was sent is not sent again, what waited is, and old matters are left alone', () => {
    const day = 86_400_000
    prepared(journal)
    const key = 'message:c1-message-1:sms:+13125550301'
    const at = (journal.liveStreams().lastAt ?? 0) as EpochMs
    const settled = { type: 'noticeSettled', result: 'sent', stream: 'c1', key, event: 'message', way: 'sms' } as const
    journal.commit([takeTurn(emptyWorld(), { ...settled, stream: callId('c1'), whom: '+13125550301', why: '' }, at)])
    rmSync(filesBeside(file).outbox)
    const due = () => ['mail', 'sms', 'webhook pm'].flatMap(lane => journal.outbox.due((at + day) as EpochMs, 9, lane))
    expect(due().map(one => one.way)).toEqual(['mail', 'mail', 'webhook'])
    journal.commit([{ ...arrival('c9'), at: (at + 2 * day) as EpochMs }])
    rmSync(filesBeside(file).outbox)
    expect(due()).toEqual([])
  })
})

test('a journal that was put back from a backup: the lists are those of its own turns', () => {
  journal.commit([arrival('c1'), arrival('c2')])
  expect(journal.past.listCalls({ limit: 9 })).toHaveLength(2)
  const other = join(here().directory, 'other', 'journal.db')
  const backup = openJournal(other)
  backup.keepPlan(PLAN, examplePlan(), {})
  backup.commit([arrival('d1'), arrival('d2'), arrival('d3')])
  backup.close()
  rmSync(filesBeside(other).views, { force: true })
  const db = new Database(views)
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.prepare('vacuum into ?').run(filesBeside(other).views)
  db.close()
  const reader = openReader(other)
  expect(reader.listCalls({ limit: 9 }).map(({ id }) => id)).toEqual(['d3', 'd2', 'd1'])
  reader.close()
})

test('who may not write sees what there is, and how much is missing', () => {
  journal.commit([arrival('c1')])
  expect(journal.past.listCalls({ limit: 9 })).toHaveLength(1)
  journal.commit([arrival('c2'), arrival('c3')])
  const { directory } = here()
  chmodSync(directory, 0o755)
  for (const name of readdirSync(directory)) chmodSync(join(directory, name), 0o644)
  const module = pathToFileURL(join(import.meta.dirname, '../../src/store/read/reader.ts')).href
  // Root may write everywhere, so somebody else asks: in a process of its own, after loading what
  // it needs.
  const script = `
    const { openReader } = await import(${JSON.stringify(module)})
    const mine = openReader(${JSON.stringify(file)})
    mine.close()
    if (process.getuid() === 0) { process.setegid(65534); process.seteuid(65534) }
    else (await import('node:fs')).chmodSync(${JSON.stringify(views)}, 0o444)
    const reader = openReader(${JSON.stringify(file)})
    console.log(reader.listCalls({ limit: 9 }).map(({ id }) => id).join(), reader.behind())`
  const asked = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
  expect(asked.stdout || asked.stderr).toBe('c1 2\n')
})

describe('the loop', () => {
  let loops: Loop[] = []
  afterEach(() => {
    for (const loop of loops) loop.close()
    loops = []
  })

  /** Writes down every turn, and would not write one twice. */
  function counting(version: number, column: string): Follower {
    return {
      ...{ name: 'counting', version, from: 'first', onMistake: 'stop', tables: ['counted'] },
      sql: ({ table }) => `CREATE TABLE ${table('counted')} (${column} INTEGER PRIMARY KEY) STRICT`,
      open(db) {
        const insert = db.prepare(`INSERT INTO "counted" (${column}) VALUES (?)`)
        return ({ seq }) => void insert.run(seq)
      },
    }
  }
  const target = () => join(here().directory, 'counted.db')

  function loopOf(follower: Follower): Loop {
    const loop = openLoop(openForReading(file), [
      { file: target(), journal: file, followers: [follower], sql: '', careful: false },
    ])
    loops.push(loop)
    return loop
  }
  const rows = () => {
    const db = new Database(target(), { readonly: true })
    const all = db.prepare('SELECT * FROM counted').all()
    db.close()
    return all
  }
  const many = (n: number) => journal.commit(Array.from({ length: n }, (_, k) => arrival(`m${journal.turns() + k}`, k)))

  test('two of them on one file: every turn is taken once', () => {
    many(500)
    const [a, b] = [loopOf(counting(1, 'seq')), loopOf(counting(1, 'seq'))]
    a.step()
    while (b.step()) a.step()
    many(300)
    while (a.step()) b.step()
    expect([a.troubles(), b.troubles()]).toEqual([[], []])
    expect(rows()).toHaveLength(800)
  })

  test('a new version is made beside the old one, which is there until the new one has everything', () => {
    many(500)
    loopOf(counting(1, 'seq')).catchUp(10_000)
    const newer = loopOf(counting(2, 'turn'))
    newer.step()
    expect(rows()[0]).toEqual({ seq: 1 })
    newer.catchUp(10_000)
    expect(rows()).toHaveLength(500)
    expect(rows()[0]).toEqual({ turn: 1 })
    many(10)
    newer.catchUp(10_000)
    expect(rows()).toHaveLength(510)
    // The older program, which still runs or is started again, leaves it alone.
    const older = loopOf(counting(1, 'seq'))
    many(10)
    expect(older.step()).toBe(false)
    newer.catchUp(10_000)
    expect(rows()).toHaveLength(520)
  })

  test('an old one that runs on while a newer program takes over: it stops without a word, and spoils nothing', () => {
    many(10)
    const older = loopOf(counting(1, 'seq'))
    older.catchUp(10_000)
    const newer = loopOf(counting(2, 'turn'))
    newer.catchUp(10_000)
    many(10)
    expect(older.catchUp(10_000)).toBe(0)
    newer.catchUp(10_000)
    expect(older.troubles()).toEqual([])
    expect(rows()).toHaveLength(20)
  })
})

describe('in a thread of its own', () => {
  test('whoever asks sees what was committed before, and the outbox is filled', async () => {
    prepared(journal)
    const followers = openFollowers(file)
    journal.commit(exampleNight('c7'))
    expect(await followers.past.callerOf('c7' as never)).toMatchObject({ incidents: ['i-c7'] })
    expect(await followers.past.message('c1-message-1')).toMatchObject({ call: 'c1', doneBy: null })
    expect(await followers.outbox.lastDigest('oak-creek')).toBeNull()
    await expect(followers.outbox.due('nonsense' as never, {} as never, 'mail')).rejects.toThrow()
    expect(followers.wrong()).toEqual([])
    await followers.close()
  })

  test('a disk that does not take the lists is an alarm, and they are taken in when it does', async () => {
    mkdirSync(views)
    const followers = openFollowers(file)
    journal.commit([arrival('c1')])
    await until(() => followers.wrong().length > 0, 'the alarm')
    expect(followers.wrong()).toMatchObject([{ kind: 'lists-behind', what: expect.stringMatching(/calls go on: .*views\.db/) }])
    expect(journal.liveStreams().streams).toHaveLength(1)
    rmdirSync(views)
    await until(() => followers.wrong().length === 0, 'it is well again')
    expect(await followers.past.callerOf('c1' as never)).toMatchObject({ stillLive: ['c1'] })
    await followers.close()
  })

  test('a thread that dies is an alarm, is started again, and goes on', async () => {
    const later = join(here().directory, 'later', 'journal.db')
    const followers = openFollowers(later)
    await until(() => followers.wrong().length > 0, 'the alarm')
    expect(followers.wrong()[0]?.what).toMatch(/the thread that makes lists and notices died \(There is no journal at/)
    await expect(followers.past.message('x')).rejects.toThrow(/can not be asked now/)
    const made = openJournal(later)
    made.keepPlan(PLAN, examplePlan(), {})
    made.commit([arrival('c1')])
    await until(() => followers.wrong().length === 0, 'it is well again')
    expect(await followers.past.callerOf('c1' as never)).toMatchObject({ stillLive: ['c1'] })
    await followers.close()
    made.close()
  })
})
