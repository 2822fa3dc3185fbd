// The shape of reports that are mailed: when, which, of what time, by what, to whom. Part of
// shapes.ts; the same rules hold: texts in, what they mean out, no defaults.
import { z } from 'zod'
import { REPORT_KINDS, REPORT_PARTS, REPORT_SPANS, type ReportTime } from '../core/plan/mailed-reports.ts'
import { nearest } from './nearest.ts'
import { type Parsed, parseTimeOfDay } from './parse-text.ts'
import { mailAddress } from './shape-notices.ts'
import { keyed, NAME, oneOrMany, parsed, strict, word } from './shape-parts.ts'

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const EXPECTED = '`07:00`, `monday 07:00` or `day 1 07:00`'

/** `07:00` of every day, `monday 07:00`, or `day 1 07:00` of every month. */
export function parseReportTime(text: string): Parsed<ReportTime> {
  const [, before = '', written = ''] = /^(?:(.*\S)\s+)?(\S+)$/.exec(text.trim().toLowerCase()) ?? []
  const time = parseTimeOfDay(written)
  if (!time.ok) return { ...time, expected: EXPECTED }
  const minute = time.value
  if (before === '' || before === 'daily') return { ok: true, value: { minute } }
  const weekday = WEEKDAYS.findIndex(day => day === before || day.slice(0, 3) === before) + 1
  if (weekday > 0) return { ok: true, value: { minute, weekday } }
  const day = /^day (\d{1,2})$/.exec(before)?.[1]
  if (day !== undefined && Number(day) >= 1 && Number(day) <= 31) return { ok: true, value: { minute, day: Number(day) } }
  if (day !== undefined) return { ok: false, message: `no month has a day ${day}`, expected: 'day 1 to day 31' }
  const near = nearest(before, WEEKDAYS)
  return {
    ok: false,
    message: `\`${text}\` does not say when`,
    expected: EXPECTED,
    hint: near === undefined ? undefined : `did you mean \`${near} ${written}\`?`,
  }
}

const at = parsed(parseReportTime)
const report = oneOrMany(z.enum(REPORT_KINDS))
const span = z.enum(REPORT_SPANS).optional()
const to = oneOrMany(mailAddress)

const HOW = 'a name of small letters, digits and dashes'

/** Of the whole portfolio, or a group of it. */
export const boxReport = strict({ at, report, span, by: z.enum(REPORT_PARTS).optional(), group: word.optional(), to })
/** Of one property; what it does not say, its template or `defaults:` may. */
export const propertyReportsShape = keyed(
  strict({
    at: at.optional(),
    report: report.optional(),
    span,
    by: z.enum(['portfolio', 'category', 'person']).optional(),
    to: to.optional(),
  }),
  NAME,
  HOW,
)

export type BoxReportRules = z.output<typeof boxReport>
export type ReportRules = z.output<typeof propertyReportsShape>[string] | BoxReportRules
