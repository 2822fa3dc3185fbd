// Addresses that Asterisk refuses for a while, because too many wrong passwords, or requests of strangers, came from there: an ACL of its own beside that of
// pjsip-names.conf. Nobody is refused longer than the daemon runs. Opened by run.ts; who is refused is decided by sip/guard.ts and sip/flood-guard.ts.
import { isIP } from 'node:net'
import type { Done, Log, Wrong } from '../daemon/ports.ts'
import { keepFile } from './kept-file.ts'

export const REFUSED_FILE = 'pjsip-refused.conf'

/** Asterisk reads its files again at most so often for this, ms. */
const LOOK_MS = 10_000

export interface RefusedNeeds {
  /** Directory of the box's Asterisk. */
  readonly pbx: string
  /** After wrong passwords. */
  readonly refused: () => readonly string[]
  /** Strangers that send too much: the log has them elsewhere, rarely. */
  readonly floods: () => readonly string[]
  readonly reloadModule: (name: string) => Promise<Done>
  readonly log: Log
}

export interface RefusedAddresses {
  look(): Promise<void>
  alarms(): readonly Wrong[]
  /** Lets everybody in again. */
  stop(): Promise<void>
}

export function renderRefused(addresses: readonly string[]): string {
  const denied = [...new Set(addresses)].sort().flatMap(address => {
    const version = isIP(address)
    return version === 0 ? [] : [`deny=${address}/${version === 4 ? 32 : 128}`]
  })
  return denied.length === 0 ? '' : ['[nightbell-refused]', 'type=acl', ...denied, ''].join('\n')
}

export function openRefusedAddresses({ pbx, refused, floods, reloadModule, log }: RefusedNeeds): RefusedAddresses {
  const file = keepFile(`${pbx}/etc/${REFUSED_FILE}`, reloadModule)
  let said = ''
  let looking: Promise<void> = Promise.resolve()

  async function give(addresses: readonly string[], strangers: readonly string[]): Promise<void> {
    const isTaken = await file.give(renderRefused([...addresses, ...strangers]))
    if (!isTaken || addresses.join() === said) return
    said = addresses.join()
    log.info({ addresses }, 'Asterisk refuses these addresses, after wrong passwords')
  }

  function look(addresses = refused(), strangers = floods()): Promise<void> {
    looking = looking.then(() => give(addresses, strangers))
    return looking
  }

  const timer = setInterval(() => void look(), LOOK_MS)
  timer.unref()
  return {
    look: () => look(),
    alarms: () => file.alarms('the refused addresses'),
    stop() {
      clearInterval(timer)
      return look([], [])
    },
  }
}
