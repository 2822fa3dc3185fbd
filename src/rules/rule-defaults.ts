// What is meant where nothing is written. docs/rules-in-full.md lists the same values; a test holds the two together.
import type { Text } from '../core/plan/plan.ts'
import { ANSWER_TARGET_SECONDS } from '../core/plan/target.ts'

export const DEFAULTS = {
  ringSeconds: 25,
  transferRingSeconds: 30,
  tries: 1,
  passes: 2,
  pauseSeconds: 30,
  acceptSeconds: 35,
  reminderSeconds: 20 * 60,
  retryEverySeconds: 15 * 60,
  retryForSeconds: 4 * 3600,
  keySeconds: 8,
  rounds: 2,
  statementSeconds: 45,
  messageSeconds: 180,
  messageMinSeconds: 2,
  holdSeconds: 1200,
  wordEverySeconds: 25,
  stormCallers: 5,
  stormWithinSeconds: 600,
  answerTargetSeconds: ANSWER_TARGET_SECONDS,
  officeRingSeconds: 25,
  mostWaiting: 5,
  mailPort: 587,
  digestMinute: 7 * 60 + 30,
  emergencyNumbers: ['911'],
  callBackCountries: ['+1'],
  deskTries: 3,
  deskLockSeconds: 15 * 60,
} as const

/** The category of an urgent matter that nobody has named; an administrator may word it anew under `categories:`. */
export const EMERGENCY_CATEGORY = 'emergency'
export const EMERGENCY_WORDS: Text = { en: 'an emergency', es: 'una emergencia' }

export const DEFAULT_MAILBOX = { office: { id: 'office', name: 'Office' } }
