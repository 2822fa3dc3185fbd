// The span against the one before it and the same one a year before.
import type { Records } from '../records.ts'
import { type Cell, FEW, type Figure, type TableSection } from '../report.ts'
import { callFigures } from '../service/call-figures.ts'
import { type ServiceFigure, serviceDefinition } from '../service/definitions.ts'
import { incidentFigures } from '../service/incident-figures.ts'
import { timeInWords, valueInWords } from '../show/words.ts'

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

export function compared(records: Records): TableSection {
  const { before, yearBefore } = records
  const spans = [records, before, yearBefore].map(of => (of === null ? null : figuresOf(of)))
  const [now, last, year] = spans
  return {
    show: 'table',
    id: 'compared',
    title: 'Against the span before, and a year before',
    columns: [
      { id: 'figure', title: 'FIGURE', unit: 'text' },
      { id: 'now', title: 'THIS SPAN', unit: 'text' },
      { id: 'before', title: 'BEFORE', unit: 'text' },
      { id: 'change', title: 'CHANGE', unit: 'text' },
      { id: 'year-before', title: 'A YEAR BEFORE', unit: 'text' },
      { id: 'year-change', title: 'CHANGE', unit: 'text' },
    ],
    rows: FIGURES.map((id): readonly Cell[] => {
      const words = (figure: Figure | undefined) => (figure === undefined ? '' : valueInWords(serviceDefinition(id), figure))
      return [
        serviceDefinition(id).title,
        words(now?.[id]),
        words(last?.[id]),
        change(id, now?.[id], last?.[id]),
        words(year?.[id]),
        change(id, now?.[id], year?.[id]),
      ]
    }),
    counted: new Map(
      FIGURES.flatMap(id =>
        [['now', now] as const, ['before', last] as const, ['year-before', year] as const].flatMap(([column, of]) =>
          of == null ? [] : [[`${column}:${id}`, { counts: serviceDefinition(id).counts, ids: of[id].ids }] as const],
        ),
      ),
    ),
    none: '',
    notes: [COMPARED, ...notWhole(records)],
  }
}

const COMPARED = 'The span before is as long and ends where this one begins; a year before is 364 days, so that weekdays match.'

/** Spans of which the log does not know the beginning. */
function notWhole({ firstCall, span, before, yearBefore }: Records): readonly string[] {
  const spans = [
    ['this span', span],
    ['the span before', before?.span],
    ['the year before', yearBefore?.span],
  ] as const
  const cut = spans.flatMap(([name, of]) => (firstCall !== null && of !== undefined && of.from < firstCall ? [name] : []))
  if (firstCall === null || cut.length === 0) return []
  return [`The log begins with a call of ${timeInWords(firstCall, span.zone)}: ${cut.join(', ')} may not be whole in it.`]
}

function figuresOf(records: Records) {
  return { ...callFigures(records), ...incidentFigures(records) }
}

/** +12 %, −3.0 points; +8 of few; nothing where there is nothing to compare. */
function change(id: ServiceFigure, now: Figure | undefined, then: Figure | undefined): string {
  if (now?.value == null || then?.value == null) return ''
  const { unit } = serviceDefinition(id)
  const isFew = Math.min(amountBehind(now), amountBehind(then)) < FEW
  if (isFew) return unit === 'count' ? signed(now.value - then.value, 0) : 'too few'
  if (unit === 'share') return `${signed((now.value - then.value) * 100, 1)} points`
  return then.value === 0 ? '' : `${signed((now.value / then.value - 1) * 100, 0)} %`
}

/** How many a count has, or stand behind a share or a time. */
function amountBehind({ value, of }: Figure): number {
  return of ?? value ?? 0
}

/** What rounds to nothing has no sign. */
function signed(value: number, digits: number): string {
  const size = Math.abs(value).toFixed(digits)
  if (Number(size) === 0) return size
  return value > 0 ? `+${size}` : `−${size}`
}
