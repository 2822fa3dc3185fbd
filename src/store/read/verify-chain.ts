// Whether the journal is as it was written, in one word: what `nightbell log verify` checks of the
// journal itself (store/verify), without the lists and the tables beside the turns.
import { checkPlans } from '../verify/plans.ts'
import { checkSchema } from '../verify/schema.ts'
import { checkStates } from '../verify/states.ts'
import { walk } from '../verify/walk.ts'
import { FirstWrong } from '../verify/wrong.ts'
import type { Stored } from './stored.ts'

export type ChainVerdict =
  | { readonly intact: true; readonly turns: number; readonly lastHash: string; readonly erasedParts: number }
  | { readonly intact: false; readonly turn: number | null; readonly what: string }

/** To be called within a transaction. */
export function verifyChain({ db }: Stored): ChainVerdict {
  const wrong = new FirstWrong()
  checkSchema(db, wrong)
  const { turns, erased, head, gathered } = walk(db, wrong)
  checkStates(db, gathered, wrong)
  checkPlans(db, gathered, wrong)
  const [first] = wrong.all()
  if (first !== undefined) return { intact: false, turn: first.turn, what: first.what }
  return { intact: true, turns, lastHash: head.hash, erasedParts: erased }
}
