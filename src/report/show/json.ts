// A report for programs: definitions with id and version beside each figure, and in place of a long
// list of what it counts the name with which `--calls` lists it.
import { Temporal } from 'temporal-polyfill'
import { nameOfFigure } from '../figure-names.ts'
import type { FigureSection, Report, Section } from '../report.ts'
import type { Span } from '../span.ts'

export function reportAsJson(report: Report): unknown {
  const { kind, title, scope, span, madeAt, notes, sections } = report
  return {
    report: kind,
    title,
    scope,
    span: spanAsJson(span),
    madeAt: new Date(madeAt).toISOString(),
    notes,
    sections: sections.map(section => (section.show === 'figures' ? figuresAsJson(section) : withoutShow(section))),
  }
}

function spanAsJson({ from, to, zone }: Span) {
  const local = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms).toString({ timeZone: zone })
  return { from, to, zone, fromLocal: local(from), toLocal: local(to) }
}

function figuresAsJson(section: FigureSection) {
  const { id, title, groups, rows, notes } = section
  return {
    id,
    title,
    notes,
    ...spansOf(section),
    figures: rows.flatMap(({ definition, figures }) =>
      figures.map(({ value, of }, n) => ({
        id: definition.id,
        calls: nameOfFigure(section, definition.id, groups[n] ?? WHOLE),
        version: definition.version,
        title: definition.title,
        unit: definition.unit,
        formula: definition.formula,
        group: groups[n]?.key ?? '',
        groupName: groups[n]?.name ?? '',
        value,
        of,
      })),
    ),
  }
}

/** Where spans are compared, which, by the name of their group. */
function spansOf({ groups }: FigureSection): object {
  const spans = groups.flatMap(({ key, span }) => (span === undefined ? [] : [[key, spanAsJson(span)]]))
  return spans.length === 0 ? {} : { spans: Object.fromEntries(spans) }
}

const WHOLE = { key: '', name: '' }

function withoutShow({ show: _, ...section }: Exclude<Section, FigureSection>): unknown {
  return 'counted' in section ? { ...section, counted: undefined } : section
}
