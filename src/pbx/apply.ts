// New rules on the running Asterisk: its files are rendered again, those that changed are replaced, and only the modules that read them are
// reloaded. Calls go on. Called by wiring/rules-in-force.ts before a new plan comes into force.
import { Worker } from 'node:worker_threads'
import type { Done, Log } from '../daemon/ports.ts'
import { READ_BY, reloadFor } from './read-by.ts'
import type { WriteWork } from './write-worker.ts'

export interface ApplyNeeds {
  readonly reloadModule: (name: string) => Promise<Done>
  readonly log: Log
  /** Files whose module has not taken them yet: reloaded again, and kept here until that works. */
  readonly owed: Set<string>
}

export interface Applied {
  /** What keeps Asterisk from having everything, in words. */
  readonly troubles: readonly string[]
  /** Trying again may help. */
  readonly again: boolean
}

const EXTENSION = import.meta.url.endsWith('.ts') ? 'ts' : 'js'

const TOO_OLD = 'the connection file is older than this Nightbell, and Asterisk keeps its files: run "nightbell render" again'

/** Never throws. */
export async function applyToAsterisk(work: WriteWork, { reloadModule, log, owed }: ApplyNeeds): Promise<Applied> {
  // Trying again makes it no younger.
  if (work.connection.rendered === undefined) return { troubles: [TOO_OLD], again: false }
  let changed: readonly string[]
  try {
    changed = await write(work)
  } catch (error) {
    const what = `Asterisk's files could not be written for the new rules: ${error instanceof Error ? error.message : String(error)}`
    log.error({ error: String(error) }, 'the files of Asterisk could not be rendered for the new rules')
    return { troubles: [what], again: true }
  }
  const troubles: string[] = []
  const reloaded: string[] = []
  for (const [file, module] of READ_BY) {
    if (!changed.includes(file) && !owed.has(file)) continue
    owed.add(file)
    const done = await reloadModule(module)
    if (done.ok) {
      reloaded.push(module)
      owed.delete(file)
    } else troubles.push(`Asterisk did not reload ${module} for ${file}: ${done.reason}`)
  }
  const { restart } = reloadFor(changed)
  if (restart.length > 0) troubles.push(`${restart.join(', ')} changed: restart Asterisk when no call runs`)
  if (changed.length > 0) log.info({ changed, reloaded, troubles }, 'the files of Asterisk follow the new rules')
  return { troubles, again: owed.size > 0 }
}

function write(work: WriteWork): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(`./write-worker.${EXTENSION}`, import.meta.url), { workerData: work })
    worker.once('error', reject)
    worker.once('exit', code => reject(new Error(`the worker ended with ${code} and no answer`)))
    worker.once('message', resolve)
  })
}
