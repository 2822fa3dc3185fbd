// What else stands in the journal's file because the daemon decides by it: the dials of the last
// hours and the calls of the last month that are over. Both must be what the turns say. Of a past
// call the turns say when it ended and its property; its incidents are in its state, which is gone.
import type Database from 'better-sqlite3'
import { ownerOfLeg } from '../../core/world/our-legs.ts'
import { DIALS_MS } from '../journal/append-turn.ts'
import { CALLS_MS } from '../journal/past-calls.ts'
import type { DialledTable, PastCallTable } from '../journal/schema.ts'
import type { Gathered } from './gather.ts'
import type { FirstWrong } from './wrong.ts'

/** `lastAt`: the time of the last turn. Gives how many rows there are. */
export function checkTables(db: Database.Database, gathered: Gathered, lastAt: number, wrong: FirstWrong): number {
  return checkDialled(db, gathered, lastAt, wrong) + checkPastCalls(db, gathered, lastAt, wrong)
}

function checkDialled(db: Database.Database, { dials, recent }: Gathered, lastAt: number, wrong: FirstWrong): number {
  const rows = db.prepare('SELECT leg, property, at FROM dialled ORDER BY at, leg').all() as readonly DialledTable[]
  for (const { leg, property, at } of rows) {
    // Older ones wait for the next dial to be forgotten.
    if (at < lastAt - DIALS_MS) continue
    // A leg that is sent once more after a crash has no fact of its own.
    const said = recent.get(`${ownerOfLeg(leg)} ${at}`) ?? ''
    if (said !== property) wrong.add('tables', null, `the dial of ${leg} for ${property} is kept, and no turn says so`)
  }
  const there = new Set(rows.map(({ leg }) => leg))
  for (const [leg, turn] of dials)
    if (!there.has(leg))
      wrong.add('tables', turn, `the dial of ${leg}, in turn ${turn}, is missing from the dials of the last hours`)
  return rows.length
}

function checkPastCalls(db: Database.Database, { overCalls, imported }: Gathered, lastAt: number, wrong: FirstWrong): number {
  const rows = db.prepare('SELECT * FROM past_call ORDER BY at, id').all() as readonly PastCallTable[]
  for (const row of rows) {
    if (row.imported === 1 && !imported.has(row.id))
      wrong.add('tables', null, `the call ${row.id} is kept as taken over from the failsafe, and no turn says so`)
    if (row.over === 0 || row.at < lastAt - CALLS_MS) continue
    const said = overCalls.get(row.id)
    if (said === undefined) wrong.add('tables', null, `the call ${row.id} is kept as over, and no turn says so`)
    else if (said.at !== row.at || said.property !== row.property)
      wrong.add('tables', said.turn, `the call ${row.id} is not kept as turn ${said.turn} ended it`)
  }
  const there = new Map(rows.map(row => [row.id, row]))
  for (const [id, { turn, property }] of overCalls) {
    // Staff at the phone desk have no property, and are not kept.
    if (property !== null && there.get(id)?.over !== 1)
      wrong.add('tables', turn, `the call ${id}, over since turn ${turn}, is missing from the calls that are over`)
  }
  return rows.length
}
