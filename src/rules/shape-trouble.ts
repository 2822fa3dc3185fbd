// The shapes of what makes two callers one trouble (`same-trouble` of a category, `storm` of a property), of how soon somebody is to have it
// (`target`), and of how an owner is reminded. Part of shapes.ts.
import { z } from 'zod'
import type { Seconds } from '../core/world/ids.ts'
import { type Parsed, parseCount, parseDuration } from './parse-text.ts'
import { durationOrNever, parsed, strict, text, word } from './shape-parts.ts'

const sameTrouble = z.enum(['property', 'caller', 'never'])

/** How soon after the call somebody is to have an urgent matter. */
export const targetShape = durationOrNever(30, 24 * 3600)

interface AlsoSaid {
  readonly sameTrouble?: z.output<typeof sameTrouble>
  readonly target?: z.output<typeof targetShape>
  readonly long: boolean
}

function onlyWords<Say>(say: Say): { say: Say } & AlsoSaid {
  return { say, long: false }
}

/** Spoken words, alone or with more about the category. `say` is no language. */
export const categoryShape = z.union([
  word.transform(onlyWords),
  strict({ say: text, 'same-trouble': sameTrouble.optional(), target: targetShape.optional() }).transform(
    ({ say, 'same-trouble': same, target }) => ({
      say,
      ...(same === undefined ? {} : { sameTrouble: same }),
      ...(target === undefined ? {} : { target }),
      long: true,
    }),
  ),
  z.record(z.string().regex(/^(?!say$|same-trouble$|target$)/), word).transform(onlyWords),
])

export const stormShape = z.union([
  parsed((value): Parsed<'never'> => {
    if (value === 'never') return { ok: true, value }
    return { ok: false, message: `\`${value}\` is no storm`, expected: '`{ callers: 5, within: 10m }`, or `never`' }
  }),
  strict({
    callers: parsed(value => parseCount(value, 2, 500)).optional(),
    within: parsed(value => parseDuration(value, 60, 6 * 3600)).optional(),
  }),
])

const after = parsed(parseAfter)

function parseAfter(value: string): Parsed<Seconds> {
  return parseDuration(value, 60, 12 * 3600)
}

/** How long after the keypress, and by what. */
export const reminderShape = z.union([
  parsed((value): Parsed<'never' | { after: Seconds; by?: 'sms' | 'call' }> => {
    if (value === 'never') return { ok: true, value }
    const given = parseAfter(value)
    return given.ok ? { ok: true, value: { after: given.value } } : given
  }),
  strict({ after: after.optional(), by: z.enum(['sms', 'call']).optional() }),
])

export type CategoryRules = z.output<typeof categoryShape>
