// Notes of the dialplan's failsafe become inputs once: a daemon that died after one was written down, and before it was removed, does not tell
// the story again.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import type { Input } from '../../src/core/world/inputs.ts'
import { notesIn, watchSpool } from '../../src/pbx/import-spool.ts'
import { openJournal } from '../../src/store/journal/journal.ts'
import { keptLog } from '../faults/fake-telephony.ts'
import { PHONE, PLAN_HASH, smallPlan } from '../support/plan.ts'
import { tell } from '../support/story.ts'

const directory = mkdtempSync(join(tmpdir(), 'nightbell-spool-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const NOTE = {
  ...{ version: 1, outcome: 'left', recording: '', channel: '1700000000.9', trunk: 'carrier', line: '+15125550100' },
  ...{ property: 'oak-creek', rung: PHONE.ana, rang: `${PHONE.ana}:ana:NOANSWER|`, callerNumber: '+13125550142' },
  ...{ callerName: '', diversion: '', arrivedAt: 1_700_000_000, endedAt: 1_700_000_060 },
}

test('a note that the journal has is removed, and told no more', async () => {
  const file = join(directory, 'journal.db')
  const journal = openJournal(file)
  journal.keepPlan(PLAN_HASH, smallPlan(), {})
  const story = tell()
  const spool = join(directory, 'note.json')
  async function aDaemon(): Promise<Input[]> {
    writeFileSync(spool, JSON.stringify(NOTE))
    const pushed: Input[] = []
    const watch = watchSpool({
      ...{ directory, recordings: directory, plan: () => PLAN_HASH, log: keptLog(), written: () => true },
      keep: () => Promise.resolve({ state: 'missing', why: 'there is none' }),
      push: input => void pushed.push(input),
      hasImported: channel => journal.hasImported(channel),
      isToBeLookedAt: () => false,
      endedCall: channel => journal.endedCall(channel),
    })
    await new Promise(setImmediate)
    watch.stop()
    return pushed
  }
  const [told] = await aDaemon()
  if (told === undefined) throw new Error('the note was not told')
  expect(existsSync(spool)).toBe(true)
  expect(journal.hasImported(NOTE.channel)).toBe(false)
  journal.commit([story.driver.take(told)])
  expect(await aDaemon()).toEqual([])
  expect(existsSync(spool)).toBe(false)
  journal.close()
})

test('the note of a caller who was in when the daemon died waits until it is looked what was recorded of them', async () => {
  const spool = mkdtempSync(join(tmpdir(), 'nightbell-early-'))
  const other = '1700000000.10'
  writeFileSync(join(spool, '1.json'), JSON.stringify(NOTE))
  writeFileSync(join(spool, '2.json'), JSON.stringify({ ...NOTE, channel: other }))
  const pushed: Input[] = []
  let looked = false
  const watch = watchSpool({
    ...{ directory: spool, recordings: spool, plan: () => PLAN_HASH, log: keptLog(), written: () => false },
    keep: () => Promise.resolve({ state: 'missing', why: 'there is none' }),
    push: input => void pushed.push(input),
    hasImported: () => false,
    isToBeLookedAt: channel => channel === NOTE.channel && !looked,
    endedCall: () => null,
  })
  await new Promise(setImmediate)
  expect(pushed).toMatchObject([{ type: 'imported', channel: other }])
  looked = true
  watch.look()
  await new Promise(setImmediate)
  watch.stop()
  expect(pushed).toMatchObject([{ channel: other }, { type: 'imported', channel: NOTE.channel }])
  rmSync(spool, { recursive: true })
})

test('a call that was over before its note was read is told with it: its property, its incident, how many it opened', () => {
  const journal = openJournal(join(directory, 'ended.db'))
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
  const journal = openJournal(join(own, 'journal.db'))
  journal.keepPlan(PLAN_HASH, smallPlan(), {})
  const story = tell({ onTurn: turn => journal.commit([turn]) })
  const caller = story.arrives()
  caller.presses('1').hangsUp()
  const { id } = story.incident()
  writeFileSync(
    join(own, 'note.json'),
    JSON.stringify({ ...NOTE, channel: caller.channel, outcome: 'message', recording: 'late.wav' }),
  )
  writeFileSync(join(own, 'late.wav'), 'words')
  const watch = watchSpool({
    ...{ directory: own, recordings: join(own, 'pbx'), plan: () => PLAN_HASH, log: keptLog(), written: () => true },
    keep: () => Promise.resolve({ state: 'kept', ms: 5000, sha256: 'abc' }),
    push: input => void story.driver.take(input),
    hasImported: channel => journal.hasImported(channel),
    isToBeLookedAt: () => false,
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

test('the channels of which there is a note; one that can not be read holds the others up for nobody', async () => {
  const spool = mkdtempSync(join(tmpdir(), 'nightbell-notes-'))
  writeFileSync(join(spool, '1.json'), JSON.stringify(NOTE))
  writeFileSync(join(spool, '2.json'), '{ half')
  writeFileSync(join(spool, '3.part'), JSON.stringify({ ...NOTE, channel: 'unfinished' }))
  expect([...(await notesIn(spool))]).toEqual([NOTE.channel])
  rmSync(spool, { recursive: true })
  expect((await notesIn(spool)).size).toBe(0)
})
