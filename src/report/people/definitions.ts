// The columns of the report of people. Ids stay; a column that counts something else gets a new
// version. docs/reports.md prints this table, and a test holds the two together.
import type { Column } from '../report.ts'

type Row = readonly [title: string, unit: Column['unit'], formula?: string]

const ROWS = {
  person: ['Person', 'text'],
  schedule: ['Schedule', 'text'],

  total: ['On call', 'hours', 'hours in which the rules in force then, and the phone desk, had them on call'],
  weekday: ['Weekday', 'hours', 'Monday to Friday, 08:00 to 22:00'],
  night: ['Night', 'hours', '22:00 to 08:00, Monday to Friday'],
  weekend: ['Weekend', 'hours', 'Saturday and Sunday, day and night'],
  holiday: ['Holiday', 'hours', 'days under `holidays` of a property whose ladders ring the schedule, day and night'],
  own: ['Own', 'hours', 'their own turn of a rotation, or as the fallback'],
  override: ['Override', 'hours', 'taken over by an override of the rules'],
  substitute: ['Substitute', 'hours', 'taken over for somebody who was away'],
  desk: ['Desk', 'hours', 'taken over, or handed to them, at the phone desk'],

  interruptions: ['Interruptions', 'count', 'times they were rung; rings within 60 s of the one before are one'],
  'nights-woken': [
    'Nights woken',
    'count',
    'nights, 22:00 to 08:00, in which a telephone of theirs rang; each once, by its evening',
  ],
  'longest-stretch': [
    'Longest stretch',
    'count',
    'most nights in a row in which they were on call or rung: the longest time without a free night',
  ],

  attempts: ['Attempts', 'count', 'calls to their telephones, reminders too; each is one of the columns after "rang"'],
  rang: ['Rang', 'count', 'those that were heard to ring or were answered'],
  accepted: ['Accepted', 'count', 'they pressed the key to talk or to own it'],
  reminded: ['Reminded', 'count', 'answered a reminder of something that they had taken'],
  passed: ['Passed', 'count', 'they pressed the key to pass it on'],
  missed: ['Missed', 'count', 'rang, and nobody answered; a reminder too'],
  'not-heard': ['Not heard to ring', 'count', 'not answered, and never heard to ring: perhaps off or out of reach'],
  'no-key': ['No key', 'count', 'answered, and no key: a voicemail, or nobody who decided'],
  'hung-up': ['Hung up', 'count', 'answered, and hung up before any key'],
  declined: ['Declined', 'count', 'rejected on the telephone'],
  busy: ['Busy', 'count', 'the telephone was busy'],
  'dead-number': ['Dead number', 'count', 'the number does not exist or is out of service'],
  'taken-by-another': ['Taken by another', 'count', 'somebody else took it first'],
  'called-off': ['Called off', 'count', 'it needed nobody any more'],
  failed: ['Failed', 'count', 'never got to the telephone: congestion, refused, not known'],
  running: ['Running', 'count', 'not over yet'],

  taken: ['Took', 'count', 'accepted with a time: what the responses are made of'],
  'response-p50': [
    'Response, median',
    'ms',
    'first ring of the incident since anybody had it, reminders left out, to the key with which they took it',
  ],
  'response-p90': ['Response, p90', 'ms', 'the same; nine of ten were sooner'],
  talk: ['Talk', 'ms', 'talk with callers, all together'],
  'fixed-by-phone': ['Fixed', 'count', 'outcome given by them in the span, and not opened again since: fixed by phone'],
  'going-out': ['Going out', 'count', 'the same: going out'],
  'false-alarm': ['False alarm', 'count', 'the same: false alarm'],
  'needs-follow-up': ['Follow-up', 'count', 'the same: needs follow-up'],

  people: ['People', 'count', 'in a rotation of the schedule, by any rules in force in the span'],
  'hours-mean': ['Hours, mean', 'hours', 'of those people, in this schedule'],
  'hours-most': ['Hours, most', 'hours', 'the largest of them'],
  'hours-by': ['Hours, most: who', 'text'],
  'hours-ratio': ['Hours, most ÷ mean', 'ratio', 'largest ÷ mean: 1 is the same for everybody'],
  'nights-mean': ['Nights, mean', 'ratio', 'nights woken while on call in this schedule, mean of those people'],
  'nights-most': ['Nights, most', 'count', 'the largest of them'],
  'nights-by': ['Nights, most: who', 'text'],
  'nights-ratio': ['Nights, most ÷ mean', 'ratio', 'largest ÷ mean: 1 is the same for everybody'],

  what: ['What', 'text'],
  closed: ['Closed', 'text'],
  now: ['Now', 'text'],
} as const satisfies Readonly<Record<string, Row>>

export type PeopleColumn = keyof typeof ROWS

export const PEOPLE_COLUMNS = Object.keys(ROWS) as readonly PeopleColumn[]

/** Of those whose formula has changed; 1 of all others. */
const VERSIONS: Readonly<Partial<Record<PeopleColumn, number>>> = { missed: 2, 'response-p50': 2, 'response-p90': 2 }

export function peopleColumn(id: PeopleColumn): Column {
  const [title, unit, formula]: Row = ROWS[id]
  return formula === undefined ? { id, title, unit } : { id, title, unit, formula, version: VERSIONS[id] ?? 1 }
}
