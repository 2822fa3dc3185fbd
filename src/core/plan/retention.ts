// How long recordings and callers are kept: what the rules say of its property, or `defaults:` where the property is in the rules no more. Nothing said:
// for ever. Called by the daemon's daily look (daemon/retention.ts). A message that nobody has dealt with is not asked about at all.
import type { Seconds } from '../world/ids.ts'

export const RECORDED = ['messages', 'statements', 'talks'] as const
export type Recorded = (typeof RECORDED)[number]

/** `callers`: their numbers, names and the digits they typed. */
export const KEPT = [...RECORDED, 'callers'] as const
export type Kept = (typeof KEPT)[number]

/** Seconds, by kind. What is not said is kept for ever. */
export type Retention = Readonly<Partial<Record<Kept, Seconds>>>

/** The part of a plan that a worker is sent. */
export interface Keeps {
  readonly properties: Readonly<Record<string, Retention>>
  readonly others: Retention
}

/** What is asked of a plan. */
interface Written {
  readonly properties: Readonly<Record<string, { readonly id: string; readonly retention?: Retention }>>
  readonly retention?: Retention
}

export function keepsOf({ properties, retention = {} }: Written): Keeps {
  return {
    properties: Object.fromEntries(Object.values(properties).map(({ id, retention: own = {} }) => [id, own])),
    others: retention,
  }
}

/** Whether anybody's callers are to be erased at all. */
export function keepsCallersForSoLong({ properties, others }: Keeps): boolean {
  return [others, ...Object.values(properties)].some(({ callers }) => callers !== undefined)
}

export function keptFor({ properties, others }: Keeps, property: string | null, what: Kept): Seconds | null {
  return ((property === null ? undefined : properties[property]) ?? others)[what] ?? null
}
