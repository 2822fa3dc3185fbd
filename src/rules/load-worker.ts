// Loads the rules in a thread of its own, so that the daemon's main thread never compiles. Started by load-aside.ts.
import { parentPort, workerData } from 'node:worker_threads'
import { loadRules } from './load.ts'
import { canonicalJson } from './plan-hash.ts'
import { piecesOf } from './plan-pieces.ts'

const rules = loadRules(String(workerData))
parentPort?.postMessage(
  rules.ok
    ? {
        ...{ ok: true, hash: rules.hash, pieces: piecesOf(rules.plan), sources: rules.sources },
        texts: { plan: canonicalJson(rules.plan), sources: JSON.stringify(rules.sources) },
      }
    : { ok: false, problems: rules.problems },
)
