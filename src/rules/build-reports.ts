// Reports that are mailed, as the plan has them: those of the box, and those of each property. Called
// by compile.ts and build-properties.ts.
import {
  DIVIDED_REPORTS,
  isDivided,
  type MailedReport,
  type ReportKind,
  type ReportPart,
  type ReportSpan,
  type ReportTime,
} from '../core/plan/mailed-reports.ts'
import { unique } from './build-box.ts'
import { needServer } from './build-notices.ts'
import { error, type Findings, isMistaken, isWritten, keyAt, known, type Path, valueAt } from './findings.ts'
import { type Draft, right } from './shape-portfolio.ts'
import type { ReportRules } from './shape-reports.ts'
import type { PropertyRules } from './shapes.ts'

type Reports = Readonly<Record<string, MailedReport>>

export function buildReports(draft: Draft, findings: Findings): Reports | null {
  const groups = groupsOf(draft)
  return reportsOf(
    right(draft.reports).map(([name, rules]) => {
      const path = ['reports', name]
      const { group } = rules
      if (group !== undefined) known(findings, 'group', group, groups, [...path, 'group'])
      const built = buildReport(draft, findings, path, rules)
      return [name, built === null || group === undefined ? built : { ...built, group }]
    }),
  )
}

export function buildPropertyReports(
  draft: Draft,
  findings: Findings,
  property: string,
  { reports }: PropertyRules,
): Reports | null {
  return reportsOf(
    Object.entries(reports ?? {}).map(([name, rules]) => {
      return [name, buildReport(draft, findings, ['properties', property, 'reports', name], rules)]
    }),
  )
}

function reportsOf(all: readonly (readonly [string, MailedReport | null])[]): Reports | null {
  const built = all.flatMap(([name, report]) => (report === null ? [] : [[name, report] as const]))
  return built.length === 0 ? null : Object.fromEntries(built)
}

function groupsOf({ properties, defaults }: Draft): ReadonlyMap<string, true> {
  const written = right(properties).flatMap(([, { groups }]) => groups ?? [])
  return new Map([...written, ...(defaults.groups ?? [])].map(group => [group, true]))
}

function buildReport(draft: Draft, findings: Findings, path: Path, rules: ReportRules): MailedReport | null {
  const { at, report, span, by, to } = rules
  const name = String(path.at(-1))
  const missing = (key: string, what: string, expected: string) => {
    if (isWritten(findings, [...path, key]) || isMistaken(findings, [...path, key])) return
    error(findings, keyAt(findings, path), `${what} of the report \`${name}\` is not said`, { expected })
  }
  if (at === undefined) missing('at', 'the time', '`at`, such as `monday 07:00`')
  if (report === undefined) missing('report', 'the kind', '`report`, such as `service`')
  if (to === undefined) missing('to', 'the address', '`to` with an address')
  if (to !== undefined) needServer(draft, findings, [...path, 'to'])
  if (at === undefined || report === undefined || to === undefined) return null
  if (by !== undefined && by !== 'portfolio') canBeDivided(findings, path, report, by)
  eachOnce(findings, [...path, 'report'], report, kind => `the report \`${kind}\``, 'each report once')
  eachOnce(findings, [...path, 'to'], to, address => `\`${address}\``, 'each address once')
  const usual = usualSpan(at)
  if (span !== undefined && LENGTH[span] > LENGTH[usual]) {
    const place = valueAt(findings, [...path, 'span'])
    error(findings, place, `this mails the same ${span} again and again`, {
      expected: `a ${usual} or less, or a time that comes once a ${span}`,
    })
  }
  return {
    at,
    reports: unique(report),
    span: span ?? usual,
    by: by ?? 'portfolio',
    to: unique(to),
  }
}

const LENGTH: Readonly<Record<ReportSpan, number>> = { day: 1, week: 7, month: 31 }

/** As long as from one to the next. */
function usualSpan({ weekday, day }: ReportTime): ReportSpan {
  if (day !== undefined) return 'month'
  return weekday === undefined ? 'day' : 'week'
}

/** Of several reports one is enough: the tables of the others name the part of each row. */
function canBeDivided(findings: Findings, path: Path, kinds: readonly ReportKind[], by: ReportPart): void {
  if (kinds.some(isDivided)) return
  const all = unique(kinds)
  const [one, their] = all.length === 1 ? ['report', 'its'] : ['reports', 'their']
  const names = all.map(kind => `\`${kind}\``).join(' and ')
  const isPeople = all.length === 1 && all[0] === 'people'
  error(findings, valueAt(findings, [...path, 'by']), `the ${one} ${names} can not be divided by ${by}`, {
    expected: `no \`by\`, or ${DIVIDED_REPORTS.map(kind => `\`${kind}\``).join(' or ')}`,
    hint: isPeople ? 'it has a row for each person' : `${their} tables name the property of each row`,
  })
}

/** Case makes no other address. */
function eachOnce<T extends string>(
  findings: Findings,
  path: Path,
  written: readonly T[],
  named: (one: T) => string,
  expected: string,
): void {
  const small = written.map(one => one.toLowerCase())
  for (const [nth, one] of written.entries()) {
    if (small.indexOf(one.toLowerCase()) === nth) continue
    const place = valueAt(findings, [...path, nth], path)
    error(findings, place, `${named(one)} is in the list twice`, { expected, hint: 'leave one of them out' })
  }
}
