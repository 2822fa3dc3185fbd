// `nightbell messages list`: what callers left for the office, those that wait or all. Reads the journal, needs no daemon.
import type { Command } from 'commander'
import type { MessageSummary } from '../../store/read/list-messages.ts'
import type { WithCursor } from '../../store/read/lists/lists.ts'
import type { Reader } from '../../store/read/reader.ts'
import { type CliIo, withReader } from '../io.ts'
import { dateAndTime, duration, localTime } from '../local-time.ts'
import { oneLine } from '../plain-text.ts'
import { type Columns, caller, propertyName, time, words } from './columns.ts'
import { type ListOptions, withFilters, withShape } from './options.ts'
import { type Shown, showList } from './show.ts'

type Row = WithCursor<MessageSummary>

const COLUMNS: Columns<Row> = {
  left: time(message => message.takenAt),
  property: propertyName(),
  'property-id': words(message => message.property),
  mailbox: words(message => message.mailboxName ?? message.mailbox),
  'mailbox-id': words(message => message.mailbox),
  caller: caller(),
  name: words(message => (message.erased ? '(erased)' : message.callerName)),
  length: { cell: lengthOf, value: ({ ms }) => ms / 1000 },
  recording: words(({ removed, lost, cut }) => (removed ? 'removed' : lost === null ? (cut ? 'cut' : 'whole') : 'lost')),
  done: { cell: doneOf, value: one => (one.doneAt === null ? null : localTime(one.doneAt, one.zone).iso) },
  'done-by': words(message => message.doneBy),
  call: { cell: message => message.call },
  id: { cell: message => message.recording },
  cursor: { cell: message => message.cursor },
}

const USUAL = ['left', 'property', 'mailbox', 'caller', 'length', 'id']
const LIMIT = 100

/** Done or not. */
export const MESSAGES_SHOWN: Shown<'messages'> = {
  list: 'messages',
  one: 'message',
  columns: COLUMNS,
  usual: USUAL.toSpliced(-1, 0, 'done'),
  json: withLocalTimes,
  limit: LIMIT,
  way: 'desc',
  newestLast: true,
  nothing: 'There are no messages.',
}

export function addMessagesList(messages: Command, io: CliIo): void {
  const list = withFilters(
    messages.command('list').description('List the messages that wait, the newest at the end.'),
    ['mailbox', 'caller', 'person', 'of', 'text'],
    'left',
  )
    .option('--all', 'also those that somebody has dealt with')
    .option('--done', 'only those that somebody has dealt with')
  withShape(list, {
    sorts:
      'left or length, the newest or longest first; left:asc, length:asc the other way. Without it the newest come, the newest last',
    limit: LIMIT,
    columns: Object.keys(COLUMNS),
  })
    .addHelpText(
      'after',
      `
Examples:
  nightbell messages list --property oak-creek
  nightbell messages list --property oak-creek --mailbox maintenance --since 7d --all
  nightbell messages list --done --person kim --during "last month" --count
  nightbell messages list --all --json

A message whose recording the rules keep no longer (retention:) stays in the list; its length reads "removed". --person: who dealt with it.

Exit codes: 0 listed (also when there are none), 2 cannot run.`,
    )
    .action((options: ListOptions, command: Command) => withReader(io, command, reader => show(io, reader, options)))
}

function show(io: CliIo, reader: Reader, options: ListOptions): void {
  const { all, done, person } = options
  const dealtWith = done ?? (person === undefined ? undefined : true)
  const both = all || dealtWith
  showList(io, reader, options, {
    ...MESSAGES_SHOWN,
    usual: both ? MESSAGES_SHOWN.usual : USUAL,
    nothing: both ? 'There are no messages.' : 'No message waits.',
    also: dealtWith ? { done: true } : all ? {} : { done: false },
  })
}

function doneOf({ doneAt, doneBy, zone }: Row): string {
  return doneAt === null ? 'waits' : `${dateAndTime(doneAt, zone)} ${oneLine(doneBy ?? '?', 30)}`
}

function lengthOf({ ms, cut, lost, removed }: MessageSummary): string {
  if (removed !== null) return 'removed'
  if (lost !== null) return 'NOTHING RECORDED'
  return cut ? `${duration(ms)}, CUT SHORT` : duration(ms)
}

function withLocalTimes(message: Row) {
  const local = (ms: number | null) => (ms === null ? null : localTime(ms, message.zone).iso)
  return {
    ...message,
    takenLocal: local(message.takenAt),
    doneLocal: local(message.doneAt),
    removedLocal: local(message.removed?.at ?? null),
  }
}
