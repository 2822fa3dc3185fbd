// Messages that wait, one after the other: heard, marked as done. They are looked up in the journal by the shell, because the calls
// that left them are long over.
import { phrase, recording, wordsOf } from '../words/speech.ts'
import { waitWords } from '../words/wait-words.ts'
import type { Speech } from '../world/commands.ts'
import { type At, type Decision, first } from '../world/decision.ts'
import type { Desk, DeskBase, Question } from './desk.ts'
import { type Handler, personOf, pressed, put } from './events.ts'
import { listOver, mainMenu } from './main-menu.ts'

export const messagesFound: Handler<'finding-messages', 'messagesFound'> = (at, desk, { messages }) =>
  askMessage(at, desk, { ask: 'message', messages, n: 0 })

export const noMessagesCame: Handler<'finding-messages', 'due'> = (at, desk) =>
  mainMenu(at, desk, phrase(at.plan, desk.language, 'desk-cannot'))

type MessageAsked = Question & { ask: 'message' }

export function askMessage(
  at: At,
  desk: DeskBase,
  question: MessageAsked,
  round = 1,
  before: readonly Speech[] = [],
): Decision<Desk> {
  const { messages, n } = question
  const { language } = desk
  const message = messages[n]
  if (!message) return listOver(at, desk, messages, 'desk-no-messages', before)
  const property = at.plan.properties[message.property]
  const names = {
    n: String(n + 1),
    count: String(messages.length),
    ...{
      property: wordsOf(property?.spoken ?? {}, language),
      mailbox: property?.mailboxes[message.mailbox]?.name ?? message.mailbox,
    },
  }
  const ago = { since: waitWords(at.plan, language, at.now - message.takenAt) }
  const words = [
    ...before,
    ...phrase(at.plan, language, 'desk-message', { ...names, ...ago }),
    ...(message.lost ? phrase(at.plan, language, 'desk-message-lost') : recording(message.recording, message.ms)),
    ...phrase(at.plan, language, n === 0 ? 'desk-message-keys' : 'desk-message-keys-back'),
  ]
  return put(at, desk, question, words, { round })
}

export function messageKey(at: At, desk: DeskBase, question: MessageAsked, digit: string): Decision<Desk> | null {
  const { messages, n } = question
  const message = messages[n]
  if (!message) return null
  const next = (): Decision<Desk> => askMessage(at, desk, { ...question, n: n + 1 })
  switch (digit) {
    case '2':
      return pressed(digit, 'the next message', next())
    case '3':
      return pressed(digit, 'hear the message again', askMessage(at, desk, question))
    case '4':
      return n === 0 ? null : pressed(digit, 'the message before', askMessage(at, desk, { ...question, n: n - 1 }))
    case '5': {
      const { call, recording: name } = message
      const done = { do: 'finishMessage', channel: desk.id, call, recording: name, who: personOf(desk) } as const
      // It is dealt with: whoever goes back does not meet it again.
      const left = { ...question, messages: messages.filter(one => one !== message) }
      const noted = phrase(at.plan, desk.language, 'outcome-thanks')
      return pressed(digit, 'the message is done', first({ commands: [done] }, askMessage(at, desk, left, 1, noted)))
    }
    default:
      return null
  }
}
