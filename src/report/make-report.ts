// Makes a report of records: which kinds there are, and what each consists of.
import { type By, type Choice, chosen, groupsOf } from './groups.ts'
import type { Records } from './records.ts'
import type { Grouped, Report, Section } from './report.ts'
import { serviceReport } from './service/service.ts'

interface Kind {
  readonly title: string
  readonly sections: (groups: readonly Grouped[]) => readonly Section[]
}

export const REPORTS = {
  service: { title: 'Service', sections: serviceReport },
} as const satisfies Readonly<Record<string, Kind>>

export type ReportKind = keyof typeof REPORTS

export interface Asked extends Choice {
  readonly kind: ReportKind
  readonly by: By
}

export function makeReport(records: Records, asked: Asked): Report {
  const { title, sections }: Kind = REPORTS[asked.kind]
  const { span, now } = records
  return {
    kind: asked.kind,
    title,
    span,
    scope: scopeInWords(records, asked),
    madeAt: now,
    sections: sections(groupsOf(chosen(records, asked), asked.by)),
  }
}

function scopeInWords({ plan }: Records, { properties, category }: Choice): string {
  const names = properties?.map(id => plan.properties[id]?.name ?? id)
  const where = names === undefined ? 'all properties' : names.join(', ')
  return category === null ? where : `${where}, ${category}`
}
