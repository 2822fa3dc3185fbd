// Takes callers out of Asterisk's files, in a thread of its own. Started by forget-aside.ts.
import { parentPort, workerData } from 'node:worker_threads'
import { type ForgottenCaller, forgetCallers } from './forget-caller.ts'

export interface ForgetWork {
  readonly witness: string
  readonly callers: readonly ForgottenCaller[]
}

const { witness, callers } = workerData as ForgetWork
await forgetCallers(witness, callers)
parentPort?.postMessage('forgotten')
