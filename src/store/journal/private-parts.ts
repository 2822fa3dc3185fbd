// Takes the fields that can identify a person out of inputs and facts, and puts them back for those
// who may read them. In the public JSON stands {"$private": n}, n counting within the turn. Erasing
// forgets body and salt and keeps the digest, so that the chain stays verifiable and nobody can
// guess the number from its digest.
import { createHash, randomBytes } from 'node:crypto'
import { PRIVATE_FIELDS } from '../../core/world/facts.ts'

export interface PrivatePart {
  readonly n: number
  readonly stream: string | null
  readonly digest: string
  readonly salt: Buffer | null
  readonly body: string | null
}

/** Collects the private parts of one turn while its public JSON is made. */
export interface PartsOfTurn {
  readonly parts: readonly PrivatePart[]
  /**
   * The JSON of a value without its private fields, and without the field `also`. The same value of
   * the same stream is kept once.
   */
  publicJson(value: unknown, stream: string | null, also?: string): string
}

const privateFields = new Set(PRIVATE_FIELDS)
const NAMED = `"(${PRIVATE_FIELDS.join('|')})":`
/**
 * Within a JSON text a quote that belongs to a value is escaped: nothing that a caller says can
 * look like this.
 */
const ANY_PRIVATE = new RegExp(`${NAMED}(?!null)`)
/** Private fields are texts. */
const EVERY_PRIVATE = new RegExp(`${NAMED}"(?:[^"\\\\]|\\\\.)*"`, 'g')

/** Whether there is something to be taken out of this JSON: most texts have nothing. */
export function mayHoldPrivate(json: string): boolean {
  return ANY_PRIVATE.test(json)
}

/** The same JSON with every private text masked. */
export function withoutPrivate(json: string): string {
  return json.replace(EVERY_PRIVATE, '"$1":"$private"')
}

export function partsOfTurn(): PartsOfTurn {
  const parts: PrivatePart[] = []
  function keep(value: unknown, stream: string | null): { $private: number } {
    const body = JSON.stringify(value)
    const known = parts.find(part => part.body === body && part.stream === stream)
    if (known) return { $private: known.n }
    const salt = randomBytes(16)
    parts.push({ n: parts.length, stream, digest: digestOf(salt, body), salt, body })
    return { $private: parts.length - 1 }
  }
  return {
    parts,
    publicJson(value, stream, also) {
      const json = JSON.stringify(value)
      if (also === undefined && !mayHoldPrivate(json)) return json
      return JSON.stringify(value, (key, field) => (isPrivate(key, field) || key === also ? keep(field, stream) : field))
    },
  }
}

export function digestOf(salt: Buffer, body: string): string {
  return createHash('sha256').update(salt).update(body).digest('hex')
}

export function isPrivate(key: string, value: unknown): boolean {
  return privateFields.has(key) && value !== null && value !== undefined
}

/** Which part of its turn this public field points at, or null when it is no pointer. */
export function partNumber(value: unknown): number | null {
  if (typeof value !== 'object' || value === null || !('$private' in value)) return null
  return typeof value.$private === 'number' ? value.$private : null
}

/**
 * Puts private fields back into a value of this turn. `erased` says what stands in for a field that
 * was erased.
 */
export function withParts(value: unknown, bodyOf: (n: number) => string | null, erased: (n: number) => unknown): unknown {
  if (Array.isArray(value)) return value.map(one => withParts(one, bodyOf, erased))
  if (typeof value !== 'object' || value === null) return value
  const n = partNumber(value)
  if (n !== null) {
    const body = bodyOf(n)
    return body === null ? erased(n) : JSON.parse(body)
  }
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, withParts(field, bodyOf, erased)]))
}
