// Finds the trunk of an address: by the rules, and by what was learnt. If a trunk's host is a name,
// its addresses are those to which Asterisk sends messages for that name, so nothing is looked up
// here. Pure except for its bounded memory.
import { BlockList, isIPv4, isIPv6 } from 'node:net'
import { withoutPort } from '../core/plan/places-of-trunk.ts'

export interface TrunkPlace {
  readonly id: string
  /** Null: it logs in, and its address is learnt. */
  readonly host: string | null
  /** Addresses or networks. */
  readonly match: readonly string[]
  /** Other names and addresses that its messages are sent to, besides its host: its registrar. */
  readonly servers?: readonly string[]
  /** Its accounts: for registering, authenticating calls, or logging in. */
  readonly users?: readonly string[]
  /** The user with which it logs in to the box. */
  readonly login?: string
}

export interface Peers {
  /** `users`: from From, To and the digest; called only if trunks share an address. */
  trunkOf(address: string, users?: () => readonly string[]): string | null
  /** A message for this host was sent to this address. */
  sentTo(host: string, address: string, users?: () => readonly string[]): void
  /** Asterisk reports that this address belongs to that trunk. */
  learn(trunk: string, address: string): void
  /** The trunk that logs in with this user. */
  loggedInAs(user: string): string | null
}

const MOST = 2000
const MOST_AT_ONE = 8

/** The address in `address:port`, without IPv6 brackets. */
export function addressOf(peer: string): string {
  return peer.replace(/:\d*$/, '').replaceAll(/[[\]]/g, '')
}

export function openPeers(trunks: readonly TrunkPlace[]): Peers {
  /**
   * By address, and by address and port: several may come through one router. Newest trunk first.
   */
  const learnt = new Map<string, readonly TrunkPlace[]>()
  const lists = trunks.map(trunk => ({ trunk, list: listOf([...trunk.match, trunk.host ?? '']) }))

  function put(address: string, trunk: TrunkPlace): void {
    const before = learnt.get(address) ?? []
    learnt.delete(address)
    learnt.set(address, [trunk, ...before.filter(one => one !== trunk)].slice(0, MOST_AT_ONE))
    const [oldest] = learnt.keys()
    if (learnt.size > MOST && oldest !== undefined) learnt.delete(oldest)
  }

  return {
    trunkOf(peer, users) {
      const address = addressOf(peer)
      const family = isIPv4(address) ? 'ipv4' : isIPv6(address) ? 'ipv6' : null
      if (family === null) return null
      const byRules = lists.filter(({ list }) => list.check(address, family)).map(({ trunk }) => trunk)
      const exact = learnt.get(peer) ?? []
      const found = [...exact, ...byRules, ...(learnt.get(address) ?? [])]
      return pick(found, users)?.id ?? null
    },
    sentTo(host, peer, users) {
      const name = placeOf(host)
      const meant = trunks.filter(one => [one.host ?? '', ...(one.servers ?? [])].some(each => placeOf(each) === name))
      const trunk = pick(meant, users)
      // An address in the rules need not be learnt, unless a proxy is in front of it.
      if (trunk !== undefined && addressOf(peer) !== name) put(addressOf(peer), trunk)
    },
    learn(id, peer) {
      const trunk = trunks.find(one => one.id === id)
      if (trunk === undefined) return
      put(addressOf(peer), trunk)
      if (trunk.login !== undefined) put(peer, trunk)
    },
    loggedInAs: user => trunks.find(({ login }) => login === user)?.id ?? null,
  }
}

/** The first, unless another one matches by user. */
function pick(found: readonly TrunkPlace[], users: () => readonly string[] = () => []): TrunkPlace | undefined {
  const [first, ...others] = found
  if (others.length === 0) return first
  const named = users()
  return found.find(one => one.users?.some(user => named.includes(user))) ?? first
}

/** Without port and in lower case. */
function placeOf(server: string): string {
  return withoutPort(server).toLowerCase()
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
