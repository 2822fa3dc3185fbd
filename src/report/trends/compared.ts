// The span against the one before it and the same one a year before.
import type { Records } from '../records.ts'
import type { Cell, Figure, TableSection } from '../report.ts'
import { callFigures } from '../service/call-figures.ts'
import { type ServiceFigure, serviceDefinition } from '../service/definitions.ts'
import { incidentFigures } from '../service/incident-figures.ts'
import { valueInWords } from '../show/words.ts'

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
    none: '',
    notes: ['The span before is as long and ends where this one begins; a year before is 364 days, so that weekdays match.'],
  }
}

function figuresOf(records: Records) {
  return { ...callFigures(records), ...incidentFigures(records) }
}

/** +12 %, −3 points; nothing where there is nothing to compare. */
function change(id: ServiceFigure, now: Figure | undefined, then: Figure | undefined): string {
  if (now?.value == null || then?.value == null) return ''
  if (serviceDefinition(id).unit === 'share') return `${signed((now.value - then.value) * 100, 1)} points`
  return then.value === 0 ? '' : `${signed((now.value / then.value - 1) * 100, 0)} %`
}

function signed(value: number, digits: number): string {
  const rounded = value.toFixed(digits)
  return value > 0 ? `+${rounded}` : rounded.replace('-', '−')
}
