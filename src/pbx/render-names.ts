// Renders pjsip-names.conf, which Nightbell itself keeps up to date: the addresses of trunks that
// the rules give by name, and who may send SIP to the box at all. Pure. Called by trunk-names.ts,
// and by render.ts for boxes without names.

import { sameAddress } from '../core/plan/network.ts'
import { placesOf } from '../core/plan/places-of-trunk.ts'
import type { Plan, Property } from '../core/plan/plan.ts'
import { standsFor, trunksInOrder } from '../core/plan/shared-address.ts'
import { isAddress } from './render-trunks.ts'

/** The addresses that DNS now gives for a name. */
export type AddressesOf = (name: string) => readonly string[]

export const NAMES_FILE = 'pjsip-names.conf'

/** Names by which trunks are recognised, and those to which the box sends for them. */
export function namesOf(plan: Pick<Plan, 'trunks'>): readonly string[] {
  const names = Object.values(plan.trunks).flatMap(trunk => placesOf(trunk).filter(text => !isAddress(text)))
  return [...new Set(names.map(name => name.toLowerCase()))]
}

/** Whether a trunk of the rules is recognised at this address. */
export function isOfTrunk({ trunks }: Pick<Plan, 'trunks'>, addressesOf: AddressesOf, address: string): boolean {
  const places = Object.values(trunks).flatMap(placesOf)
  return places.flatMap(text => (isAddress(text) ? [text] : addressesOf(text))).some(place => sameAddress(place, address))
}

/** Two trunks that DNS gives one address, although the rules do not say so: the second one's calls arrive as the first one's. */
export interface SharedAddress {
  readonly address: string
  readonly first: string
  readonly second: string
}

export function sharedAddresses(plan: Pick<Plan, 'trunks' | 'properties'>, addressesOf: AddressesOf): SharedAddress[] {
  const trunks = trunksInOrder(plan).filter(({ login, matchHeader }) => login === undefined && matchHeader === undefined)
  const stands = standsFor(trunks)
  const places = trunks.flatMap(({ id, match }) =>
    match.flatMap(text => (isAddress(text) ? [{ id, address: text, isFound: false }] : found(id, addressesOf(text)))),
  )
  const networks = places.filter(({ address }) => address.includes('/'))
  const before = new Map<string, (typeof places)[number]>()
  const shared = new Map<string, SharedAddress>()
  for (const place of places) {
    const { id, address, isFound } = place
    const rival = before.get(address) ?? networks.find(each => isFound && sameAddress(each.address, address))
    if (rival === undefined) before.set(address, place)
    else if (stands.get(rival.id) !== stands.get(id) && (isFound || rival.isFound) && !shared.has(id))
      shared.set(id, { address, first: rival.id, second: id })
  }
  return [...shared.values()]
}

function found(id: string, addresses: readonly string[]) {
  return addresses.map(address => ({ id, address, isFound: true }))
}

export function renderNames(plan: Pick<Plan, 'trunks' | 'properties'>, addressesOf: AddressesOf): string {
  const trunks = trunksInOrder(plan)
  const first = standsFor(trunks)
  const taken = new Set<string>()
  const sections = trunks
    .filter(({ id }) => first.get(id) === id)
    .map(({ id, match }) => {
      const found = match.filter(text => !isAddress(text)).flatMap(addressesOf)
      // Asterisk would pick either trunk: the first one gets the address.
      const own = [...new Set(found)].filter(address => !taken.has(address)).sort()
      for (const address of own) taken.add(address)
      const lines = [`[trunk-${id}]`, 'type=identify', `endpoint=trunk-${id}`, 'srv_lookups=no']
      return own.length === 0 ? '' : [...lines, ...own.map(address => `match=${address}`)].join('\n')
    })
  return `${[...sections, renderFence(plan, addressesOf)].filter(text => text !== '').join('\n\n')}\n`
}

/**
 * Rejects addresses that are not in the rules before Asterisk looks at the message (res_pjsip_acl).
 * Empty if calls may come from anywhere: a trunk that logs in or a telephone that registers,
 * without an `acl`.
 */
function renderFence({ trunks, properties }: Pick<Plan, 'trunks' | 'properties'>, addressesOf: AddressesOf): string {
  const known = [...Object.values(trunks).map(sourcesOfTrunk), ...Object.values(properties).flatMap(sourcesOfPhones)]
  if (known.some(sources => sources === null)) return ''
  const addresses = known.flatMap(sources => (sources ?? []).flatMap(text => (isAddress(text) ? [text] : addressesOf(text))))
  const permits = [...new Set(addresses)].sort().map(address => `permit=${address}`)
  return ['[nightbell-known]', 'type=acl', 'deny=0.0.0.0/0', 'deny=::/0', ...permits].join('\n')
}

/** Null: anywhere. */
type Sources = readonly string[] | null

/** Answers and requests within a call come from where the box sent it. */
function sourcesOfTrunk(trunk: Plan['trunks'][string]): Sources {
  return trunk.login === undefined ? placesOf(trunk) : (trunk.acl ?? null)
}

function sourcesOfPhones({ office }: Property): Sources[] {
  return (office?.phones ?? []).map(({ contact, acl }): Sources => {
    if (acl !== undefined) return acl
    const host = contact === null ? undefined : /@\[?([^\]>;:]+)/.exec(contact)?.[1]
    return host === undefined || !isAddress(host) ? null : [host]
  })
}
