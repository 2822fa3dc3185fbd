// A caller is found by any spelling of their number, by a part of it, by a part of their name, or
// as one who withheld it. Who was erased is found by nothing.
import { type RawBuilder, sql } from 'kysely'
import { soughtDigits, userOf } from '../../follow/caller-digits.ts'
import { folded } from '../../follow/text-words.ts'
import type { Stored } from '../stored.ts'
import { type Condition, rows } from './ask.ts'
import type { CallerSought } from './filter.ts'

const WITHHELD = /^(withheld|anonymous|private|unknown|unavailable)$/i
/** No name is longer; SQLite refuses longer patterns. */
const LONGEST = 200
/** A whole number of North America has ten; what has more is looked up first. */
const WHOLE = 10

export function soughtCaller(written: string): CallerSought | null {
  const text = written.trim()
  if (text === '') return null
  if (WITHHELD.test(userOf(text).trim())) return 'withheld'
  const digits = soughtDigits(text)
  if (digits !== null) return { digits }
  const name = folded(text)
  return name === '' || name.length > LONGEST ? null : { name }
}

/** Of a list whose rows belong to the call in this column. */
export function ofCaller(key: string, callOf: string) {
  return (sought: CallerSought, from: Stored): Condition & { readonly ids: RawBuilder<unknown> } => {
    const is = isCaller(sought, from)
    return {
      where: sql`EXISTS (SELECT 1 FROM caller WHERE caller.call = ${sql.ref(callOf)} AND ${is})`,
      ids: key === callOf ? sql`SELECT call AS id FROM caller WHERE ${is}` : idsOf(key, callOf, is),
    }
  }
}

function idsOf(key: string, callOf: string, is: ReturnType<typeof isCaller>) {
  const [table = ''] = key.split('.')
  return sql`SELECT ${sql.ref(key)} AS id FROM ${sql.table(table)}
    WHERE ${sql.ref(callOf)} IN (SELECT call FROM caller WHERE ${is})`
}

function isCaller(sought: CallerSought, from: Stored) {
  if (sought === 'withheld') return sql`caller.digits = ''`
  if ('name' in sought) return sql`caller.name LIKE ${`%${sought.name.replaceAll(/[\\%_]/g, '\\$&')}%`} ESCAPE '\\'`
  const { digits } = sought
  if (digits.length >= WHOLE) {
    const whole = sql`caller.digits IN (${digits}, ${`1${digits}`})`
    if (rows(from, sql`SELECT 1 FROM caller WHERE ${whole} LIMIT 1`).length > 0) return whole
  }
  return sql`instr(caller.digits, ${digits}) > 0`
}
