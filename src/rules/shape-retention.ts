// The shape of how long recordings and callers are kept, by kind. Part of shapes.ts; texts in, what they mean out, no defaults.
import type { z } from 'zod'
import { durationOrNever, strict } from './shape-parts.ts'

/** A day at least, so that whoever has dealt with a message can hear it again; ten years at most. */
const kept = durationOrNever(86_400, 3650 * 86_400).optional()

export const retentionShape = strict({ messages: kept, statements: kept, talks: kept, callers: kept })

export type RetentionRules = z.output<typeof retentionShape>
