// From starting the daemon's process to its "ready" in the log, Asterisk already running: with the shipped example rules and with the
// benchmark's thousand properties. Called by run.ts; each start has a state directory of its own, so the journal is new.
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { BenchBox } from './bench-box.ts'
import { rssMb } from './processes.ts'

export interface StartUp {
  readonly example: readonly number[]
  readonly thousand: readonly number[]
  /** Memory right after "ready", MB, of the last start with each. */
  readonly exampleMb: number
  readonly thousandMb: number
}

export async function measureStartUp(box: BenchBox, times: number): Promise<StartUp> {
  const example = await starts(box, fileURLToPath(new URL('../config', import.meta.url)), 'example', times)
  const thousand = await starts(box, box.config.silent, 'thousand', times)
  return { example: example.ms, thousand: thousand.ms, exampleMb: example.mb, thousandMb: thousand.mb }
}

async function starts(box: BenchBox, config: string, name: string, times: number): Promise<{ ms: number[]; mb: number }> {
  const ms: number[] = []
  let mb = 0
  for (let n = 0; n < times; n += 1) {
    const daemon = await box.startDaemon(config, `${box.directory}/state-${name}-${n}`)
    ms.push(daemon.readyMs)
    mb = rssMb(daemon.pid)
    await daemon.stop()
  }
  return { ms, mb }
}

export function machineText(): string {
  const all = cpus()
  return `${all.length} cores, ${all[0]?.model ?? 'unknown'}`
}
