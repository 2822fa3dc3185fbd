// Callers hear busy, as when the machine cannot keep up with them (daemon/pace.ts): asked for by another application, beside the daemon.
import { connectAri } from '../../src/ari/connect.ts'
import type { Log } from '../../src/daemon/ports.ts'
import type { Laboratory } from './laboratory.ts'

const QUIET: Log = { debug() {}, info() {}, warn() {}, error() {} }

/** Turns callers away for so many seconds. Throws when Asterisk refuses. */
export async function turnCallersAway({ box }: Pick<Laboratory, 'box'>, seconds: number): Promise<void> {
  const another = connectAri({
    url: box.ariUrl,
    ...box.settings.ari,
    app: 'turn-away',
    log: QUIET,
    planHash: () => '',
    witness: { of: () => Promise.reject(new Error('nobody is looked up here')) },
  })
  await new Promise<void>(resolve => another.onConnected(() => resolve()))
  const done = await another.turnAway(seconds)
  await another.close()
  if (!done.ok) throw new Error(done.reason)
}
