// `nightbell incidents list`: urgent matters that are not done, or all of them. Reads the journal, needs no daemon.
import { type Command, Option } from 'commander'
import type { ListFilter } from '../../store/read/lists/filter.ts'
import type { WithCursor } from '../../store/read/lists/lists.ts'
import type { OpenIncident } from '../../store/read/open-incidents.ts'
import type { Reader } from '../../store/read/reader.ts'
import { NEXT, ownerOf, stateOf, withLocalTimesOf } from '../incident-text.ts'
import { CliFailure, type CliIo, EXIT, withReader } from '../io.ts'
import { duration, localTime } from '../local-time.ts'
import { type Columns, figure, lasting, propertyName, time, words } from './columns.ts'
import { filterOf } from './filter-of.ts'
import { CHOICES, type ListOptions, withFilters, withShape } from './options.ts'
import { type Shown, showList } from './show.ts'

type Row = WithCursor<OpenIncident>

function columnsAt(now: number): Columns<Row> {
  return {
    opened: time(one => one.openedAt),
    age: {
      cell: one => (one.open ? duration(Math.max(0, now - one.openedAt)) : ''),
      value: one => (one.open ? Math.max(0, now - one.openedAt) / 1000 : null),
    },
    property: propertyName(),
    'property-id': words(one => one.property),
    category: words(one => one.category),
    ladder: words(one => one.ladder),
    state: { cell: stateOf, value: one => one.state },
    outcome: words(one => one.outcome),
    owner: { cell: ownerOf, value: one => one.owner },
    owned: time(one => one.ownedAt),
    'first-owner': { cell: one => one.firstOwnerName ?? one.firstOwner ?? '', value: one => one.firstOwner },
    waited: lasting(one => one.waitedMs),
    callers: figure(one => 1 + one.joined),
    said: figure(one => one.statements.length),
    passes: figure(one => one.passes),
    next: {
      cell: one => (one.next === null ? '' : `${NEXT[one.next.what]} ${localTime(one.next.at, one.zone).time.slice(0, 5)}`),
      value: one => one.next?.what ?? null,
    },
    'next-at': time(one => one.next?.at ?? null),
    late: time(one => one.lateAt),
    unreached: time(one => one.unreachedSince),
    retries: figure(one => one.retries),
    resolved: time(one => one.resolvedAt),
    call: { cell: one => one.call },
    id: { cell: one => one.id },
    cursor: { cell: one => one.cursor },
  }
}

const NAMES = Object.keys(columnsAt(0))
const USUAL = ['opened', 'age', 'property', 'category', 'state', 'owner', 'callers', 'said', 'passes', 'next', 'id']
const LIMIT = 100
/** Those that are not done are few, and all of them matter. */
const ALL_THAT_ARE_OPEN = 10_000

/** Done or not, the newest first. */
export function incidentsShown(now: number): Shown<'incidents'> {
  return {
    list: 'incidents',
    one: 'incident',
    columns: columnsAt(now),
    usual: USUAL,
    json: withLocalTimesOf,
    limit: LIMIT,
    way: 'desc',
    nothing: 'There was no incident yet.',
  }
}

export function addIncidentsList(incidents: Command, io: CliIo): void {
  const list = withFilters(
    incidents
      .command('list')
      .description(
        'Every incident that is not done: being rung for, owned and without an outcome, or unreached; and what happens next.',
      ),
    ['caller', 'person', 'category', 'text'],
    'opened',
  )
    .option('--all', 'those that are done, too; newest first')
    .addOption(new Option('--status <state>', `in this state, done or not: ${CHOICES.incidents.status.join(', ')}`))
    .addOption(new Option('--outcome <outcome>', `resolved so: ${CHOICES.incidents.outcome.join(', ')}`))
  withShape(list, {
    sorts:
      'opened or waited, the newest or longest first; opened:asc, waited:asc the other way. Those that are not done come oldest first',
    limit: LIMIT,
    columns: NAMES,
  })
    .addHelpText(
      'after',
      `
--status, --outcome, --during, --since and --until look among those that are done, too. late: nobody had it when it was due.

Examples:
  nightbell incidents list
  nightbell incidents list --status late --during "last month" --columns opened,property,owner,waited
  nightbell incidents list --all --caller 5550142 --json

Exit codes: 0 listed. 1 listed, and one of those that are not done has no owner; only where nothing but them was
asked for (no --all, --status, --outcome or time). 2 cannot run.`,
    )
    .action((options: ListOptions, command: Command) => withReader(io, command, reader => show(io, reader, options)))
}

function show(io: CliIo, reader: Reader, options: ListOptions): void {
  const { status, outcome, during, since, until, all } = options
  const past = [status, outcome, during, since, until, all].some(one => one !== undefined)
  const also: ListFilter = past ? {} : { state: 'open' }
  showList(io, reader, options, {
    ...incidentsShown(io.now()),
    limit: past ? LIMIT : ALL_THAT_ARE_OPEN,
    way: past ? 'desc' : 'asc',
    nothing: all ? 'There was no incident yet.' : 'No incident is open.',
    also,
  })
  if (past) return
  // Also those that are counted only, or stand on another page.
  const filter = { ...also, ...filterOf(io, reader, 'incidents', options) }
  const open = reader.list('incidents', filter, { sort: 'opened', way: 'asc', limit: ALL_THAT_ARE_OPEN })
  if (open.some(one => one.open && one.owner === null)) throw new CliFailure(EXIT.no)
}
