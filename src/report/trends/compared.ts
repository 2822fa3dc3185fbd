// The span against the one before it and the same one a year before.
import type { Records } from '../records.ts'
import type { Figure, FigureSection } from '../report.ts'
import { callFigures } from '../service/call-figures.ts'
import type { ServiceFigure } from '../service/definitions.ts'
import { incidentFigures } from '../service/incident-figures.ts'
import { definitionWithTargets } from '../service/targets.ts'
import { spanTitle } from '../show/span-title.ts'
import { wholeMonths } from '../span.ts'
import { isBeforeTheLog, isCutByTheLog } from '../whole-in-the-log.ts'

const FIGURES = [
  'offered',
  'answered-by-office',
  'overflow-closed',
  'overflow-no-answer',
  'overflow-saturated',
  'overflow-blocked',
  'overflow-forwarded',
  'abandoned',
  'abandonment-rate',
  'service-level',
  'service-level-urgent',
  'incidents',
  'never-acknowledged',
  'escalation-rate',
  'mtta',
  'human-p90',
] as const satisfies readonly ServiceFigure[]

/** A group for each of the spans. */
export function compared(records: Records, category: string | null): FigureSection {
  const { before, yearBefore } = records
  const spans = [
    { key: 'now', name: 'This span', records },
    ...(before === null ? [] : [{ key: 'before', name: 'Before', records: before }]),
    ...(yearBefore === null ? [] : [{ key: 'year-before', name: 'A year before', records: yearBefore }]),
  ]
  const all = spans.map(({ records: of }) => (isBeforeTheLog(of) ? null : figuresOf(of)))
  return {
    show: 'figures',
    id: 'compared',
    title: 'Against the span before, and a year before',
    compares: true,
    groups: spans.map(({ key, name, records: of }) => ({ key, name, span: of.span, cut: isCutByTheLog(of) })),
    rows: FIGURES.map(id => ({
      definition: definitionWithTargets(id, { ...records, category }),
      figures: all.map(figures => figures?.[id] ?? UNKNOWN),
    })),
    notes: whichSpans(records),
  }
}

/** With their dates, and why these. */
function whichSpans({ span, before, yearBefore }: Records): readonly string[] {
  if (before === null || yearBefore === null) return []
  const words =
    wholeMonths(span) === null
      ? 'Both are as many days, at the same times by the clock; a year before is whole weeks before, so that weekdays match.'
      : 'Both are as many months; a year before is the same months of an earlier year.'
  return [`Before: ${spanTitle(before.span)}. A year before: ${spanTitle(yearBefore.span)}. ${words}`]
}

const UNKNOWN: Figure = { value: null, of: null, ids: [] }

function figuresOf(records: Records) {
  return { ...callFigures(records), ...incidentFigures(records) }
}
