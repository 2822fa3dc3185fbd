// The Store contract: what is committed is there after a restart, what is not is not, and every trouble with the file is said in words.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { callId, incidentId } from '../../src/core/world/ids.ts'
import { openJournal } from '../../src/store/journal/journal.ts'
import { JournalError } from '../../src/store/journal/journal-error.ts'
import { openReader } from '../../src/store/read/reader.ts'
import { openFollowed } from '../support/followed-journal.ts'
import { arrival, at, call, closing, exampleNight, examplePlan, incident, PLAN, RESIDENT, turn } from './example-turns.ts'

const journalModule = pathToFileURL(join(import.meta.dirname, '../../src/store/journal/journal.ts')).href

let directory: string
let file: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'nightbell-journal-'))
  file = join(directory, 'state', 'journal.db')
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

function open() {
  const journal = openFollowed(file)
  journal.keepPlan(PLAN, examplePlan(), { 'oak-creek.yaml': 'property: oak-creek\n' })
  return journal
}

function trouble(work: () => unknown): JournalError {
  try {
    work()
  } catch (error) {
    if (error instanceof JournalError) return error
    throw error
  }
  throw new Error('nothing went wrong')
}

describe('restart', () => {
  test('a new journal has nothing live', () => {
    const journal = openFollowed(file)
    expect(journal.liveStreams()).toEqual({ streams: [], plans: new Map(), lastAt: null })
    journal.close()
  })

  test('live streams, their plans and the last time come back exactly', () => {
    const journal = open()
    for (const one of exampleNight('c1').slice(0, 5)) journal.commit([one])
    journal.close()
    const again = openFollowed(file)
    const i = incidentId(callId('c1'), 1)
    expect(again.liveStreams()).toEqual({
      streams: [call('c1', { incident: i }), incident('c1')],
      plans: new Map([[PLAN, examplePlan()]]),
      lastAt: at(40),
    })
    again.close()
  })

  test('streams that are over do not come back, and their state is not kept', () => {
    const journal = open()
    journal.commit([...exampleNight('c1'), closing('c1')])
    expect(journal.liveStreams().streams).toEqual([])
    journal.close()
    const db = new Database(file)
    expect(db.prepare('select * from stream').all()).toEqual([])
    db.close()
  })

  test('a reader that opens the file without closing of the writer sees every commit', () => {
    const journal = open()
    journal.commit([arrival('c1')])
    const copy = openFollowed(file)
    expect(copy.liveStreams().streams).toHaveLength(1)
    copy.close()
    journal.close()
  })
})

describe('commit', () => {
  test('is all or nothing, and can be tried again', () => {
    const journal = open()
    journal.commit([arrival('c1')])
    const broken = turn(1, { type: 'due', stream: callId('c2') }, [call('c2')], [])
    const impossible = { ...broken, at: null as unknown as typeof broken.at }
    expect(() => journal.commit([arrival('c2'), impossible])).toThrow()
    expect(journal.liveStreams().streams.map(one => one.id)).toEqual(['c1'])
    journal.commit([arrival('c2')])
    expect(journal.liveStreams().streams.map(one => one.id)).toEqual(['c1', 'c2'])
    expect(journal.turns()).toBe(2)
    journal.close()
  })

  test('a turn in which nothing happened is not kept', () => {
    const journal = open()
    journal.commit([{ ...turn(0, { type: 'digit', channel: 'x', digit: '5' }, []), ignored: 'no such channel' }])
    expect(journal.turns()).toBe(0)
    journal.close()
  })

  test('a full disk is said, loses nothing that was committed, and heals', () => {
    const journal = open()
    journal.commit([arrival('c0')])
    journal.close()
    const full = openJournal(file, db => db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true })}`))
    const error = trouble(() => full.commit(Array.from({ length: 200 }, (_, n) => arrival(`d${n}`))))
    expect(error.trouble).toBe('full')
    expect(error.message).toMatch(/disk that holds .*journal\.db is full/)
    expect(full.liveStreams().streams.map(one => one.id)).toEqual(['c0'])
    full.close()
    const healed = openFollowed(file)
    healed.commit([arrival('d1')])
    expect(healed.turns()).toBe(2)
    healed.close()
  })

  test('a second daemon on the same file is told so', () => {
    const [first, second] = [open(), openFollowed(file)]
    first.commit([arrival('c1')])
    const error = trouble(() => second.commit([arrival('c2')]))
    expect(error.trouble).toBe('busy')
    expect(error.message).toMatch(/Only one daemon may run/)
    first.close()
    second.close()
  })

  test('odd callers are kept as they are: quotes, newlines, emoji, zero bytes, 4 kB', () => {
    const journal = open()
    const odd = `O'Brien "x"\r\n\u0000\u001b[31m☎️${'y'.repeat(4096)}`
    const one = arrival('c1')
    journal.commit([{ ...one, changes: [call('c1', { callerName: odd })] }])
    journal.close()
    const again = openFollowed(file)
    expect(again.liveStreams().streams).toEqual([call('c1', { callerName: odd })])
    again.close()
  })
})

describe('private fields', () => {
  test('stand nowhere but in `private`, and in the state while the call lives', () => {
    const journal = open()
    journal.commit([...exampleNight('c1'), closing('c1')])
    journal.close()
    const db = new Database(file, { readonly: true })
    for (const table of ['turn', 'stream']) {
      expect(JSON.stringify(db.prepare(`select * from ${table}`).all())).not.toContain(RESIDENT)
    }
    expect(db.prepare('select body from private where turn = 1 order by n').pluck().all()).toContain(JSON.stringify(RESIDENT))
    db.close()
  })

  test('are erased from the file itself, but not while the incident is open', () => {
    const journal = open()
    journal.commit(exampleNight('c1'))
    expect(journal.eraseCall(callId('c1'))).toEqual({ stillLive: ['i-c1'] })
    journal.commit([closing('c1')])
    expect(journal.eraseCall(callId('c1'))).toEqual({ erased: 3 })
    expect(journal.eraseCall(callId('c1'))).toEqual({ erased: 0 })
    journal.close()
    expect(readFileSync(file).includes(RESIDENT)).toBe(false)
  })
})

describe('a file that cannot be used is left alone and said', () => {
  test('a file that is no database', () => {
    mkdirSync(join(directory, 'state'))
    writeFileSync(file, 'these are my holiday photographs, many of them')
    const error = trouble(() => openFollowed(file))
    expect(error.trouble).toBe('foreign')
    expect(error.message).toMatch(/is not a journal/)
    expect(readFileSync(file, 'utf8')).toBe('these are my holiday photographs, many of them')
  })

  test('the database of another program', () => {
    mkdirSync(join(directory, 'state'))
    const db = new Database(file)
    db.exec('create table photographs (id integer)')
    db.close()
    const before = readFileSync(file)
    expect(trouble(() => openFollowed(file)).message).toMatch(/database of another program/)
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  test('a journal of a newer program', () => {
    open().close()
    const db = new Database(file)
    db.pragma('user_version = 99')
    db.close()
    const error = trouble(() => openFollowed(file))
    expect(error.trouble).toBe('newer')
    expect(error.message).toMatch(/newer Nightbell \(journal schema 99/)
  })

  test('a journal of a program before the first release, for reading and for writing', () => {
    open().close()
    const db = new Database(file)
    db.pragma('user_version = 1')
    db.close()
    for (const work of [() => openFollowed(file), () => openReader(file)]) {
      const error = trouble(work)
      expect(error.trouble).toBe('older')
      expect(error.message).toMatch(/before its first release \(journal schema 1\).* Move its state directory away/)
    }
  })

  test('a journal of the program before: the daemon brings it up to date, and nothing is lost', () => {
    const journal = open()
    journal.commit([arrival('a1')])
    journal.close()
    const db = new Database(file)
    db.exec('drop table packed')
    db.pragma('user_version = 2')
    db.close()
    expect(trouble(() => openReader(file)).message).toMatch(/older schema than this program .* Start the daemon once/)
    openFollowed(file).close()
    const reader = openReader(file)
    expect(reader.listCalls({ limit: 10 })).toHaveLength(1)
    expect(reader.verifyChain()).toMatchObject({ intact: true, turns: 1 })
    reader.close()
  })

  test('a damaged journal', () => {
    const journal = open()
    journal.commit(Array.from({ length: 100 }, (_, n) => arrival(`d${n}`)))
    journal.close()
    const bytes = readFileSync(file)
    bytes.fill(0xa5, 4096)
    writeFileSync(file, bytes)
    const error = trouble(() => openFollowed(file))
    expect(error.trouble).toBe('corrupt')
    expect(error.message).toMatch(/restore a backup/)
  })

  test('a state directory that is a file', () => {
    writeFileSync(join(directory, 'state'), '')
    expect(trouble(() => openFollowed(file)).trouble).toBe('unwritable')
  })

  test('a directory that belongs to somebody else', () => {
    open().close()
    mkdirSync(join(directory, 'locked'), { mode: 0o755 })
    // Root may write everywhere, so somebody else tries: in a process of its own, after loading what it needs.
    const script = `
      const { openJournal } = await import(${JSON.stringify(journalModule)})
      if (process.getuid() === 0) { process.setegid(65534); process.seteuid(65534) }
      else (await import('node:fs')).chmodSync(${JSON.stringify(join(directory, 'locked'))}, 0o500)
      try { openJournal(${JSON.stringify(join(directory, 'locked', 'journal.db'))}) } catch (error) { console.log(error.trouble + ': ' + error.message) }`
    const tried = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
    expect(tried.stdout).toMatch(/^unwritable: .*journal\.db cannot be (opened|written)/)
  })
})
