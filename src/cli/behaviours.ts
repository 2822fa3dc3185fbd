// How a telephone behaves in a simulation, as a person writes it: `accept-after:8s`. Used by simulate.ts.
import { didYouMean } from '../rules/nearest.ts'
import type { Way } from '../simulation/people.ts'
import { CliFailure, EXIT } from './io.ts'
import { oneLine } from './plain-text.ts'

/** Seconds from dialling to the answer. */
const RINGS = 3
const TALKS = 60

const PLAIN: Readonly<Record<string, Way>> = {
  'no-answer': { does: 'ring' },
  off: { does: 'nothing' },
  busy: { does: 'refuse', as: 'busy', after: 1 },
  declined: { does: 'refuse', as: 'declined', after: 4 },
  dead: { does: 'refuse', as: 'dead', after: 1 },
  congested: { does: 'refuse', as: 'congested', after: 1 },
  refused: { does: 'refuse', as: 'refused', after: 1 },
  voicemail: { does: 'answer', after: 18, staysFor: 60 },
}

/** `after` seconds from the first words of the briefing. */
const TIMED: Readonly<Record<string, (after: number) => Way>> = {
  'accept-after': after => pressing('1', after),
  'pass-after': after => pressing('2', after),
  'own-after': after => pressing('5', after),
  /** The telephone asks who calls; its owner picks up so long after the answer, and takes it. */
  screens: after => ({
    ...{
      does: 'answer',
      after: RINGS,
      talksFor: TALKS,
      voices: [
        [0.5, 5],
        [after, after + 1],
      ],
    },
    reactions: [{ hears: '', after: after + SOON, does: 'press', key: '1' }],
  }),
  'hangs-up-after': after => ({ does: 'answer', after: RINGS, staysFor: after }),
}

/** What people write for the same. */
const ALSO: Readonly<Record<string, string>> = {
  'not-answering': 'no-answer',
  screening: 'screens:20s',
  screens: 'screens:20s',
  'does-not-answer': 'no-answer',
  answers: 'accept',
  accepts: 'accept',
  answer: 'accept',
  passes: 'pass',
  owns: 'own',
  decline: 'declined',
  declines: 'declined',
  rejects: 'declined',
  invalid: 'dead',
  'invalid-number': 'dead',
  blocked: 'refused',
  refuses: 'refused',
  'network-blocked': 'refused',
  'no-key': 'voicemail',
  'switched-off': 'off',
}
/** Without a time, seconds. */
const SOON = 8

const BEHAVIOURS = [...Object.keys(PLAIN), ...Object.keys(TIMED).map(name => `${name}:8s`)].map(name => `\`${name}\``).join(', ')

export function pressing(key: string, after: number): Way {
  return { does: 'answer', after: RINGS, talksFor: TALKS, reactions: [{ hears: '', after, does: 'press', key }] }
}

export function behaviour(one: string): Way {
  const written = Object.hasOwn(ALSO, one) ? (ALSO[one] ?? one) : one
  const soon = Object.hasOwn(TIMED, `${written}-after`) ? TIMED[`${written}-after`] : undefined
  if (soon) return soon(SOON)
  const plain = Object.hasOwn(PLAIN, written) ? PLAIN[written] : undefined
  if (plain) return plain
  const [, name = '', count = ''] = /^([a-z-]+):(\d{1,4})s?$/.exec(written) ?? []
  const timed = Object.hasOwn(TIMED, name) ? TIMED[name] : undefined
  if (timed) return timed(Number(count))
  const known = [...Object.keys(PLAIN), ...Object.keys(TIMED)]
  const hint = didYouMean(written.replace(/:.*$/, ''), known)
  const what = written === '' ? 'nothing' : oneLine(written, 40)
  throw new CliFailure(EXIT.cannot, `No telephone does ${what}: ${hint ?? BEHAVIOURS}`)
}
