// What people outside can be told of, and the facts that cause it. Named by rules (`notify: on:`), words (notice-words.ts) and webhooks:
// these names are a promise to whoever receives them.

export const NOTICE_EVENTS = [
  ...(['opened', 'acknowledged', 'late', 'unreached', 'resolved', 'storm', 'message', 'missed'] as const),
  ...(['emergency', 'emergency-test', 'trunk'] as const),
] as const
/** Texts to whoever owns an incident: no rule names them, and they come at once or not at all. */
export const OWNER_EVENTS = ['reminder', 'added-words'] as const
export type NoticeEvent = (typeof NOTICE_EVENTS)[number] | (typeof OWNER_EVENTS)[number]

export function isForOwner(event: string): boolean {
  return OWNER_EVENTS.some(one => one === event)
}

/** A caller needs help and nobody has it: what may be held, put off or come after others otherwise is not. */
export function isPressing(event: string): boolean {
  return event === 'unreached' || event === 'late' || event === 'emergency'
}

/** By which way somebody is told. */
export type NoticeWay = 'mail' | 'sms' | 'webhook'

/** The facts of which somebody may be told. */
const TOLD: ReadonlySet<string> = new Set([
  'opened',
  'accepted',
  'owned',
  'acknowledged',
  'late',
  'unreached',
  'retries-over',
  'resolved',
  'owner-told',
  'storm-began',
  'message-taken',
  'message-lost',
  'left',
  'emergency-dialled',
  'emergency-answered',
  'emergency-failed',
  'emergency-ended',
  'trunk-trouble',
  'trunk-well',
])

export function mayBeTold({ kind }: { readonly kind: string }): boolean {
  return TOLD.has(kind)
}
