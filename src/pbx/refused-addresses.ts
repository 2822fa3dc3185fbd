// Blocks addresses for a while after too many wrong passwords or strangers' requests: a separate
// ACL beside that of pjsip-names.conf. Blocks end when the daemon stops. Opened by run.ts;
// sip/guard.ts and sip/flood-guard.ts decide which addresses are blocked.
import { isIP } from 'node:net'
import type { Done, Log, Wrong } from '../daemon/ports.ts'
import { keepFile } from './kept-file.ts'

export const REFUSED_FILE = 'pjsip-refused.conf'

/** Asterisk reloads its files for this at most this often, ms. */
const LOOK_MS = 10_000

export interface RefusedNeeds {
  /** Directory of the box's Asterisk. */
  readonly pbx: string
  /** Addresses blocked for wrong passwords. */
  readonly refused: () => readonly string[]
  /** Addresses of strangers that send too much: logged elsewhere, rarely. */
  readonly floods: () => readonly string[]
  readonly reloadModule: (name: string) => Promise<Done>
  readonly log: Log
}

export interface RefusedAddresses {
  look(): Promise<void>
  alarms(): readonly Wrong[]
  /** Ends all blocks. */
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
