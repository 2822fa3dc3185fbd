// `--calls FIGURE`: what a figure of a report counts, as the list of its kind shows it; of a table
// `--calls COLUMN:ROW`, or the id of a table whose rows are themselves calls, incidents or messages.
import { closedWith, countedIn, type MadeOf } from '../../report/figure-names.ts'
import type { CountedIds, Report } from '../../report/report.ts'
import { nearest } from '../../rules/nearest.ts'
import type { Reader } from '../../store/read/reader.ts'
import { csv as asCsv } from '../csv.ts'
import { CliFailure, type CliIo, EXIT, printJson } from '../io.ts'
import { ATTEMPTS_SHOWN } from '../lists/attempts.ts'
import { CALLS_SHOWN } from '../lists/calls.ts'
import { incidentsShown } from '../lists/incidents.ts'
import { MESSAGES_SHOWN } from '../lists/messages.ts'
import { showList } from '../lists/show.ts'
import { dateAndTime } from '../local-time.ts'
import { oneLine } from '../plain-text.ts'
import type { Forms } from './print-report.ts'

export function printCounted(io: CliIo, reader: Reader, report: Report, figure: string, forms: Forms): void {
  const found = countedBy(report, figure)
  if (found.counts === null) {
    printMadeOf(io, figure, found, forms)
    return
  }
  const { counts, ids } = found
  const was = closedWith(report, figure)
  if (was !== null && was.value !== ids.length) {
    const when = `${dateAndTime(was.at, report.span.zone)} by ${oneLine(was.by, 60)}`
    io.stderr(`nightbell: closed with ${was.value ?? 'nothing'} on ${when}; these ${ids.length} are today's\n`)
  }
  const also = { ids }
  const options = {
    // One more than there are, so that nobody is told of further ones.
    limit: ids.length + 1,
    ...(forms.json ? { json: true as const } : {}),
    ...(forms.csv === undefined ? {} : { csv: true as const }),
  }
  switch (counts) {
    case 'calls':
      showList(io, reader, options, { ...CALLS_SHOWN, also, nothing: NONE })
      return
    case 'incidents':
      showList(io, reader, options, { ...incidentsShown(io.now()), also, nothing: NONE })
      return
    case 'attempts':
      showList(io, reader, options, { ...ATTEMPTS_SHOWN, also, nothing: NONE })
      return
    case 'messages':
      showList(io, reader, options, { ...MESSAGES_SHOWN, also, nothing: NONE })
      return
  }
}

const NONE = 'It counts nothing that the log knows.'

/** Nothing that a list could show: in words. */
function printMadeOf(io: CliIo, figure: string, { formula }: MadeOf, { json, csv }: Forms): void {
  if (json) printJson(io, { figure, counts: null, formula })
  else if (csv) io.stdout(asCsv(['figure', 'formula'], [[figure, formula]]))
  else io.stdout(`${oneLine(figure, 80)} counts no calls, incidents, attempts or messages. It is: ${formula}.\n`)
}

function countedBy(report: Report, figure: string): CountedIds | MadeOf {
  const all = countedIn(report)
  const found = all.get(figure)
  if (found !== undefined) return found
  const names = [...all.keys()]
  const near = nearest(figure, names)
  const hint = near === undefined ? someOf(names) : `Did you mean ${near}?`
  throw new CliFailure(EXIT.no, `No figure of this report is called ${oneLine(figure, 40)}. ${hint}`)
}

const SOME = 6

/** From all over the report: those of one table are much alike. */
function someOf(names: readonly string[]): string {
  const some = names.filter((_, n) => n % Math.ceil(names.length / SOME) === 0)
  return names.length === 0 ? 'It has none.' : `There are ${some.map(name => oneLine(name, 60)).join(', ')}; --json shows all.`
}
