// Writes turns to the journal in pieces of a bounded size, in order. Where a piece is refused, its turns are written one by one, so that one
// that can't be written keeps no other back: in its place a note says that it is missing. Called by turn-queue.ts and by rescue.ts.
import type { EpochMs } from '../core/world/ids.ts'
import type { Turn } from '../core/world/world.ts'
import { noteOf } from './broken-turn.ts'
import { kindOf, wordsOf } from './journal-trouble.ts'
import type { Journal } from './ports.ts'

/** So many turns are one commit at most: it takes some milliseconds. */
export const PIECE = 50

export interface WriteResult {
  /** How many of the turns are dealt with: written, or refused and noted. */
  readonly done: number
  readonly refused: readonly RefusedTurn[]
  /** Why the rest is not written: the disk, a lock, a damaged file. */
  readonly trouble: unknown
}

export interface RefusedTurn {
  readonly turn: Turn
  readonly error: unknown
  /** What was written in its place. */
  readonly note: Turn
}

const FINE = { refused: [], trouble: null } as const

/** Writes the first piece of these turns. `apart`: whether an error that says nothing is looked into. */
export function writePiece(journal: Pick<Journal, 'commit'>, turns: readonly Turn[], now: EpochMs, apart = true): WriteResult {
  const piece = turns.slice(0, PIECE)
  try {
    journal.commit(piece)
    return { ...FINE, done: piece.length }
  } catch (error) {
    const look = isOfTurn(error) && (apart || kindOf(error) === 'mistake')
    return look ? oneByOne(journal, piece, now) : { ...FINE, done: 0, trouble: error }
  }
}

/** It may be the turn's own fault. */
function isOfTurn(error: unknown): boolean {
  const kind = kindOf(error)
  return kind === 'mistake' || kind === 'unknown'
}

function oneByOne(journal: Pick<Journal, 'commit'>, piece: readonly Turn[], now: EpochMs): WriteResult {
  const refused: RefusedTurn[] = []
  for (const [done, turn] of piece.entries()) {
    try {
      journal.commit([turn])
    } catch (error) {
      if (!isOfTurn(error)) return { done, refused, trouble: error }
      const note = noteOf(turn, now, wordsOf(error))
      try {
        // Whether the journal takes this tells a turn that is wrong from a journal that is.
        journal.commit([note])
      } catch {
        return { done, refused, trouble: error }
      }
      refused.push({ turn, error, note })
    }
  }
  return { done: piece.length, refused, trouble: null }
}
