// The shape of `failsafe:`: a number or a person, a list of them, or a map that also says how they are rung. Part of shapes.ts; texts in,
// what they mean out, no defaults.
import { z } from 'zod'
import type { FailsafeEntry } from '../core/plan/failsafe-ladder.ts'
import type { Seconds } from '../core/world/ids.ts'
import { parseNumber } from './parse-number.ts'
import { type Parsed, parseCount, parseDuration } from './parse-text.ts'
import { NAME, oneOrMany, parsed, strict } from './shape-parts.ts'

/** A name is a person's; everything else is to be a telephone number. */
function parseEntry(text: string): Parsed<FailsafeEntry> {
  if (NAME.test(text)) return { ok: true, value: { kind: 'person', id: text } }
  const number = parseNumber(text)
  return number.ok ? { ok: true, value: { kind: 'number', number: number.value } } : number
}

const entry = parsed(parseEntry)
const short = (who: FailsafeEntry[]): { who: FailsafeEntry[]; ring?: Seconds; passes?: number } => ({ who })

export const failsafeShape = z.union([
  entry.transform(one => short([one])),
  z.array(entry).min(1).transform(short),
  strict({
    who: oneOrMany(entry),
    ring: parsed(value => parseDuration(value, 5, 120)).optional(),
    passes: parsed(value => parseCount(value, 1, 10)).optional(),
  }),
])

export type FailsafeRules = z.output<typeof failsafeShape>
