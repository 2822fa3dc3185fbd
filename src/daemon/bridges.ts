// Each bridge is made once, whoever needs it first: when two lanes ask for one at the same moment, Asterisk refuses one of them, and now
// and then with an error. Lanes share the promise of its creation. Used by do-command.ts; nothing else makes bridges.
import { inTime } from './insist.ts'
import type { Clock, Done, Telephony } from './ports.ts'

export interface Bridges {
  /** Makes it, or waits for whoever is making it; one that was made is not made again. */
  make(bridge: string, type: 'hold' | 'talk'): Promise<Done>
  /** It may be gone: the next `make` asks the PBX. */
  forget(bridge: string): void
}

/** So many are remembered; whoever needs an older one makes it again, which does no harm. */
const MOST = 2000

/** Less than whoever waits for it waits for an answer: so they can ask again, ms. */
const MAKE_MS = 1000

export function openBridges(telephony: Pick<Telephony, 'bridge'>, clock: Clock): Bridges {
  const made = new Map<string, Promise<Done>>()

  async function ask(bridge: string, type: 'hold' | 'talk'): Promise<Done> {
    try {
      return await inTime(clock, telephony.bridge(bridge, type), MAKE_MS)
    } catch (error) {
      return { ok: false, gone: false, reason: String(error) }
    }
  }

  return {
    make(bridge, type) {
      const known = made.get(bridge)
      if (known) return known
      const making = ask(bridge, type)
      made.set(bridge, making)
      const [oldest] = made.keys()
      if (made.size > MOST && oldest !== undefined) made.delete(oldest)
      void making.then(done => {
        if (!done.ok && made.get(bridge) === making) made.delete(bridge)
      })
      return making
    },
    forget: bridge => void made.delete(bridge),
  }
}
