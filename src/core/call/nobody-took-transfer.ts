// Nobody took a transfer: the caller is told so honestly, and gets what the rules say, which is the menu once more, a message, or a ladder.
// Called by ringing-for-transfer.ts, when there is no telephone left to ring.
import type { Key, Option } from '../plan/plan.ts'
import type { PhraseKey } from '../words/phrases.ts'
import { phrase } from '../words/speech.ts'
import { type At, andThen, type Decision, decision, first } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import type { Call, CallBase } from './call.ts'
import { speak } from './events.ts'
import { askUrgency } from './saying-menu.ts'
import { speakFreely } from './speaking-freely.ts'
import { takeMessage } from './taking-message.ts'
import { urgentMatter } from './urgent.ts'

export type TransferOption = Extract<Option, { do: 'transfer' }>

/** Which key of which menu, in which of its rounds. */
export interface Pressed {
  readonly menu: string
  readonly key: Key
  readonly round: number
}

export function nobodyTookIt(
  at: At,
  call: CallBase,
  option: TransferOption,
  pressed: Pressed,
  word: PhraseKey,
  why: string,
): Decision<Call> {
  const whom = 'person' in option.to ? option.to.person : option.to.number
  const failed: FactBody = { kind: 'transfer-failed', whom, why }
  const { otherwise } = option
  const told = first({ facts: [failed] }, decision<CallBase>(call))
  if (otherwise.do === 'menu') {
    const rounds = at.plan.menus[pressed.menu]?.rounds ?? 1
    const next =
      pressed.round <= rounds
        ? askUrgency(at, call, pressed.menu, pressed.round + 1, word)
        : speakFreely(at, call, phrase(at.plan, call.language, word))
    return first(told, next)
  }
  const said = speak(call, phrase(at.plan, call.language, word))
  const on = andThen({ ...told, state: said.call }, c =>
    otherwise.do === 'message'
      ? takeMessage(at, c, otherwise.mailbox)
      : urgentMatter(at, c, {
          ladder: otherwise.ladder,
          category: otherwise.category,
          statement: 'ask',
          why: `nobody took the transfer: ${why}`,
        }),
  )
  // The word is said, and then whatever comes next: it must not be hushed by that.
  return { ...on, commands: [...said.commands, ...on.commands.filter(({ do: does }) => does !== 'hush')] }
}
