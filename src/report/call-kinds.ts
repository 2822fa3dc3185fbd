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
  /** Called while somebody was calling them back: on hold at once, without the office or a menu. */
  | 'came-back'
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
  if (call.property === null) return 'no-property'
  // The office was not rung, and there was no menu.
  return call.officeMs === null ? 'came-back' : 'left-queue'
}

export const ABANDONED_IN = ['queue', 'menu', 'tone', 'transfer', 'statement', 'hold', 'failsafe'] as const
export type AbandonedIn = (typeof ABANDONED_IN)[number]

/** How a call is listed whose caller got nothing of what they called for. */
const IN_VAIN: readonly (string | null)[] = ['missed', 'caller-left', 'failsafe']

/** Where the caller gave up; null for one who did not. docs/call-states.md has the phases. */
export function abandonedIn(call: CallRecord): AbandonedIn | null {
  if (kindOf(call) === 'left-queue') return 'queue'
  return isInVain(call) ? leftIn(call) : null
}

/** Asked to speak, said too little, and stayed until Nightbell said goodbye. */
export function isSilent(call: CallRecord): boolean {
  return isInVain(call) && call.outcome === 'missed' && call.phase === 'leaving'
}

/** Called back later: they gave up all the same. */
function isInVain(call: CallRecord): boolean {
  const kind = kindOf(call)
  if (kind !== 'overflow' && kind !== 'no-property' && kind !== 'came-back') return false
  return IN_VAIN.includes(call.outcome) && call.leftAt !== null && !talkedBeforeLeaving(call)
}

function leftIn({ phase, outcome, heldAt }: CallRecord): AbandonedIn | null {
  switch (phase) {
    case 'choosing-property':
    case 'choosing-language':
    case 'asking-urgency':
      return 'menu'
    case 'speaking-freely':
    case 'taking-message':
      return 'tone'
    case 'transferring':
    case 'seeing-off':
      return 'transfer'
    case 'in-failsafe':
      return 'failsafe'
    // It was to look after them, and refused.
    case 'leaving':
      return outcome === 'failsafe' ? 'failsafe' : null
    // What they had said until then was stored: of an urgent matter, or at the tone.
    case 'saving':
      if (outcome === 'missed') return 'tone'
      return heldAt === null ? 'statement' : 'hold'
    case 'holding':
    case 'taking-statement':
    case 'giving-number':
    case 'talking':
      return heldAt === null ? 'statement' : 'hold'
    default:
      return null
  }
}

/** From arriving to the office's answer, or to the first word of the menu, ms. */
export function answerMs(call: CallRecord): number | null {
  const kind = kindOf(call)
  // The caller was asked for the community, and then left the queue: not answered.
  if (kind === 'left-queue') return null
  const at = kind === 'office' ? call.humanAt : call.menuAt
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
