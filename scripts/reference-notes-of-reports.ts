// What the keys of mailed reports mean. Part of reference-notes.ts.
import type { Note } from './reference-notes.ts'

const TIME = '07:00, monday 07:00 or day 1 07:00'
const KIND = 'kind of report'
const SPAN = 'as `at`: day, week or month'
const NONE = 'none'

export const REPORT_NOTES: Readonly<Record<string, Note>> = {
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
}
