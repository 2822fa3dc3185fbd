// Whole commands of the built product, each in a process of its own, as a person starts them.
// Called by log.ts.
import { spawnSync } from 'node:child_process'
import type { Question } from './questions.ts'
import type { Sample } from './samples.ts'

const TIMES = 5
/** What commander says of a command or an option that is not there. */
const UNKNOWN = /unknown (command|option)|too many arguments/

/** ms of each; null when the program does not know the command. */
export function wholeCommand(main: string, directory: string, question: Question, samples: readonly Sample[]): number[] | null {
  const { args, leastFactsASecond } = question
  const took: number[] = []
  for (const sample of samples.slice(0, leastFactsASecond === undefined ? TIMES : 1)) {
    const began = performance.now()
    const { status, stderr } = nightbell(main, directory, args(sample))
    took.push(performance.now() - began)
    if (status === 2 && UNKNOWN.test(stderr)) return null
    // 1 is an answer: somebody waits, or there is none.
    if (status !== 0 && status !== 1) throw new Error(`nightbell ${args(sample).join(' ')} ended with ${status}: ${stderr}`)
  }
  return took
}

export function nightbell(main: string, directory: string, args: readonly string[]) {
  const options = { encoding: 'utf8', maxBuffer: 2 ** 30 } as const
  return spawnSync(process.execPath, [main, '--state', directory, ...args], options)
}

/** The yardstick: how long this machine takes to start Node and end it, ms. */
export function bareNode(): number[] {
  return Array.from({ length: TIMES }, () => {
    const began = performance.now()
    spawnSync(process.execPath, ['-e', '0'])
    return performance.now() - began
  })
}
