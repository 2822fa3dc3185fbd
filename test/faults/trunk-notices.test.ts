// Which trouble of trunks becomes an input that tells people: what lasts, its beginning and its end, and never a storm of them.
import { beforeEach, expect, test } from 'vitest'
import type { EpochMs } from '../../src/core/world/ids.ts'
import type { Input } from '../../src/core/world/inputs.ts'
import type { TrunkTold } from '../../src/daemon/ports.ts'
import { openTrunkNotices, type ToldTrouble, type TrunkNotices, type TrunkNoticesNeeds } from '../../src/daemon/trunk-notices.ts'
import { NIGHT } from '../support/plan.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

let now: number
let pushed: Extract<Input, { type: 'trunkTrouble' }>[]
let wrong: ReturnType<TrunkNoticesNeeds['alarms']>
let before: () => Promise<readonly TrunkTold[]>
let trunks: Record<string, unknown>
let notices: TrunkNotices

function open(): void {
  notices = openTrunkNotices({
    ...{ before: () => before(), alarms: () => wrong, clock: { now: () => now as EpochMs }, log: { warn() {} } },
    rules: () => ({ hash: 'h', trunks }),
    push: input => void (input.type === 'trunkTrouble' && pushed.push(input)),
  })
}

beforeEach(() => {
  now = NIGHT
  pushed = []
  wrong = []
  before = async () => []
  trunks = { oak: {}, elm: {} }
  open()
})

/** Looks every ten seconds for so long, as the watch does. */
async function looks(forMs: number, ...troubles: ToldTrouble[]): Promise<void> {
  for (const end = now + forMs; now < end; now += 10 * SECOND) await notices.look(troubles)
}

function down(about = 'oak', kind: ToldTrouble['kind'] = 'trunk-unregistered'): ToldTrouble {
  return { kind, about, since: now, reason: '403 Forbidden; check user, password and realm' }
}

const said = () =>
  pushed.map(
    ({ trunk, since, until }) => `${trunk} ${(since - NIGHT) / MINUTE}${until === null ? '' : `-${(until - NIGHT) / MINUTE}`}`,
  )

test('what lasts longer than two minutes is told once, with its reason, and its end when it has been well for as long', async () => {
  await looks(10 * MINUTE)
  const trouble = down()
  await looks(2 * MINUTE, trouble)
  expect(pushed).toEqual([])
  await looks(40 * MINUTE, trouble)
  expect(said()).toEqual(['oak 10'])
  expect(pushed[0]).toMatchObject({ stream: 'trunk-oak', plan: 'h', trouble: 'unregistered', reason: trouble.reason })
  await looks(2 * MINUTE)
  expect(said()).toEqual(['oak 10'])
  await looks(MINUTE)
  expect(said()).toEqual(['oak 10', 'oak 10-52'])
})

test('what ends within two minutes is never told, however often', async () => {
  for (let n = 0; n < 60; n++) {
    await looks(110 * SECOND, down())
    await looks(20 * SECOND)
  }
  expect(pushed).toEqual([])
})

test('one that is well for a moment is still in trouble; one that fails again within the hour is told when the hour is over', async () => {
  await looks(10 * MINUTE)
  for (let n = 0; n < 5; n++) {
    await looks(5 * MINUTE, down())
    await looks(MINUTE)
  }
  expect(said()).toEqual(['oak 10'])
  await looks(3 * MINUTE)
  expect(said()).toEqual(['oak 10', 'oak 10-39'])
  await looks(55 * MINUTE, down())
  expect(said()).toEqual(['oak 10', 'oak 10-39', 'oak 43'])
  expect(pushed).toHaveLength(3)
})

test('whatever comes and goes: at most one pair an hour', async () => {
  for (let n = 0; n < 24 * 6; n++) {
    await looks(4 * MINUTE, down())
    await looks(6 * MINUTE)
  }
  const begins = pushed.filter(({ until }) => until === null).length
  expect(begins).toBeGreaterThan(10)
  expect(begins).toBeLessThanOrEqual(24)
  expect(pushed.length - begins).toBeLessThanOrEqual(begins)
})

test('not registered, and then silent too, is one trouble; two trunks are two', async () => {
  await looks(3 * MINUTE, down())
  await looks(3 * MINUTE, down('oak', 'trunk-away'), down('elm', 'trunk-away'))
  expect(pushed.map(({ trunk, trouble }) => `${trunk} ${trouble}`)).toEqual(['oak unregistered', 'elm away'])
})

test('a restart in the middle tells nobody twice, and tells the end that came after it', async () => {
  const trouble = down()
  await looks(10 * MINUTE, trouble)
  before = async () => [{ trunk: 'oak', trouble: 'unregistered', since: NIGHT, at: NIGHT + 2 * MINUTE, isOver: false }]
  open()
  await looks(20 * SECOND)
  await looks(10 * MINUTE, trouble)
  expect(said()).toEqual(['oak 0'])
  await looks(3 * MINUTE)
  expect(said()).toEqual(['oak 0', `oak 0-${10 + 10 + 20 / 60}`])
})

test('what was not heard for want of SIP is not well: it takes as long as a registration may be silent', async () => {
  before = async () => [{ trunk: 'oak', trouble: 'unregistered', since: NIGHT, at: NIGHT, isOver: false }]
  open()
  await looks(5 * MINUTE)
  expect(pushed).toEqual([])
  wrong = [{ kind: 'sip-unseen', about: '', what: '', since: now, count: 1 }]
  await looks(MINUTE)
  wrong = []
  await looks(5 * MINUTE)
  expect(pushed).toEqual([])
  await looks(2 * MINUTE)
  expect(said()).toHaveLength(1)
})

test('after a restart the hour goes on, and until the journal answers nobody is told', async () => {
  let asked = 0
  before = async () => {
    if (asked++ < 30) throw new Error('the lists can not be asked now')
    return [{ trunk: 'oak', trouble: 'away', since: NIGHT - 30 * MINUTE, at: NIGHT - 28 * MINUTE, isOver: true }]
  }
  open()
  const trouble = down()
  await looks(32 * MINUTE, trouble)
  expect(pushed).toEqual([])
  await looks(MINUTE, trouble)
  expect(said()).toEqual(['oak 0'])
})

test('a trunk that has left the rules is over at once, with the reason', async () => {
  await looks(5 * MINUTE, down())
  trunks = { elm: {} }
  await looks(20 * SECOND)
  expect(pushed.at(-1)).toMatchObject({ until: NIGHT + 5 * MINUTE, reason: 'the rules do not have it any more' })
  expect(pushed).toHaveLength(2)
})

test('calls that are refused are told once a day for each trunk; a single offer that the box can not take is not', async () => {
  const refused = { kind: 'calls-refused', about: 'oak +15125550100', what: 'trunk oak refused 3 calls', since: NIGHT, count: 1 }
  const media = { kind: 'media-refused', about: 'elm', what: 'trunk elm offers only G729', since: NIGHT, count: 1 }
  wrong = [refused, { ...refused, about: 'oak +15125550101' }, media, { ...media, about: 'others' }]
  await looks(HOUR)
  expect(pushed.map(({ trunk, trouble, reason }) => `${trunk} ${trouble}: ${reason}`)).toEqual([
    'oak calls-refused: trunk oak refused 3 calls',
  ])
  wrong = [{ ...media, count: 2 }, refused]
  await looks(22 * HOUR)
  expect(pushed.map(({ trouble }) => trouble)).toEqual(['calls-refused', 'media-refused'])
  before = async () => [{ trunk: 'oak', trouble: 'calls-refused', since: NIGHT, at: NIGHT, isOver: false }]
  open()
  wrong = [refused]
  await looks(HOUR)
  expect(pushed).toHaveLength(2)
  await looks(HOUR)
  expect(pushed).toHaveLength(3)
})
