// Which reasons in a redacted export are the box's own, and may stay. Whatever people wrote, and what
// a mail server, a gateway, the PBX or an error said, is left out as a whole: it may name anybody.
// Facts are decided again from inputs without such words. Where they are not decided again, a reason
// stays only if its kind is listed here and its turn came from an input that has no such words. What
// a later version adds is left out until it is listed. Used by redact-turns.ts.
import type { Fact, FactKind } from '../../../core/world/facts.ts'
import type { Input } from '../../../core/world/inputs.ts'
import { LEFT_OUT } from './stand-ins.ts'

/** Fields of inputs that are written by people, or come from outside. */
const SAID = ['why', 'reason', 'because', 'unreadable'] as const

export function wordsSaidIn(input: Input): string[] {
  const fields = input as Partial<Record<(typeof SAID)[number], unknown>>
  return SAID.flatMap(field => (typeof fields[field] === 'string' ? [fields[field]] : []))
}

export function withoutWordsSaid(input: Input): Input {
  const found = SAID.filter(field => field in input)
  return { ...input, ...Object.fromEntries(found.map(field => [field, LEFT_OUT])) }
}

/** Why nothing happened is always the box's own, except after a mistake of ours. */
export function keepsIgnored(facts: readonly Fact[]): boolean {
  return !facts.some(({ kind }) => kind === 'core-broke')
}

export function withOwnReasons(facts: readonly Fact[], input: Input): Fact[] {
  const all = OWN_INPUTS.has(input.type) && wordsSaidIn(input).length === 0 && keepsIgnored(facts) && !('erasedBy' in input)
  return facts.map(fact => (all && OWN_KINDS.has(fact.kind) ? fact : { ...fact, why: LEFT_OUT }))
}

const OWN_INPUTS: ReadonlySet<Input['type']> = new Set([
  ...(['arrived', 'returned', 'officeAnswered', 'legRinging', 'legAnswered', 'digit', 'ended'] as const),
  ...(['voice', 'noKeys'] as const),
  ...(['playbackFinished', 'recordingFinished', 'enteredBridge', 'leftBridge', 'numberChanged', 'imported'] as const),
  ...(['recordingKept', 'messageDone', 'callErased', 'overAge', 'pinChecked', 'messagesFound', 'due'] as const),
  ...(['clockJumped', 'observed'] as const),
])

/** Not: whom the network named (`line-unknown`, `stranger-refused`), and what only people or outside say. */
const OWN_KINDS: ReadonlySet<FactKind> = new Set([
  // Of a call.
  ...(['arrived', 'identified', 'over-cap', 'office-rung', 'office-answered', 'office-unanswered'] as const),
  ...(['overflowed', 'asked', 'menu-chosen', 'key-pressed', 'key-ignored', 'no-key', 'language-chosen', 'told'] as const),
  ...(['statement-began', 'statement-taken', 'statement-missing', 'recording-discarded', 'recording-kept'] as const),
  ...(['held', 'message-taken', 'message-lost', 'message-done', 'connected', 'number-confirmed'] as const),
  ...(['transfer-began', 'transfer-dialled', 'transfer-rings', 'transfer-answered', 'transfer-key'] as const),
  ...(['transfer-attempt-ended', 'transferred', 'transfer-over', 'transfer-failed', 'number-refused'] as const),
  ...(['number-changed', 'recovered', 'in-failsafe', 'dial-refused', 'failsafe-rang', 'clock-jumped'] as const),
  ...(['recording-removed', 'caller-erased', 'left'] as const),
  // Of an incident.
  ...(['opened', 'late', 'pass-began', 'rung-began', 'rung-skipped', 'person-resolved', 'passed-over'] as const),
  ...(['waiting-for-busy', 'dialled', 'rang', 'answered', 'leg-key', 'attempt-ended', 'accepted', 'owned'] as const),
  ...(['voice-heard', 'no-keys'] as const),
  ...(['already-taken', 'bridged', 'talk-recorded', 'technician-lost', 'talk-ended', 'caller-dialled'] as const),
  ...(['caller-rings', 'caller-answered', 'caller-not-reached', 'caller-came-back', 'given-back'] as const),
  ...(['dial-capped', 'owner-told', 'outcome-asked', 'resolved', 'acknowledgement-expired'] as const),
  ...(['closed-without-outcome', 'statement-added', 'caller-left', 'still-needs-help', 'joined'] as const),
  ...(['insisted', 'storm-began', 'folded', 'folded-in', 'pass-exhausted', 'unreached'] as const),
  ...(['still-unreached', 'retries-over', 'acknowledged'] as const),
  // Of the desk, and of what staff set there.
  ...(['desk-opened', 'desk-refused', 'desk-key', 'number-typed', 'duty-changed', 'notice-set'] as const),
  ...(['pin-wrong', 'pins-forgotten'] as const),
])
