// `nightbell report`: how callers were served and who served them, in the field's own terms. Reads
// the journal's lists, needs no daemon.
import { Argument, type Command } from 'commander'
import { REPORT_KINDS, REPORT_PARTS, type ReportKind } from '../../core/plan/mailed-reports.ts'
import type { By } from '../../report/groups.ts'
import { comparesSpans, isWhole, makeReport } from '../../report/make-report.ts'
import { knownPeople } from '../../report/people/people.ts'
import type { Records } from '../../report/records.ts'
import type { Reader } from '../../store/read/reader.ts'
import { CliFailure, type CliIo, EXIT, withReader } from '../io.ts'
import { idNamed, likeOneOf } from '../lists/names.ts'
import { SEVERAL } from '../lists/options.ts'
import { oneLine } from '../plain-text.ts'
import { groupsOf, known, propertiesOf } from './chosen-properties.ts'
import { closePeriod, listClosed } from './closing.ts'
import { printCounted } from './counted.ts'
import { type Forms, printReport } from './print-report.ts'
import { spanOf, USUAL } from './span.ts'

/** Portfolio is the whole: it is there without a word. */
const PARTS = REPORT_PARTS.filter(part => part !== 'portfolio').join(', ')

interface Options extends Forms {
  readonly during?: string
  readonly since?: string
  readonly until?: string
  readonly by?: string
  readonly property?: readonly string[]
  readonly group?: readonly string[]
  readonly category?: string
  readonly person?: string
  readonly calls?: string
  readonly close?: string
  readonly closed?: true
}

export function addReport(program: Command, io: CliIo): void {
  program
    .command('report')
    .description('How callers were served, and by whom: figures with their definitions.')
    .addArgument(new Argument('[kind]', 'which report').choices(REPORT_KINDS).default('service'))
    .option('--during <span>', `a day, week, month or year: yesterday, "last week", 2026-11; ${USUAL} without it`)
    .option('--since <time>', 'from this time on, in place of --during')
    .option('--until <time>', 'up to this time; now without it')
    .option('--by <part>', `a row for each ${PARTS}; with --close, who closes`)
    .option('--property <name>', 'only this property, by id or name; may be repeated', SEVERAL)
    .option('--group <name>', 'only the properties of this group; may be repeated', SEVERAL)
    .option('--category <id>', 'only urgent matters of this category, and their calls')
    .option('--person <name>', 'of people: only this one; otherwise what this person had first')
    .option('--calls <figure>', 'list what this figure counts: its `calls` in --json, COLUMN:ROW in a table')
    .option('--close <period>', 'people: close this pay period, 2026-11 or 2026-11-01..2026-11-15; once')
    .option('--closed', 'people: list the pay periods that were closed')
    .option('--json', 'print JSON')
    .option('--csv [section]', 'print CSV: all figures, or one section by its id in --json')
    .option('--html [file]', 'print one HTML file that needs nothing else, or write it')
    .addHelpText(
      'after',
      `
Times are those of --property, or of the box. What each figure counts is printed beside it.

Examples:
  nightbell report
  nightbell report service --during 2026-11 --by property
  nightbell report service --during 2026-11 --html november.html
  nightbell report service --during "last week" --calls abandoned-hold
  nightbell report people --since 2026-11-01 --until 2026-12-01
  nightbell report people --person sam-ortiz --calls nights-woken:sam-ortiz
  nightbell report people --close 2026-11 --by "Pat Reyes"

Exit codes: 0 printed or closed, 1 there is nothing of that name, or the period was closed before,
2 cannot run, 3 the daemon is not running (--close).`,
    )
    .action((kind: ReportKind, options: Options, command: Command) =>
      withReader(io, command, reader => asked(io, command, reader, kind, options)),
    )
}

function asked(io: CliIo, command: Command, reader: Reader, kind: ReportKind, options: Options): void | Promise<void> {
  const { close, closed, by, property, group, category, person } = options
  for (const [name, given] of Object.entries({ close, closed }))
    if (given !== undefined && kind !== 'people')
      throw new CliFailure(EXIT.cannot, `--${name} is for the report of people: nightbell report people --${name}`)
  const [part] = [property, group, category, person].flat().filter(each => each !== undefined)
  if (close !== undefined && part !== undefined)
    throw new CliFailure(EXIT.cannot, `A pay period is closed for everybody: leave ${oneLine(part, 40)} out.`)
  if (close !== undefined) return closePeriod(io, command, reader, { ...options, close, by })
  if (closed) return listClosed(io, reader, options)
  return report(io, reader, kind, options)
}

function report(io: CliIo, reader: Reader, kind: ReportKind, options: Options): void {
  checkForms(options)
  const { category: categoryWritten, person: personWritten } = options
  if (kind === 'messages' && (categoryWritten ?? personWritten) !== undefined)
    throw new CliFailure(EXIT.cannot, 'A message is of no category, and nobody had it: leave out --category and --person.')
  const properties = propertiesOf(reader, options)
  const [property = null] = properties?.length === 1 ? properties : []
  const span = spanOf(options, reader.zoneOf(property), io.now())
  const records = reader.reportRecords(span, io.now(), comparesSpans(kind))
  if (records === null) throw new CliFailure(EXIT.cannot, 'No rules were ever in force here: there is nothing to report.')
  const categories = () => reader.knownNames('category')
  const category = categoryWritten === undefined ? null : likeOneOf(categories, categoryWritten)
  const person = personWritten === undefined ? null : idNamed(reader, 'person', personWritten)
  if (category !== null) known('category', category, categories())
  if (person !== null) known('person', person, peopleOf(kind, reader, records))
  const made = makeReport(records, {
    kind,
    by: partOf(kind, options.by),
    properties,
    groups: groupsOf(reader, options),
    category,
    person,
  })
  if (options.calls !== undefined) printCounted(io, reader, made, options.calls, options)
  else printReport(io, made, options)
}

/** Of all but the report of people also who had something by another name: the office. */
function peopleOf(kind: ReportKind, reader: Reader, records: Records): readonly string[] {
  const people = knownPeople(records)
  if (kind === 'people') return people
  const owners = records.incidents.flatMap(({ firstOwner }) => firstOwner ?? [])
  return [...people, ...owners, ...reader.namesSeen('person')]
}

function checkForms({ json, csv, html, calls }: Options): void {
  if ([json, csv, html].filter(form => form !== undefined).length > 1)
    throw new CliFailure(EXIT.cannot, 'Choose one of --json, --csv and --html.')
  if (calls !== undefined && (html !== undefined || typeof csv === 'string'))
    throw new CliFailure(EXIT.cannot, '--calls prints a list: as a table, with --json, or with --csv alone.')
}

function partOf(kind: ReportKind, written: string | undefined): By {
  const by = written ?? 'portfolio'
  if (!isBy(by)) throw new CliFailure(EXIT.cannot, `--by ${oneLine(by, 40)}: write ${PARTS}: a row for each of them.`)
  if (by !== 'portfolio' && kind === 'people')
    throw new CliFailure(EXIT.cannot, 'The report of people has a row for each person: leave --by out, or choose by --property.')
  if (by !== 'portfolio' && isWhole(kind))
    throw new CliFailure(
      EXIT.cannot,
      `The tables of ${kind} name the property of each row: leave --by out, or choose by --property.`,
    )
  return by
}

function isBy(written: string): written is By {
  return REPORT_PARTS.some(by => by === written)
}
