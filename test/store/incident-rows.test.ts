// What the list of incidents says of each, against the facts of its story, over random weeks.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EpochMs } from '../../src/core/world/ids.ts'
import { openReader, type Reader } from '../../src/store/read/reader.ts'
import { type BusyMonth, busyMonth } from '../support/busy-month.ts'
import { allIncidents } from '../support/incidents-of.ts'

let month: BusyMonth
let reader: Reader
beforeAll(async () => {
  month = await busyMonth({
    from: Date.UTC(2026, 2, 2) as EpochMs,
    days: 14,
    callers: 60,
    seed: 5,
  })
  reader = openReader(`${month.state}/journal.db`)
})
afterAll(() => {
  reader.close()
  month.remove()
})

/** Whatever way somebody takes it. */
const TAKEN: ReadonlySet<string> = new Set(['accepted', 'owned', 'acknowledged', 'resolved'])

test('callers, statements, who took it how and how soon, passes, since when nobody could be reached', () => {
  const seen = new Set<string>()
  for (const row of allIncidents(reader)) {
    const facts = reader.incidentStory(row.id)?.facts.map(({ fact }) => fact) ?? []
    const kinds = facts.map(({ kind }) => kind)
    const last = facts.findLast(({ kind }) => kind === 'unreached' || kind === 'reopened')
    const taken = facts.findLast(({ kind }) => kind === 'accepted' || kind === 'owned')
    const how = taken?.kind === 'owned' ? taken.how.slice(0, 7) : taken && 'key-1'
    const had = facts.find(({ kind }) => TAKEN.has(kind))
    const statements = facts.flatMap(fact => (fact.kind === 'statement-added' ? [fact.recording] : []))
    const late = facts.find(({ kind }) => kind === 'late')
    expect(row).toMatchObject({
      joined: kinds.filter(kind => kind === 'joined' || kind === 'folded-in').length,
      statements,
      ownedHow: row.owner === null ? null : (how ?? null),
      unreachedSince: row.owner === null && last?.kind === 'unreached' ? last.at : null,
      lateAt: late?.at ?? null,
      passes: kinds.filter(kind => kind === 'pass-began').length,
      waitedMs: had === undefined ? null : had.at - row.openedAt,
    })
    for (const kind of kinds) seen.add(kind)
  }
  expect([...seen]).toEqual(expect.arrayContaining(['statement-added', 'accepted', 'owned', 'unreached', 'late']))
})
