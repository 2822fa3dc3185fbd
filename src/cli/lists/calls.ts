// `nightbell calls list`: the calls of a property, a caller, a time, an outcome; newest first. Reads the journal, needs no daemon.
import { type Command, Option } from 'commander'
import type { ListedCall } from '../../store/read/lists/calls.ts'
import type { WithCursor } from '../../store/read/lists/lists.ts'
import { type CliIo, withReader } from '../io.ts'
import { localTime } from '../local-time.ts'
import { oneLine } from '../plain-text.ts'
import { type Columns, caller, lasting, propertyName, time, words } from './columns.ts'
import { CHOICES, type ListOptions, withFilters, withShape } from './options.ts'
import { type Shown, showList } from './show.ts'

type Row = WithCursor<ListedCall>

const COLUMNS: Columns<Row> = {
  arrived: time(call => call.arrivedAt),
  property: propertyName(),
  'property-id': words(call => call.property),
  caller: caller(),
  name: words(call => (call.erased ? '(erased)' : call.callerName)),
  line: words(call => call.line, 20),
  trunk: words(call => call.trunk),
  overflow: words(call => call.overflow),
  office: lasting(call => call.officeMs),
  'office-status': words(call => call.officeStatus),
  menu: time(call => call.menuAt),
  human: time(call => call.humanAt),
  lasted: lasting(call => call.waitedMs),
  left: time(call => call.leftAt),
  outcome: words(call => call.outcome ?? 'live'),
  phase: words(call => call.phase),
  category: words(call => call.category),
  incident: { cell: incidentOf },
  id: { cell: call => call.id },
  cursor: { cell: call => call.cursor },
}

const USUAL = ['arrived', 'property', 'caller', 'lasted', 'outcome', 'incident', 'id']
const LIMIT = 50

export const CALLS_SHOWN: Shown<'calls'> = {
  list: 'calls',
  one: 'call',
  columns: COLUMNS,
  usual: USUAL,
  json: withLocalTimes,
  limit: LIMIT,
  way: 'desc',
  nothing: 'There are no calls yet.',
}

export function addCallsList(calls: Command, io: CliIo): void {
  const list = withFilters(
    calls.command('list').description('List calls, newest first.'),
    ['caller', 'person', 'category', 'overflow', 'trunk', 'line', 'text'],
    'arrived',
  ).addOption(new Option('--outcome <outcome>', `ended so: ${CHOICES.calls.outcome.join(', ')}`))
  withShape(list, {
    sorts: 'arrived (as it is without it) or lasted, the newest or longest first; arrived:asc, lasted:asc the other way',
    limit: LIMIT,
    columns: Object.keys(COLUMNS),
  })
    .addHelpText(
      'after',
      `
Local times are those of --property, or of the box. A caller who was erased is found by nothing. --person: who was rung
for it, or took it. Names that nobody has are said, with the nearest one. A cursor stands in --json, --csv and --columns.

Examples:
  nightbell calls list --since yesterday
  nightbell calls list --caller "(512) 555-0142" --columns arrived,property,outcome
  nightbell calls list --group north --during "last month" --overflow no-answer --count
  nightbell calls list --property oak-creek --outcome unreached --since 7d
  nightbell calls list --text "water dana" --sort lasted
  nightbell calls list --outcome live --json

Exit codes: 0 listed (also when there are none), 2 cannot run.`,
    )
    .action((options: ListOptions, command: Command) =>
      withReader(io, command, reader => void showList(io, reader, options, CALLS_SHOWN)),
    )
}

function incidentOf({ incidents }: Row): string {
  const incident = incidents.at(-1)
  if (incident === undefined) return ''
  const { owner, ownerName, state, category } = incident
  return oneLine(`${category}: ${owner === null ? state : (ownerName ?? owner)}`, 60)
}

export function withLocalTimes<C extends { readonly arrivedAt: number; readonly leftAt: number | null; readonly zone: string }>(
  call: C,
) {
  const local = (ms: number | null) => (ms === null ? null : localTime(ms, call.zone).iso)
  return { ...call, arrivedLocal: local(call.arrivedAt), leftLocal: local(call.leftAt) }
}
