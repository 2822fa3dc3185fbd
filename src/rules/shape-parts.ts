// The building blocks of shapes.ts: strict objects that know their keys, texts by language, lists, hours, holidays.
// An issue may carry `expected`, `hint`, `at: 'key'` and `unless` (keys beside it, or below one: `register.password`; were one of them wrong, it is only an echo) in its
// params; `wrong` names the part of the text that is wrong, and `standIn` is what stands there until it is mended, so that the rest of its entry
// is looked at. shape-problems.ts turns it into a Problem.
import { z } from 'zod'
import type { Observed, SpecialDay, Weekday, Window, YearlyRule } from '../core/plan/plan.ts'
import type { Seconds } from '../core/world/ids.ts'
import { parseHoliday, parseObserved } from './parse-holiday.ts'
import { type PartWeek, parseDays, parseWindows } from './parse-hours.ts'
import { type Parsed, parseDuration, parseLocalEnd, parseLocalTime } from './parse-text.ts'

export const NAME = /^[a-z][a-z0-9-]{0,39}$/

/** What a text would be as a name: `Ben Cole` is `ben-cole`. */
export function simpleName(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[-0-9]+|-+$/g, '')
}

/** The keys a strict object allows, told to shape-problems.ts through the message of an unknown key's issue. */
export const ALLOWED = 'allowed keys: '
/** What may stand in the place of a word besides, told in the same way. */
export const FORM = 'or else: '

export function strict<S extends z.ZodRawShape>(shape: S) {
  return z.strictObject(shape, {
    error: issue => (issue.code === 'unrecognized_keys' ? ALLOWED + Object.keys(shape).join(' ') : undefined),
  })
}

/** An object with `from` and `to`, half-open, which must not be empty. Both are ISO texts, so they compare as texts. */
export function spanned<S extends z.ZodRawShape & { from: z.ZodType<string>; to: z.ZodType<string> }>(shape: S) {
  return strict(shape).superRefine((given, ctx) => {
    const { from, to } = given as { from: string; to: string }
    if (from < to) return
    const message = from === to ? 'this ends when it begins' : 'this ends before it begins'
    ctx.addIssue({ code: 'custom', path: ['to'], message, params: { expected: `a time after ${from.replace('T', ' ')}` } })
  })
}

export function parsed<T>(parse: (text: string) => Parsed<T>) {
  return z.string().transform((given, ctx): T => {
    const result = parse(given.trim())
    if (result.ok) return result.value
    const { message, ok: _, ...params } = result
    ctx.addIssue({ code: 'custom', message, params })
    return z.NEVER
  })
}

/** A duration, or `never`. */
export function durationOrNever(least: Seconds, most: Seconds) {
  const duration = parsed(given => {
    const read = parseDuration(given, least, most)
    return read.ok ? read : { ...read, expected: `${read.expected}, or never` }
  })
  return z.union([duration, z.enum(['never'])])
}

/** A text that says something. */
export const word = parsed(given =>
  given === '' ? { ok: false, message: 'this text is empty' } : { ok: true, value: given.replaceAll(/\s+/g, ' ') },
)

/** Spoken words: one text, or one for each language. */
export const text = z.union([word, z.record(z.string(), word)])

/** `a`, or `[a, b]`. */
export function oneOrMany<T extends z.ZodType>(each: T) {
  return z.union([each.transform(one => [one]), z.array(each).min(1)]) as unknown as z.ZodType<
    z.output<T>[],
    z.input<T> | z.input<T>[]
  >
}

export const names = oneOrMany(word)

/** A map whose keys follow a pattern. */
export function keyed<T extends z.ZodType>(each: T, pattern: RegExp, expected: string) {
  return z.record(z.string(), each).superRefine((map, ctx) => {
    for (const key of Object.keys(map)) {
      if (!pattern.test(key))
        ctx.addIssue({ code: 'custom', path: [key], message: `\`${key}\` cannot stand here`, params: { expected, at: 'key' } })
    }
    if (Object.keys(map).length === 0) ctx.addIssue({ code: 'custom', message: 'nothing is written here', params: { expected } })
  })
}

const windowTexts = z.union([z.string().transform(one => [one]), z.array(z.string()).min(1)])
const windows = windowTexts.transform((given, ctx): readonly Window[] => {
  const result = parseWindows(given)
  if (result.ok) return result.value
  const { message, ok: _, ...params } = result
  ctx.addIssue({ code: 'custom', message, params })
  return z.NEVER
})

export const hours = z.record(z.string(), windows).transform((given, ctx): PartWeek => {
  const week: Partial<Record<Weekday, readonly Window[]>> = {}
  for (const [key, own] of Object.entries(given)) {
    const days = parseDays(key)
    if (!days.ok) {
      ctx.addIssue({
        code: 'custom',
        path: [key],
        message: days.message,
        params: { expected: days.expected, hint: days.hint, at: 'key' },
      })
      continue
    }
    for (const day of days.value) {
      if (week[day])
        ctx.addIssue({ code: 'custom', path: [key], message: `the hours of \`${day}\` are written twice`, params: { at: 'key' } })
      week[day] = own
    }
  }
  return week
})

/** By the key of parseHoliday. */
export type Holidays = Readonly<
  Record<string, SpecialDay & { readonly yearly: YearlyRule | null; readonly observed?: Observed | undefined }>
>

const holiday = z.union([
  word.transform(name => ({ name, hours: [] as readonly Window[], observed: null })),
  strict({ name: word, hours: windows.optional(), observed: parsed(parseObserved).optional() }),
])
export const holidays = z.record(z.string(), holiday).transform((given, ctx): Holidays => {
  const days: Record<string, Holidays[string]> = {}
  for (const [key, own] of Object.entries(given)) {
    const when = parseHoliday(key)
    const twice = when.ok && days[when.value.key]
    if (!when.ok || twice) {
      const message = when.ok ? `\`${key}\` is written twice, in other words` : when.message
      const params = { ...(when.ok ? {} : { expected: when.expected, hint: when.hint }), at: 'key' }
      ctx.addIssue({ code: 'custom', path: [key], message, params })
      continue
    }
    const { key: id, yearly } = when.value
    if (own.observed && !(yearly && 'day' in yearly)) {
      const message = yearly ? 'this day is never moved: its weekday is fixed' : 'a single date is not moved'
      const params = { expected: '`observed` on a day of every year, such as December 25', at: 'key' }
      ctx.addIssue({ code: 'custom', path: [key, 'observed'], message, params })
    }
    days[id] = { name: own.name, windows: own.hours ?? [], yearly, ...(own.observed ? { observed: own.observed } : {}) }
  }
  return days
})

export const localTime = parsed(parseLocalTime)
/** Where something ends that does not hold `to` itself. */
export const localEnd = parsed(parseLocalEnd)
export const closures = z.array(spanned({ from: localTime, to: localEnd, name: word })).min(1)
