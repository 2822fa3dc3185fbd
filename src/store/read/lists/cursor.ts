// Where a row stands in a sorted list: its value and its number. A list goes on after it, whatever
// came or went meanwhile. What a person hands back is checked: it must be of this list and sort.
import { hash } from 'node:crypto'
import type { ListName, Way } from './filter.ts'

export interface Place {
  /** Null stands behind all values. */
  readonly value: number | null
  /** Tells apart what has the same value. */
  readonly row: number
}

export interface Order {
  readonly list: ListName
  readonly sort: string
  readonly way: Way
}

export function cursorOf({ list, sort, way }: Order, { value, row }: Place): string {
  const body = JSON.stringify([list, sort, way, value, row])
  return Buffer.from(`${checkOf(body)}${body}`).toString('base64url')
}

/** Null when it is none: cut short, mistyped, or made by somebody else. */
export function readCursor(cursor: string): (Order & Place) | null {
  if (!/^[\w-]{1,400}$/.test(cursor)) return null
  const text = Buffer.from(cursor, 'base64url').toString()
  const body = text.slice(CHECK)
  if (text.slice(0, CHECK) !== checkOf(body)) return null
  const read = parsed(body)
  if (!Array.isArray(read)) return null
  const [list, sort, way, value, row] = read as unknown[]
  if (typeof list !== 'string' || typeof sort !== 'string' || (way !== 'asc' && way !== 'desc')) return null
  if (!Number.isSafeInteger(row) || (value !== null && !Number.isSafeInteger(value))) return null
  return { list: list as ListName, sort, way, value: value as number | null, row: row as number }
}

const CHECK = 6

function checkOf(body: string): string {
  return hash('sha256', body, 'hex').slice(0, CHECK)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
