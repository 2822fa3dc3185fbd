// The trunks over which one telephone is still to be tried. Asterisk sends nothing over a trunk that has not answered OPTIONS: when no other is left,
// the first of these is tried once more by its address, which asks for no answer. Used by whoever rings a telephone.

import type { Trunk } from '../plan/trunk.ts'
import { addressOf } from '../plan/trunk-address.ts'

export interface Ways {
  /** Trunks still to try, the preferred one first. */
  readonly trunks: readonly string[]
  /** Those over which nothing could be sent. */
  readonly unsent?: readonly string[]
  /** What is left is tried by its address. */
  readonly byAddress?: true
}

/** Nothing could be sent over this trunk. */
export function unsentOver<W extends Ways>(ways: W, trunk: string): W {
  return ways.byAddress ? ways : { ...ways, unsent: [...(ways.unsent ?? []), trunk] }
}

/** The trunks that are left; without any, the first of those that seem down. */
export function whatIsLeft<W extends Ways>(ways: W, trunks: Readonly<Record<string, Trunk>>): W {
  if (ways.trunks.length > 0 || ways.byAddress) return ways
  const [first] = (ways.unsent ?? []).filter(id => trunks[id] !== undefined && addressOf(trunks[id]) !== null)
  return first === undefined ? ways : { ...ways, trunks: [first], byAddress: true }
}

/** Rung anew, from the first of these trunks on. */
export function overAll<W extends Ways>(ways: W, trunks: readonly string[]): W {
  const { unsent: _, byAddress: __, ...rest } = ways
  return { ...rest, trunks } as W
}

/** Why a telephone is tried over the next trunk: as it was, or that this one seems down. */
export function whyOver({ trunks, byAddress }: Ways, over: string): string {
  return byAddress ? `no other trunk is left: ${trunks[0]} seems down, and is tried all the same` : over
}

/** For the command that dials. */
export function flagOf({ byAddress }: Ways): { readonly byAddress?: true } {
  return byAddress ? { byAddress } : {}
}

/** Only what belongs here. */
export function waysOf({ trunks, unsent, byAddress }: Ways): Ways {
  return { trunks, ...(unsent && { unsent }), ...(byAddress && { byAddress }) }
}
