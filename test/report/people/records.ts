// Records with nothing in them but what a test is about.
import type { Plan } from '../../../src/core/plan/plan.ts'
import { makeReport } from '../../../src/report/make-report.ts'
import type { AttemptRecord, CallRecord, DutyRecords, IncidentRecord, Records } from '../../../src/report/records.ts'
import type { Report, TableSection } from '../../../src/report/report.ts'

const NO_DUTY: DutyRecords = { rules: [], changes: [], attemptsBefore: [], closed: [], logBegins: null }

export interface Given extends Partial<Omit<Records, 'duty'>> {
  readonly span: Records['span']
  readonly plan: Plan
  readonly duty?: Partial<DutyRecords>
}

export function records({ duty, ...given }: Given): Records {
  const rules = [{ from: 0, to: Number.POSITIVE_INFINITY, plan: given.plan }]
  const found = { ...NO_DUTY, rules, ...duty }
  const none = { firstCall: null, lastCalls: [], properties: null, before: null, yearBefore: null }
  return { ...none, now: given.span.to, calls: [], incidents: [], attempts: [], messages: [], ...given, duty: () => found }
}

export function peopleOf(given: Given, asked: { readonly person?: string } = {}): Report {
  return makeReport(records(given), { kind: 'people', by: 'portfolio', properties: null, category: null, person: null, ...asked })
}

export function tableOf(report: Report, id: string): TableSection {
  const found = report.sections.find(section => section.id === id)
  if (found?.show !== 'table') throw new Error(`no table ${id}`)
  return found
}

/** A row by its id, as an object. */
export function rowOf(report: Report, table: string, id: string): Readonly<Record<string, unknown>> {
  const { columns, rows, ids = [] } = tableOf(report, table)
  const row = rows[ids.indexOf(id)] ?? []
  return Object.fromEntries(columns.map((column, at) => [column.id, row[at]]))
}

/** An attempt that rang at once; `i-1` and Dana where nothing is said. */
export function attempt(leg: string, at: number, more: Partial<AttemptRecord> = {}): AttemptRecord {
  return {
    leg,
    stream: 'i-1',
    property: 'oak-creek',
    category: 'water',
    person: 'dana',
    phone: '+15125550101',
    trunk: 'carrier',
    reminder: 0,
    dialledAt: at,
    rangAt: at,
    answeredAt: null,
    takenAt: null,
    talkedMs: null,
    result: 'no-answer',
    sip: null,
    ...more,
  }
}

/** A call that is over where `leftAt` is given, and of which nothing else is known. */
export function call(id: string, at: number, more: Partial<CallRecord> = {}): CallRecord {
  return {
    id,
    property: 'oak-creek',
    trunk: 'carrier',
    line: '+15125550100',
    arrivedAt: at,
    officeMs: null,
    officeStatus: null,
    overflow: null,
    menuAt: null,
    category: null,
    person: null,
    heldAt: null,
    humanAt: null,
    outcome: null,
    phase: null,
    leftAt: null,
    calledBefore: null,
    ...more,
  }
}

/** Dan had it and fixed it by phone; its call arrived when it was opened. */
export function incident(parts: Partial<IncidentRecord> & Pick<IncidentRecord, 'openedAt'>): IncidentRecord {
  return {
    id: 'i-1',
    call: '1',
    property: 'oak',
    category: 'water-leak',
    arrivedAt: parts.openedAt,
    state: 'resolved',
    passes: 1,
    pass: 1,
    rung: 1,
    rungs: 1,
    skipped: 0,
    firstOwner: 'dan',
    firstOwnedAt: null,
    firstPass: 1,
    firstRung: 1,
    firstRungs: 1,
    lateAt: null,
    unreachedAt: null,
    outcome: 'fixed-by-phone',
    resolvedAt: parts.openedAt + 600_000,
    resolvedBy: 'dan',
    targetSeconds: null,
    ...parts,
  }
}
