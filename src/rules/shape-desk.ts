// The shape of the phone desk that staff dial, under `box: desk:`. Part of shapes.ts; texts in, what they mean out, no defaults.
import { parseNumber } from './parse-number.ts'
import { type Parsed, parseCount, parseDuration } from './parse-text.ts'
import { names, oneOrMany, parsed, strict } from './shape-parts.ts'

export const deskShape = strict({
  lines: oneOrMany(parsed(parseNumber)).optional(),
  code: parsed(parseCode).optional(),
  'trusted-trunks': names.optional(),
  tries: parsed(value => parseCount(value, 1, 10)).optional(),
  lock: parsed(value => parseDuration(value, 60, 24 * 3600)).optional(),
})

/** Digits alone could be an emergency number, or the beginning of one. */
function parseCode(text: string): Parsed<string> {
  if (/^\*\d{1,4}$/.test(text)) return { ok: true, value: text }
  const hint = /^\d{1,4}$/.test(text) ? `write "*${text}"` : undefined
  return {
    ok: false,
    message: `\`${text}\` cannot be dialled as a code`,
    expected: 'a star and one to four digits, such as "*1"',
    hint,
  }
}
