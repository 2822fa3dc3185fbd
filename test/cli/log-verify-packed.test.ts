// `nightbell log verify` on a log whose old turns are packed: nothing can be changed there unseen.
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { packTurns, unpackTurns } from '../../src/store/journal/packed-turns.ts'
import type { TurnTable } from '../../src/store/journal/schema.ts'
import { verifyLog } from '../../src/store/verify/verify-log.ts'
import { howOften } from '../support/how-often.ts'
import { nightInTheLog } from '../support/night-in-the-log.ts'
import { packAll } from '../support/pack-turns.ts'
import { nightbell } from './run-program.ts'

let original: string
let state: string
beforeAll(() => {
  original = mkdtempSync(join(tmpdir(), 'nightbell-night-'))
  const { file } = nightInTheLog(original)
  // Turns 1 to 6, 7 to 12, and 13 to 17. The last one is as it was.
  packAll(file, 6)
})
afterAll(() => rmSync(original, { recursive: true }))
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'nightbell-log-'))
  cpSync(original, state, { recursive: true })
})
afterEach(() => rmSync(state, { recursive: true }))

const file = () => join(state, 'journal.db')
const verify = () => nightbell(['log', 'verify', '--pbx', '/nowhere'], { NIGHTBELL_STATE: state })

function vandal(sql: string, ...values: readonly unknown[]): void {
  const db = new Database(file())
  if (values.length === 0) db.exec(sql)
  else db.prepare(sql).run(...values)
  db.close()
}

function bodyOf(last: number): Buffer {
  const db = new Database(file(), { readonly: true })
  const body = db.prepare('select body from packed where last = ?').pluck().get(last) as Buffer
  db.close()
  return body
}

test('a log that is as it was written', async () => {
  const { out, code } = await verify()
  expect(out).toMatch(/^Checked: 18 turns with 44 facts\n/)
  expect(out).toContain('All is as it was written.')
  expect(code).toBe(0)
})

test.each([
  [
    'packed texts that were removed',
    'delete from packed where last = 12',
    /^The packed texts of turn 7 can't be read: they are not among those that are packed\./,
  ],
  [
    'the last packed texts that were removed',
    'delete from packed where last = 17',
    /^The packed texts of turn 13 can't be read: they are not there\./,
  ],
  [
    'packed texts that are no texts any more',
    'update packed set body = zeroblob(20) where last = 6',
    /^The packed texts of turn 1 can't be read: /,
  ],
  [
    'packed texts that were swapped',
    'update packed set body = (select body from packed where last = 12) where last = 6',
    /^The packed texts of turn 1 can't be read: /,
  ],
  [
    'packed texts that were added',
    'insert into packed select 3, body from packed where last = 6',
    /^the packed texts up to turn 6 belong to no turn$/,
  ],
  ['a turn that was removed', 'delete from turn where seq = 9', /^turn 9 is missing$/],
  ['a time', 'update turn set at = at + 1 where seq = 8', /^what turn 8 says is not what was written/],
  [
    'something beside the packed texts',
    `update turn set input = '{}' where seq = 8`,
    /^turn 8 has texts beside its packed ones$/,
  ],
])('%s', async (_, sql, first) => {
  vandal(sql)
  const { out, code } = await verify()
  expect(code).toBe(1)
  expect(/^WRONG \(chain\): (.*)$/m.exec(out)?.[1]).toMatch(first)
})

test.each(['input', 'seen', 'facts', 'changes', 'hash'] as const)('%s of a packed turn', async name => {
  const texts = textsIn(bodyOf(12))
  const changed = texts.map(turn => (turn.seq === 9 ? { ...turn, [name]: `${turn[name]} ` } : turn))
  vandal('update packed set body = ? where last = 12', packTurns(changed).body)
  expect((await verify()).out).toMatch(/^WRONG \(chain\): (what turn 9 says|the hash of turn 9)/m)
})

test('any byte of any packed texts', () => {
  const place = fc.record({ last: fc.constantFrom(6, 12, 17), at: fc.nat(), to: fc.nat(255) })
  fc.assert(
    fc.property(place, ({ last, at, to }) => {
      const body = bodyOf(last)
      const other = Buffer.from(body)
      other[at % body.length] = to
      vandal('update packed set body = ? where last = ?', other, last)
      const { wrong } = verifyLog(file(), { anchors: [], views: false })
      vandal('update packed set body = ? where last = ?', body, last)
      if (saysTheSame(body, other)) expect(wrong.all()).toEqual([])
      else expect(wrong.all()[0]?.check).toBe('chain')
    }),
    { numRuns: howOften(20) },
  )
})

/** Some bits of a compressed text mean nothing. */
function saysTheSame(body: Buffer, other: Buffer): boolean {
  try {
    return JSON.stringify(textsIn(other)) === JSON.stringify(textsIn(body))
  } catch {
    return false
  }
}

function textsIn(body: Buffer): TurnTable[] {
  const { first, last, texts } = unpackTurns(body)
  const numbers = Array.from({ length: last - first + 1 }, (_, n) => first + n)
  return numbers.map(seq => ({ seq, at: 0, ...texts(seq) }))
}
