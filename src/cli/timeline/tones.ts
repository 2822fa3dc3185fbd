// Whether what happened is good, bad, or somebody's decision. Shown by a mark and a colour; the
// words say it too. Used by timeline.ts.
import type { AttemptResult, Fact, FactKind } from '../../core/world/facts.ts'

/** What an event means: somebody decided, it went well, it went badly, or it just happened. */
export type Tone = 'event' | 'decided' | 'good' | 'bad'

const TONES: Readonly<Partial<Record<FactKind, Tone>>> = {
  'office-answered': 'good',
  connected: 'good',
  transferred: 'good',
  'message-taken': 'good',
  'message-done': 'good',
  'statement-taken': 'good',
  accepted: 'good',
  owned: 'good',
  acknowledged: 'good',
  bridged: 'good',
  resolved: 'good',
  'caller-came-back': 'good',
  'key-pressed': 'decided',
  'language-chosen': 'decided',
  'number-confirmed': 'decided',
  'leg-key': 'decided',
  'transfer-key': 'decided',
  insisted: 'decided',
  'still-needs-help': 'decided',
  reopened: 'decided',
  'given-back': 'decided',
  'caller-erased': 'decided',
  'hold-set': 'decided',
  'hold-ended': 'decided',
  'no-keys': 'bad',
  'arrival-unreadable': 'bad',
  'line-unknown': 'bad',
  'stranger-refused': 'bad',
  'forwarded-back': 'bad',
  'over-cap': 'bad',
  'office-unanswered': 'bad',
  'statement-missing': 'bad',
  'emergency-dialled': 'bad',
  'emergency-refused': 'bad',
  'emergency-failed': 'bad',
  'emergency-answered': 'good',
  'trunk-trouble': 'bad',
  'media-refused': 'bad',
  'trunk-well': 'good',
  'message-lost': 'bad',
  'core-broke': 'bad',
  'command-failed': 'bad',
  'in-failsafe': 'bad',
  'dial-refused': 'bad',
  'dial-capped': 'bad',
  'notice-given-up': 'bad',
  'transfer-failed': 'bad',
  'rung-skipped': 'bad',
  'technician-lost': 'bad',
  'caller-not-reached': 'bad',
  'storm-began': 'bad',
  late: 'bad',
  'pass-exhausted': 'bad',
  unreached: 'bad',
  'still-unreached': 'bad',
  'retries-over': 'bad',
  'acknowledgement-expired': 'bad',
  'closed-without-outcome': 'bad',
}

/** Ends of attempts that are no failure. */
const ENDED_WELL: readonly AttemptResult[] = ['accepted', 'owned', 'called-off', 'taken-by-another']

export function toneOf(fact: Fact): Tone {
  if (fact.kind === 'attempt-ended' || fact.kind === 'transfer-attempt-ended' || fact.kind === 'failsafe-rang')
    return ENDED_WELL.includes(fact.result) ? 'event' : 'bad'
  return TONES[fact.kind] ?? 'event'
}
