// Pushes an input and waits until its turn is in the journal. For acts of an administrator who must
// be told what came of it (call-acts.ts, hold-acts.ts).
import type { Input } from '../core/world/inputs.ts'
import type { Turn } from '../core/world/world.ts'

type Written = Pick<Turn, 'facts'>

export interface UntilWritten {
  /** Null when it takes too long. */
  readonly push: (input: Input) => Promise<Written | null>
  /** Every turn once it is in the journal. */
  readonly heard: (turn: Pick<Turn, 'input' | 'facts'>) => void
}

const PATIENCE_MS = 10_000

export function untilWritten(push: (input: Input) => void): UntilWritten {
  const waiting = new Map<Input, (turn: Written) => void>()
  return {
    push(input) {
      const { promise, resolve } = Promise.withResolvers<Written | null>()
      const late = setTimeout(() => resolve(null), PATIENCE_MS)
      waiting.set(input, resolve)
      push(input)
      return promise.finally(() => {
        clearTimeout(late)
        waiting.delete(input)
      })
    },
    heard: turn => waiting.get(turn.input)?.(turn),
  }
}
