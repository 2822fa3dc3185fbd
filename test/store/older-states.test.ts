// A journal of the version before: its incidents kept every telephone that they had ever rung, and looked every second whether somebody was free.
// It is read, its states are made small, and its turns are decided again by their facts.
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { Incident } from '../../src/core/incident/incident.ts'
import type { CallId } from '../../src/core/world/ids.ts'
import { takeTurn } from '../../src/core/world/take-turn.ts'
import { openJournal } from '../../src/store/journal/journal.ts'
import { openReader } from '../../src/store/read/reader.ts'
import { ladder, PLAN_HASH, rung, smallPlan } from '../support/plan.ts'
import { tell } from '../support/story.ts'
import { useJournal } from './journal-of-test.ts'

const here = useJournal()

/** Rung for twenty minutes, and written as the version before did. */
function oldJournal(): { file: string; call: CallId } {
  const file = join(here().directory, 'old.db')
  const journal = openJournal(file)
  const plan = smallPlan({ ladder: { ...ladder([rung(['ana', 'ben'])], { pauseSeconds: 30 }), untilAcknowledged: true } })
  journal.keepPlan(PLAN_HASH, plan, {})
  const story = tell({ plan, onTurn: turn => journal.commit([turn]) })
  const caller = story.arrives()
  caller.presses('1', '*')
  story.wait(1200)
  journal.close()

  const db = new Database(file)
  const { id, state } = db.prepare("SELECT id, state FROM stream WHERE kind = 'incident'").get() as { id: string; state: string }
  const incident = JSON.parse(state) as Incident
  const [leg] = Object.values(incident.legs)
  if (leg === undefined) throw new Error('nobody is rung')
  const over = Array.from({ length: 840 }, (_, n) => [
    `${id}.old-${n}`,
    { ...leg, id: `${id}.old-${n}`, phase: 'over', result: 'no-answer', deadline: null, cut: undefined },
  ])
  const legs = { ...Object.fromEntries(over), ...incident.legs }
  db.prepare('UPDATE stream SET v = 1, state = ? WHERE id = ?').run(JSON.stringify({ ...incident, legs }), id)
  db.prepare('UPDATE turn SET v = 1').run()
  db.prepare("UPDATE change SET state_hash = 'of a state with all legs' WHERE stream = ?").run(id)
  db.close()
  return { file, call: caller.id }
}

test('a state with 840 telephones is small when it is read', () => {
  const { file } = oldJournal()
  const journal = openJournal(file)
  const incident = journal.liveStreams().streams.find(stream => stream.kind === 'incident')
  expect(JSON.stringify(incident).length).toBeLessThan(4000)
  expect(Object.values((incident as Incident).legs).every(leg => leg.phase !== 'over' || leg.cut)).toBe(true)
  journal.close()
})

test('its turns are decided again, and it is said that states were not compared', () => {
  const { file, call } = oldJournal()
  const reader = openReader(file)
  const replay = reader.replayCall(call, takeTurn)
  expect(replay).toMatchObject({ same: true, byFacts: expect.any(Number) })
  if (replay.same) expect(replay.byFacts).toBe(replay.turns)
  reader.close()
})
