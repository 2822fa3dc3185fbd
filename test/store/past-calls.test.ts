// What the journal itself knows of calls that are over: whatever became of the lists, and for a month.
import { rmSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { EpochMs } from '../../src/core/world/ids.ts'
import { filesBeside } from '../../src/store/follow/followers.ts'
import { openJournal } from '../../src/store/journal/journal.ts'
import { arrival, exampleNight } from './example-turns.ts'
import { useJournal } from './journal-of-test.ts'

const here = useJournal()

test('told without the lists, through a restart; a call that runs is not over', () => {
  const { journal, file } = here()
  journal.commit(exampleNight('c1'))
  journal.commit([arrival('c2', 200)])
  journal.close()
  for (const beside of Object.values(filesBeside(file))) rmSync(beside, { force: true })
  const again = openJournal(file)
  expect(again.endedCall('c1')).toMatchObject({ property: 'oak-creek' })
  expect(again.endedCall('c2')).toBeNull()
  expect(again.hasImported('c1')).toBe(false)
  again.close()
  here().reopen()
})

test('after a month nobody asks any more: it is forgotten when another call ends', () => {
  const { journal } = here()
  journal.commit(exampleNight('c1'))
  const later = exampleNight('c2').map(turn => ({ ...turn, at: (turn.at + 40 * 86_400_000) as EpochMs }))
  journal.commit(later)
  expect(journal.endedCall('c1')).toBeNull()
  expect(journal.endedCall('c2')).not.toBeNull()
})
