// The texts of all rule files, once they hold still: a directory that is being switched or copied shows half of the old and half of the new.
// Two looks, a moment apart, must be equal. Also says what a look saw, in one word, for whoever watches. Blocks: for worker threads only.
import { createHash } from 'node:crypto'
import { type RuleTexts, readRuleTexts } from './rule-texts.ts'

const BETWEEN_MS = 100
const MOST_LOOKS = 20

export type OfStillTexts<T> =
  | { readonly restless: false; readonly seen: string; readonly made: T }
  /** They went on changing for as long as anybody waited. */
  | { readonly restless: true; readonly seen: string }

/**
 * What `make` makes of the texts. It begins after the first look, while the moment passes: that is
 * thrown away when the second look sees something else.
 */
export function ofStillTexts<T>(
  directory: string,
  make: (texts: RuleTexts) => T,
  read: (directory: string) => RuleTexts = readRuleTexts,
): OfStillTexts<T> {
  const texts = read(directory)
  let seen = fingerprint(texts)
  const begun = performance.now()
  const early = make(texts)
  pause(BETWEEN_MS - (performance.now() - begun))
  for (let n = 1; n < MOST_LOOKS; n++) {
    const again = read(directory)
    const now = fingerprint(again)
    if (now === seen) return { restless: false, seen, made: n === 1 ? early : make(again) }
    seen = now
    pause(BETWEEN_MS)
  }
  return { restless: true, seen }
}

function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Math.max(0, ms))
}

/** Of names and contents: whatever was done to the directory, this is what the rules are made from. */
export function fingerprint({ files, problems }: RuleTexts): string {
  const hash = createHash('sha256')
  for (const [name, text] of files) hash.update(`${name}\n${text.length}\n${text}\n`)
  return hash.update(JSON.stringify(problems)).digest('hex')
}
