// The messages report: each mailbox, how soon somebody deals with what is left there, what waits.
import { recordingsOf } from './ids.ts'
import { nameOfProperty } from './names.ts'
import { percentile } from './numbers.ts'
import type { MessageRecord, Records } from './records.ts'
import type { Section } from './report.ts'
import { column, counting, measured, tableOf } from './table.ts'

interface Mailbox {
  readonly property: string | null
  readonly mailbox: string
  readonly taken: readonly MessageRecord[]
  readonly waiting: readonly MessageRecord[]
}

/** oak-creek/office */
function nameOfMailbox({ property, mailbox }: Mailbox): string {
  return `${property ?? ''}/${mailbox}`
}

export function messagesReport(records: Records): readonly Section[] {
  const { plan, span, now } = records
  const end = Math.min(span.to, now)
  const mailboxes = mailboxesOf(records, end)
  const untilDone = ({ taken }: Mailbox) => taken.flatMap(({ takenAt, doneAt }) => (doneAt === null ? [] : [doneAt - takenAt]))
  const waiting = mailboxes.flatMap(mailbox => mailbox.waiting).toSorted((a, b) => a.takenAt - b.takenAt)
  return [
    tableOf(
      { id: 'mailboxes', title: 'Mailboxes', none: 'No message was left, and none waits.', rowId: nameOfMailbox },
      mailboxes,
      [
        column('property', 'PROPERTY', 'text', ({ property }) => nameOfProperty(plan, property)),
        column('mailbox', 'MAILBOX', 'text', ({ mailbox }) => mailbox),
        counting('mailboxes/taken', 'messages', ({ taken }) => recordingsOf(taken)),
        counting('mailboxes/done', 'messages', ({ taken }) => recordingsOf(taken.filter(({ doneAt }) => doneAt !== null))),
        measured('mailboxes/done-p50', box => percentile(untilDone(box), 0.5)),
        measured('mailboxes/done-p90', box => percentile(untilDone(box), 0.9)),
        counting('mailboxes/waiting', 'messages', box => recordingsOf(box.waiting)),
        column('oldest', 'OLDEST', 'time', box => box.waiting[0]?.takenAt ?? null),
      ],
    ),
    tableOf(
      {
        id: 'waiting',
        title: 'Waiting at the end of the span',
        none: 'No message waits.',
        rowId: ({ recording }) => recording,
        each: 'messages',
      },
      waiting,
      [
        column('left', 'LEFT', 'time', ({ takenAt }) => takenAt),
        measured('waiting/age', ({ takenAt }) => end - takenAt),
        column('property', 'PROPERTY', 'text', ({ property }) => nameOfProperty(plan, property)),
        column('mailbox', 'MAILBOX', 'text', ({ mailbox }) => mailbox),
        column('recording', 'MESSAGE', 'text', ({ recording }) => recording),
      ],
    ),
  ]
}

function mailboxesOf({ messages, span, plan }: Records, end: number): readonly Mailbox[] {
  const byMailbox = Map.groupBy(messages, ({ property, mailbox }) => `${property ?? ''}\n${mailbox}`)
  const boxes = [...byMailbox.values()].map((all): Mailbox => {
    return {
      property: all[0]?.property ?? null,
      mailbox: all[0]?.mailbox ?? '',
      taken: all.filter(({ takenAt }) => takenAt >= span.from),
      waiting: all.filter(({ doneAt }) => doneAt === null || doneAt > end),
    }
  })
  const nameOf = ({ property, mailbox }: Mailbox) => `${nameOfProperty(plan, property)} ${mailbox}`
  // What was left before and done in the span is in no column.
  const told = boxes.filter(({ taken, waiting }) => taken.length + waiting.length > 0)
  return told.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b)))
}
