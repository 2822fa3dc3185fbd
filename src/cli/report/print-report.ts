// A report in the form that was asked for: text, JSON, CSV, or HTML into a file.
import { writeFileSync } from 'node:fs'
import { isReportKind } from '../../core/plan/mailed-reports.ts'
import type { Report } from '../../report/report.ts'
import { reportAsHtml } from '../../report/show/html/page.ts'
import { reportAsJson } from '../../report/show/json.ts'
import { figuresAsCsv, sectionAsCsv } from '../../report/show/report-csv.ts'
import { reportAsText } from '../../report/show/text.ts'
import { nearest } from '../../rules/nearest.ts'
import { CliFailure, type CliIo, EXIT, printJson } from '../io.ts'
import { oneLine } from '../plain-text.ts'

export interface Forms {
  readonly json?: true
  /** A section. */
  readonly csv?: string | true
  /** A file. */
  readonly html?: string | true
}

export function printReport(io: CliIo, report: Report, { json, csv, html }: Forms): void {
  if (json) printJson(io, reportAsJson(report))
  else if (csv !== undefined) io.stdout(asCsv(report, csv))
  else if (html === undefined) io.stdout(reportAsText(report))
  else if (html === true) io.stdout(reportAsHtml(report))
  else writeHtml(io, report, html)
}

/** Names and hours of people stand in it: for its owner only. */
function writeHtml(io: CliIo, report: Report, file: string): void {
  noKind('--html', file)
  try {
    writeFileSync(file, reportAsHtml(report), { mode: 0o600 })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CliFailure(EXIT.cannot, `${oneLine(file)} can not be written: ${oneLine(reason)}`)
  }
  io.stdout(`${oneLine(file)} has the report.\n`)
}

function asCsv(report: Report, wanted: string | true): string {
  const { sections, span } = report
  const ids = sections.map(({ id }) => id)
  if (wanted === true) {
    const [only] = sections
    const all = figuresAsCsv(report) ?? (sections.length === 1 && only ? sectionAsCsv(only, span.zone) : null)
    if (all !== null) return all
    throw new CliFailure(EXIT.cannot, `Which table? Write --csv and one of ${ids.join(', ')}.`)
  }
  const section = sections.find(({ id }) => id === wanted)
  if (section !== undefined) return sectionAsCsv(section, span.zone)
  noKind('--csv', wanted)
  const near = nearest(wanted, ids)
  const hint = near === undefined ? `It has ${ids.join(', ')}.` : `Did you mean ${near}?`
  throw new CliFailure(EXIT.no, `No section of this report is called ${oneLine(wanted, 40)}. ${hint}`)
}

/** `report --html people` would write a file called people. */
function noKind(option: string, written: string): void {
  if (!isReportKind(written)) return
  const right = `nightbell report ${written} ${option}`
  throw new CliFailure(EXIT.cannot, `Write which report before ${option}: ${right}`)
}
