// The Telephony contract on the simulated exchange, in virtual time.
import type { Input } from '../../src/core/world/inputs.ts'
import { openChance } from '../../src/simulation/chance.ts'
import { type Connection, NO_FAULTS, openConnection } from '../../src/simulation/connection.ts'
import { openDialplan } from '../../src/simulation/dialplan.ts'
import { openExchange } from '../../src/simulation/exchange.ts'
import { openVirtualClock } from '../../src/simulation/virtual-clock.ts'
import { LINE, NIGHT, PHONE, smallPlan, TRUNK } from '../support/plan.ts'
import { type Bench, telephonyContract } from './telephony-contract.ts'

async function open(): Promise<Bench> {
  const clock = openVirtualClock(NIGHT)
  const exchange = openExchange(clock, openChance(7))
  const dialplan = openDialplan({
    ...{ exchange, plan: smallPlan(), planHash: 'contract', office: { answersAfter: null, talksFor: 10 } },
    telephones: [
      { number: PHONE.ana, ways: [{ does: 'answer', after: 1 }] },
      { number: PHONE.ben, ways: [{ does: 'ring' }] },
      { number: PHONE.cleo, ways: [{ does: 'refuse', as: 'busy', after: 1 }] },
      { number: PHONE.dan, ways: [{ does: 'refuse', as: 'dead', after: 1 }] },
    ],
  })
  const inputs: Input[] = []
  let connection: Connection = connected()

  function connected(): Connection {
    const one = openConnection(exchange, dialplan, NO_FAULTS)
    one.telephony.onInput(input => inputs.push(input))
    one.connect()
    return one
  }
  const pass = (ms: number): Promise<void> => clock.runUntil((clock.now() + ms) as never)
  /** Virtual time passes until it has been done. */
  async function settled<T>(promise: Promise<T>): Promise<T> {
    let done = false
    const noted = promise.finally(() => {
      done = true
    })
    noted.catch(() => {})
    for (let n = 0; n < 1000 && !done; n++) await pass(10)
    return noted
  }

  return {
    get telephony() {
      return connection.telephony
    },
    get witness() {
      return connection.witness
    },
    trunk: TRUNK.carrier,
    numbers: { answers: PHONE.ana, rings: PHONE.ben, busy: PHONE.cleo, dead: PHONE.dan },
    sounds: { short: ['text:a%20short%20one'], long: [`text:${'long'.repeat(100)}`] },
    inputs,
    async caller() {
      const channel = dialplan.arrives({ at: 0, trunk: TRUNK.carrier, line: LINE.oak, number: '+13125550142', speaksFor: 30 })
      await pass(100)
      return {
        channel,
        presses: async key => {
          exchange.tell({ type: 'digit', channel, digit: key })
          await pass(50)
        },
        hangsUp: async () => {
          exchange.end(channel, 16)
          await pass(50)
        },
      }
    },
    pass,
    settled,
    async reopen() {
      connection.die()
      await pass(500)
      connection = connected()
      await pass(100)
    },
    async clear() {
      for (const id of [...exchange.channels.keys()]) exchange.end(id, 16)
      await pass(100)
      return [...exchange.channels.keys(), ...[...exchange.bridges.keys()].map(id => `bridge ${id}`)]
    },
    close: async () => connection.die(),
  }
}

telephonyContract('the simulated exchange', open)
