// `nightbell hold` and a `calls erase` that it refuses: against a state directory, with the real acts behind the socket and the real core.
import { globalAgent } from 'node:http'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { standingHold } from '../../src/core/standing/hold.ts'
import type { EpochMs } from '../../src/core/world/ids.ts'
import type { Input } from '../../src/core/world/inputs.ts'
import { takeTurn } from '../../src/core/world/take-turn.ts'
import { emptyWorld, keep, settle } from '../../src/core/world/world.ts'
import { callActs } from '../../src/daemon/call-acts.ts'
import { type Control, openControl } from '../../src/daemon/control.ts'
import { deskActs } from '../../src/daemon/desk-acts.ts'
import { holdActs } from '../../src/daemon/hold-acts.ts'
import { aside } from '../support/followed-journal.ts'
import { NIGHT, PLAN_HASH, smallPlan } from '../support/plan.ts'
import { tell } from '../support/story.ts'
import { type Box, box } from './run-program.ts'

let here: Box
let control: Control | null = null
beforeEach(() => {
  here = box()
  here.journal.keepPlan(PLAN_HASH, smallPlan(), {})
})
afterEach(async () => {
  await control?.close()
  control = null
  here.remove()
})

/** A new one each time, with what the journal has: as after a restart. */
async function daemon(): Promise<void> {
  await control?.close()
  // Each command is a process of its own, and keeps no connection to the daemon before.
  globalAgent.destroy()
  const world = emptyWorld()
  const { streams, plans } = here.journal.liveStreams()
  for (const [hash, plan] of plans) world.plans.set(hash, plan)
  world.plans.set(PLAN_HASH, smallPlan())
  for (const stream of streams) keep(world, stream)
  const past = aside(here.journal.past)
  const push = (input: Input): void => {
    const turn = takeTurn(world, input, (NIGHT + 5 * 86_400_000) as EpochMs)
    here.journal.commit([turn])
    settle(world, turn)
    for (const { heard } of [holds, erasing]) heard(turn)
  }
  const holds = holdActs({
    ...{ standing: id => world.standing.get(id), callersOf: past.callersOf, plan: () => PLAN_HASH, isWritten: () => true, push },
  })
  const erasing = callActs({
    ...{ callerOf: past.callerOf, recordings: past.recordingsOfCall, coveredBy: past.coveredBy, push },
    heldBy: ids => standingHold(world.standing, ids),
    forget: async () => {},
    oldPagesGone: async () => true,
    waits: async () => false,
    isWritten: () => true,
  })
  const acts = { ...holds.acts, ...erasing.acts, ...deskActs({ stands: () => false, push }) }
  control = await openControl(join(here.state, 'control.sock'), { status: () => ({}), acts })
}

const CALL = '1700000000.1'

/** Ana was rung for it, and owned it. */
function night(): void {
  const story = tell({ at: NIGHT, onTurn: turn => here.journal.commit([turn]) })
  const caller = story.arrives({ channel: CALL, name: 'Rosa Diaz' })
  caller.presses('1', '*')
  story.phone('ana').answers().presses('5').hangsUp()
  caller.listens().hangsUp()
  const stream = story.incident().id
  story.driver.take({ type: 'resolvedByHand', stream, who: 'Pat', why: 'done', outcome: 'going-out' })
  story.wait(2 * 86_400)
}

const set = (what: string, id: string, why = 'case 7') => here.run('hold', 'set', what, id, '--why', why, '--by', 'K. Lee')
const erase = () => here.run('calls', 'erase', CALL, '--yes')

test.each([
  ['call', '.1', CALL],
  ['incident', CALL, `i-${CALL}`],
  ['person', 'ana', 'ana'],
  ['property', 'oak-creek', 'oak-creek'],
])('held by its %s: listed, not erased, also after a restart; then ended, and erased', async (what, wanted, name) => {
  night()
  await daemon()
  const id = `s-hold-${what}-${name}`
  expect(await set(what, wanted)).toEqual({ code: 0, out: `${id}: ${what} ${name} is held\n`, err: '' })
  expect((await set(what, wanted)).out).toBe(`${id}: ${what} ${name} is held, since before: set by K. Lee\n`)
  await daemon()
  const { code, err } = await erase()
  expect([code, err]).toEqual([
    1,
    `nightbell: the call is under the legal hold ${id}: nothing was erased. \`nightbell hold list\` shows who set it, and why.\n`,
  ])
  const [head, row] = (await here.run('hold', 'list')).out.split('\n').map(line => line.split(/ {2,}/))
  expect(head).toEqual(['HELD', 'SINCE', 'BY', 'WHY', 'ID'])
  expect(row).toEqual([`${what} ${name}`, expect.stringMatching(/^2026-03-15/), 'K. Lee', 'case 7', id])
  expect(JSON.parse((await here.run('hold', 'list', '--json')).out)).toMatchObject([
    { id, of: what, name, by: 'K. Lee', why: 'case 7' },
  ])
  expect((await here.run('desk', 'list')).out).toBe('Nothing is set from the phone desk.\n')
  expect((await here.run('hold', 'end', id, '--by', 'K. Lee', '--why', 'settled')).out).toBe(`${id}: ended\n`)
  expect((await here.run('hold', 'list')).out).toBe('Nothing is on legal hold.\n')
  expect((await erase()).code).toBe(0)
})

test('the story of the call says that it is held, and no more', async () => {
  night()
  await daemon()
  await set('call', CALL)
  await here.run('hold', 'end', `s-hold-call-${CALL}`, '--by', 'pat')
  const { out } = await here.run('calls', 'show', CALL)
  expect(out).toContain(`LEGAL HOLD on call ${CALL}, set by K. Lee (case 7)`)
  expect(out).toContain(`The legal hold on call ${CALL} is ended by pat (no reason was given)`)
})

test('nonsense is refused with a word that helps', async () => {
  night()
  await daemon()
  const said = async (...args: string[]) => {
    const { code, err } = await here.run('hold', ...args)
    return [code, err.split('\n')[0]]
  }
  const words = ['--why', 'case', '--by', 'kim']
  expect(await said('set', 'phone', 'x', ...words)).toEqual([
    2,
    'nightbell: phone can not be held: write call, incident, person, property (add --help)',
  ])
  expect(await said('set', 'person', 'anna', ...words)).toEqual([1, 'nightbell: No person is called anna. Did you mean ana?'])
  expect(await said('set', 'property', 'oak', ...words)).toEqual([
    1,
    'nightbell: No property is called oak. Did you mean oak-creek?',
  ])
  expect((await said('set', 'call', '99', ...words))[0]).toBe(1)
  expect((await said('set', 'call', CALL, '--why', 'case'))[0]).toBe(2)
  expect(await said('set', 'call', CALL, '--why', ' ', '--by', 'kim')).toEqual([
    2,
    'nightbell: --why and --by must say something',
  ])
  expect(await said('set', 'call', CALL, '--why', 'Diaz v. Oak Creek', '--by', 'kim')).toEqual([
    2,
    expect.stringContaining('the reason names a caller: nothing is held'),
  ])
  expect(await said('end', 's-duty-nights', '--by', 'kim')).toEqual([
    1,
    'nightbell: no hold s-duty-nights stands: nightbell hold list shows those that do',
  ])
})

test('somebody who left the rules long ago can be held; without a daemon nothing is', async () => {
  night()
  here.journal.keepPlan('newer', { ...smallPlan(), people: {} }, {})
  expect(await set('person', 'ana')).toMatchObject({ code: 3 })
  await daemon()
  expect((await set('person', 'ana')).out).toBe('s-hold-person-ana: person ana is held\n')
})
