// The shape of `box: dialling:`, which says what callers may be called back. Part of shapes.ts; texts in, what they mean out, no defaults.
import { parseBeginning } from './parse-text.ts'
import { oneOrMany, parsed, strict } from './shape-parts.ts'

export const diallingShape = strict({
  countries: oneOrMany(parsed(parseBeginning)).optional(),
  refuse: oneOrMany(parsed(parseBeginning)).optional(),
})
