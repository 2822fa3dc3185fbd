// About how long something takes to say, seconds: for the time that is left for a key, and for the switch of whoever listens. An estimate:
// voices differ, and a recording whose length is not known counts as a long statement.
import type { Speech } from '../world/commands.ts'
import type { Seconds } from '../world/ids.ts'

const LETTERS_A_SECOND = 13
const STATEMENT_MS = 20_000

export function secondsOf(speech: readonly Speech[]): Seconds {
  return speech.reduce((sum, piece) => sum + lengthOf(piece), 0)
}

function lengthOf(piece: Speech): Seconds {
  switch (piece.kind) {
    case 'text':
      return piece.text.length / LETTERS_A_SECOND
    case 'digits':
      return piece.digits.length * 0.6
    case 'recording':
      return (piece.ms ?? STATEMENT_MS) / 1000
    case 'ringback':
      return 60
    case 'pause':
      return piece.ms / 1000
    case 'beep':
      return 1
  }
}
