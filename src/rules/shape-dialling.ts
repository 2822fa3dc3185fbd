// The shape of `box: dialling:`, which says what callers may be called back. Part of shapes.ts; texts in, what they mean out, no defaults.
import { parseBeginning } from './parse-number.ts'
import { parseCount } from './parse-text.ts'
import { oneOrMany, parsed, strict } from './shape-parts.ts'

const caps = {
  'at-once': parsed(value => parseCount(value, 1, 1000)).optional(),
  'per-hour': parsed(value => parseCount(value, 1, 100_000)).optional(),
}

export const diallingShape = strict({
  countries: oneOrMany(parsed(parseBeginning)).optional(),
  refuse: oneOrMany(parsed(parseBeginning)).optional(),
  ...caps,
})

/** `dialling:` of a property. */
export const propertyDiallingShape = strict(caps)
