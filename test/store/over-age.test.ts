// Which recordings are over age: each kind by its own rule, never a message that waits, nothing that is still open; and once it is removed,
// not again.
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeEach, expect, test } from 'vitest'
import type { Keeps } from '../../src/core/plan/retention.ts'
import { callId, type EpochMs, incidentId } from '../../src/core/world/ids.ts'
import { takeTurn } from '../../src/core/world/take-turn.ts'
import { emptyWorld } from '../../src/core/world/world.ts'
import type { Reader } from '../../src/store/read/reader.ts'
import type { FollowedJournal } from '../support/followed-journal.ts'
import { arrival, at, call, closing, exampleNight, gone, incident, turn } from './example-turns.ts'
import { useJournal } from './journal-of-test.ts'

const DAY_MS = 86_400_000
const days = (n: number) => (at(0) + n * DAY_MS) as EpochMs
const KEEPS: Keeps = {
  properties: { 'oak-creek': { messages: 90 * 86_400, statements: 60 * 86_400, talks: 30 * 86_400 } },
  others: {},
}

let journal: FollowedJournal
let reader: Reader
const here = useJournal()
beforeEach(() => {
  ;({ journal, reader } = here())
})

function message(id: string): string {
  const recording = `${id}-message-1`
  const input = { type: 'recordingFinished', channel: id, recording, ms: 45_000, speechMs: null } as const
  const taken = { kind: 'message-taken', mailbox: 'office', recording, ms: 45_000, why: 'left' } as const
  const left = { kind: 'left', outcome: 'message', phase: 'taking-message', waitedMs: 60_000, why: 'hung up' } as const
  journal.commit([
    arrival(id, 0),
    turn(
      60,
      input,
      [gone(id)],
      [
        [callId(id), taken],
        [callId(id), left],
      ],
    ),
  ])
  return recording
}

function done(recording: string, seconds = 3600): void {
  const stream = callId(recording.replace('-message-1', ''))
  journal.commit([takeTurn(emptyWorld(), { type: 'messageDone', stream, recording, who: 'kim' }, at(seconds))])
}

const due = (now: EpochMs, keeps = KEEPS) => reader.listOverAge(keeps, now, 100).due.map(({ recording }) => recording)

test('a message that somebody has dealt with, when its days are over; one that waits never', () => {
  const [heard] = [message('c1'), message('c2')]
  done(heard)
  expect(due(days(89))).toEqual([])
  expect(due(days(91))).toEqual([heard])
  expect(due(days(5000))).toEqual([heard])
})

test('an old message that was dealt with today stays a day, to be heard again', () => {
  const recording = message('c1')
  done(recording, 91 * 86_400)
  expect(due(days(91.5))).toEqual([])
  expect(due(days(92.1))).toEqual([recording])
})

test('statements and talks by their own rules, and only once nothing of it is open', () => {
  const id = '1772956790.7'
  const stream = incidentId(callId(id), 1)
  const statement = { kind: 'statement-taken', recording: `${id}-statement-1`, ms: 9000, speechMs: null, why: 'spoke' } as const
  const talk = { kind: 'talk-recorded', recording: `${stream}.talk-1`, why: 'the property records its talks' } as const
  const input = { type: 'due', stream: callId(id) } as const
  journal.commit([
    ...exampleNight(id),
    turn(
      300,
      input,
      [call(id), incident(id)],
      [
        [callId(id), statement],
        [stream, talk],
      ],
    ),
  ])
  expect(due(days(400))).toEqual([])
  journal.commit([turn(400, input, [gone(id)], []), closing(id, 500)])
  expect(due(days(31))).toEqual([talk.recording])
  expect(due(days(61))).toEqual([statement.recording, talk.recording].sort((a, b) => a.localeCompare(b)))
  const [first] = reader.listOverAge(KEEPS, days(61), 100).due.filter(({ what }) => what === 'statements')
  expect(first).toMatchObject({ stream: id, incidents: [stream], keepSeconds: 60 * 86_400 })
})

test('what was too short to count goes as statements do: its file was kept all the same', () => {
  const recording = 'c1-message-1'
  const input = { type: 'recordingFinished', channel: 'c1', recording, ms: 1500, speechMs: null } as const
  const missing = { kind: 'statement-missing', recording, why: 'nothing was said' } as const
  journal.commit([arrival('c1', 0), turn(60, input, [gone('c1')], [[callId('c1'), missing]])])
  expect(due(days(59))).toEqual([])
  expect(reader.listOverAge(KEEPS, days(61), 100).due).toMatchObject([{ stream: 'c1', recording, what: 'statements' }])
})

test('what is removed is not due again; its file is removed again for three days, in case that it went wrong', () => {
  const recording = message('c1')
  done(recording)
  const [found] = reader.listOverAge(KEEPS, days(91), 100).due
  if (!found) throw new Error('nothing is due')
  journal.commit([takeTurn(emptyWorld(), { type: 'overAge', ...found }, days(91))])
  expect(reader.listOverAge(KEEPS, days(92), 100)).toEqual({ due: [], again: [recording] })
  expect(reader.listOverAge(KEEPS, days(95), 100)).toEqual({ due: [], again: [] })
  expect(reader.listMessages({ all: true, limit: 1 })).toMatchObject([
    { recording, removed: { at: days(91), why: 'the rules keep messages for 90 days' } },
  ])
  expect(journal.past.unkept(10)).toEqual([])
  expect(reader.listRecordings({})).toEqual([])
  journal.loseViews()
  expect(reader.listOverAge(KEEPS, days(92), 100)).toEqual({ due: [], again: [recording] })
  expect(reader.verifyChain()).toMatchObject({ intact: true })
  expect(reader.replayCall(callId('c1'), takeTurn)).toMatchObject({ turns: expect.any(Number) })
})

test('without a rule nothing is over age; a property that is in the rules no more has the rule of all', () => {
  done(message('c1'))
  expect(due(days(5000), { properties: { 'oak-creek': {} }, others: { messages: 86_400 } })).toEqual([])
  expect(due(days(5000), { properties: {}, others: { messages: 86_400 } })).toEqual(['c1-message-1'])
})

test('it is found in what is held: of the history not one fact is read, and what is removed is held no more', () => {
  const [first, second] = [message('c1'), message('c2')]
  done(first)
  done(second)
  const [found] = reader.listOverAge(KEEPS, days(91), 1).due
  if (!found) throw new Error('nothing is due')
  const left = found.recording === first ? second : first
  journal.commit([takeTurn(emptyWorld(), { type: 'overAge', ...found }, days(91))])
  const views = join(here().directory, 'views.db')
  const held = () => {
    reader.listCalls({ limit: 1 })
    const db = new Database(views, { readonly: true })
    const rows = db.prepare('SELECT * FROM held_recording ORDER BY recording').all()
    db.close()
    return rows
  }
  const before = held()
  expect(before).toMatchObject([{ recording: left, what: 'messages', property: 'oak-creek' }])
  journal.loseViews()
  expect(held()).toEqual(before)
  const db = new Database(views)
  db.exec('DELETE FROM touched')
  db.close()
  expect(due(days(92))).toEqual([left])
})
