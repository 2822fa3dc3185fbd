// A telephone number that somebody types is theirs: its keys stand apart in the journal, so that they can be erased. Every other key stays readable.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { takeTurn } from '../../src/core/world/take-turn.ts'
import { openReader } from '../../src/store/read/reader.ts'
import { type FollowedJournal, openFollowed } from '../support/followed-journal.ts'
import { PLAN_HASH, smallPlan } from '../support/plan.ts'
import { tell } from '../support/story.ts'

const TYPED = '3125550188'
let directory: string
let file: string
let journal: FollowedJournal
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'nightbell-typed-'))
  file = join(directory, 'journal.db')
  journal = openFollowed(file)
})
afterEach(() => {
  journal.close()
  rmSync(directory, { recursive: true, force: true })
})

/** On hold, somebody types another number to be called back at, and then a wrong one before it. */
function night() {
  journal.keepPlan(PLAN_HASH, smallPlan(), {})
  const story = tell({ plan: smallPlan(), onTurn: turn => journal.commit([turn]) })
  const caller = story.arrives()
  caller.presses('1', '*')
  story.wait(2)
  caller.presses('2', '2', ...'9005550111', '#')
  expect(story.facts('number-refused')).toMatchObject([{ callerNumber: '9005550111' }])
  caller.presses(...TYPED, '#', '1')
  expect(story.facts('number-confirmed')).toMatchObject([{ callerNumber: '+13125550188' }])
  caller.listens().hangsUp()
  story.phone('ana').answers().presses('5').hangsUp()
  story.driver.take({ type: 'resolvedByHand', stream: story.incident().id, who: 'Pat', why: 'done', outcome: 'going-out' })
  story.wait(24 * 3600 + 60)
  return caller
}

test('its keys are kept apart, and erased with everything else; the chain stays whole, and the rest can be decided again', () => {
  const caller = night()
  const reader = openReader(file)
  const keys = () => {
    const db = new Database(file, { readonly: true })
    const rows = db.prepare<[], { input: string }>(
      "select input from turn where json_extract(input, '$.type') = 'digit' order by seq",
    )
    const inputs = rows.all()
    db.close()
    return inputs.map(({ input }) => JSON.parse(input).digit as unknown)
  }
  const shown = keys().filter(key => typeof key === 'string')
  expect(shown).toEqual(['1', '*', '2', '2', '#', '#', '1', '5'])
  expect(keys()).toHaveLength(shown.length + 20)
  expect(reader.replayCall(caller.id, takeTurn)).toMatchObject({ same: true, erasedParts: false })

  const erased = journal.eraseCall(caller.id)
  expect(erased).toMatchObject({ erased: expect.any(Number) })
  journal.close()
  const bytes = readFileSync(file).toString('latin1')
  for (const number of [TYPED, '9005550111', '3125550142']) expect(bytes).not.toContain(number)
  journal = openFollowed(file)
  // Every turn fits; only the plan of these stories has a made-up hash.
  expect(reader.verifyChain()).toMatchObject({ what: expect.stringContaining(`the plan ${PLAN_HASH}`) })
  const replay = reader.replayCall(caller.id, takeTurn)
  expect(replay).toMatchObject({ same: true, erasedParts: true, upTo: expect.any(Number) })
  const meanings = reader.callStory(caller.id)?.facts.flatMap(({ fact }) => (fact.kind === 'key-pressed' ? [fact.digit] : []))
  expect(meanings).toEqual(['1', '*', '2', '2', '1'])
  reader.close()
})
