// A flood is an alarm while it lasts, and ends by itself.
import { expect, test } from 'vitest'
import { openOverload } from '../../src/daemon/overload.ts'
import { keptLog } from './fake-telephony.ts'

test('one alarm for a flood, from its first call on; it is over a quarter of a minute after the last', () => {
  let now = 1_000_000
  const log = keptLog()
  const overload = openOverload({ clock: { now: () => now as never }, log })
  expect(overload.alarms()).toEqual([])
  for (let second = 0; second < 30; second++) {
    overload.heard('carrier-a', now)
    now += 1000
  }
  expect(overload.alarms()).toMatchObject([{ kind: 'overload', about: 'carrier-a', since: 1_000_000 }])
  expect(log.messages).toHaveLength(1)
  now += 15_000
  expect(overload.alarms()).toEqual([])
})

test('rows of long ago, read again after a restart, are no flood; the phone desk is named as what it is', () => {
  const now = 10_000_000
  const overload = openOverload({ clock: { now: () => now as never }, log: keptLog() })
  overload.heard('carrier-a', now - 60_000)
  overload.heard('_desk', now - 1000)
  expect(overload.alarms().map(({ what }) => what)).toEqual([expect.stringContaining('dial the phone desk more often')])
})
