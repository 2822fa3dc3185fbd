// The shape of the phone desk that staff dial, under `box: desk:`. Part of shapes.ts; texts in, what they mean out, no defaults.
import { parseCount, parseDuration, parseNumber } from './parse-text.ts'
import { names, oneOrMany, parsed, strict } from './shape-parts.ts'

export const deskShape = strict({
  lines: oneOrMany(parsed(parseNumber)),
  'trusted-trunks': names.optional(),
  tries: parsed(value => parseCount(value, 1, 10)).optional(),
  lock: parsed(value => parseDuration(value, 60, 24 * 3600)).optional(),
})
