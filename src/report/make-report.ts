// Makes a report of records: which kinds there are, and what each consists of.
import type { ReportKind } from '../core/plan/mailed-reports.ts'
import { exceptionsReport } from './exceptions/exceptions.ts'
import { type By, type Choice, chosen, groupsOf } from './groups.ts'
import { linesReport } from './lines.ts'
import { messagesReport } from './messages.ts'
import { nameOfPerson, nameOfProperty } from './names.ts'
import { peopleReport } from './people/people.ts'
import type { Records } from './records.ts'
import type { Grouped, Report, Section } from './report.ts'
import { serviceReport } from './service/service.ts'
import { trendsReport } from './trends/trends.ts'
import { notWhole } from './whole-in-the-log.ts'

interface Kind {
  readonly title: string
  readonly sections: (groups: readonly Grouped[], asked: Asked) => readonly Section[]
  /** It is not split: its tables name the property of each row. */
  readonly whole?: true
  /** It needs the records of the spans before. */
  readonly compares?: true
}

export const REPORTS = {
  service: { title: 'Service', sections: serviceReport },
  people: { title: 'People', sections: peopleReport, whole: true },
  exceptions: { title: 'Exceptions', sections: ofTheWhole(exceptionsReport), whole: true },
  trends: { title: 'Trends', sections: trendsReport, compares: true },
  lines: { title: 'Lines', sections: ofTheWhole(linesReport), whole: true },
  messages: { title: 'Messages', sections: ofTheWhole(messagesReport), whole: true },
} as const satisfies Readonly<Record<ReportKind, Kind>>

export interface Asked extends Choice {
  readonly kind: ReportKind
  readonly by: By
}

function ofTheWhole(make: (records: Records, choice: Choice) => readonly Section[]): Kind['sections'] {
  return (groups, asked) => groups.flatMap(({ records }) => make(records, asked))
}

export function makeReport(records: Records, asked: Asked): Report {
  const { title, sections, whole }: Kind = REPORTS[asked.kind]
  const { span, now } = records
  // The report of people finds a person among all that happened.
  const choice = asked.kind === 'people' ? { ...asked, person: null } : asked
  const groups = groupsOf(chosen(records, choice), whole ? 'portfolio' : asked.by)
  // A part of which there is none would be heads without rows.
  const none = groups.length === 0 ? [`No ${asked.by} has anything in this span.`] : []
  return {
    kind: asked.kind,
    title,
    span,
    scope: scopeInWords(records, asked),
    madeAt: now,
    notes: [...notWhole(records), ...ofAPart(records, asked), ...none],
    sections: groups.length === 0 ? [] : sections(groups, asked),
  }
}

function scopeInWords({ plan }: Records, { kind, properties, groups = [], category, person }: Asked): string {
  const names = properties?.map(id => nameOfProperty(plan, id))
  const ofProperties = names === undefined ? 'all properties' : names.join(', ')
  const where = groups.length === 0 ? ofProperties : `${groups.length === 1 ? 'group' : 'groups'} ${groups.join(', ')}`
  const about = kind === 'people' && category !== null ? `calls about ${category}` : category
  return [where, about, nameOfPerson(plan, person)].filter(part => part !== null).join(', ')
}

/** What belongs to a category or a person. */
function ofAPart({ plan }: Records, { kind, category, person }: Asked): readonly string[] {
  if (kind === 'people') {
    // On call they are for all of them.
    const hours = 'Hours are all hours on call, whatever they were for.'
    return category === null ? [] : [`Calls to telephones and outcomes are those of ${category}. ${hours}`]
  }
  const urgent = 'Counted are urgent matters'
  const had = person === null ? '' : ` that ${nameOfPerson(plan, person)} had first`
  const of = category === null ? '' : ` of ${category}`
  return category === null && person === null ? [] : [`${urgent}${of}${had}, and the calls about them.`]
}

/** Whether it needs the records of the spans before. */
export function comparesSpans(kind: ReportKind): boolean {
  const { compares }: Kind = REPORTS[kind]
  return compares === true
}

/** Whether it can't be split: its tables name the property of each row. */
export function isWhole(kind: ReportKind): boolean {
  const { whole }: Kind = REPORTS[kind]
  return whole === true
}
