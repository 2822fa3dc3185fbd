// What the keys of mailboxes, digests and mailed reports mean. Part of reference-notes.ts.

/** What a key means, its kind, what holds without it, an example. */
export type Note = readonly [meaning: string, kind: string, without: string, example: string]

const TIME = '07:00, monday 07:00 or day 1 07:00'
const KIND = 'kind of report'
const SPAN = 'as `at`: day, week or month'
const NONE = 'none'

export const MAIL_NOTES: Readonly<Record<string, Note>> = {
  'reports.*.at': ['when it is mailed, on the clock of the box', TIME, NONE, 'day 1 07:00'],
  'reports.*.report': ['which', `${KIND} or list`, NONE, 'service'],
  'reports.*.span': ['of the whole day, week or month before', 'day, week, month', SPAN, 'month'],
  'reports.*.by': ['a column for each', 'portfolio, group, property, category', 'portfolio', 'property'],
  'reports.*.group': ['of the properties of this group only', 'group', 'all properties', 'texas'],
  'reports.*.to': ['to whom', 'mail address or list', NONE, 'kim@example.com'],
  'properties.*.reports': [
    'reports of this property that are mailed',
    'map',
    NONE,
    '{ weekly: { at: monday 07:00, report: service, to: kim@example.com } }',
  ],
  'properties.*.reports.*.at': ['when it is mailed, on the clock of the property', TIME, NONE, 'monday 07:00'],
  'properties.*.reports.*.report': ['which', `${KIND} or list`, NONE, 'service'],
  'properties.*.reports.*.span': ['of the whole day, week or month before', 'day, week, month', SPAN, 'week'],
  'properties.*.reports.*.by': ['a column for each', 'portfolio, category', 'portfolio', 'category'],
  'properties.*.reports.*.to': ['to whom', 'mail address or list', NONE, '[kim@example.com, lee@example.com]'],
  'properties.*.mailboxes': ['where messages go', 'map', 'office', '{ office: Office }'],
  'properties.*.mailboxes.*.name': ['what the mailbox is called; alone, it is the short form', 'text', NONE, 'Leasing'],
  'properties.*.mailboxes.*.mail': ['who is mailed each message', 'mail address or list', NONE, '[leasing@example.com]'],
  'properties.*.mailboxes.*.lamp': ['office telephones whose lamp is lit', 'telephone or list', NONE, '[oak-creek-desk]'],
  'properties.*.digest': ['the morning’s mail', 'map', NONE, '{ at: 07:30, mail: manager@example.com }'],
  'properties.*.digest.at': ['when', 'time of day', '07:30', '06:00'],
  'properties.*.digest.mail': ['to whom', 'mail address or list', 'nobody', 'manager@example.com'],
}
