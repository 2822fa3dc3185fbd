// A process that has the history open and has answered before, as the followers' thread has it: how
// long each question takes. Started by log.ts with the history's directory; prints JSON.
import { join } from 'node:path'
import { JOURNAL_FILE } from '../../src/store/journal/journal.ts'
import { openReader } from '../../src/store/read/reader.ts'
import { QUESTIONS } from './questions.ts'
import { samplesOf } from './samples.ts'

/** By the name of the question: how long each asker waited, ms. */
export type Warm = Readonly<Record<string, readonly number[]>>

const WARM_UP = 5

function measure(directory: string): Warm {
  const samples = samplesOf(directory)
  const reader = openReader(join(directory, JOURNAL_FILE))
  const took: Record<string, number[]> = {}
  for (const { name, ask, leastFactsASecond } of QUESTIONS) {
    if (ask === undefined) continue
    const askers = leastFactsASecond === undefined ? [...samples.slice(0, WARM_UP), ...samples] : samples.slice(0, 1)
    const each = askers.map(sample => {
      const began = performance.now()
      ask(reader, sample)
      return performance.now() - began
    })
    took[name] = each.length > WARM_UP ? each.slice(WARM_UP) : each
  }
  reader.close()
  return took
}

const [directory] = process.argv.slice(2)
if (directory !== undefined) console.log(JSON.stringify(measure(directory)))
