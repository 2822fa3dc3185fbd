// Messages that wait, one after the other: heard, marked as done. They are looked up in the journal by the shell, because the calls
// that left them are long over.
import { phrase, recording, wordsOf } from '../words/speech.ts'
import { type At, type Decision, first } from '../world/decision.ts'
import type { Desk, DeskBase, Question } from './desk.ts'
import { type Handler, personOf, pressed, put } from './events.ts'
import { mainMenu } from './main-menu.ts'

export const messagesFound: Handler<'finding-messages', 'messagesFound'> = (at, desk, { messages }) =>
  askMessage(at, desk, { ask: 'message', messages, n: 0 })

export const noMessagesCame: Handler<'finding-messages', 'due'> = (at, desk) =>
  mainMenu(at, desk, phrase(at.plan, desk.language, 'desk-cannot'))

export function askMessage(at: At, desk: DeskBase, question: Question & { ask: 'message' }, round = 1): Decision<Desk> {
  const { messages, n } = question
  const { language } = desk
  const message = messages[n]
  if (!message) return mainMenu(at, desk, phrase(at.plan, language, messages.length === 0 ? 'desk-no-messages' : 'desk-no-more'))
  const property = at.plan.properties[message.property]
  const names = {
    ...{ n: String(n + 1), count: String(messages.length) },
    ...{
      property: wordsOf(property?.spoken ?? {}, language),
      mailbox: property?.mailboxes[message.mailbox]?.name ?? message.mailbox,
    },
  }
  const words = [
    ...phrase(at.plan, language, 'desk-message', names),
    ...(message.lost ? phrase(at.plan, language, 'desk-message-lost') : recording(message.recording)),
    ...phrase(at.plan, language, 'desk-message-keys'),
  ]
  return put(at, desk, question, words, { round })
}

export function messageKey(
  at: At,
  desk: DeskBase,
  question: Question & { ask: 'message' },
  digit: string,
): Decision<Desk> | null {
  const { messages, n } = question
  const message = messages[n]
  if (!message) return null
  const next = (): Decision<Desk> => askMessage(at, desk, { ...question, n: n + 1 })
  switch (digit) {
    case '1':
      return pressed(digit, 'hear the message again', askMessage(at, desk, question))
    case '2': {
      const { call, recording: name } = message
      const done = { do: 'finishMessage', channel: desk.id, call, recording: name, who: personOf(desk) } as const
      return pressed(digit, 'the message is done', first({ commands: [done] }, next()))
    }
    case '3':
      return pressed(digit, 'the next message', next())
    default:
      return null
  }
}
