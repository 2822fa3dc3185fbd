// The menu: what is it, and how urgent? What each key does; barge-in at any time, asked again on silence or a wrong key; after the last
// round the caller is asked to say what is wrong. The words of the menu are saying-menu.ts.
import type { Key, Option } from '../plan/plan.ts'
import { text } from '../words/speech.ts'
import { type At, type Decision, first } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { questionSaid, waitForKey } from './asking.ts'
import type { Call } from './call.ts'
import type { Handler, In } from './events.ts'
import { beginTransfer } from './ringing-for-transfer.ts'
import { askUrgency, menuOf, type Opening } from './saying-menu.ts'
import { speakFreely } from './speaking-freely.ts'
import { takeMessage } from './taking-message.ts'
import { urgentMatter } from './urgent.ts'

export const urgencySaid: Handler<'asking-urgency', 'playbackFinished'> = (at, call, event) =>
  questionSaid(at, call, event, menuOf(at, call.menu).keySeconds)

export const urgencyDue: Handler<'asking-urgency', 'due'> = (at, call) => {
  const { keySeconds } = menuOf(at, call.menu)
  if (call.playback !== null) return waitForKey(at, call, keySeconds)
  return again(
    at,
    call,
    { kind: 'no-key', round: call.round, why: `nothing was pressed within ${keySeconds} s` },
    'nothing-heard',
  )
}

export const urgencyKey: Handler<'asking-urgency', 'digit'> = (at, call, { digit }) => {
  const options: Readonly<Record<string, Option>> = menuOf(at, call.menu).options
  const option = Object.hasOwn(options, digit) ? options[digit] : undefined
  if (!option) return again(at, call, { kind: 'key-ignored', digit, why: `menu ${call.menu} has no key ${digit}` }, 'wrong-key')
  const pressed: FactBody = { kind: 'key-pressed', digit, meaning: meaningOf(option), why: `menu ${call.menu}` }
  return first({ facts: [pressed] }, chosen(at, call, option, digit))
}

function chosen(at: At, call: In<'asking-urgency'>, option: Option, digit: string): Decision<Call> {
  switch (option.do) {
    case 'escalate':
      return urgentMatter(at, call, {
        ladder: option.ladder,
        category: option.category,
        statement: 'ask',
        why: `key ${digit} in menu ${call.menu}`,
      })
    case 'message':
      return takeMessage(at, call, option.mailbox)
    case 'transfer':
      return beginTransfer(at, call, option, { menu: call.menu, key: digit as Key, round: call.round })
    case 'submenu':
      return askUrgency(at, call, option.menu, 1, text(menuOf(at, option.menu).greeting, call.language))
    case 'say':
      return again(
        at,
        { ...call, outcome: 'informed' },
        { kind: 'told', what: 'an announcement', why: `key ${digit} in menu ${call.menu}` },
        text(option.text, call.language),
      )
  }
}

/** Once more, or after the last round on to free speech. Wrong keys count too, so that no call goes round for ever. */
function again(at: At, call: In<'asking-urgency'>, fact: FactBody, opening: Opening): Decision<Call> {
  return call.round < menuOf(at, call.menu).rounds
    ? first({ facts: [fact] }, askUrgency(at, call, call.menu, call.round + 1, opening))
    : first({ facts: [fact] }, speakFreely(at, call, typeof opening === 'string' ? [] : opening))
}

function meaningOf(option: Option): string {
  switch (option.do) {
    case 'escalate':
      return `urgent: ${option.category}`
    case 'message':
      return `message for ${option.mailbox}`
    case 'transfer':
      return 'person' in option.to ? `to be connected with ${option.to.person}` : `to be connected with ${option.to.number}`
    case 'submenu':
      return `menu ${option.menu}`
    case 'say':
      return 'an announcement'
  }
}
