// The outcomes and attempt results in the words of a list or a story.
import type { AttemptResult, Outcome } from '../core/world/facts.ts'

export const OUTCOMES: Readonly<Record<Outcome, string>> = {
  'office-answered': 'the office answered',
  missed: 'missed: left without saying anything',
  connected: 'connected to a technician',
  owned: 'a technician owns it',
  message: 'left a message',
  callback: 'promised a call back',
  'caller-left': 'hung up before anybody took it',
  unreached: 'nobody could be reached',
  joined: 'joined an open incident',
  transferred: 'transferred, and talked',
  informed: 'heard an announcement',
  fax: 'a fax machine',
  refused: 'refused',
  failsafe: 'taken over by the failsafe',
  desk: 'staff at the phone desk',
}

export const ATTEMPT_RESULTS: Readonly<Record<AttemptResult, string>> = {
  accepted: 'is off the line, having taken it',
  owned: 'is off the line, owning it',
  'passed-on': 'passed it on',
  'no-answer': 'did not answer',
  busy: 'was busy',
  declined: 'declined',
  'dead-number': 'has a number that does not exist',
  congestion: 'could not be dialled',
  'no-key': 'answered but pressed no key',
  'hung-up': 'hung up without a key',
  'taken-by-another': 'was too late: somebody else took it',
  'called-off': 'was called off',
  refused: 'is not rung: it may not be dialled',
  unknown: 'was rung, with an unknown end',
}

/** Where the failsafe's telephones end differently. */
export const FAILSAFE_RESULTS: Readonly<Partial<Record<AttemptResult, string>>> = {
  accepted: 'pressed 1 and talked to the caller',
  'called-off': 'was being rung when the caller hung up',
}

/** The hours for which a property may have a menu of its own. */
export const WHEN: Readonly<Record<'open' | 'closed' | 'holiday', string>> = {
  open: 'open hours',
  closed: 'closed hours',
  holiday: 'holidays',
}
