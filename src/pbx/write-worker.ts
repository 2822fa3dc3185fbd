// Renders Asterisk's files for a plan and writes those that changed, in a thread of its own. Started by apply.ts.
import { parentPort, workerData } from 'node:worker_threads'
import type { Plan } from '../core/plan/plan.ts'
import type { Connection } from './connection.ts'
import { renderPbx } from './render.ts'
import { secretOf } from './secrets.ts'
import { settingsOfPlan } from './settings-of-plan.ts'
import { writePbx } from './write.ts'

export interface WriteWork {
  /** JSON of the plan, in pieces: texts are handed to a thread at once, a large object is not. */
  readonly plan: readonly string[]
  readonly directory: string
  readonly connection: Connection
  readonly env: Readonly<Record<string, string | undefined>>
}

const { plan, directory, connection, env } = workerData as WriteWork
const { rendered, ari, sounds, spool } = connection
if (rendered === undefined) throw new Error('the connection file is older than this Nightbell: run "nightbell render" again')
const { places, ...addresses } = rendered
const place = {
  directory,
  ...addresses,
  ari: { user: ari.user, password: ari.password },
  soundsDirectory: sounds,
  spoolDirectory: spool,
}
const settings = settingsOfPlan(JSON.parse(plan.join('')) as Plan, place, reference => secretOf(reference, env))
parentPort?.postMessage(writePbx(directory, renderPbx(settings, places)))
