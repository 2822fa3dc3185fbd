// Who outside is told of a call, and when: the part of `nightbell explain` about notices. Asks the very code that fills the outbox.
import type { NoticeEvent } from '../core/notices/events.ts'
import { type Told, toldOf } from '../core/notices/notices-of.ts'
import type { Plan, Property } from '../core/plan/plan.ts'
import type { EpochMs } from '../core/world/ids.ts'
import { dateAndTime } from './local-time.ts'

export interface ExplainedTold {
  readonly event: NoticeEvent
  readonly tell: readonly { readonly way: Told['way']; readonly to: string; readonly heldUntil: string | null }[]
}

/** Where a call leads: to a ladder, a mailbox, or nowhere yet. */
export interface Leads {
  readonly ladder: string | null
  readonly mailbox: string | null
  /** Somebody is to have it in time. */
  readonly mayBeLate: boolean
}

export function explainTold(plan: Plan, property: Property, { ladder, mailbox, mayBeLate }: Leads, at: EpochMs): ExplainedTold[] {
  const events: NoticeEvent[] = [
    ...(ladder === null ? [] : (['opened', 'acknowledged'] as const)),
    ...(ladder === null || !mayBeLate ? [] : (['late'] as const)),
    ...(ladder === null ? [] : (['unreached', 'resolved'] as const)),
    ...(mailbox === null ? [] : (['message'] as const)),
    'trunk',
  ]
  return events.flatMap(event => {
    const tell = toldOf(plan, property, event, { ladder, mailbox }, at).map(({ way, to, at: when }) => ({
      way,
      to,
      heldUntil: when > at ? dateAndTime(when, property.zone) : null,
    }))
    return tell.length === 0 ? [] : [{ event, tell }]
  })
}

const WORDS: Readonly<Record<NoticeEvent, string>> = {
  opened: 'when it begins',
  acknowledged: 'when somebody has it',
  late: 'when it is late',
  unreached: 'when nobody was reached',
  resolved: 'when it is resolved',
  storm: 'many callers about the same',
  message: 'of the message',
  missed: 'of a missed call',
  emergency: 'of an emergency call at an office telephone',
  'emergency-test': 'of a test of emergency calls',
  trunk: 'when a trunk of it is in trouble, or well again',
  reminder: 'a reminder',
  'added-words': 'what other callers have said',
}

const WAYS = { mail: 'mail to', sms: 'a text message to', webhook: 'the webhook' } as const

export function toldLines(told: readonly ExplainedTold[]): string[] {
  if (told.length === 0) return []
  const lines = told.map(({ event, tell }) => {
    const each = tell.map(({ way, to, heldUntil }) => {
      const held = heldUntil === null ? '' : ` (held by quiet hours until ${heldUntil})`
      return `${WAYS[way]} ${to}${held}`
    })
    return `  ${WORDS[event]}: ${each.join(', ')}`
  })
  return ['', 'Outside are told', ...lines]
}
