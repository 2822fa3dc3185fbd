// The caps of an hour hold over a restart: what was dialled is read from the journal, also for matters that are long closed.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { EpochMs } from '../../src/core/world/ids.ts'
import { dialsOfTheHour } from '../../src/core/world/late-dials.ts'
import { openJournal } from '../../src/store/journal/journal.ts'
import { LINE, ladder, PLAN_HASH, rung, smallPlan } from '../support/plan.ts'
import { tell } from '../support/story.ts'

const directory = mkdtempSync(join(tmpdir(), 'nightbell-dials-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

test('every dial of the hour, with its property; none that is older, and none that was refused', () => {
  const small = smallPlan({ ladder: ladder([rung(['ana', 'ben'], { mode: 'all' })]) })
  const ben = small.people.ben
  if (!ben) throw new Error('no Ben')
  const plan = { ...small, people: { ...small.people, ben: { ...ben, phones: [LINE.oak] } } }
  const story = tell({ plan })
  story.arrives().presses('1', '*').hangsUp()
  story.phone('ana').answers().presses('5')
  story.wait(1800)
  const later = story.driver.now()
  // Another number: an incident of its own.
  story.arrives({ number: '+13125550143' }).presses('1', '*').hangsUp()
  const ana = story.phone('ana').answers()
  ana.presses('1')
  story.resident().rings()

  const file = join(directory, 'journal.db')
  const journal = openJournal(file)
  journal.keepPlan(PLAN_HASH, plan, {})
  journal.commit(story.driver.turns)
  journal.close()
  const again = openJournal(file)
  const since = (at: number) => again.dialledSince?.(at as EpochMs) ?? []
  const all = story.driver.turns
    .flatMap(turn => turn.commands.filter(command => command.do === 'dial'))
    .map(({ channel }) => channel)
  expect(all.length).toBeGreaterThan(2)
  expect(since(0).map(({ leg }) => leg)).toEqual(all)
  expect(new Set(since(0).map(({ property }) => property))).toEqual(new Set(['oak-creek']))
  expect(since(later).length).toBe(all.length - since(0).filter(({ at }) => at < later).length)
  expect(since(later).map(({ leg }) => leg)).toContain(story.resident().channel)
  expect(dialsOfTheHour(story.driver.world.dialled, story.driver.now())).toEqual(since(story.driver.now() - 3_600_000))
  again.close()
})
