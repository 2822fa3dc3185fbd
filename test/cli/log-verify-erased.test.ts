// `nightbell log verify` on a log with an erased caller: what a turn says was erased is gone, of the
// call and of its incidents, and nothing else is.
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { turnHash } from '../../src/store/journal/chain.ts'
import type { PrivateTable, TurnTable } from '../../src/store/journal/schema.ts'
import { verifyLog } from '../../src/store/verify/verify-log.ts'
import { openFollowed } from '../support/followed-journal.ts'
import { PLAN_HASH, smallPlan } from '../support/plan.ts'
import { tell } from '../support/story.ts'

let original: string
let state: string
/** The private parts before anybody was erased. */
let before: readonly PrivateTable[]
let first: string
let second: string
let incident: string
beforeAll(() => {
  original = mkdtempSync(join(tmpdir(), 'nightbell-two-'))
  const journal = openFollowed(join(original, 'journal.db'))
  const plan = smallPlan({ oak: { sameTrouble: { water: 'property' } } })
  journal.keepPlan(PLAN_HASH, plan, {})
  const story = tell({ plan, onTurn: turn => journal.commit([turn]) })
  const ann = story.arrives({ name: 'Ann Lee', number: '+13125550142' })
  ann.presses('1', '*')
  story.wait(2)
  const bob = story.arrives({ name: 'Bob Ray', number: '+13125550777' })
  bob.presses('1')
  const again = story.arrives({ number: '+13125550142' })
  again.presses('1')
  incident = story.incident().id
  story.phone('ana').answers().presses('5').hangsUp()
  ann.hangsUp()
  bob.hangsUp()
  again.hangsUp()
  story.driver.take({ type: 'resolvedByHand', stream: incident as never, who: 'Pat', why: 'done', outcome: 'going-out' })
  story.wait(24 * 3600 + 60)
  ;[first, second] = [ann.id, bob.id]
  before = rows(original)
  expect(journal.eraseCall(ann.id)).toEqual({ erased: 4 })
  journal.close()
})
afterAll(() => rmSync(original, { recursive: true }))
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'nightbell-log-'))
  cpSync(original, state, { recursive: true })
})
afterEach(() => rmSync(state, { recursive: true }))

function rows(of: string): PrivateTable[] {
  const db = new Database(join(of, 'journal.db'), { readonly: true })
  const all = db.prepare('select * from private order by turn, n').all() as PrivateTable[]
  db.close()
  return all
}

function vandal(work: (db: Database.Database) => void): void {
  const db = new Database(join(state, 'journal.db'))
  work(db)
  db.close()
}

const wrong = () =>
  verifyLog(join(state, 'journal.db'), { anchors: [], views: false })
    .wrong.all()
    .flatMap(({ check, what }) => (check === 'plans' ? [] : [`${check}: ${what}`]))
const partsOf = (stream: string) => before.filter(one => one.stream === stream)
const put = (db: Database.Database, { turn, n, salt, body }: PrivateTable) =>
  db.prepare('update private set salt = ?, body = ? where turn = ? and n = ?').run(salt, body, turn, n)
const take = (db: Database.Database, one: PrivateTable) => put(db, { ...one, salt: null, body: null })

/** As an earlier version wrote it. */
function withoutNames(db: Database.Database): void {
  db.exec('update turn set input = json_remove(input, \'$.repeated\') where input like \'{"type":"callErased"%\'')
  const digests = db.prepare('select digest from private where turn = ? order by n').pluck()
  let hash = '0'.repeat(64)
  for (const turn of db.prepare('select * from turn order by seq').all() as TurnTable[]) {
    hash = turnHash(hash, turn, digests.all(turn.seq) as string[])
    db.prepare('update turn set hash = ? where seq = ?').run(hash, turn.seq)
  }
}

test('the night as it was: three calls have their number in the incident, and one caller is erased', () => {
  expect(partsOf(incident).map(({ body }) => body)).toEqual(['"+13125550142"', '"+13125550777"', '"+13125550142"'])
  const now = rows(state).filter(({ stream }) => stream === incident)
  expect(now.map(({ body }) => body)).toEqual([null, '"+13125550777"', null])
  expect(wrong()).toEqual([])
  vandal(withoutNames)
  expect(wrong()).toEqual([])
})

describe.each([
  ['turns that name what went', (_: Database.Database): void => undefined],
  ['turns of earlier versions', withoutNames],
])('%s', (_, made) => {
  beforeEach(() => vandal(made))

  test('a number that was put back in the call', () => {
    vandal(db => put(db, partsOf(first)[0] as PrivateTable))
    expect(wrong()).toEqual([
      expect.stringMatching(/^private: the caller of \S+ was erased in turn \d+, and private parts of theirs are still there$/),
    ])
  })

  test('a number that was put back in the incident', () => {
    const [own] = partsOf(incident)
    vandal(db => put(db, own as PrivateTable))
    expect(wrong()).toEqual([
      expect.stringMatching(
        new RegExp(`^private: the caller of ${first} was erased in turn \\d+, and private part ${own?.n} of turn ${own?.turn}`),
      ),
    ])
  })

  test('more that is gone of another call', () => {
    vandal(db => take(db, partsOf(second)[0] as PrivateTable))
    expect(wrong()).toEqual([expect.stringMatching(`^private: private parts of ${second}, from turn .* are gone, and no turn`)])
  })

  test('what came after the erasing is not erased by it', () => {
    vandal(db => {
      const [own] = partsOf(incident)
      db.prepare('update turn set input = replace(input, ?, ?) where input like ?').run(
        JSON.stringify(first),
        '"1.1"',
        '{"type":"callErased"%',
      )
      take(db, own as PrivateTable)
    })
    expect(wrong()).toContainEqual(expect.stringMatching(`^private: private parts of ${first}, from turn 1 on, are gone`))
  })
})

test('a number that another call of theirs said in the incident', () => {
  const [, , again] = partsOf(incident)
  vandal(db => put(db, again as PrivateTable))
  expect(wrong()).toEqual([
    expect.stringMatching(`private part ${again?.n} of turn ${again?.turn}, which says the same, is still there`),
  ])
})

test('more that is gone of an incident', () => {
  const [, other] = partsOf(incident)
  vandal(db => take(db, other as PrivateTable))
  expect(wrong()).toEqual([
    `private: private parts of ${incident}, from turn ${other?.turn} on, are gone, and no turn says that they were erased`,
  ])
})
