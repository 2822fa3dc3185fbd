// What a call counts as. Every call is exactly one of these: so the parts of a report add up.
import type { CallRecord } from './records.ts'

/** Hung up within so many ms: a short abandon, often a wrong number. */
export const SHORT_MS = 10_000

export type CallKind =
  /** No caller of a property: staff at the phone desk, a fax, a stranger who was refused. */
  | 'not-offered'
  | 'office'
  /** Hung up while the office rang. */
  | 'left-queue'
  | 'overflow'
  /** The line is in no rules, and the caller named no community. */
  | 'no-property'
  | 'running'

export function kindOf(call: CallRecord): CallKind {
  if (call.outcome === 'desk' || call.outcome === 'fax') return 'not-offered'
  if (call.outcome === 'refused' && call.overflow === null) return 'not-offered'
  if (call.officeStatus === 'ANSWERED') return 'office'
  if (call.overflow !== null) return 'overflow'
  if (call.leftAt === null) return call.property === null ? 'not-offered' : 'running'
  return call.property === null ? 'no-property' : 'left-queue'
}

export type AbandonedIn = 'queue' | 'menu' | 'hold' | 'failsafe'

/** Where the caller gave up; null for one who did not. */
export function abandonedIn(call: CallRecord): AbandonedIn | null {
  const kind = kindOf(call)
  if (kind === 'left-queue') return 'queue'
  if (kind === 'no-property') return call.outcome === 'missed' ? 'menu' : null
  if (kind !== 'overflow') return null
  if (call.outcome === 'missed') return 'menu'
  // Called back later: they gave up the hold all the same.
  if (call.outcome === 'caller-left' && !talkedBeforeLeaving(call)) return 'hold'
  return call.outcome === 'failsafe' ? 'failsafe' : null
}

/** From arriving to the office's answer, or to the first word of the menu, ms. */
export function answerMs(call: CallRecord): number | null {
  const at = kindOf(call) === 'office' ? call.humanAt : call.menuAt
  return at === null ? null : at - call.arrivedAt
}

/** From arriving to a human being or to hanging up, ms; null while neither has happened. */
export function waitMs(call: CallRecord): number | null {
  const at = talkedBeforeLeaving(call) ? call.humanAt : call.leftAt
  return at === null ? null : at - call.arrivedAt
}

function talkedBeforeLeaving({ humanAt, leftAt }: CallRecord): boolean {
  return humanAt !== null && (leftAt === null || humanAt <= leftAt)
}

/** From arriving to hanging up, ms. */
export function stayedMs(call: CallRecord): number {
  return (call.leftAt ?? call.arrivedAt) - call.arrivedAt
}
