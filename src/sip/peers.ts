// Which trunk an address is: by the rules, and by what was learnt. A trunk that is written as a name has the addresses to which Asterisk
// sends what is meant for that name, so nothing is looked up here. Pure but for its memory, which is bounded.
import { BlockList, isIPv4, isIPv6 } from 'node:net'

export interface TrunkPlace {
  readonly id: string
  /** Null: it logs in, and its address is learnt. */
  readonly host: string | null
  /** Addresses or networks. */
  readonly match: readonly string[]
  /** As whom it registers. */
  readonly user?: string
}

export interface Peers {
  /** `user`: of From or To, for trunks that share an address. */
  trunkOf(address: string, users?: readonly string[]): string | null
  /** Something for this host was sent to this address. */
  sentTo(host: string, address: string): void
  /** Asterisk says that this address is that trunk's. */
  learn(trunk: string, address: string): void
}

const MOST = 2000

/** Of `address:port`, without the brackets of IPv6. */
export function addressOf(peer: string): string {
  return peer.replace(/:\d*$/, '').replaceAll(/[[\]]/g, '')
}

export function openPeers(trunks: readonly TrunkPlace[]): Peers {
  const learnt = new Map<string, string>()
  const lists = trunks.map(trunk => ({ trunk, list: listOf([...trunk.match, trunk.host ?? '']) }))

  function put(address: string, trunk: string): void {
    learnt.delete(address)
    learnt.set(address, trunk)
    const [oldest] = learnt.keys()
    if (learnt.size > MOST && oldest !== undefined) learnt.delete(oldest)
  }

  return {
    trunkOf(peer, users = []) {
      const address = addressOf(peer)
      const family = isIPv4(address) ? 'ipv4' : isIPv6(address) ? 'ipv6' : null
      if (family === null) return null
      const found = lists.filter(({ list }) => list.check(address, family)).map(({ trunk }) => trunk)
      const named = found.find(({ user }) => user !== undefined && users.includes(user))
      return named?.id ?? found[0]?.id ?? learnt.get(address) ?? null
    },
    sentTo(host, peer) {
      const name = host.replace(/:\d+$/, '').toLowerCase()
      const trunk = trunks.find(one => one.host?.toLowerCase() === name)
      if (trunk !== undefined && isIPv4(name) === false) put(addressOf(peer), trunk.id)
    },
    learn(trunk, peer) {
      if (trunks.some(({ id }) => id === trunk)) put(addressOf(peer), trunk)
    },
  }
}

function listOf(places: readonly string[]): BlockList {
  const list = new BlockList()
  for (const place of places) {
    const [address = '', bits] = place.split('/')
    const family = isIPv4(address) ? 'ipv4' : isIPv6(address) ? 'ipv6' : null
    if (family === null) continue
    if (bits === undefined) list.addAddress(address, family)
    else if (Number(bits) >= 0 && Number(bits) <= (family === 'ipv4' ? 32 : 128)) list.addSubnet(address, Number(bits), family)
  }
  return list
}
