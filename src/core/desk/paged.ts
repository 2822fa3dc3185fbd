// A list that is longer than the keys: eight things at a time with keys 1 to 8, 9 for more.
import { phrase } from '../words/speech.ts'
import type { Speech } from '../world/commands.ts'
import type { At } from '../world/decision.ts'
import type { DeskBase } from './desk.ts'

const PAGE = 8

export function pageWords<T>(
  at: At,
  { language }: DeskBase,
  things: readonly T[],
  page: number,
  name: (thing: T) => string,
): Speech[] {
  const shown = things.slice(page * PAGE, (page + 1) * PAGE)
  return [
    ...shown.flatMap((thing, n) => phrase(at.plan, language, 'option', { what: name(thing), key: String(n + 1) })),
    ...(things.length > PAGE ? phrase(at.plan, language, 'desk-more') : []),
  ]
}

/** The thing of this key, the next page, or null for a key that means nothing. */
export function chosen<T>(
  things: readonly T[],
  page: number,
  digit: string,
): { is: 'thing'; thing: T } | { is: 'page'; page: number } | null {
  if (digit === '9' && things.length > PAGE) return { is: 'page', page: (page + 1) % Math.ceil(things.length / PAGE) }
  const n = '12345678'.indexOf(digit)
  const thing = n === -1 || digit.length !== 1 ? undefined : things[page * PAGE + n]
  return thing === undefined ? null : { is: 'thing', thing }
}
