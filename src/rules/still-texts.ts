// The texts of all rule files, once they hold still: a directory that is being switched or copied shows half of the old and half of the new.
// Two looks, a moment apart, must be equal. Also says what a look saw, in one word, for whoever watches. Blocks: for worker threads only.
import { createHash } from 'node:crypto'
import { type RuleTexts, readRuleTexts } from './rule-texts.ts'

const BETWEEN_MS = 100
const MOST_LOOKS = 20

export interface StillTexts {
  readonly texts: RuleTexts
  readonly seen: string
  /** They went on changing for as long as anybody waited. */
  readonly restless: boolean
}

export function stillTexts(directory: string, read: (directory: string) => RuleTexts = readRuleTexts): StillTexts {
  let texts = read(directory)
  let seen = fingerprint(texts)
  for (let n = 1; n < MOST_LOOKS; n++) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BETWEEN_MS)
    const again = read(directory)
    const now = fingerprint(again)
    if (now === seen) return { texts, seen, restless: false }
    texts = again
    seen = now
  }
  return { texts, seen, restless: true }
}

/** Of names and contents: whatever was done to the directory, this is what the rules are made from. */
export function fingerprint({ files, problems }: RuleTexts): string {
  const hash = createHash('sha256')
  for (const [name, text] of files) hash.update(`${name}\n${text.length}\n${text}\n`)
  return hash.update(JSON.stringify(problems)).digest('hex')
}
