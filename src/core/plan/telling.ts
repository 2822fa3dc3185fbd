// Who is told of what by the rules, and when not. Part of plan.ts; done in core/notices.
import type { NoticeEvent } from '../notices/events.ts'
import type { Target } from './staff.ts'
import type { Quiet } from './when.ts'

/** Who is told by a rule: an address or number, or whoever a target is at that time. */
export type Addressee = { readonly kind: 'address'; readonly address: string } | Target

/** Somebody is told at these events, besides those whom mailboxes, digests and ladders name. */
export interface NoticeRule {
  readonly on: readonly NoticeEvent[]
  readonly mail: readonly Addressee[]
  readonly sms: readonly Addressee[]
  readonly webhooks: readonly string[]
  readonly quiet?: Quiet
}
