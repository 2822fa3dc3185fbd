// What is wrong with a turn is told from what is wrong with the machine.
import { expect, test } from 'vitest'
import { callId } from '../../src/core/world/ids.ts'
import { JournalError } from '../../src/store/journal/journal-error.ts'
import { openReader } from '../../src/store/read/reader.ts'
import { arrival, call, turn } from './example-turns.ts'
import { useJournal } from './journal-of-test.ts'

const here = useJournal()

test('a value that can not be kept is a mistake of our own, and nobody else is blamed for it', () => {
  const { journal } = here()
  const wrong = turn(1, { type: 'due', stream: callId('c2') }, [call('c2')], [])
  let error: unknown
  try {
    journal.commit([{ ...wrong, at: null as unknown as typeof wrong.at }])
  } catch (caught) {
    error = caught
  }
  if (!(error instanceof JournalError)) throw new Error('no words for it')
  expect(error).toMatchObject({ trouble: 'refused', kind: 'mistake' })
  expect(error.message).not.toMatch(/someone else|another process/)
  journal.commit([arrival('c2')])
  const reader = openReader(here().file)
  expect(reader.verifyChain()).toMatchObject({ intact: true })
  reader.close()
})
