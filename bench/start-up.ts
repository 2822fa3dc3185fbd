// From starting the daemon's process to its "ready" in the log, Asterisk already running: with the shipped example rules and with the
// benchmark's thousand properties, the first time and again, when the journal has the plan (decision 33). Called by run.ts.
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { BenchBox } from './bench-box.ts'

export interface StartUp {
  readonly example: Starts
  readonly thousand: Starts
}

interface Starts {
  /** With a new journal, ms. */
  readonly first: readonly number[]
  /** Every other start, ms. */
  readonly again: readonly number[]
}

export async function measureStartUp(box: BenchBox, times: number): Promise<StartUp> {
  return {
    example: await starts(box, fileURLToPath(new URL('../config', import.meta.url)), 'example', times),
    thousand: await starts(box, box.config.silent, 'thousand', times),
  }
}

async function starts(box: BenchBox, config: string, name: string, times: number): Promise<Starts> {
  const [first, again]: [number[], number[]] = [[], []]
  for (let n = 0; n < times; n += 1) {
    for (const all of [first, again]) {
      const daemon = await box.startDaemon(config, `${box.directory}/state-${name}-${n}`)
      all.push(daemon.readyMs)
      await daemon.stop()
    }
  }
  return { first, again }
}

export function machineText(): string {
  const all = cpus()
  return `${all.length} cores, ${all[0]?.model ?? 'unknown'}`
}
