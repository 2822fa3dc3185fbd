// Loads the rules in a thread of its own, so that the daemon's main thread never compiles. Started by load-aside.ts, which ends it when it
// takes too long; so that this can be told with a place, the thread keeps writing down where it is.
import { parentPort, workerData } from 'node:worker_threads'
import { textPieces } from '../core/plan/text-pieces.ts'
import { compileTexts } from './load.ts'
import { canonicalJson } from './plan-hash.ts'
import { piecesOf } from './plan-pieces.ts'
import { readRuleTexts } from './rule-texts.ts'

const { directory, progress } = workerData as { readonly directory: string; readonly progress: SharedArrayBuffer }
const begun = performance.now()
const reached = new Int32Array(progress)
const texts = readRuleTexts(directory)
const names = [...texts.files.keys()]
const numbers = new Map(names.map((file, nth) => [file, nth]))
parentPort?.postMessage({ files: names })
const rules = compileTexts(texts, {
  elapsed: () => performance.now() - begun,
  heard({ file, line, column }) {
    reached[0] = numbers.get(file) ?? 0
    reached[1] = line
    reached[2] = column
  },
})
parentPort?.postMessage(
  rules.ok
    ? {
        ...{ ok: true, hash: rules.hash, pieces: piecesOf(rules.plan), sources: rules.sources },
        texts: { plan: textPieces(canonicalJson(rules.plan)), sources: textPieces(JSON.stringify(rules.sources)) },
      }
    : { ok: false, problems: rules.problems },
)
