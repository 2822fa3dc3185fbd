// An address or network of IPv4 or IPv6 as a range of numbers. Pure text work; a host's name is none.

export interface Network {
  readonly version: 4 | 6
  /** The first address, and the bits that all of its addresses share. */
  readonly first: bigint
  readonly bits: number
  /** Private, loopback or link-local: nobody of the internet is in it. */
  readonly isPrivate: boolean
}

export type ReadNetwork =
  | { readonly ok: true; readonly value: Network | null }
  | { readonly ok: false; readonly message: string; readonly expected: string }

const BITS = { 4: 32, 6: 128 } as const

const PRIVATE: readonly (readonly [string, number])[] = [
  ['10.0.0.0', 8],
  ['127.0.0.0', 8],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
]

/** Null for a host's name. */
export function networkOf(text: string): ReadNetwork {
  const [address = '', mask, ...more] = text.split('/')
  const looksNumeric = /^[\d.]+$/.test(address) || address.includes(':')
  if (!looksNumeric) {
    if (mask === undefined) return { ok: true, value: null }
    return { ok: false, message: `\`${text}\` is no network: a host's name has no \`/\``, expected: '' }
  }
  const version = address.includes(':') ? 6 : 4
  const first = version === 4 ? ofV4(address) : ofV6(address)
  const bits = mask === undefined ? BITS[version] : version === 4 && mask.includes('.') ? ofNetmask(mask) : Number(mask)
  if (first === null) return { ok: false, message: `\`${text}\` is not an address`, expected: '' }
  if (more.length > 0 || bits === null || !Number.isInteger(bits) || bits > BITS[version] || bits < 0)
    return { ok: false, message: `\`${text}\` is no network: after \`/\` stand 0 to ${BITS[version]} bits`, expected: '' }
  return { ok: true, value: network(version, first, bits) }
}

/** Whether two texts of `match` can mean the same address: networks that overlap, or one name twice. */
export function sameAddress(a: string, b: string): boolean {
  const [one, other] = [networkOf(a), networkOf(b)]
  if (one.ok && one.value && other.ok && other.value) return overlap(one.value, other.value)
  return a.toLowerCase() === b.toLowerCase()
}

export function overlap(a: Network, b: Network): boolean {
  if (a.version !== b.version) return false
  return holds(a, b) || holds(b, a)
}

function network(version: 4 | 6, address: bigint, bits: number): Network {
  const rest = BigInt(BITS[version] - bits)
  const own: Network = { version, first: (address >> rest) << rest, bits, isPrivate: false }
  return { ...own, isPrivate: privateNetworks().some(each => each.version === version && each.bits <= bits && holds(each, own)) }
}

let known: readonly Network[] | undefined

function privateNetworks(): readonly Network[] {
  known ??= PRIVATE.map(([address, bits]) => {
    const version = address.includes(':') ? 6 : 4
    return { version, first: (version === 4 ? ofV4(address) : ofV6(address)) ?? 0n, bits, isPrivate: true }
  })
  return known
}

function holds(outer: Network, inner: Network): boolean {
  const rest = BigInt(BITS[outer.version] - outer.bits)
  return outer.bits <= inner.bits && inner.first >> rest === outer.first >> rest
}

function ofV4(text: string): bigint | null {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every(part => /^\d{1,3}$/.test(part) && Number(part) < 256)) return null
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n)
}

/** 255.255.255.0: ones, then zeros. */
function ofNetmask(text: string): number | null {
  const mask = ofV4(text)
  if (mask === null) return null
  const bits = mask.toString(2).padStart(32, '0')
  return /^1*0*$/.test(bits) ? bits.replace(/0+$/, '').length : null
}

function ofV6(text: string): bigint | null {
  const [head = '', tail, ...more] = text.split('::')
  if (more.length > 0) return null
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'))
  const [before, after] = [groups(head), groups(tail ?? '')]
  const missing = 8 - before.length - after.length
  if (tail === undefined ? missing !== 0 : missing < 1) return null
  const all = [...before, ...Array.from({ length: tail === undefined ? 0 : missing }, () => '0'), ...after]
  if (!all.every(group => /^[0-9a-f]{1,4}$/i.test(group))) return null
  return all.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n)
}
