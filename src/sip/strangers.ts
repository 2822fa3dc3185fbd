// Counts rejected requests from addresses that belong to no trunk: mostly scanners. A telephone is
// rejected once before it sends its password, so an address accepted lately is not a stranger.
// Counted by address; in a flood from many addresses, the rest is counted together.
import { openRecent } from './recent.ts'

const MOST_ADDRESSES = 1000
const KNOWN_FOR_MS = 24 * 3_600_000
/** A telephone answers a challenge within this time, ms. */
const SETTLED_MS = 2000
const OTHERS = 'others'

export interface Strangers {
  refused(address: string, at: number): void
  letIn(address: string, at: number): void
  isOne(address: string, at: number): boolean
  /** Rejected since the last call, once it is clear that the sender was not accepted. */
  counted(now: number): (readonly [address: string, times: number])[]
}

export function openStrangers(): Strangers {
  const known = openRecent<number>(MOST_ADDRESSES)
  const waiting = new Map<string, { times: number; since: number }>()

  return {
    refused(address, at) {
      if (isKnown(address, at)) return
      const name = waiting.has(address) || waiting.size < MOST_ADDRESSES ? address : OTHERS
      const one = waiting.get(name) ?? { times: 0, since: at }
      waiting.set(name, { ...one, times: one.times + 1 })
    },
    letIn(address, at) {
      known.put(address, at)
      waiting.delete(address)
    },
    isOne: (address, at) => !isKnown(address, at),
    counted(now) {
      const settled = [...waiting].filter(([, { since }]) => now - since >= SETTLED_MS)
      for (const [address] of settled) waiting.delete(address)
      return settled.map(([address, { times }]) => [address, times] as const)
    },
  }

  function isKnown(address: string, at: number): boolean {
    const since = known.get(address)
    return since !== undefined && at - since < KNOWN_FOR_MS
  }
}
