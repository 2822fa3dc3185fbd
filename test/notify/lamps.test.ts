// Message lamps follow the number of messages that wait, survive a PBX that restarts, and are asked for no more often than needed.
import { expect, test } from 'vitest'
import type { Done } from '../../src/daemon/ports.ts'
import { openLampKeeper } from '../../src/notify/lamps.ts'
import { planWithMail } from './office.ts'

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
const box = (id: string, ...lamp: string[]) => ({ id, name: id, lamp })
const settled = () => new Promise(resolve => setTimeout(resolve, 20))

function keeper() {
  const set: string[] = []
  const state = { counts: { office: 0, leasing: 0 } as Record<string, number>, answer: { ok: true } as Done }
  const plan = planWithMail(25, {
    property: { mailboxes: { office: box('office', 'desk', 'back'), leasing: box('leasing', 'desk') } },
  })
  const lamps = openLampKeeper({
    ...{ plan, log: silent },
    outbox: {
      waitingMessages: async () =>
        Object.entries(state.counts).map(([mailbox, count]) => ({ property: 'oak-creek', mailbox, count })),
    },
    lamps: {
      async setLamp(phone, waiting) {
        set.push(`${phone} ${waiting}`)
        return state.answer
      },
    },
  })
  return { set, state, lamps }
}

test('set at the first connection, then only when a number changes; a telephone may have several mailboxes', async () => {
  const { set, state, lamps } = keeper()
  lamps.changed()
  await settled()
  expect(set).toEqual([])
  lamps.connected()
  await settled()
  expect(set.splice(0)).toEqual(['desk 0', 'back 0'])
  state.counts = { office: 2, leasing: 1 }
  lamps.changed()
  lamps.changed()
  await settled()
  expect(set.splice(0)).toEqual(['desk 3', 'back 2'])
  state.counts = { office: 2, leasing: 0 }
  lamps.changed()
  await settled()
  expect(set.splice(0)).toEqual(['desk 2'])
})

test('a PBX that was away has forgotten: set again', async () => {
  const { set, state, lamps } = keeper()
  state.counts = { office: 1 }
  lamps.connected()
  await settled()
  lamps.lost()
  state.counts = { office: 0 }
  lamps.changed()
  await settled()
  expect(set.splice(0)).toEqual(['desk 1', 'back 1'])
  lamps.connected()
  await settled()
  expect(set).toEqual(['desk 0', 'back 0'])
})

test('what the PBX refused is asked for again at the next look', async () => {
  const { set, state, lamps } = keeper()
  state.answer = { ok: false, gone: false, reason: 'busy' }
  lamps.connected()
  await settled()
  state.answer = { ok: true }
  lamps.changed()
  await settled()
  expect(set).toEqual(['desk 0', 'back 0', 'desk 0', 'back 0'])
  lamps.changed()
  await settled()
  expect(set).toHaveLength(4)
})
