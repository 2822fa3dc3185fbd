// The thread that makes reports to be mailed. It keeps what it has read while the next report is of
// the same time: a morning may want one for each of a thousand properties. Started by
// report-maker.ts.
import { parentPort, workerData } from 'node:worker_threads'
import type { ReportAbout } from '../core/notices/post.ts'
import { type MadeReport, shortened } from '../notify/send-report.ts'
import type { Choice } from '../report/groups.ts'
import { comparesSpans, makeReport } from '../report/make-report.ts'
import type { Records } from '../report/records.ts'
import { reportAsHtml } from '../report/show/html/page.ts'
import { reportFileName, zonedTitle } from '../report/show/span-title.ts'
import { reportAsText } from '../report/show/text.ts'
import { openReader } from '../store/read/reader.ts'
import type { Asked, Made } from './report-maker.ts'

const { journal } = workerData as { readonly journal: string }
let read: { readonly of: string; readonly records: Records } | null = null

/** Those of the spans before as well, where a report compares. */
function recordsOf({ from, to, zone, reports }: ReportAbout, now: number): Records {
  const compares = reports.some(comparesSpans)
  const people = reports.includes('people')
  const of = `${from} ${to} ${zone} ${compares} ${people}`
  if (read?.of === of) return read.records
  read = null
  const reader = openReader(journal)
  try {
    const found = reader.reportRecords({ from, to, zone }, now, compares)
    if (found === null) throw new Error('no rules were ever in force here')
    // The report is made when the journal is closed again.
    const duty = people ? found.duty() : null
    const records = duty === null ? found : { ...found, duty: () => duty }
    read = { of, records }
    return records
  } finally {
    reader.close()
  }
}

function made({ about, now }: Asked): readonly MadeReport[] {
  const records = recordsOf(about, now)
  return about.reports.map(kind => {
    const properties = propertiesOf(about, records)
    const groups = about.property === null && about.group !== null ? [about.group] : []
    const report = makeReport(records, { kind, by: about.by, properties, groups, category: null, person: null })
    return {
      title: report.title,
      scope: report.scope,
      span: zonedTitle(report.span),
      name: reportFileName(report),
      text: shortened(reportAsText(report)),
      html: new TextEncoder().encode(reportAsHtml(report)),
      found: report.sections.flatMap(section =>
        section.show === 'table' && section.rows.length > 0 ? [{ table: section.id, rows: section.rows.length }] : [],
      ),
    }
  })
}

/** Those of the group now. */
function propertiesOf({ property, group }: ReportAbout, { plan }: Records): Choice['properties'] {
  if (property !== null) return [property]
  if (group === null) return null
  return Object.values(plan.properties).flatMap(({ id, groups }) => (groups?.includes(group) ? [id] : []))
}

parentPort?.on('message', (asked: Asked) => {
  try {
    const all = made(asked)
    // Handed over, not copied.
    const pages = all.flatMap(({ html: { buffer } }) => (buffer instanceof ArrayBuffer ? [buffer] : []))
    answer({ id: asked.id, made: all }, pages)
  } catch (error) {
    answer({ id: asked.id, error: error instanceof Error ? error.message : String(error) })
  }
})

function answer(to: Made, handedOver: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(to, handedOver)
}
