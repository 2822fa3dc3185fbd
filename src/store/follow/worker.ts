// The followers' thread: takes turns as soon as it is told that there are new ones, and answers
// what it is asked. Started by in-worker.ts.
import { parentPort, workerData } from 'node:worker_threads'
import { openBeside } from './beside.ts'
import type { Asking, FromWorker, ToWorker } from './in-worker.ts'

const beside = openBeside((workerData as { journal: string }).journal)
/** What a disk did not take is tried again so often. */
const AGAIN_MS = 1000

let following = false
let told = ''

function send(message: FromWorker): void {
  parentPort?.postMessage(message)
}

/** A batch at a time: what is asked meanwhile is answered in between. */
function follow(): void {
  following = false
  let fileTrouble: string | null = null
  let any = false
  try {
    any = beside.step()
    if (!any) beside.carryOver()
  } catch (error) {
    fileTrouble = error instanceof Error ? error.message : String(error)
  }
  tell(fileTrouble)
  if (fileTrouble !== null) setTimeout(soon, AGAIN_MS)
  else if (any) soon()
}

function soon(): void {
  if (following) return
  following = true
  setImmediate(follow)
}

function tell(fileTrouble: string | null): void {
  const troubles = beside.troubles()
  const now = JSON.stringify([troubles, fileTrouble])
  if (now === told) return
  told = now
  send({ troubles, fileTrouble })
}

function answer({ of, name, args }: Asking): unknown {
  const asked: object = of === 'beside' ? beside : beside[of]
  return (asked as Record<string, (...args: readonly unknown[]) => unknown>)[name]?.(...args)
}

parentPort?.on('message', (message: ToWorker) => {
  if ('follow' in message) return soon()
  if ('end' in message) {
    beside.close()
    process.exit(0)
  }
  try {
    send({ id: message.id, value: answer(message) })
  } catch (error) {
    send({ id: message.id, error: error instanceof Error ? error.message : String(error) })
  }
})
send({ troubles: [], fileTrouble: null })
soon()
