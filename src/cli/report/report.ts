// `nightbell report`: how callers were served and who served them, in the field's own terms. Reads
// the journal's lists, needs no daemon.
import { Argument, type Command, Option } from 'commander'
import { REPORT_KINDS, REPORT_PARTS, type ReportKind } from '../../core/plan/mailed-reports.ts'
import type { By } from '../../report/groups.ts'
import { comparesSpans, makeReport } from '../../report/make-report.ts'
import type { Reader } from '../../store/read/reader.ts'
import { CliFailure, type CliIo, EXIT, withReader } from '../io.ts'
import { propertiesOf } from './chosen-properties.ts'
import { printCounted } from './counted.ts'
import { type Forms, printReport } from './print-report.ts'
import { spanOf } from './span.ts'

interface Options extends Forms {
  readonly during?: string
  readonly since?: string
  readonly until?: string
  readonly by: By
  readonly property?: string
  readonly group?: string
  readonly category?: string
  readonly calls?: string
}

export function addReport(program: Command, io: CliIo): void {
  program
    .command('report')
    .description('How callers were served, and by whom: figures with their definitions.')
    .addArgument(new Argument('[kind]', 'which report').choices(REPORT_KINDS).default('service'))
    .option('--during <span>', 'a day, week, month or year: yesterday, "last week", 2026-11', '7d')
    .option('--since <time>', 'from this time on, in place of --during')
    .option('--until <time>', 'up to this time; now without it')
    .addOption(new Option('--by <part>', 'a column for each').choices(REPORT_PARTS).default('portfolio'))
    .option('--property <id>', 'only this property')
    .option('--group <name>', 'only the properties of this group')
    .option('--category <id>', 'only urgent matters of this category, and their calls')
    .option('--calls <figure>', 'list what this figure counts, by its id in --json')
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

Exit codes: 0 printed, 1 there is nothing of that name, 2 cannot run.`,
    )
    .action((kind: ReportKind, options: Options, command: Command) =>
      withReader(io, command, reader => report(io, reader, kind, options)),
    )
}

function report(io: CliIo, reader: Reader, kind: ReportKind, options: Options): void {
  const properties = propertiesOf(reader, options)
  const span = spanOf(options, reader.zoneOf(options.property ?? null), io.now())
  const records = reader.reportRecords(span, io.now(), comparesSpans(kind))
  if (records === null) throw new CliFailure(EXIT.cannot, 'No rules were ever in force here: there is nothing to report.')
  const made = makeReport(records, { kind, by: options.by, properties, category: options.category ?? null })
  if (options.calls !== undefined) printCounted(io, reader, made, options.calls, options.json === true)
  else printReport(io, made, options)
}
