// The counting and measuring columns of the tables of exceptions, trends, lines and messages; those
// of people are in people/definitions.ts. Ids stay; a column that counts something else gets a new
// version. docs/reports.md prints this table, and a test holds the two together.
import type { Column } from './report.ts'

type Row = readonly [title: string, unit: Column['unit'], formula: string]

/** By table and column. */
const ROWS = {
  'unreached/passes': ['PASSES', 'count', 'passes of the ladder begun so far'],
  'unreached/after': ['AFTER', 'ms', 'opening to the first person who had it'],
  'late/target': ['TARGET', 'ms', 'the target of the rules in force when it was opened'],
  'late/after': ['AFTER', 'ms', 'arrival of the call to the first person who had it'],
  'escalated/rungs': ['RUNGS', 'count', 'rungs begun until somebody had it, or so far, over all passes'],
  'escalated/rung': ['RUNG', 'count', 'the rung on which somebody had it, or the last so far; empty ones too'],
  'escalated/pass': ['PASS', 'count', 'the pass in which somebody had it, or the last so far'],
  'escalated/after': ['AFTER', 'ms', 'opening to the first person who had it'],
  'empty-rungs/skipped': ['EMPTY RUNGS', 'count', 'rungs skipped because nobody stood in them'],
  'silent-telephones/dialled': [
    'DIALLED',
    'count',
    'attempts to this telephone in the span, whatever they were for; none answered',
  ],
  'failed-trunks/failed': ['FAILED', 'count', 'attempts that ended in congestion or a SIP status of 500 to 599'],
  'failed-trunks/attempts': ['OF', 'count', 'attempts by this trunk, of what the report is of'],
  'critical-forwarding/critical': ['CALLS', 'count', 'calls that overflowed after 60 s of office ringing or more'],
  'critical-forwarding/longest': ['LONGEST', 'ms', 'the longest office ringing of them'],
  'slow-forwarding/slow': ['CALLS', 'count', 'calls that overflowed after more than 30 s of office ringing, and less than 60'],
  'slow-forwarding/longest': ['LONGEST', 'ms', 'the longest office ringing of them'],

  'categories/incidents': ['INCIDENTS', 'count', 'urgent matters opened in the span; folded ones count once'],
  'categories/share': [
    'OF ALL',
    'share',
    'incidents ÷ those of all categories, also where one is asked for; empty where these are fewer than 20',
  ],
  'categories/escalated': [
    'ESCALATED',
    'count',
    'went past rung 1 or pass 1 before a person had it, also where nobody stood on a rung',
  ],
  'categories/unreached': ['UNREACHED', 'count', 'a ladder of theirs was over and nobody had it'],
  'categories/false': ['FALSE ALARMS', 'count', 'outcome "false alarm"'],
  'categories/median': ['UNTIL HAD, MEDIAN', 'ms', 'opening to the first person who had it; acknowledged ones'],
  'weeks/offered': ['OFFERED', 'count', 'callers of the properties; without staff, faxes and refused strangers'],
  'weeks/office': ['OFFICE', 'count', 'the office picked up'],
  'weeks/abandoned': ['ABANDONED', 'count', 'hung up in vain: as Abandoned of the report of service'],
  'weeks/urgent': ['URGENT', 'count', 'urgent matters opened in the week; folded ones count once'],
  'weeks/unreached': ['UNREACHED', 'count', 'those whose ladder was over and nobody had them'],
  'overflow-weeks/closed': ['CLOSED', 'count', 'outside of office hours'],
  'overflow-weeks/no-answer': ['NO-ANSWER', 'count', 'the office rang and nobody picked up, or it declined'],
  'overflow-weeks/saturated': ['SATURATED', 'count', 'queue full, all telephones busy, or a cap was reached'],
  'overflow-weeks/blocked': ['BLOCKED', 'count', 'no office telephone could ring'],
  'overflow-weeks/forwarded': ['FORWARDED', 'count', "the property's own system had rung before"],
  'overflow-weeks/failsafe': ['FAILSAFE', 'count', 'the daemon was away; the dialplan looked after them'],

  'lines/offered': ['OFFERED', 'count', 'callers of the line; without staff, faxes and refused strangers'],
  'lines/office': ['OFFICE', 'count', 'the office picked up'],
  'lines/overflow': ['OVERFLOW', 'count', 'overflowed, for any reason'],
  'lines/abandoned': ['ABANDONED', 'count', 'hung up in vain: as Abandoned of the report of service'],
  'lines/urgent': ['URGENT', 'count', 'opened an urgent matter or were joined to one'],

  'mailboxes/taken': ['LEFT', 'count', 'messages left in the span'],
  'mailboxes/done': ['DONE', 'count', 'those that somebody has dealt with by now'],
  'mailboxes/done-p50': ['UNTIL DONE, MEDIAN', 'ms', 'left until somebody dealt with it; done ones'],
  'mailboxes/done-p90': ['UNTIL DONE, P90', 'ms', 'the same; nine of ten were done sooner'],
  'mailboxes/waiting': ['WAITING', 'count', 'not done at the end of the span, whenever they were left'],
  'waiting/age': ['AGE', 'ms', 'left until the end of the span, or until now'],
} as const satisfies Readonly<Record<string, Row>>

export type TableColumn = keyof typeof ROWS

export const TABLE_COLUMNS = Object.keys(ROWS) as readonly TableColumn[]

/** Of those that count something else than at first; 1 of all others. */
const VERSIONS: Readonly<Partial<Record<TableColumn, number>>> = {
  'silent-telephones/dialled': 2,
  'categories/share': 2,
  'categories/escalated': 2,
  'weeks/abandoned': 2,
  'lines/abandoned': 2,
}

export function tableColumn(of: TableColumn): Column & { readonly table: string } {
  const [title, unit, formula]: Row = ROWS[of]
  const [table = '', id = ''] = of.split('/')
  return { table, id, title, unit, formula, version: VERSIONS[of] ?? 1 }
}

/** Each cell of the heat map is one figure. */
export const HEAT = {
  version: 1,
  unit: 'count',
  formula: 'offered calls, by the hour in which they arrived on the clock of their property',
} as const
