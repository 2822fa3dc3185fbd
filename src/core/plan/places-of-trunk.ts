// Where a trunk is: the addresses and names from which its SIP may come. Asked by the rules, by the
// renderer of Asterisk's files, and by what hears SIP. Pure.
import type { Trunk } from './trunk.ts'

/** Where SIP of a trunk may come from: where its calls come from, and what the box itself sends to. Names and addresses. */
export function placesOf({ match, host, proxy, register }: Trunk): readonly string[] {
  const sentTo = [host, proxy, register?.server].flatMap(place => (place == null ? [] : [withoutPort(place)]))
  return [...new Set([...match, ...sentTo])]
}

/** Of `host`, `host:port` or `[address]:port`. */
export function withoutPort(server: string): string {
  return server.replace(/^(\[[^\]]*\]|[^:]*):\d+$/, '$1').replaceAll(/[[\]]/g, '')
}
