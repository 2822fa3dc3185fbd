// The acts that erase a caller, wired to a journal of a test as run.ts wires them to the daemon's: each input is decided and committed at once.
import { forgetCaller } from '../../src/ari/forget-caller.ts'
import { standingHold } from '../../src/core/standing/hold.ts'
import type { EpochMs } from '../../src/core/world/ids.ts'
import type { Input } from '../../src/core/world/inputs.ts'
import { takeTurn } from '../../src/core/world/take-turn.ts'
import { emptyWorld } from '../../src/core/world/world.ts'
import { type CallActs, callActs } from '../../src/daemon/call-acts.ts'
import { aside, type FollowedJournal } from './followed-journal.ts'

export function erasing(
  journal: FollowedJournal,
  { now = 1_800_000_000_000, witness = '/nowhere/log/cel-custom/witness.csv', world = emptyWorld() } = {},
): CallActs & { readonly pushed: readonly Input[] } {
  const pushed: Input[] = []
  const past = aside(journal.past)
  const made = callActs({
    ...{ callerOf: past.callerOf, recordings: past.recordingsOfCall, isWritten: () => true },
    oldPagesGone: async () => journal.beside.oldPagesGone() && journal.oldPagesGone(),
    ...{ coveredBy: past.coveredBy, heldBy: holds => standingHold(world.standing, holds) },
    forget: caller => forgetCaller(witness, caller),
    waits: async recording => (await past.message(recording))?.doneAt === null,
    push(input) {
      pushed.push(input)
      const turn = takeTurn(world, input, now as EpochMs)
      journal.commit([turn])
      made.heard(turn)
    },
  })
  return { ...made, pushed }
}
