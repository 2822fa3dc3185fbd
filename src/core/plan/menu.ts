// What callers may choose by key. Part of plan.ts; said and heard in core/call.
import type { E164, Seconds } from '../world/ids.ts'
import type { Key, Text } from './spoken.ts'

export interface Menu {
  readonly id: string
  readonly greeting: Text
  readonly options: Readonly<Partial<Record<Key, Option>>>
  readonly keySeconds: Seconds
  readonly rounds: number
}
export type Option =
  | { readonly do: 'escalate'; readonly say: Text; readonly ladder: string; readonly category: string }
  | { readonly do: 'message'; readonly say: Text; readonly mailbox: string }
  | { readonly do: 'say'; readonly say: Text; readonly text: Text }
  | { readonly do: 'submenu'; readonly say: Text; readonly menu: string }
  /** Connects the caller with a person, or with a number that is written in the rules. */
  | {
      readonly do: 'transfer'
      readonly say: Text
      readonly to: { readonly person: string } | { readonly number: E164 }
      readonly ringSeconds: Seconds
      readonly otherwise: Otherwise
    }
/** What a caller gets whose transfer nobody took. */
export type Otherwise =
  | { readonly do: 'menu' }
  | { readonly do: 'message'; readonly mailbox: string }
  | { readonly do: 'escalate'; readonly ladder: string; readonly category: string }
