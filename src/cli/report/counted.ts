// `--calls FIGURE`: what a figure of a report counts, one line each; of a table `--calls COLUMN:ROW`.

import type { Report } from '../../report/report.ts'
import { nearest } from '../../rules/nearest.ts'
import type { Reader } from '../../store/read/reader.ts'
import { CliFailure, type CliIo, EXIT, printJson } from '../io.ts'
import { oneLine } from '../plain-text.ts'

export function printCounted(io: CliIo, _reader: Reader, report: Report, figure: string, json: boolean): void {
  const rows = report.sections.flatMap(section => (section.show === 'figures' ? section.rows : []))
  const row = rows.find(({ definition }) => definition.id === figure)
  const cells = new Map(report.sections.flatMap(section => (section.show === 'table' ? [...(section.counted ?? [])] : [])))
  const ids = row?.figures.flatMap(one => one.ids) ?? cells.get(figure)
  if (ids === undefined) {
    const near = nearest(figure, [...rows.map(({ definition }) => definition.id), ...cells.keys()])
    const hint = near === undefined ? '`--json` shows the ids.' : `Did you mean ${near}?`
    throw new CliFailure(EXIT.no, `No figure of this report is called ${oneLine(figure, 40)}. ${hint}`)
  }
  if (json) printJson(io, ids)
  else io.stdout(ids.map(id => `${id}\n`).join(''))
}
