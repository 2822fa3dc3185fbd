// What is made beside a turn, lists and notices, can't cost the turn; what is wrong with a turn is told from what is wrong with the machine.
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { callId } from '../../src/core/world/ids.ts'
import { openJournal } from '../../src/store/journal/journal.ts'
import { JournalError } from '../../src/store/journal/journal-error.ts'
import { openReader } from '../../src/store/read/reader.ts'
import { arrival, call, turn } from './example-turns.ts'
import { useJournal } from './journal-of-test.ts'

const here = useJournal()

/** With what makes a list or a notice fail, as a mistake of ours would. */
function breaking(table: string): void {
  const db = new Database(here().file)
  db.exec(`create trigger broken before insert on ${table} begin select raise(abort, 'a mistake'); end`)
  db.close()
}

test('a list that can not be made is an alarm; the turn and its facts are in the journal, and the next start makes the list', () => {
  breaking('call_row')
  const { journal, file, reader } = here()
  journal.commit([arrival('c1'), arrival('c2')])
  journal.commit([arrival('c3')])
  expect(journal.liveStreams().streams.map(({ id }) => id)).toEqual(['c1', 'c2', 'c3'])
  expect(reader.verifyChain()).toMatchObject({ intact: true })
  expect(journal.alarms().map(({ what }) => what)).toEqual(
    [3, 2, 1].map(n => expect.stringContaining(`turn ${n} is in the journal, but its projections could not be made`)),
  )
  expect(reader.tail(0).facts.filter(({ fact }) => fact.kind === 'arrived')).toHaveLength(3)
  const db = new Database(file)
  db.exec('drop trigger broken')
  expect(db.prepare('select count(*) as n from call_row').get()).toEqual({ n: 0 })
  openJournal(file).close()
  expect(db.prepare('select count(*) as n from call_row').get()).toEqual({ n: 3 })
  db.close()
  const again = openJournal(file)
  expect(again.alarms()).toEqual([])
  again.close()
})

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
