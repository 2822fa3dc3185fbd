// Loads the rules in a thread of its own, so that the daemon's main thread never compiles. Started by load-aside.ts, which ends it when it
// takes too long; so that this can be told with a place, the thread keeps writing down where it is.
import { relative } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { textPieces } from '../core/plan/text-pieces.ts'
import { openKeptPieces } from './kept-pieces.ts'
import { type Compiled, compileTexts } from './load.ts'
import { piecesOf, textsOf } from './plan-pieces.ts'
import { problemAt } from './problem.ts'
import type { RuleTexts } from './rule-texts.ts'
import { ofStillTexts } from './still-texts.ts'

interface LoadWork {
  readonly directory: string
  readonly progress: SharedArrayBuffer
  readonly pieces?: string
}

const { directory, progress, pieces } = workerData as LoadWork
const reached = new Int32Array(progress)
const before = pieces === undefined ? null : openKeptPieces(pieces)

function compiled(texts: RuleTexts): Compiled {
  const begun = performance.now()
  const names = [...texts.files.keys()]
  const numbers = new Map(names.map((file, nth) => [file, nth]))
  parentPort?.postMessage({ files: names })
  return compileTexts(texts, {
    ...(before === null ? {} : { kept: before.kept }),
    elapsed: () => performance.now() - begun,
    heard({ file, line, column }) {
      reached[0] = numbers.get(file) ?? 0
      reached[1] = line
      reached[2] = column
    },
  })
}

/**
 * By the names that the files have in the configuration directory: the journal keeps them, and is
 * read where nobody knows how that was named at the start.
 */
function byName(files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const entries = Object.entries(files)
  return Object.fromEntries(entries.map(([file, text]) => [relative(directory, file), text]))
}

const still = ofStillTexts(directory, compiled)
const { seen } = still
if (still.restless) {
  const problem = problemAt({ file: directory, line: 1, column: 1 }, 'error', 'the files go on changing while they are read')
  parentPort?.postMessage({ ok: false, problems: [problem], seen })
} else {
  const rules = still.made
  if (rules.ok) {
    // In small messages: the main thread takes each in a moment, and no large buffer is made for them.
    const pieces = piecesOf(rules.plan)
    for (const piece of pieces) parentPort?.postMessage({ piece })
    for (const text of textsOf(pieces).flatMap(textPieces)) parentPort?.postMessage({ text, of: 'plan' })
    const sources = byName(rules.sources)
    const texts = textPieces(JSON.stringify(sources))
    for (const text of texts) parentPort?.postMessage({ text, of: 'sources' })
    parentPort?.postMessage({ ok: true, hash: rules.hash, sources, seen })
  } else parentPort?.postMessage({ ok: false, problems: rules.problems, seen })
  // Whoever waits has the answer.
  before?.keep()
}
