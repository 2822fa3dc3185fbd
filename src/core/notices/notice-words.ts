// The words of mails and text messages, with holes for what happened. An administrator may word them anew under `notices:`; the holes that
// each event knows are those named here. Read by src/rules, which checks what was written, and by src/notify, which fills them.
import type { NoticeEvent } from './events.ts'

/** `missed-many`: several missed calls in one notice. */
export type WordedEvent = NoticeEvent | 'missed-many' | 'digest'
export const WORD_PARTS = ['subject', 'text', 'sms'] as const
export type WordPart = (typeof WORD_PARTS)[number]
export type NoticeWords = Readonly<Record<WordPart, string>>

const STORY = 'The whole story:\n  nightbell calls show {call}'

const incidentText = (first: string, ...middle: string[]) =>
  [
    first,
    '',
    'Property  {property}',
    'What      {what}',
    'Since     {since}',
    'Caller    {caller}',
    ...middle,
    '',
    '{statement}',
    '',
    STORY,
  ].join('\n')

/** A line whose holes are all empty is left out. */
export const NOTICE_WORDS: Readonly<Record<WordedEvent, NoticeWords>> = {
  opened: {
    subject: '[{property}] Urgent: {what}',
    text: incidentText('A caller needs help, and the people on call are being rung.', 'Now       {state}'),
    sms: '{box}, {property}: {what}, caller {number}. The people on call are being rung.',
  },
  acknowledged: {
    subject: '[{property}] {who} has it: {what}',
    text: incidentText('{who} has taken this on.', 'Taken     {when}', 'Now       {state}'),
    sms: '{box}, {property}: {who} has it: {what}, caller {number}.',
  },
  late: {
    subject: '[{property}] LATE, nobody has it: {what}',
    text: incidentText(
      'A caller needs help, and nobody has taken it on within {target} of the call.',
      'Called    {called}',
      'Now       {state}',
    ),
    sms: '{box}, {property}, LATE: nobody has {what} within {target}, caller {number}, called {called}. Now: {state}.',
  },
  unreached: {
    subject: '[{property}] URGENT, nobody could be reached: {what}',
    text: incidentText(
      'A caller needs help and nobody on call could be reached.',
      'Tried     {passes} through the whole ladder',
      '',
      '{now}',
    ),
    sms: '{box}, {property}, URGENT: nobody could be reached for {what}, caller {number}, since {clock}. Please see to it.',
  },
  resolved: {
    subject: '[{property}] Resolved: {what}',
    text: incidentText('This is resolved.', 'Resolved  {when}', 'By        {who}', 'Now       {state}'),
    sms: '{box}, {property}: {what} is resolved, caller {number}.',
  },
  storm: {
    subject: '[{property}] Many callers at once: {what}',
    text: incidentText(
      'Many residents are calling about the same. They are one incident now, and the people on call are rung once.',
      'Now       {state}',
      '',
      'A notice that callers hear first can be recorded at the phone desk.',
    ),
    sms: '{box}, {property}: many callers at once: {what}, since {clock}. Now: {state}.',
  },
  message: {
    subject: '[{property}] Message from {number}, {length}',
    text: [
      'A caller left a message for {mailbox}.',
      '',
      'Property  {property}',
      'When      {when}',
      'Caller    {caller}',
      'Length    {length}',
      'Mailbox   {mailbox}',
      '',
      '{audio}',
      '',
      'When it has been dealt with, somebody at the box says so with:',
      '  nightbell messages done {message}',
    ].join('\n'),
    sms: '{box}, {property}: a message of {length} from {number} for {mailbox}.',
  },
  missed: {
    subject: '[{property}] Missed call from {number}',
    text: [
      'Somebody called, said nothing, and hung up after {waited}.',
      '',
      'Property  {property}',
      'When      {when}',
      'Caller    {caller}',
      'Line      {line}',
      '',
      STORY,
    ].join('\n'),
    sms: '{box}, {property}: missed call from {number}.',
  },
  'missed-many': {
    subject: '[{property}] {count} missed calls within {span}',
    text: [
      'Callers hung up without saying anything, {count} times within {span}. This tells of all of them.',
      '',
      'Property  {property}',
      'The last  {when}',
      'Caller    {caller}',
      'Line      {line}',
      '',
      'All of them:\n  nightbell calls list --property {id}',
    ].join('\n'),
    sms: '{box}, {property}: {count} missed calls within {span}, the last at {clock} from {number}.',
  },
  emergency: {
    subject: '[{property}] {dialled} DIALLED at {phone}: {state}',
    text: [
      'Somebody dialled {dialled} at an office telephone.',
      '',
      'Property   {property}',
      'Telephone  {phone}',
      'When       {when}',
      'Now        {state}',
      '',
      '{advice}',
    ].join('\n'),
    sms: '{box}, {property}: {dialled} was DIALLED at the telephone {phone}, {clock}. Now: {state}. {advice}',
  },
  'emergency-test': {
    subject: '[{property}] Test of emergency calls at {phone}: {state}',
    text: [
      'Somebody dialled {dialled} at an office telephone, to try emergency calls out. This is no emergency.',
      '',
      'Property   {property}',
      'Telephone  {phone}',
      'When       {when}',
      'Now        {state}',
    ].join('\n'),
    sms: '{box}, {property}: a test of emergency calls ({dialled}) at the telephone {phone}, {clock}. Now: {state}.',
  },
  trunk: {
    subject: '[{box}] Trunk {trunk} {state}',
    text: [
      'Trunk {trunk} {state}.',
      '',
      'Since       {since}',
      'Until       {until}',
      'Reason      {reason}',
      'Properties  {properties}',
      '',
      '{advice}',
      '',
      'How it is now, and what was said over it:',
      '  nightbell trunks',
      '  nightbell trunks trace {trunk}',
    ].join('\n'),
    sms: '{box}: trunk {trunk} {state}. {reason}',
  },
  reminder: {
    subject: '',
    text: '',
    sms: '{box}, {property}: {what}, yours since {taken}, caller {number}. What became of it? {answer}',
  },
  'added-words': {
    subject: '',
    text: '',
    sms: '{box}, {property}: {what}, yours since {taken}: {more}. {hear}',
  },
  digest: {
    subject: '[{property}] {urgent}{calls}, {waiting} waiting',
    text: '{property}\n{from} to {until}\n\n{exceptions}\n\n{summary}\n\n{incidents}\n\n{messages}\n\n{list}\n\n{more}\n\n{anchor}',
    sms: '',
  },
}

const INCIDENT_HOLES = ['what', 'since', 'clock', 'state', 'now', 'passes', 'who', 'owner', 'statement', 'call', 'incident']
const CALLER_HOLES = ['caller', 'number', 'when']

const OF_INCIDENT = ['box', 'property', ...CALLER_HOLES, ...INCIDENT_HOLES]

const OF_EMERGENCY = ['box', 'property', 'phone', 'dialled', 'when', 'clock', 'state', 'advice']

/** What each event can fill in. */
export const NOTICE_HOLES: Readonly<Record<WordedEvent, readonly string[]>> = {
  opened: OF_INCIDENT,
  acknowledged: OF_INCIDENT,
  unreached: OF_INCIDENT,
  resolved: OF_INCIDENT,
  storm: OF_INCIDENT,
  late: [...OF_INCIDENT, 'target', 'called'],
  reminder: [...OF_INCIDENT, 'taken', 'answer'],
  'added-words': [...OF_INCIDENT, 'taken', 'more', 'hear'],
  message: ['box', 'property', ...CALLER_HOLES, 'length', 'mailbox', 'audio', 'message', 'call'],
  missed: ['box', 'property', ...CALLER_HOLES, 'waited', 'line', 'call'],
  'missed-many': ['box', 'property', 'id', 'count', 'span', 'clock', ...CALLER_HOLES, 'line', 'call'],
  emergency: OF_EMERGENCY,
  'emergency-test': OF_EMERGENCY,
  trunk: ['box', 'property', 'trunk', 'state', 'since', 'until', 'reason', 'properties', 'advice'],
  digest: [
    ...['box', 'property', 'from', 'until', 'urgent', 'calls', 'waiting'],
    ...['exceptions', 'summary', 'incidents', 'messages', 'list', 'more', 'anchor'],
  ],
}

/** The holes that a text has. */
export function holesIn(text: string): string[] {
  return [...text.matchAll(/\{([\w-]*)\}/g)].map(match => match[1] ?? '')
}

/** The text with its holes filled; null when it has one that nothing fills. */
export function filled(text: string, values: Readonly<Record<string, string>>): string | null {
  const known = (hole: string) => Object.hasOwn(values, hole)
  if (!holesIn(text).every(known)) return null
  const lines = text.split('\n').flatMap(line => {
    const holes = holesIn(line)
    if (holes.length > 0 && holes.every(hole => values[hole] === '')) return []
    return [line.replaceAll(/\{([\w-]*)\}/g, (_, hole: string) => values[hole] ?? '').trimEnd()]
  })
  return lines
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
}
