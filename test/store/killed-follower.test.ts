// kill -9 between the commit of a turn and what follows it, at each point: before it is taken, in
// the middle of taking it, and after it, before the cursor is written. Whoever comes next makes
// each list and each notice once.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { messageOf, prepared } from '../notify/night-in-the-outbox.ts'
import { useJournal } from './journal-of-test.ts'

const here = useJournal()

/** A process that commits, follows, and dies there. */
function dies(point: string): void {
  const url = (path: string) => JSON.stringify(pathToFileURL(join(import.meta.dirname, path)).href)
  const script = `
    const { openJournal } = await import(${url('../../src/store/journal/journal.ts')})
    const { openReading } = await import(${url('../../src/store/read/reader.ts')})
    const { filesBeside } = await import(${url('../../src/store/follow/followers.ts')})
    const { messageOf } = await import(${url('../notify/night-in-the-outbox.ts')})
    const file = ${JSON.stringify(here().file)}
    const die = () => process.kill(process.pid, 'SIGKILL')
    const { loop } = openReading(file)
    for (const [name, where] of Object.entries(filesBeside(file))) {
      const db = loop.db(where)
      db.function('die', die)
      const trigger = ${JSON.stringify(point)}.split('|')
      if (trigger[0] === name) db.exec('create temp trigger now ' + trigger[1] + ' begin select die(); end')
    }
    const journal = openJournal(file)
    for (const id of ['c2', 'c3', 'c4']) journal.commit(messageOf(id))
    if (${JSON.stringify(point)} === 'commit') die()
    loop.catchUp(10_000)`
  const { signal, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
  expect(`${signal}${stderr}`).toBe('SIGKILL')
}

test.each([
  ['between the commit and the first take', 'commit'],
  ['in the middle of a list', "views|after insert on main.message_row when new.recording = 'c3-message-1'"],
  ['after the lists, before their cursor', 'views|before update on main.cursor'],
  ['in the middle of the notices', "outbox|after insert on main.outbox when new.key like 'message:c3%sms%'"],
  ['after the notices, before their cursor', 'outbox|before update on main.cursor'],
  ['after the cursor, before it is durable', 'outbox|after update on main.cursor'],
])('killed %s', (_, point) => {
  const { journal } = here()
  prepared(journal)
  expect(journal.past.listCalls({ limit: 9 })).toHaveLength(1)
  dies(point)
  journal.close()
  here().reopen()
  const { past, outbox } = here().journal
  expect(past.listCalls({ limit: 9 }).map(({ id }) => id)).toEqual(expect.arrayContaining(['c1', 'c2', 'c3', 'c4']))
  expect(past.listMessages({ all: true, limit: 9 })).toHaveLength(4)
  const kept = past.listOutbox({ all: true, limit: 99, now: 0 })
  expect(kept).toHaveLength(16)
  // What was sent before stays sent.
  expect(kept.filter(({ state }) => state === 'sent')).toHaveLength(1)
  expect(outbox.due((10 ** 14) as never, 99, 'sms')).toHaveLength(3)
  here().journal.commit(messageOf('c5'))
  expect(past.listMessages({ all: true, limit: 9 })).toHaveLength(5)
})
