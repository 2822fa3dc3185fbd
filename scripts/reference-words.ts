// The words that the notes of the keys share: kinds of values, and what holds without them. For
// reference-notes.ts and its parts.
import { durationText } from '../src/rules/parse-text.ts'
import { DEFAULTS } from '../src/rules/rule-defaults.ts'

export type Note = readonly [meaning: string, kind: string, without: string, example: string]

export const seconds = (value: number) => durationText(value)
export const D = DEFAULTS
export const NONE = 'none'
export const BOX = 'the box’s'
export const DURATION = 'duration'
export const KEPT = `never, or ${DURATION}, 1d–3650d`
export const NUMBER = 'telephone number'
export const RUNG_ALONE = 'person or number, or list'
export const PEOPLE = 'person or list'
export const WHO = 'target or list'
export const YES = 'yes or no'
export const TIME = 'local time'
export const SECRET = 'env:NAME or file:/path'
export const ASK = 'name'
export const REPORT_TIME = '07:00, monday 07:00 or day 1 07:00'
export const REPORT_KIND = 'kind of report'
export const REPORT_SPAN = 'as `at`: day, week or month'
