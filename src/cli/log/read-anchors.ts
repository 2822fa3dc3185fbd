// Reads anchors as people keep them: `number:hash`, a hash alone, or a file with them in it, such as
// a digest mail or what a webhook received.
import { readFileSync } from 'node:fs'
import type { GivenAnchor } from '../../store/verify/anchor.ts'
import { CliFailure, EXIT } from '../io.ts'
import { oneLine } from '../plain-text.ts'

/** A mailbox of some years. */
const MOST_BYTES = 64 << 20
const WRITTEN = /\b(\d{1,15}):([0-9a-f]{64})\b(?:\s+(\d{4}-\d\d-\d\dT[\d:.]+Z))?/g
const AS_JSON = /"seq":\s*(\d{1,15}),\s*"at":\s*"([^"]{1,40})",\s*"hash":\s*"([0-9a-f]{64})"/g

export function readAnchors(given: readonly string[]): GivenAnchor[] {
  return given.flatMap(one => {
    if (/^[0-9a-f]{64}$/.test(one)) return [{ seq: null, hash: one }]
    if (/^\d+:/.test(one)) return found(one, `--anchor ${oneLine(one, 80)}: expected a number, a colon and 64 hexadecimal digits`)
    return found(textOf(one), `there is no anchor in ${oneLine(one)}: expected lines with a turn's number, a colon and its hash`)
  })
}

function found(text: string, otherwise: string): GivenAnchor[] {
  const anchors = [
    ...[...text.matchAll(WRITTEN)].map(([, seq, hash = '', at]) => anchor(seq, hash, at)),
    ...[...text.matchAll(AS_JSON)].map(([, seq, at, hash = '']) => anchor(seq, hash, at)),
  ]
  if (anchors.length === 0) throw new CliFailure(EXIT.cannot, otherwise)
  return anchors
}

function anchor(seq: string | undefined, hash: string, at: string | undefined): GivenAnchor {
  const ms = at === undefined ? Number.NaN : Date.parse(at)
  return { seq: Number(seq), hash, ...(Number.isNaN(ms) ? {} : { at: ms }) }
}

function textOf(file: string): string {
  try {
    const text = readFileSync(file)
    if (text.length > MOST_BYTES)
      throw new CliFailure(EXIT.cannot, `${oneLine(file)} is larger than 64 MB: cut the anchors out of it`)
    return text.toString()
  } catch (error) {
    if (error instanceof CliFailure) throw error
    const why = error instanceof Error ? error.message : String(error)
    throw new CliFailure(EXIT.cannot, `--anchor ${oneLine(file)} is no anchor, and as a file it can't be read: ${oneLine(why)}`)
  }
}
