// Takes the fields that can identify a person out of inputs and facts, and puts them back for those
// who may read them. In the public JSON stands {"$private": n}, n counting within the turn. Erasing
// forgets body and salt and keeps the digest, so that the chain stays verifiable and nobody can
// guess the number from its digest.
import { hash, randomBytes } from 'node:crypto'
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
   * The JSON of a value without its private fields; `also`: and without this one. The same value of
   * the same stream is kept once.
   */
  publicJson(value: unknown, stream: string | null, also?: 'digit'): string
}

/**
 * Finds fields in JSON. They are texts. Within a JSON text a quote that belongs to a value is
 * escaped: nothing that a caller says can look like this.
 */
function textsOf(fields: readonly string[]): RegExp {
  return new RegExp(`"(${fields.join('|')})":("(?:[^"\\\\]|\\\\.)*")`, 'g')
}

const EVERY_PRIVATE = textsOf(PRIVATE_FIELDS)
const AND_DIGIT = textsOf([...PRIVATE_FIELDS, 'digit'])

/** The same JSON with every private text masked. */
export function withoutPrivate(json: string): string {
  return json.replace(EVERY_PRIVATE, '"$1":"$private"')
}

export function partsOfTurn(): PartsOfTurn {
  const parts: PrivatePart[] = []
  /** `body`: the value as JSON. */
  function keep(body: string, stream: string | null): number {
    const known = parts.find(part => part.body === body && part.stream === stream)
    if (known) return known.n
    const salt = newSalt()
    parts.push({ n: parts.length, stream, digest: digestOf(salt, body), salt, body })
    return parts.length - 1
  }
  return {
    parts,
    publicJson(value, stream, also) {
      const fields = also === undefined ? EVERY_PRIVATE : AND_DIGIT
      const pointer = (_: string, field: string, body: string) => `"${field}":{"$private":${keep(body, stream)}}`
      return JSON.stringify(value).replace(fields, pointer)
    },
  }
}

export function digestOf(salt: Buffer, body: string): string {
  return hash('sha256', Buffer.concat([salt, Buffer.from(body)]), 'base64url')
}

const SALT_BYTES = 16
/** Asked of the system many at a time. */
let salts = Buffer.alloc(0)

function newSalt(): Buffer {
  if (salts.length === 0) salts = randomBytes(64 * SALT_BYTES)
  const salt = salts.subarray(0, SALT_BYTES)
  salts = salts.subarray(SALT_BYTES)
  return salt
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
