// A report in the form that was asked for: text, JSON, CSV, or HTML into a file.
import { writeFileSync } from 'node:fs'
import { isReportKind } from '../../core/plan/mailed-reports.ts'
import type { Report } from '../../report/report.ts'
import { reportAsHtml } from '../../report/show/html/page.ts'
import { reportAsJson } from '../../report/show/json.ts'
import { figuresAsSheet, type Sheet, sectionAsSheet } from '../../report/show/rows.ts'
import { reportAsText } from '../../report/show/text.ts'
import { nearest } from '../../rules/nearest.ts'
import { csv as asCsv } from '../csv.ts'
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
  else if (csv !== undefined) {
    printCsv(io, sheetOf(report, csv))
    // The sheet has no room for them.
    for (const note of report.notes) io.stderr(`nightbell: ${note}\n`)
  } else if (html === undefined) io.stdout(reportAsText(report))
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

function printCsv(io: CliIo, { heads, rows }: Sheet): void {
  io.stdout(asCsv(heads, rows))
}

function sheetOf(report: Report, wanted: string | true): Sheet {
  const { sections, span } = report
  const ids = sections.map(({ id }) => id)
  if (wanted === true) {
    const [only] = sections
    const isOneTable = sections.every(({ show }) => show === 'figures')
    const all = isOneTable ? figuresAsSheet(report) : null
    if (all !== null) return all
    if (sections.length === 1 && only) return sectionAsSheet(only, span.zone)
    throw new CliFailure(EXIT.cannot, `Which table? Write --csv and one of ${ids.join(', ')}.`)
  }
  // Its last note says why.
  if (sections.length === 0) throw new CliFailure(EXIT.no, report.notes.at(-1) ?? 'It has no tables.')
  const section = sections.find(({ id }) => id === wanted)
  if (section !== undefined) return sectionAsSheet(section, span.zone)
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
