// The indexes of the world: under which keys a stream is found, for each question that a deciding stream
// may ask about all the others (around.ts, free-again.ts). A new question is a line here, and its kinds of streams.
import { callsBackFor } from './calling-back.ts'
import { keepsBusy } from './engaged.ts'
import { emptyIndex, type Index } from './index-of-streams.ts'
import { carriedBy, ringsFor } from './legs-of.ts'
import { isOpenFor } from './open-incidents.ts'
import { asksForPin } from './open-pins.ts'
import type { Stream } from './stream.ts'
import { waitsAt, waitsFor } from './waiting.ts'

type KeysOf = (stream: Stream) => readonly string[]

export const KEYS = {
  busy: keepsBusy,
  callingBack: callsBackFor,
  open: isOpenFor,
  pins: asksForPin,
  rings: ringsFor,
  trunks: carriedBy,
  waiting: waitsFor,
  waitingAt: waitsAt,
} as const satisfies Record<string, KeysOf>

export type IndexName = keyof typeof KEYS
export type Indexes = Readonly<Record<IndexName, Index>>

export const INDEX_NAMES = Object.keys(KEYS) as readonly IndexName[]

/** Those in which a stream of this kind can have keys: all others are spared at every turn. */
export const INDEXES_OF: Readonly<Record<Stream['kind'], readonly IndexName[]>> = {
  call: ['busy', 'rings', 'trunks'],
  desk: ['pins', 'trunks'],
  incident: ['busy', 'callingBack', 'open', 'rings', 'trunks', 'waiting', 'waitingAt'],
  standing: [],
}

export function emptyIndexes(): Indexes {
  return Object.fromEntries(INDEX_NAMES.map(name => [name, emptyIndex()])) as Record<IndexName, Index>
}
