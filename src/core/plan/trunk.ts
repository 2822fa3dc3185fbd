// A trunk: how the other side is reached and recognised, what it may carry, and how it spells numbers.
// Part of plan.ts. Keys that are missing have the default that is named beside them.
import type { E164, Seconds } from '../world/ids.ts'
import type { NumberFormat } from './number-format.ts'

/** Audio that the box can read and write itself. */
export const CODECS = ['ulaw', 'alaw', 'g722', 'opus', 'gsm'] as const
export type Codec = (typeof CODECS)[number]

export interface Trunk {
  readonly id: string
  /** Null: it logs in, from wherever it is. */
  readonly host: string | null
  /** Without it the name is looked up as SRV records, then with the port of its transport. */
  readonly port?: number
  /** Addresses, networks or names from which calls of this trunk come. Several trunks may share one. */
  readonly match: readonly string[]
  /** A header that only calls of this trunk carry, from those addresses. */
  readonly matchHeader?: { readonly name: string; readonly value: string }
  /** UDP without it. */
  readonly transport?: 'tcp' | 'tls'
  /** Audio in the clear without it; `either`: encrypted where the other side can. */
  readonly media?: 'srtp' | 'either'
  /** µ-law and A-law without it. */
  readonly codecs?: readonly Codec[]
  /** May carry outbound legs. Order of preference is a property's `outbound`. */
  readonly outbound: boolean
  /** Numbers that may be sent as caller ID over this trunk. */
  readonly owns: readonly E164[]
  /** `auto`: as was negotiated in each call. */
  readonly digits: 'auto' | 'rfc4733' | 'info' | 'inband'
  /** With which its calls, and the registration, prove who we are. */
  readonly auth?: Account
  /** Under the name `user`. `server` where the registrar is not the host, with its port where it has one. */
  readonly register: Registration | null
  /** All that is sent goes through it first: `host` or `host:port`. */
  readonly proxy?: string
  /** What stands in From in place of the caller ID, and of our address. */
  readonly from?: { readonly user?: string; readonly domain?: string }
  /** It registers with us, from any address. */
  readonly login?: Account
  /** How often it is asked whether it is there; 0: never. Every 30 s without it. */
  readonly qualifySeconds?: Seconds
  /** Networks from which its calls are taken at all; anywhere that `match` knows without it. */
  readonly acl?: readonly string[]
  /** Calls that the trunk carries at once, both ways. */
  readonly channels?: number
  /** Of these, so many are not for callers: the technician's telephone must still be rung. */
  readonly keepFree?: number
  /** Callers that are let in within one hour of the clock. */
  readonly perHour?: number
  /** Callers that are let in a second, for long; the dialplan has a limit of its own without it. */
  readonly perSecond?: number
  /** How the carrier spells numbers; in international form without it. */
  readonly numbers?: NumberFormat
  /** The header that tells the carrier which of its numbers calls, besides From. */
  readonly callerIdBy?: 'p-asserted-identity' | 'remote-party-id'
}

export interface Registration extends Account {
  readonly server?: string
  /** What challenges are answered with, where it is not the name. */
  readonly authUser?: string
}

export interface Account {
  readonly user: string
  /** `env:NAME` or `file:/path`. */
  readonly passwordFrom: string
  /** Challenges of other realms are not answered. */
  readonly realm?: string
}
