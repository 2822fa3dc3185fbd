// Erasing a caller who was called back: number, name and every recording of theirs are found, the chain stays whole, and the call is decided again
// as it was, whichever countries the rules allow.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Plan } from '../../src/core/plan/plan.ts'
import type { CallId } from '../../src/core/world/ids.ts'
import { takeTurn } from '../../src/core/world/take-turn.ts'
import { openReader } from '../../src/store/read/reader.ts'
import { erasing } from '../support/erasing.ts'
import { type FollowedJournal, openFollowed } from '../support/followed-journal.ts'
import { PLAN_HASH, smallPlan } from '../support/plan.ts'
import { tell } from '../support/story.ts'

let directory: string
let file: string
let journal: FollowedJournal
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'nightbell-erase-'))
  file = join(directory, 'journal.db')
  journal = openFollowed(file)
})
afterEach(() => {
  journal.close()
  rmSync(directory, { recursive: true, force: true })
})

/** A statement, a hang-up, a call-back with a talk that is recorded, an outcome; the incident is over. `open`: no outcome yet. */
function night(plan: Plan, number: string, open = false) {
  journal.keepPlan(PLAN_HASH, plan, {})
  const story = tell({ plan, onTurn: turn => journal.commit([turn]) })
  const caller = story.arrives({ number, name: 'Rosa Diaz' })
  caller.presses('1').listens().speaks(9000)
  caller.hangsUp()
  const ana = story.phone('ana').answers().presses('1')
  const resident = story.resident().rings().answers().joins()
  ana.joins()
  story.wait(60)
  resident.hangsUp()
  ana.presses('1').hangsUp()
  const id = story.facts('opened').length === 1 ? `i-${caller.id}` : ''
  expect(story.facts('talk-recorded')).toHaveLength(1)
  if (!open) story.wait(2 * 24 * 3600)
  return { story, caller, id }
}

function recorded(parts: Partial<Plan['box']> = {}): Plan {
  const plan = smallPlan({ oak: { recordTalk: true } })
  return { ...plan, box: { ...plan.box, ...parts } }
}

/** Everybody's telephone is in the United Kingdom, and no other country may be called. */
function british(): Plan {
  const plan = recorded({ dialling: { countries: ['+44'], refuse: [] } })
  const people = Object.values(plan.people).map(one => [
    one.id,
    { ...one, phones: one.phones.map(n => n.replace('+1512', '+4420')) },
  ])
  return { ...plan, people: Object.fromEntries(people) }
}

/** Decided as before to the very end, though who it was is not there any more. */
function expectErasedAndDecidedAgain(call: CallId): void {
  const reader = openReader(file)
  expect(reader.replayCall(call, takeTurn)).toMatchObject({ same: true, erasedParts: false })
  expect(journal.eraseCall(call)).toMatchObject({ erased: expect.any(Number) })
  const replay = reader.replayCall(call, takeTurn)
  expect(replay).toMatchObject({ same: true, erasedParts: true })
  expect(replay).not.toHaveProperty('upTo')
  reader.close()
}

describe.each([
  ['North America', recorded(), '+13125550142'],
  ['another country', british(), '+442079460142'],
  [
    'several, one of them with refused beginnings',
    recorded({ dialling: { countries: ['+52', '+1'], refuse: ['+5299'] } }),
    '+525512345678',
  ],
] as const)('a caller from %s', (_, plan, number) => {
  test('is erased from the journal, and their call-back is decided again to its end', () => {
    const { caller } = night(plan, number)
    expectErasedAndDecidedAgain(caller.id)
    journal.close()
    const bytes = readFileSync(file).toString('latin1')
    for (const part of [number, 'Rosa']) expect(bytes).not.toContain(part)
    journal = openFollowed(file)
  })
})

test('a caller whose number may not be called back is decided again as one', () => {
  journal.keepPlan(PLAN_HASH, smallPlan(), {})
  const story = tell({ onTurn: turn => journal.commit([turn]) })
  const caller = story.arrives({ number: '+442079460142' })
  caller.presses('1', '*').hangsUp()
  const ana = story.phone('ana').answers().presses('1')
  expect(story.facts('caller-dialled')).toEqual([])
  ana.listens().hangsUp()
  story.driver.take({ type: 'resolvedByHand', stream: story.incident().id, who: 'Pat', why: 'done', outcome: 'going-out' })
  story.wait(24 * 3600 + 60)
  expectErasedAndDecidedAgain(caller.id)
})

test('every recording of theirs is found: what they said, and the talk; none of another caller', () => {
  const { caller, id } = night(recorded(), '+13125550142')
  expect(journal.past.recordingsOfCall(caller.id)).toMatchObject([
    { stream: caller.id, recording: '1700000000-1-statement-1', what: 'statements' },
    { stream: id, what: 'talks' },
  ])
  expect(journal.past.recordingsOfCall('9.9' as never)).toEqual([])
})

test('a message, and a talk in which another caller of the same incident was connected', () => {
  journal.keepPlan(PLAN_HASH, smallPlan(), {})
  const story = tell({ onTurn: turn => journal.commit([turn]) })
  const caller = story.arrives()
  caller.presses('3').listens().speaks(5000)
  caller.listens().hangsUp()
  expect(journal.past.recordingsOfCall(caller.id)).toMatchObject([{ recording: '1700000000-1-message-1', what: 'messages' }])
})

test('what is too short to count, and a message that could not be recorded: their files may lie there all the same', () => {
  journal.keepPlan(PLAN_HASH, smallPlan(), {})
  const story = tell({ onTurn: turn => journal.commit([turn]) })
  const silent = story.arrives()
  while (silent.phase() === 'asking-urgency') story.wait(5)
  silent.listens().speaks(2500)
  silent.listens().hangsUp()
  expect(story.facts('statement-missing')).toMatchObject([{ recording: '1700000000-1-free-speech-1' }])
  for (const [ms, keys] of [
    [900, ['3']],
    [2500, []],
  ] as const) {
    const left = story.arrives()
    left.presses(...keys)
    while (left.phase() === 'asking-urgency') story.wait(5)
    left.listens().hangsUp().speaks(ms)
    const [{ recording: named = '' } = {}] = story.facts('statement-missing').slice(-1)
    expect(journal.past.recordingsOfCall(left.id)).toMatchObject([{ recording: named, what: 'statements' }])
  }
  const lost = story.arrives()
  lost.presses('3').listens()
  const recording = `${lost.id.replace('.', '-')}-message-1`
  const reason = 'the PBX did not say that it ended'
  story.driver.take({ type: 'recordingFailed', channel: lost.channel, recording, reason })
  lost.listens().hangsUp()
  expect(story.facts('message-lost')).toMatchObject([{ recording }])
  expect(journal.past.recordingsOfCall(silent.id)).toMatchObject([
    { recording: '1700000000-1-free-speech-1', what: 'statements' },
  ])
  expect(journal.past.recordingsOfCall(lost.id)).toMatchObject([{ recording, what: 'messages' }])
})

describe('asked for', () => {
  function acts() {
    const { acts, pushed } = erasing(journal)
    return { pushed, ask: (call: string) => acts['/calls/erase']?.({ call, who: 'pat', because: 'asked by letter' }) }
  }

  test('it is a turn that says who and why, each recording becomes an input, and a message that waits is dealt with; once', async () => {
    journal.keepPlan(PLAN_HASH, smallPlan(), {})
    const story = tell({ onTurn: turn => journal.commit([turn]) })
    const caller = story.arrives()
    caller.presses('3').listens().speaks(5000)
    caller.listens().hangsUp()
    const recording = '1700000000-1-message-1'
    const { ask, pushed } = acts()
    expect(await ask(caller.id)).toMatchObject({ code: 200, body: { erased: 1, recordings: [recording] } })
    expect(pushed).toMatchObject([
      { type: 'callErased', who: 'pat', because: 'asked by letter' },
      { type: 'messageDone', recording, who: 'pat' },
      { type: 'overAge', stream: caller.id, recording, what: 'messages', erasedBy: 'pat' },
    ])
    expect(await ask(caller.id)).toMatchObject({ code: 200, body: { erased: 0, recordings: [] } })
    const reader = openReader(file)
    const facts = reader.callStory(caller.id)?.facts.map(({ fact }) => fact)
    expect(facts).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'caller-erased', by: 'pat', why: 'asked by letter' }),
        expect.objectContaining({ kind: 'recording-removed', recording, why: 'pat erased the caller' }),
      ]),
    )
    expect(reader.replayCall(caller.id, takeTurn)).toMatchObject({ same: true, erasedParts: true })
    reader.close()
  })

  test('whose incident is open is not erased: the number is needed', async () => {
    const { caller, id } = night(recorded(), '+13125550142', true)
    const { ask, pushed } = acts()
    expect(await ask(caller.id)).toMatchObject({ code: 200, body: { stillLive: [id] } })
    expect(pushed).toEqual([])
  })
})
