// How a telephone behaves in a simulation, as a person writes it: `accept-after:8s`. Used by simulate.ts.
import { didYouMean, namesText } from '../rules/nearest.ts'
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
  voicemail: { does: 'answer', after: 18, staysFor: 60 },
}

/** `after` seconds from the first words of the briefing. */
const TIMED: Readonly<Record<string, (after: number) => Way>> = {
  'accept-after': after => pressing('1', after),
  'pass-after': after => pressing('2', after),
  'own-after': after => pressing('5', after),
  'hangs-up-after': after => ({ does: 'answer', after: RINGS, staysFor: after }),
}

export const BEHAVIOURS = [...Object.keys(PLAIN), ...Object.keys(TIMED).map(name => `${name}:8s`)]

export function pressing(key: string, after: number): Way {
  return { does: 'answer', after: RINGS, talksFor: TALKS, reactions: [{ hears: '', after, does: 'press', key }] }
}

export function behaviour(written: string): Way {
  const plain = Object.hasOwn(PLAIN, written) ? PLAIN[written] : undefined
  if (plain) return plain
  const [, name = '', count = ''] = /^([a-z-]+):(\d{1,4})s?$/.exec(written) ?? []
  const timed = Object.hasOwn(TIMED, name) ? TIMED[name] : undefined
  if (timed) return timed(Number(count))
  const known = [...Object.keys(PLAIN), ...Object.keys(TIMED)]
  const hint = didYouMean(written.replace(/:.*$/, ''), known)
  throw new CliFailure(EXIT.cannot, `no telephone does ${oneLine(written, 40)}: ${hint ?? namesText(BEHAVIOURS)}`)
}
