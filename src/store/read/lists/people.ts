// Somebody who was rung very often is looked for row by row, and not by all that they were rung for.
import { sql } from 'kysely'
import type { Stored } from '../stored.ts'
import { FEW, rows } from './ask.ts'

export function isBusy(from: Stored, person: string): boolean {
  return rows(from, sql`SELECT 1 FROM attempt_row WHERE person = ${person} LIMIT ${FEW + 1}`).length > FEW
}
