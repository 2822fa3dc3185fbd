// How long a recording is kept: what the rules say of its property, or `defaults:` where the property is in the rules no more. Nothing said:
// for ever. Called by the daemon's daily look (daemon/retention.ts). A message that nobody has dealt with is not asked about at all.
import type { Seconds } from '../world/ids.ts'

export const RECORDED = ['messages', 'statements', 'talks'] as const
export type Recorded = (typeof RECORDED)[number]

/** Seconds, by kind. What is not said is kept for ever. */
export type Retention = Readonly<Partial<Record<Recorded, Seconds>>>

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

export function keptFor({ properties, others }: Keeps, property: string | null, what: Recorded): Seconds | null {
  return ((property === null ? undefined : properties[property]) ?? others)[what] ?? null
}
