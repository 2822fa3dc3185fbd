// What can be made again is not mistaken for what can't.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { nightInTheLog } from '../../support/night-in-the-log.ts'
import { nightbell } from '../run-program.ts'

test('lists whose file is damaged: how to find out, and how they are made again', async () => {
  const state = mkdtempSync(join(tmpdir(), 'nightbell-damaged-'))
  onTestFinished(() => rmSync(state, { recursive: true }))
  const there = join(state, 'there')
  nightInTheLog(state)
  cpSync(join(state, 'journal.db'), join(there, 'journal.db'))
  const asked = () => nightbell(['calls', 'list'], { NIGHTBELL_STATE: there })
  const views = join(there, 'views.db')
  writeFileSync(views, 'something else, and long enough to be no empty file')
  const { code, err } = await asked()
  expect(code).toBe(2)
  expect(err).toContain('views.db, or the journal that it is made of, is damaged')
  expect(err).toContain('Remove this file')
  rmSync(views)
  expect((await asked()).code).toBe(0)
})
