// Of any story, with any caller erased since: an export is taken for what it is, and what
// it shows is what its turns say, whole and redacted.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { readExport } from '../../../src/cli/export/read-export.ts'
import { act, openOutside, step } from '../../support/arbitrary-inputs.ts'
import { openDriver } from '../../support/driver.ts'
import { type FollowedJournal, openFollowed } from '../../support/followed-journal.ts'
import { howOften } from '../../support/how-often.ts'
import { allIncidents } from '../../support/incidents-of.ts'
import { LINE, PLAN_HASH, smallPlan, TRUNK } from '../../support/plan.ts'
import { nightbell } from '../run-program.ts'

const directory = mkdtempSync(join(tmpdir(), 'nightbell-any-export-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const plan = smallPlan()

/** Half a letter: as a name it is written as another one. */
const NO_LETTER = { do: 'arrive', trunk: TRUNK.carrier, line: LINE.oak, number: null, text: '\ud800' } as const

/** Of the newest calls and incidents. */
async function checkEach(journal: FollowedJournal, state: string): Promise<number> {
  let checked = 0
  const calls = journal.past.listCalls({ limit: 4 }).map(({ id }) => ['calls', id] as const)
  const incidents = allIncidents(journal.past)
    .slice(0, 4)
    .map(({ id }) => ['incidents', id] as const)
  for (const [command, id] of [...calls, ...incidents]) {
    for (const redact of [[], ['--redact']]) {
      const file = join(mkdtempSync(join(state, 'to-')), 'a.zip')
      const ran = await nightbell([command, 'export', id, file, '--pbx', '/nowhere', '--no-audio', ...redact], {
        NIGHTBELL_STATE: state,
      })
      expect(ran).toMatchObject({ code: 0 })
      expect(await readExport(file, '0.0.0-test')).toMatchObject({ head: { id } })
      checked++
    }
  }
  return checked
}

test('of any calls', async () => {
  let checked = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 120 }), async steps => {
      const state = mkdtempSync(join(directory, 'run-'))
      const journal = openFollowed(join(state, 'journal.db'))
      journal.keepPlan(PLAN_HASH, plan, { 'box.yaml': 'a' })
      const driver = openDriver({ plan, onTurn: turn => journal.commit([turn]) })
      const outside = openOutside()
      for (const one of [NO_LETTER, ...steps]) act(driver, outside, one)
      checked += await checkEach(journal, state)
      for (const { id } of journal.past.listCalls({ limit: 2 })) journal.eraseCall(id)
      checked += await checkEach(journal, state)
      journal.close()
    }),
    { numRuns: howOften(1) },
  )
  expect(checked).toBeGreaterThan(0)
})
