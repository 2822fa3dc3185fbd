// The list of messages.
import { sql } from 'kysely'
import { anyOf, equals, type TableList } from './ask.ts'
import { ofCaller } from './callers.ts'
import { withWords } from './text.ts'

export const MESSAGES: TableList = {
  name: 'messages',
  table: 'message_row',
  id: 'message_row.recording',
  at: 'message_row.taken_at',
  sorts: { left: 'message_row.taken_at', length: 'message_row.ms' },
  takes: {
    stream: equals('message_row.call'),
    caller: ofCaller('message_row.recording', 'message_row.call'),
    words: withWords(
      story => sql`EXISTS (SELECT 1 FROM text_story WHERE story = message_row.call AND ${story})`,
      stories => sql`SELECT recording AS id FROM message_row WHERE call IN (SELECT story FROM (${stories}))`,
    ),
    properties: anyOf('message_row.property', 'message_row.recording'),
    done: done => ({ where: done ? sql`message_row.done_at IS NOT NULL` : sql`message_row.done_at IS NULL` }),
    mailbox: equals('message_row.mailbox'),
    person: equals('message_row.done_by'),
  },
}
