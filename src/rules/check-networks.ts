// Checks the addresses that calls are accepted from, because they identify a trunk. If a network is
// too wide, shared by two trunks, or contains an office telephone, strangers or others' calls would
// pass as the trunk's. Called by compile.ts.

import { type Network, networkOf, overlap } from '../core/plan/network.ts'
import type { Plan, Trunk } from '../core/plan/plan.ts'
import { error, type Findings, keyAt, type Path, valueAt, warning } from './findings.ts'
import { type Place, placeText } from './problem.ts'

/** No carrier has wider networks than these. Private networks may have any width. */
const WIDEST = { 4: 8, 6: 19 } as const
const BITS_OF_ONE = { 4: 32, 6: 128 } as const

export function checkNetworks(plan: Plan, findings: Findings): void {
  const matches: Known[] = []
  for (const trunk of Object.values(plan.trunks)) {
    const { id, match, acl } = trunk
    for (const [nth, text] of match.entries()) {
      const paths: Path[] = [
        ['trunks', id, 'match', nth],
        ['trunks', id, 'match'],
        ['trunks', id, 'host'],
      ]
      const network = looked(findings, text, paths, `everybody in it would be trusted as the trunk \`${id}\``)
      if (network === undefined) continue
      const place = () => valueAt(findings, ...paths)
      const account = trunk.register?.user ?? null
      const header = headerOf(trunk)
      const own = {
        account,
        header,
        network,
        what: `the trunk \`${id}\``,
        text,
        owner: id,
        place,
        isToldApart: isToldApart(plan, trunk),
      }
      checkShared(findings, matches, own, paths)
    }
    checkAcl(findings, acl, ['trunks', id, 'acl'])
    checkLetIn(findings, trunk)
  }
  checkLocal(plan, findings)
  checkPhones(plan, matches, findings)
}

interface Known {
  /** Null: a host name. */
  readonly network: Network | null
  readonly what: string
  readonly text: string
  readonly owner: string
  readonly place: () => Place
  /** By something that a call carries besides its address. */
  readonly isToldApart: boolean
  /** The account with which it registers: incoming calls are addressed to it. */
  readonly account: string | null
  readonly header: string | null
}

/** Header names are case-insensitive. */
function headerOf({ matchHeader }: Trunk): string | null {
  return matchHeader === undefined ? null : `${matchHeader.name.toLowerCase()}: ${matchHeader.value}`
}

function isSame(one: string | null, other: string | null): boolean {
  return one !== null && one === other
}

/** By a header, or by what was called: its account, or a line of its own. */
function isToldApart({ lines }: Plan, { id, matchHeader, register }: Trunk): boolean {
  return matchHeader !== undefined || register !== null || lines.some(line => line.trunk === id)
}

/** The network; null for a host name, undefined after an error. */
function looked(findings: Findings, text: string, paths: readonly Path[], why: string): Network | null | undefined {
  const read = networkOf(text)
  if (!read.ok) {
    error(findings, valueAt(findings, ...paths), read.message, { expected: 'an address or a network, such as 192.0.2.0/28' })
    return undefined
  }
  const network = read.value
  if (network?.first === 0n && network.bits === BITS_OF_ONE[network.version]) {
    error(findings, valueAt(findings, ...paths), `${text} is the address of nobody`, {
      expected: 'the address of the other side',
    })
    return undefined
  }
  if (network === null || network.isPrivate || network.bits >= WIDEST[network.version]) return network
  error(findings, valueAt(findings, ...paths), `the network ${text} is too wide: ${why}`, {
    expected: `the carrier's own addresses, in networks of /${WIDEST[network.version]} or narrower`,
    hint: 'ask the carrier from which addresses its calls come, such as 192.0.2.0/28',
  })
  return undefined
}

/**
 * Of several trunks at one address, one may be known by the address alone: it gets all calls that
 * match no other.
 */
function checkShared(findings: Findings, known: Known[], own: Known, paths: readonly Path[]): void {
  const rival = known.find(other => other.owner !== own.owner && isShared(other, own))
  const isOne = rival && (isSame(own.account, rival.account) || isSame(own.header, rival.header))
  if (rival && (isOne || (!rival.isToldApart && !own.isToldApart))) {
    const message = `${own.text} is an address of ${rival.what}, too: whose call is it?`
    error(findings, valueAt(findings, ...paths), message, {
      expected: `addresses that only ${own.what} has; the other says ${rival.text} at ${placeText(rival.place())}`,
      hint: 'for two accounts of one carrier, write at one of them whose its calls are: `lines: [{ number: …, trunk: … }]` at the property, `register`, or `match-header`; otherwise one carrier is one trunk, with several `lines`',
    })
  }
  known.push(own)
}

function isShared(a: Known, b: Known): boolean {
  if (a.network && b.network) return overlap(a.network, b.network)
  return a.text.toLowerCase() === b.text.toLowerCase()
}

/** An `acl` that allows nearly everybody is useless. Asterisk cannot read names there. */
function checkAcl(findings: Findings, acl: readonly string[] | undefined, path: Path): void {
  for (const [nth, text] of (acl ?? []).entries()) {
    const paths = [[...path, nth], path]
    const read = networkOf(text)
    if (!read.ok)
      error(findings, valueAt(findings, ...paths), read.message, { expected: 'an address or a network, such as 192.0.2.0/28' })
    else if (read.value === null)
      error(findings, valueAt(findings, ...paths), `\`${text}\` is a name, not a network`, {
        expected: 'an address or a network, such as 192.0.2.0/28',
        hint: 'Asterisk looks up no names in `acl`; where the address changes, leave `acl` out',
      })
    else if (!read.value.isPrivate && read.value.bits < WIDEST[read.value.version])
      warning(findings, valueAt(findings, ...paths), `the network ${text} lets nearly everybody in`, {
        hint: 'write the networks from which calls really come, or leave `acl` out',
      })
  }
}

/** An address in `match` is useless if `acl` keeps it out. */
function checkLetIn(findings: Findings, { id, match, acl }: Trunk): void {
  const known = (acl ?? []).flatMap(text => networksOf(text))
  if (known.length === 0 || known.length !== acl?.length) return
  const out = match.find(text => networksOf(text).some(network => !known.some(each => overlap(each, network))))
  if (out === undefined) return
  warning(
    findings,
    keyAt(findings, ['trunks', id, 'acl']),
    `\`acl\` of \`${id}\` keeps out ${out}, an address of the same trunk`,
    {
      hint: `write ${out} into \`acl\`, or leave \`acl\` out: calls come from \`match\` only`,
    },
  )
}

function networksOf(text: string): Network[] {
  const read = networkOf(text)
  return read.ok && read.value ? [read.value] : []
}

/** Local peers get the box's own address. */
function checkLocal({ box }: Plan, findings: Findings): void {
  for (const [nth, text] of (box.local ?? []).entries()) {
    const wide = networksOf(text).find(({ isPrivate, bits, version }) => !isPrivate && bits < WIDEST[version])
    if (wide === undefined) continue
    const paths: Path[] = [
      ['box', 'local', nth],
      ['box', 'local'],
    ]
    error(
      findings,
      valueAt(findings, ...paths),
      `the network ${text} is too wide: half the internet would count as beside the box`,
      {
        expected: 'the networks on this side of the router, such as 192.168.1.0/24',
      },
    )
  }
}

/** A telephone without a password is identified by its address, like a trunk. */
function checkPhones(plan: Plan, matches: readonly Known[], findings: Findings): void {
  for (const property of Object.values(plan.properties)) {
    for (const [nth, phone] of (property.office?.phones ?? []).entries()) {
      const path: Path = ['properties', property.id, 'office', 'phones', nth]
      checkAcl(findings, phone.acl, [...path, 'acl'])
      if (phone.contact === null || phone.passwordFrom !== undefined) continue
      const host = /@\[?([^\]>;]+?)\]?(?::\d+)?$/.exec(phone.contact)?.[1] ?? ''
      const read = networkOf(host)
      const network = read.ok ? read.value : null
      const rival = network && matches.find(each => each.network && overlap(each.network, network))
      if (!rival) continue
      const place = keyAt(findings, [...path, 'contact'], path)
      error(findings, place, `the office telephone \`${phone.id}\` has an address of ${rival.what}: ${host}`, {
        expected: `an address outside ${rival.text}, or \`password\` in place of \`contact\``,
        hint: 'without a password a telephone is known by its address alone, and calls of the one would pass for those of the other',
      })
    }
  }
}
