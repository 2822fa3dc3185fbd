// `nightbell attempts list`: every telephone that was rung, and what came of it. Reads the journal, needs no daemon.
import { type Command, Option } from 'commander'
import type { ListedAttempt } from '../../store/read/lists/attempts.ts'
import type { WithCursor } from '../../store/read/lists/lists.ts'
import { type CliIo, withReader } from '../io.ts'
import { localTime } from '../local-time.ts'
import { type Columns, figure, lasting, propertyName, time, words } from './columns.ts'
import { CHOICES, type ListOptions, withFilters, withShape } from './options.ts'
import { type Shown, showList } from './show.ts'

type Row = WithCursor<ListedAttempt>

const COLUMNS: Columns<Row> = {
  dialled: time(one => one.dialledAt),
  property: propertyName(),
  'property-id': words(one => one.property),
  category: words(one => one.category),
  person: words(one => one.personName ?? one.person),
  'person-id': words(one => one.person),
  phone: words(one => one.phone),
  trunk: words(one => one.trunk),
  pass: figure(one => one.pass),
  rung: figure(one => one.rung),
  why: words(one => one.why, 60),
  rang: time(one => one.rangAt),
  ringing: lasting(one => (one.rangAt === null ? null : (one.answeredAt ?? one.endedAt ?? one.rangAt) - one.rangAt)),
  answered: time(one => one.answeredAt),
  taken: time(one => one.takenAt),
  ended: time(one => one.endedAt),
  talked: lasting(one => one.talkedMs),
  result: words(one => one.result ?? 'live'),
  sip: figure(one => one.sip),
  cause: figure(one => one.cause),
  of: { cell: one => one.stream },
  id: { cell: one => one.leg },
  cursor: { cell: one => one.cursor },
}

const USUAL = ['dialled', 'property', 'person', 'phone', 'rung', 'ringing', 'talked', 'result', 'sip', 'of']
const LIMIT = 50

export const ATTEMPTS_SHOWN: Shown<'attempts'> = {
  list: 'attempts',
  one: 'attempt',
  columns: COLUMNS,
  usual: USUAL,
  json: one => ({ ...one, dialledLocal: localTime(one.dialledAt, one.zone).iso }),
  limit: LIMIT,
  way: 'desc',
  nothing: 'Nobody was rung yet.',
}

export function addAttempts(program: Command, io: CliIo): void {
  const attempts = program.command('attempts').description('Every telephone that was rung, for an incident or a transfer.')
  const list = withFilters(
    attempts.command('list').description('List attempts, newest first: who was rung, when, and what came of it.'),
    ['person', 'phone', 'category', 'trunk', 'of'],
    'dialled',
  ).addOption(new Option('--result <result>', `ended so: ${CHOICES.attempts.result.join(', ')}`))
  withShape(list, {
    sorts: 'dialled (as it is without it) or talked, the newest or longest first; dialled:asc, talked:asc the other way',
    limit: LIMIT,
    columns: Object.keys(COLUMNS),
  })
    .addHelpText(
      'after',
      `
Examples:
  nightbell attempts list --person dana-reyes --during "last month"
  nightbell attempts list --result dead-number --since 7d --columns person,phone,sip,cause
  nightbell attempts list --of i-1772956790.7 --sort dialled:asc

Exit codes: 0 listed (also when there are none), 2 cannot run.`,
    )
    .action((options: ListOptions, command: Command) =>
      withReader(io, command, reader => void showList(io, reader, options, ATTEMPTS_SHOWN)),
    )
}
