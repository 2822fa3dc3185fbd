// The tables of the messages report once more, from the raw facts of the journal.
import { type ExpectedTable, least, type Said, table } from './amounts.ts'
import { type LeftMessage, messagesOf, untilDone } from './left-messages.ts'
import { type Asked, nameOf } from './raw.ts'

export function messages(asked: Asked): Record<string, ExpectedTable> {
  const { taken, waiting, until } = messagesOf(asked)
  const boxOf = ({ property, mailbox }: LeftMessage) => `${property}/${mailbox}`
  const boxes = new Map([...taken, ...waiting].map(one => [boxOf(one), one]))
  const ids = (all: readonly LeftMessage[]) => all.map(({ id }) => id)
  const rows = [...boxes].map(([box, { property, mailbox }]): [string, Said] => {
    const left = taken.filter(one => boxOf(one) === box)
    const wait = waiting.filter(one => boxOf(one) === box)
    const times = untilDone(left).map(({ ms }) => ms)
    const said = {
      property: nameOf(asked, property),
      mailbox,
      taken: ids(left),
      done: ids(left.filter(({ doneAt }) => doneAt !== null)),
      'done-p50': least(times, 50),
      'done-p90': least(times, 90),
      waiting: ids(wait),
      oldest: wait.length === 0 ? null : Math.min(...wait.map(({ at }) => at)),
    }
    return [box, said]
  })
  const each = waiting.map(({ id, at, property, mailbox }): [string, Said] => {
    return [id, { left: at, age: until - at, property: nameOf(asked, property), mailbox, recording: id }]
  })
  return { mailboxes: table('mailboxes', new Map(rows)), waiting: table('waiting', new Map(each), ids(waiting)) }
}
