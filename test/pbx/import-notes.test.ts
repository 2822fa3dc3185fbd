// Notes of the dialplan's failsafe become inputs once: a daemon that died after one was written down, and before it was removed, does not tell
// the story again.
import { appendFileSync, existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { openNoteLog } from '../../src/ari/failsafe-notes.ts'
import type { Input } from '../../src/core/world/inputs.ts'
import { type NoteNeeds, type NoteWatch, watchNotes } from '../../src/pbx/import-notes.ts'
import { keptLog } from '../faults/fake-telephony.ts'
import { noteRow } from '../support/failsafe-note.ts'
import { openFollowed } from '../support/followed-journal.ts'
import { PHONE, PLAN_HASH, smallPlan } from '../support/plan.ts'
import { tell } from '../support/story.ts'

const directory = mkdtempSync(join(tmpdir(), 'nightbell-notes-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const CHANNEL = '1700000000.9'
const NOTE = {
  outcome: 'left',
  trunk: 'carrier',
  line: '%2B15125550100',
  property: 'oak-creek',
  rung: PHONE.ana,
  rang: `${PHONE.ana}:ana:NOANSWER`,
  callerNumber: '%2B13125550142',
  presentation: 'allowed',
  arrivedAt: 1_700_000_000,
  endedAt: 1_700_000_060,
}

/** Looks once at this event log, as a daemon that has just started does. */
async function looks(where: string, needs: Partial<NoteNeeds> = {}): Promise<{ pushed: Input[]; watch: NoteWatch }> {
  const pushed: Input[] = []
  const log = keptLog()
  const notes = openNoteLog({ file: join(where, 'witness.csv'), position: join(where, 'notes-read.json'), log })
  let looked = (): void => {}
  const done = new Promise<void>(resolve => {
    looked = resolve
  })
  const watch = watchNotes({
    notes: {
      unsettled: () => notes.unsettled().finally(() => setImmediate(looked)),
      emergencies: notes.emergencies,
      grown: notes.grown,
      settle: notes.settle,
    },
    spool: where,
    recordings: join(where, 'pbx'),
    plan: () => PLAN_HASH,
    log,
    written: () => true,
    keep: () => Promise.resolve({ state: 'missing', why: 'there is none' }),
    push: input => void pushed.push(input),
    hasImported: () => false,
    isToBeLookedAt: () => false,
    endedCall: () => null,
    ...needs,
  })
  await done
  return { pushed, watch }
}

test('a note is told once, and its place is kept when the journal has it', async () => {
  const journal = openFollowed(join(directory, 'journal.db'))
  journal.keepPlan(PLAN_HASH, smallPlan(), {})
  const story = tell()
  writeFileSync(join(directory, 'witness.csv'), noteRow(CHANNEL, NOTE))
  const position = join(directory, 'notes-read.json')
  const aDaemon = async (): Promise<Input[]> => {
    const { pushed, watch } = await looks(directory, { hasImported: channel => journal.hasImported(channel) })
    watch.stop()
    return pushed
  }
  const [told] = await aDaemon()
  if (told === undefined) throw new Error('the note was not told')
  expect(told).toMatchObject({ line: '+15125550100', callerNumber: '+13125550142', rang: [{ person: 'ana' }] })
  expect(existsSync(position)).toBe(false)
  journal.commit([story.driver.take(told)])
  expect(await aDaemon()).toEqual([])
  expect(existsSync(position)).toBe(true)
  appendFileSync(join(directory, 'witness.csv'), noteRow('1700000000.10', NOTE))
  expect(await aDaemon()).toMatchObject([{ channel: '1700000000.10' }])
  journal.close()
})

test('the note of a caller who was in when the daemon died waits until it is looked what was recorded of them', async () => {
  const where = mkdtempSync(join(tmpdir(), 'nightbell-early-'))
  const other = '1700000000.10'
  writeFileSync(join(where, 'witness.csv'), noteRow(CHANNEL, NOTE) + noteRow(other, NOTE))
  let isToBeLookedAt = true
  const { pushed, watch } = await looks(where, { isToBeLookedAt: channel => channel === CHANNEL && isToBeLookedAt })
  expect(pushed).toMatchObject([{ type: 'imported', channel: other }])
  isToBeLookedAt = false
  watch.look()
  await vi.waitUntil(() => pushed.length > 1)
  watch.stop()
  expect(pushed).toMatchObject([{ channel: other }, { type: 'imported', channel: CHANNEL }])
  rmSync(where, { recursive: true })
})

test('a call that was over before its note was read is told with it: its property, its incident, how many it opened', () => {
  const journal = openFollowed(join(directory, 'ended.db'))
  journal.keepPlan(PLAN_HASH, smallPlan(), {})
  const story = tell()
  const caller = story.arrives()
  caller.presses('1')
  const { id } = story.incident()
  journal.commit(story.driver.turns)
  expect(journal.endedCall(caller.channel)).toBeNull()
  const before = story.driver.turns.length
  caller.hangsUp()
  journal.commit(story.driver.turns.slice(before))
  expect(journal.endedCall(caller.channel)).toEqual({ property: 'oak-creek', incident: id, incidents: 1 })
  expect(journal.endedCall('9.9')).toBeNull()
  journal.close()
})

test('a note of a call that is over by then tells so, and the call does not arrive a second time', async () => {
  const own = mkdtempSync(join(tmpdir(), 'nightbell-late-'))
  const journal = openFollowed(join(own, 'journal.db'))
  journal.keepPlan(PLAN_HASH, smallPlan(), {})
  const story = tell({ onTurn: turn => journal.commit([turn]) })
  const caller = story.arrives()
  caller.presses('1').hangsUp()
  const { id } = story.incident()
  const note = { ...NOTE, outcome: 'message', recording: 'late.wav' }
  writeFileSync(join(own, 'witness.csv'), noteRow(caller.channel, note))
  writeFileSync(join(own, 'late.wav'), 'words')
  const { watch } = await looks(own, {
    keep: () => Promise.resolve({ state: 'kept', ms: 5000, sha256: 'abc' }),
    push: input => void story.driver.take(input),
    hasImported: channel => journal.hasImported(channel),
    endedCall: channel => journal.endedCall(channel),
  })
  await vi.waitUntil(() => story.facts('message-taken').length > 0)
  watch.stop()
  expect(story.facts('arrived')).toHaveLength(1)
  expect(story.facts('message-taken')).toMatchObject([{ recording: 'failsafe-late', ms: 5000, sha256: 'abc' }])
  expect(story.incident()).toMatchObject({ id, statements: [{ recording: 'failsafe-late' }] })
  expect(journal.hasImported(caller.channel)).toBe(true)
  journal.close()
  rmSync(own, { recursive: true })
})

test('a recording whose note never came is told as a message of an unknown caller, once nobody can be speaking any more', async () => {
  const where = mkdtempSync(join(tmpdir(), 'nightbell-orphan-'))
  for (const name of ['1700000000-box-1700000000.7.wav', '1700000001-1700000001.8.wav', 'other.wav'])
    writeFileSync(join(where, name), Buffer.alloc(16_044))
  const longAgo = new Date(1_700_000_100_000)
  utimesSync(join(where, '1700000000-box-1700000000.7.wav'), longAgo, longAgo)
  utimesSync(join(where, 'other.wav'), longAgo, longAgo)
  writeFileSync(join(where, 'witness.csv'), '')
  const { pushed, watch } = await looks(where)
  watch.stop()
  expect(pushed).toMatchObject([
    {
      ...{ type: 'imported', channel: 'box-1700000000.7', outcome: 'message', callerNumber: null, ms: 1000 },
      ...{ recording: 'failsafe-1700000000-box-1700000000-7', arrivedAt: 1_700_000_000_000, endedAt: 1_700_000_100_000 },
    },
  ])
  expect(existsSync(join(where, '1700000001-1700000001.8.wav'))).toBe(true)
  rmSync(where, { recursive: true })
})
