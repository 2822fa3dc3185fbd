// The figures of the service report. Ids stay; a figure that counts something else gets a new
// version. docs/reports.md prints this table, and a test holds the two together.
import type { Counted, Definition, Unit } from '../report.ts'

type Row = readonly [title: string, unit: Unit, counts: Counted, formula: string, part?: 'part']

const ROWS = {
  offered: ['Offered', 'count', 'calls', 'callers of the properties; without staff, faxes and refused strangers'],
  'answered-by-office': ['Answered by the office', 'count', 'calls', 'the office picked up', 'part'],
  'left-queue': [
    'Left while the office rang',
    'count',
    'calls',
    'the office rang, and they hung up before anybody answered',
    'part',
  ],
  'came-back': [
    'Came back',
    'count',
    'calls',
    'called while somebody was calling them back: on hold at once, without the office or the menu',
    'part',
  ],
  'overflow-closed': ['Overflow: closed', 'count', 'calls', 'outside of office hours', 'part'],
  'overflow-no-answer': ['Overflow: no answer', 'count', 'calls', 'the office rang and nobody picked up, or it declined', 'part'],
  'overflow-saturated': [
    'Overflow: saturated',
    'count',
    'calls',
    'queue full, all telephones busy, or a cap was reached',
    'part',
  ],
  'overflow-blocked': ['Overflow: blocked', 'count', 'calls', 'no office telephone could ring', 'part'],
  'overflow-forwarded': ['Overflow: forwarded', 'count', 'calls', "the property's own system had rung before", 'part'],
  'overflow-failsafe': ['Overflow: failsafe', 'count', 'calls', 'the daemon was away; the dialplan looked after them', 'part'],
  'no-property': ['No property', 'count', 'calls', 'line in no rules, and the caller named no community', 'part'],
  running: ['Still running', 'count', 'calls', 'not over yet', 'part'],

  abandoned: [
    'Abandoned',
    'count',
    'calls',
    'hung up before a human, a message, asking for a call-back or hearing that nobody could be ' +
      'reached (unreached, counted apart): the sum of its parts; not in the menu after an announcement',
  ],
  'abandoned-queue': ['in the office queue', 'count', 'calls', 'while the office rang', 'part'],
  'abandoned-menu': ['in the menu', 'count', 'calls', 'while the menu asked for a key', 'part'],
  'abandoned-tone': [
    'at the tone',
    'count',
    'calls',
    'asked to speak, with a key or without one, and hung up before they had said enough: three seconds, ' +
      'or the least length of a message',
    'part',
  ],
  'abandoned-transfer': [
    'while a transfer rang',
    'count',
    'calls',
    'had chosen to be connected, and hung up before that',
    'part',
  ],
  'abandoned-statement': [
    'saying what is wrong',
    'count',
    'calls',
    'urgent, and never on hold: hung up while they were asked, or said, what is wrong, or while ' +
      'somebody came to the telephone; the ladder goes on, and some are called back',
    'part',
  ],
  'abandoned-hold': [
    'on hold',
    'count',
    'calls',
    'had been put on hold, and hung up before talking with anybody, there or while leaving words or a ' +
      'number instead; their matter goes on, and some are called back',
    'part',
  ],
  'abandoned-failsafe': ['in the failsafe', 'count', 'calls', 'while the dialplan looked after them', 'part'],
  'abandoned-short': ['Short abandons', 'count', 'calls', 'abandoned within 10 s of arriving'],
  'abandonment-rate': ['Abandonment rate', 'share', 'calls', 'abandoned ÷ offered'],
  'abandonment-rate-long': ['Abandonment rate, without short ones', 'share', 'calls', '(abandoned − short) ÷ (offered − short)'],
  silent: [
    'Silent',
    'count',
    'calls',
    'asked to speak, said less than three seconds or than the least length of a message, and stayed ' +
      'until Nightbell said goodbye; not among the abandoned',
  ],

  'service-level': [
    'Service level',
    'share',
    'calls',
    'answered within T ÷ (answered + abandoned after T); answered: by the office or the menu; T: answer-target of the property',
  ],
  'service-level-urgent': [
    'Service level, urgent',
    'share',
    'incidents',
    'a person had it within the target ÷ all that have a target and are due; T runs from the arrival of the call; unreached counts against',
  ],
  late: ['Late', 'count', 'incidents', 'nobody had it within the target of the rules'],

  'answer-p50': ['Speed of answer, median', 'ms', 'calls', 'arrival to the answer of the office or the menu; answered calls'],
  'answer-p90': ['Speed of answer, p90', 'ms', 'calls', 'the same; nine of ten were answered sooner'],
  'answer-worst': ['Speed of answer, worst', 'ms', 'calls', 'the same; the longest'],
  'wait-p50': ['Wait, median', 'ms', 'calls', 'arrival to a human being or to hanging up; everybody'],
  'wait-p90': ['Wait, p90', 'ms', 'calls', 'the same; nine of ten waited less'],
  'wait-worst': ['Wait, worst', 'ms', 'calls', 'the same; the longest'],
  'menu-p50': ['Time to menu, median', 'ms', 'calls', 'arrival to the first question of the menu'],
  'menu-p90': ['Time to menu, p90', 'ms', 'calls', 'the same; nine of ten heard it sooner'],
  'menu-worst': ['Time to menu, worst', 'ms', 'calls', 'the same; the longest'],
  'human-p50': [
    'Time to a human, median',
    'ms',
    'calls',
    'arrival to the first talk with a human being, called back or not; those who had one',
  ],
  'human-p90': ['Time to a human, p90', 'ms', 'calls', 'arrival to the first talk with a human being; nine of ten talked sooner'],
  'human-worst': ['Time to a human, worst', 'ms', 'calls', 'the same; the longest'],

  incidents: ['Incidents', 'count', 'incidents', 'urgent matters opened in the span; folded ones count once'],
  mtta: [
    'MTTA',
    'ms',
    'incidents',
    'mean time from opening until somebody had it: by a key, at the phone desk or by hand; acknowledged ones only',
  ],
  'never-acknowledged': ['Never acknowledged', 'count', 'incidents', 'nobody has had it so far; not in MTTA', 'part'],
  mttr: ['MTTR', 'ms', 'incidents', 'mean time from opening to its outcome; resolved ones only'],
  unresolved: ['Without an outcome', 'count', 'incidents', 'not resolved so far; not in MTTR', 'part'],
  'escalation-rate': [
    'Escalation rate',
    'share',
    'incidents',
    'went past rung 1 or pass 1 before a person had it, also where nobody stood on a rung ÷ incidents',
  ],
  'depth-p50': [
    'Escalation depth, median',
    'count',
    'incidents',
    'rungs begun until a person had it, over all passes; acknowledged ones',
  ],
  'depth-p90': ['Escalation depth, p90', 'count', 'incidents', 'the same; nine of ten took no more'],
  'depth-worst': ['Escalation depth, worst', 'count', 'incidents', 'the same; the most'],
  'false-alarms': ['False alarms', 'share', 'incidents', 'outcome "false alarm" ÷ resolved'],
  'repeat-callers': [
    'Repeat calls',
    'count',
    'calls',
    'the same number had called within 24 h before; withheld and erased numbers are none',
  ],

  messages: ['Messages', 'count', 'messages', 'left in the span'],
  'done-p50': ['Message until done, median', 'ms', 'messages', 'left until somebody dealt with it; done ones'],
  'done-p90': ['Message until done, p90', 'ms', 'messages', 'the same; nine of ten were done sooner'],
  'done-worst': ['Message until done, worst', 'ms', 'messages', 'the same; the longest'],
  'backlog-1d': ['Backlog, up to a day', 'count', 'messages', 'not done at the end of the span, left at most 24 h before it'],
  'backlog-3d': ['Backlog, one to three days', 'count', 'messages', 'the same, 24 h to 72 h'],
  'backlog-7d': ['Backlog, three to seven days', 'count', 'messages', 'the same, 72 h to 168 h'],
  'backlog-older': ['Backlog, older', 'count', 'messages', 'the same, more than 168 h'],
} as const satisfies Readonly<Record<string, Row>>

export type ServiceFigure = keyof typeof ROWS

export const SERVICE_FIGURES = Object.keys(ROWS) as readonly ServiceFigure[]

/** Of those that count something else than they did; 1 of all others. */
const VERSIONS: Readonly<Partial<Record<ServiceFigure, number>>> = {
  'left-queue': 2,
  abandoned: 2,
  'abandoned-queue': 2,
  'abandoned-menu': 2,
  'abandoned-hold': 2,
  'abandoned-failsafe': 2,
  'abandoned-short': 2,
  'abandonment-rate': 2,
  'abandonment-rate-long': 2,
  'service-level': 2,
  'escalation-rate': 2,
}

export function serviceDefinition(id: ServiceFigure): Definition {
  const [title, unit, counts, formula, part]: Row = ROWS[id]
  return { id, version: VERSIONS[id] ?? 1, title, unit, counts, formula, ...(part ? { part: true } : {}) }
}
