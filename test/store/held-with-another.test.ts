// Two calls of one number about one trouble: what the incident says of the number, both have said. While
// the one is held, the other is not erased, by nobody; what another number said is no matter of the hold.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type HoldOn, holdId } from '../../src/core/standing/hold.ts'
import type { CallId, EpochMs } from '../../src/core/world/ids.ts'
import type { Input } from '../../src/core/world/inputs.ts'
import { erasing } from '../support/erasing.ts'
import { type FollowedJournal, openFollowed } from '../support/followed-journal.ts'
import { NIGHT, PLAN_HASH, smallPlan } from '../support/plan.ts'
import { tell } from '../support/story.ts'

const KEEPS = { properties: { 'oak-creek': { callers: 400 * 86_400 } }, others: {} }
const AFTER = (NIGHT + 500 * 86_400_000) as EpochMs

let directory: string
let journal: FollowedJournal
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'nightbell-held-'))
  journal = openFollowed(join(directory, 'journal.db'))
  journal.keepPlan(PLAN_HASH, smallPlan(), {})
})
afterEach(() => {
  journal.close()
  rmSync(directory, { recursive: true, force: true })
})

/** The first opens an incident that Ana owns, the second joins it; and somebody else joins it, too. */
function joined() {
  const story = tell({ plan: smallPlan(), at: NIGHT, onTurn: turn => journal.commit([turn]) })
  const first = story.arrives({ channel: '1700000000.1' })
  first.presses('1', '*')
  story.wait(2)
  story.phone('ana').answers().presses('5').hangsUp()
  first.listens().hangsUp()
  story.wait(60)
  const [second, other] = [undefined, '+13125550777'].map((number, n) => {
    const caller = story.arrives({ channel: `170000006${n}.${n + 2}`, ...(number === undefined ? {} : { number }) })
    caller.presses('1').listens().hangsUp()
    story.wait(5)
    return caller.id
  }) as [CallId, CallId]
  const { id: incident } = story.incident()
  for (const { id } of [...story.driver.world.incidents.values()])
    story.driver.take({ type: 'resolvedByHand', stream: id, who: 'Pat', why: 'dry', outcome: 'going-out' })
  story.wait(2 * 86_400)
  const of = (what: HoldOn['of'], name: string) => holdId(what, name)
  const hold = (what: HoldOn['of'], name: string): void => {
    const stood = { stream: of(what, name), of: what, name, who: 'kim', why: 'case 7', plan: PLAN_HASH }
    story.driver.take({ type: 'holdSet', ...stood })
  }
  return { story, first: first.id, second, other, incident, hold }
}

const due = () => journal.past.callersOverAge(KEEPS, AFTER, null, 100).due.map(({ call }) => call)

test('the first is held: the second is erased neither by rule nor by command, and the turn says why', async () => {
  const { story, first, second, other, incident, hold } = joined()
  expect(journal.past.callerOf(second).incidents).toEqual([incident])
  expect(due()).toEqual(expect.arrayContaining([first, second]))
  hold('call', first)
  expect(due()).not.toContain(second)
  expect(due()).toEqual([other])
  const wouldHold = journal.past.coveredBy(second, 'erasing')
  expect(wouldHold).toContain(holdId('call', first))
  const erase = { type: 'callErased', stream: second, who: 'pat', incidents: [incident], wouldHold } satisfies Input
  expect(story.driver.take(erase)).toMatchObject({ facts: [], ignored: `${holdId('call', first)} stands: nobody is erased` })
  const acts = erasing(journal, { world: story.driver.world, now: AFTER })
  const asked = await acts.acts['/calls/erase']?.({ call: second, who: 'pat' })
  expect([asked, acts.pushed]).toEqual([{ code: 200, body: { held: holdId('call', first) } }, []])
  const opened = journal.past.callStory(first)?.facts.find(({ fact }) => fact.kind === 'opened')
  expect(opened?.fact).toMatchObject({ callerNumber: '+13125550142' })

  story.driver.take({ type: 'standingEnded', stream: holdId('call', first), who: 'kim', why: 'settled' })
  expect(due()).toEqual(expect.arrayContaining([first, second]))
  expect(story.driver.take(erase).facts).toMatchObject([{ kind: 'caller-erased' }])
})

test('the second is held: the same for the first', () => {
  const { first, second, hold } = joined()
  hold('call', second)
  expect(due()).not.toContain(first)
  expect(journal.past.coveredBy(first, 'erasing')).toContain(holdId('call', second))
})

test('a recording of the other, and a caller with another number, are no matter of the hold', () => {
  const { first, second, other } = joined()
  expect(journal.past.coveredBy(second)).not.toContain(holdId('call', first))
  expect(journal.past.coveredBy(other, 'erasing')).not.toContain(holdId('call', first))
})
