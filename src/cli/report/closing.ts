// `nightbell report people --close PERIOD --by NAME` and `--closed`: the figures of a pay period
// become part of the log, once; and which periods have been closed.
import type { Command } from 'commander'
import { beginsWithin } from '../../report/people/closed.ts'
import { figuresToClose } from '../../report/people/people.ts'
import type { ClosedPeriod } from '../../report/records.ts'
import type { Reader } from '../../store/read/reader.ts'
import { askAct } from '../control-client.ts'
import { csv } from '../csv.ts'
import { CliFailure, type CliIo, directoriesOf, EXIT, printJson } from '../io.ts'
import { dateAndTime, localTime } from '../local-time.ts'
import { oneLine, table } from '../plain-text.ts'
import { payPeriod } from './pay-period.ts'
import type { Forms } from './print-report.ts'

export async function closePeriod(
  io: CliIo,
  command: Command,
  reader: Reader,
  { close, by }: { readonly close: string; readonly by: string | undefined },
): Promise<void> {
  if (by === undefined || !/[\p{L}\p{N}]/u.test(by)) throw new CliFailure(EXIT.cannot, 'Say who closes it: --by NAME.')
  const zone = reader.zoneOf(null)
  const { period, from, to } = payPeriod(close, zone, io.now())
  // Refuses while the lists lack something.
  const before = reader.closedPeriods().find(other => other.from < to && from < other.to)
  if (before !== undefined) throw closedBefore(period, before, zone)
  const records = reader.reportRecords({ from, to, zone }, io.now(), false)
  if (records === null) throw new CliFailure(EXIT.cannot, 'No rules were ever in force here: there is nothing to close.')
  const { logBegins } = records.duty()
  if (logBegins === null || to <= logBegins) throw beforeTheLog(period, logBegins, zone)
  const figures = figuresToClose(records, period)
  const { state } = directoriesOf(io, command)
  const answer = await askAct(state, '/report/close', { period, from, to, who: by.trim(), figures })
  if (answer.running === false) throw new CliFailure(EXIT.notRunning, `Nightbell is not running: ${answer.why}.`)
  if (answer.running !== true) throw new CliFailure(EXIT.cannot, `Nightbell gives no clear answer: ${answer.why}.`)
  const said = Object(answer.body) as { sha256?: string; before?: { period: string; closedAt: number; by: string } }
  if (said.before !== undefined) throw closedBefore(period, said.before, zone)
  io.stdout(`${period} is closed. sha256 of its figures: ${said.sha256}\n`)
  if (from < logBegins) io.stdout(`${beginsWithin(dateAndTime(logBegins, zone))}\n`)
}

function beforeTheLog(period: string, logBegins: number | null, zone: string): CliFailure {
  const when = logBegins === null ? 'has nothing yet' : `begins on ${dateAndTime(logBegins, zone)}`
  return new CliFailure(EXIT.cannot, `${period} is before the log, which ${when}: there is nothing to close.`)
}

function closedBefore(
  period: string,
  before: { readonly period: string; readonly closedAt: number; readonly by: string },
  zone: string,
): CliFailure {
  const when = `on ${dateAndTime(before.closedAt, zone)} by ${oneLine(before.by, 60)}`
  if (before.period === period) return new CliFailure(EXIT.no, `${period} was closed ${when}. A period is closed once.`)
  return new CliFailure(
    EXIT.no,
    `${oneLine(before.period, 40)}, which has days of ${period}, was closed ${when}. Nothing was closed.`,
  )
}

export function listClosed(io: CliIo, reader: Reader, { json, csv: asCsv, html }: Forms): void {
  if (html !== undefined || typeof asCsv === 'string' || (json && asCsv))
    throw new CliFailure(EXIT.cannot, '--closed prints a list: as a table, with --json, or with --csv alone.')
  const zone = reader.zoneOf(null)
  const found = reader.closedPeriods()
  if (json) printJson(io, found)
  else if (asCsv) io.stdout(csv(CLOSED_HEADS, found.map(closedRow(zone))))
  else if (found.length === 0) io.stdout('No pay period has been closed.\n')
  else {
    const rows = found.map(({ period, closedAt, by, sha256 }) => [
      oneLine(period, 40),
      dateAndTime(closedAt, zone),
      oneLine(by, 40),
      sha256,
    ])
    io.stdout(table(['PERIOD', 'CLOSED', 'BY', 'SHA256'], rows))
  }
}

const CLOSED_HEADS = ['period', 'from', 'to', 'closed', 'by', 'sha256']

function closedRow(zone: string) {
  return ({ period, from, to, closedAt, by, sha256 }: Omit<ClosedPeriod, 'figures'>) => {
    const [begins, ends, closed] = [from, to, closedAt].map(at => localTime(at, zone).iso)
    return [period, begins ?? '', ends ?? '', closed ?? '', by, sha256]
  }
}
