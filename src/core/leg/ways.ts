// The trunks still to try for one telephone. Asterisk sends nothing over a trunk that has not
// answered OPTIONS. When no other trunk is left, the first of these is tried once more by its
// address, which skips that check. Used by everything that rings a telephone.

import type { Trunk } from '../plan/trunk.ts'
import { addressOf } from '../plan/trunk-address.ts'

export interface Ways {
  /** Trunks still to try, preferred first. */
  readonly trunks: readonly string[]
  /** Trunks over which nothing could be sent. */
  readonly unsent?: readonly string[]
  /** The remaining trunk is tried by its address. */
  readonly byAddress?: true
}

/** Nothing could be sent over this trunk. */
export function unsentOver<W extends Ways>(ways: W, trunk: string): W {
  return ways.byAddress ? ways : { ...ways, unsent: [...(ways.unsent ?? []), trunk] }
}

/** The trunks left; if none, the first of those that seem down. */
export function whatIsLeft<W extends Ways>(ways: W, trunks: Readonly<Record<string, Trunk>>): W {
  if (ways.trunks.length > 0 || ways.byAddress) return ways
  const [first] = (ways.unsent ?? []).filter(id => trunks[id] !== undefined && addressOf(trunks[id]) !== null)
  return first === undefined ? ways : { ...ways, trunks: [first], byAddress: true }
}

/** Starts over with the first of these trunks. */
export function overAll<W extends Ways>(ways: W, trunks: readonly string[]): W {
  const { unsent: _, byAddress: __, ...rest } = ways
  return { ...rest, trunks } as W
}

/** Why a telephone is tried over the next trunk: the given reason, or that this one seems down. */
export function whyOver({ trunks, byAddress }: Ways, over: string): string {
  return byAddress ? `no other trunk is left: ${trunks[0]} seems down, and is tried all the same` : over
}

/** The flag for the dial command. */
export function flagOf({ byAddress }: Ways): { readonly byAddress?: true } {
  return byAddress ? { byAddress } : {}
}

/** Only the fields of `Ways`. */
export function waysOf({ trunks, unsent, byAddress }: Ways): Ways {
  return { trunks, ...(unsent && { unsent }), ...(byAddress && { byAddress }) }
}
