// Loads the rules in a thread of its own, so that the daemon's main thread never compiles. Started by load-aside.ts.
import { parentPort, workerData } from 'node:worker_threads'
import { textPieces } from '../core/plan/text-pieces.ts'
import { loadRules } from './load.ts'
import { canonicalJson } from './plan-hash.ts'
import { piecesOf } from './plan-pieces.ts'

const rules = loadRules(String(workerData))
parentPort?.postMessage(
  rules.ok
    ? {
        ...{ ok: true, hash: rules.hash, pieces: piecesOf(rules.plan), sources: rules.sources },
        texts: { plan: textPieces(canonicalJson(rules.plan)), sources: textPieces(JSON.stringify(rules.sources)) },
      }
    : { ok: false, problems: rules.problems },
)
