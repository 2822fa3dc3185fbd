// `nightbell facts list`: what happened, fact by fact, across all calls. Reads the journal, needs no daemon.
import type { Command } from 'commander'
import { personOf } from '../../store/follow/stories.ts'
import type { ListedFact } from '../../store/read/lists/facts.ts'
import type { WithCursor } from '../../store/read/lists/lists.ts'
import type { Reader } from '../../store/read/reader.ts'
import { type CliIo, withReader } from '../io.ts'
import { localTime } from '../local-time.ts'
import { oneLine } from '../plain-text.ts'
import { sentence } from '../story.ts'
import { type Columns, figure, propertyName, time, words } from './columns.ts'
import { type ListOptions, withFilters, withShape } from './options.ts'
import { showList } from './show.ts'

type Row = WithCursor<ListedFact>

function columnsWith(textOf: (row: Row) => string): Columns<Row> {
  return {
    at: time(row => row.fact.at),
    property: propertyName(),
    'property-id': words(row => row.property),
    call: words(row => row.call, 60),
    of: words(row => row.fact.stream, 60),
    kind: words(row => row.fact.kind),
    person: words(row => personOf(row.fact)),
    text: { cell: row => oneLine(textOf(row), 300), value: textOf },
    why: words(row => row.fact.why, 120),
    turn: figure(row => row.turn),
    cursor: { cell: row => row.cursor },
  }
}

const NAMES = Object.keys(columnsWith(() => ''))
const USUAL = ['at', 'property', 'of', 'text']
const LIMIT = 50

export function addFacts(program: Command, io: CliIo): void {
  const facts = program.command('facts').description('What happened, fact by fact, across all calls.')
  const list = withFilters(
    facts.command('list').description('List facts, newest first: everything that happened, each with its reason.'),
    ['of', 'person', 'text'],
    'happened',
  ).option('--kind <kind>', 'of this kind, as --json names it: rung-skipped, dial-refused, ...')
  withShape(list, {
    sorts: 'at (as it is without it), the newest first; at:asc the other way',
    limit: LIMIT,
    columns: NAMES,
  })
    .addHelpText(
      'after',
      `
--of a call shows the facts of its incidents, too. --text: of the stories that have all the words, the facts that say one of them.

Examples:
  nightbell facts list --kind rung-skipped --during "last month"
  nightbell facts list --person dana-reyes --since "yesterday 18:00"
  nightbell facts list --of i-1772956790.7 --sort at:asc --csv

Exit codes: 0 listed (also when there are none), 2 cannot run.`,
    )
    .action((options: ListOptions, command: Command) => withReader(io, command, reader => show(io, reader, options)))
}

function show(io: CliIo, reader: Reader, options: ListOptions): void {
  const textOf = (row: Row) => sentence(row.fact, reader.plan(row.plan))
  showList(io, reader, options, {
    list: 'facts',
    one: 'fact',
    columns: columnsWith(textOf),
    usual: USUAL,
    json: row => ({
      turn: row.turn,
      call: row.call,
      property: row.property,
      local: localTime(row.fact.at, row.zone).iso,
      text: textOf(row),
      ...row.fact,
      cursor: row.cursor,
    }),
    limit: LIMIT,
    way: 'desc',
    nothing: 'Nothing has happened yet.',
  })
}
