// The Telephony contract on the real Asterisk, through the daemon's own ARI connection; no daemon runs. What holds here holds in the
// simulation (test/contract/simulation.test.ts), word for word.
import { connectAri } from '../../src/ari/connect.ts'
import { openWitness } from '../../src/ari/witness.ts'
import type { Input } from '../../src/core/world/inputs.ts'
import type { Log } from '../../src/daemon/ports.ts'
import { type Bench, telephonyContract } from '../contract/telephony-contract.ts'
import { startLaboratory } from '../laboratory/laboratory.ts'

const LINE = '+15552000001'
const NUMBERS = { answers: '+15550001101', rings: '+15550001102', busy: '+15550001103', dead: '+15550001104' }
const QUIET: Log = { debug() {}, info() {}, warn() {}, error() {} }

async function open(): Promise<Bench> {
  const lab = await startLaboratory()
  const inputs: Input[] = []
  const witness = openWitness({ file: lab.box.witness, log: QUIET })
  let ari = await connected()

  async function connected() {
    const one = connectAri({
      url: lab.box.ariUrl,
      ...lab.box.settings.ari,
      app: 'nightbell',
      log: QUIET,
      witness,
      planHash: () => 'contract',
    })
    one.onInput(input => inputs.push(input))
    await new Promise<void>(resolve => one.onConnected(() => resolve()))
    return one
  }
  function behave(): void {
    lab.phone(NUMBERS.answers).answers({ after: 300 })
    lab.phone(NUMBERS.rings).rings()
    lab.phone(NUMBERS.busy).busy()
    lab.phone(NUMBERS.dead).dead()
  }
  behave()

  const pass = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))
  return {
    get telephony() {
      return ari
    },
    witness,
    trunk: 'carrier-a',
    numbers: NUMBERS,
    sounds: { short: [`sound:${lab.box.settings.soundsDirectory}/failsafe-goodbye`], long: ['tone:440/20000'] },
    inputs,
    async caller() {
      const from = inputs.length
      const call = await lab.resident.calls(LINE, { callerId: '+15557770001' })
      for (;;) {
        const arrived = inputs.slice(from).find(input => input.type === 'arrived')
        if (arrived?.type === 'arrived') {
          const { channel } = arrived
          return { channel, presses: key => call.presses(key), hangsUp: () => call.hangsUp() }
        }
        await pass(20)
      }
    },
    pass,
    settled: promise => promise,
    async reopen() {
      await ari.close()
      ari = await connected()
    },
    async clear() {
      await lab.reset()
      behave()
      return lab.box.leftovers()
    },
    async close() {
      await ari.close()
      await lab.stop()
    },
  }
}

telephonyContract('the real Asterisk', open)
