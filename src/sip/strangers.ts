// Addresses that are no trunk's and sent what was refused: scanners, mostly. A telephone is refused once before it says its password,
// so who was let in lately is no stranger. Counted by address; of a flood from many addresses the rest is counted together.
import { openRecent } from './recent.ts'

const MOST_ADDRESSES = 1000
const KNOWN_FOR_MS = 24 * 3_600_000
/** A telephone answers a challenge within this, ms. */
const SETTLED_MS = 2000
const OTHERS = 'others'

export interface Strangers {
  refused(address: string, at: number): void
  letIn(address: string, at: number): void
  isOne(address: string, at: number): boolean
  /** Refused since the last time, once it is clear that they are not let in. */
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
