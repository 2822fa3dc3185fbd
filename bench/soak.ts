// A long load at a steady rate: failed calls, whether a queue grows (each minute's time from "1" to the talk, by the journal), memory at each
// minute, and what is left over. Technicians say what came of it, so that no incident stays open. Called by run.ts with --soak.
import { acceptTimes, lastTurnOf } from './accept-times.ts'
import type { BenchBox } from './bench-box.ts'
import { leftOver } from './dead-time.ts'
import { type Bench, runStep, type Step, wait } from './load-step.ts'
import { startSystems } from './measure.ts'
import { openProbe } from './probe.ts'
import { rssMb } from './processes.ts'
import { timesText } from './results.ts'
import { startTelephones } from './sipp.ts'

export interface Soak {
  readonly step: Step
  readonly minutes: readonly { readonly mb: number; readonly accept: string }[]
  readonly leftOver: number
}

/** On a box with nothing else. */
export async function soakAlone(box: BenchBox, rate: number, minutes: number, told: (text: string) => void): Promise<Soak> {
  const probe = await openProbe()
  const telephones = startTelephones(box.directory, 'telephone', 'tell')
  const bench = await startSystems(box, probe, box.config.silent, `${box.directory}/state`)
  const soaked = await soak(bench, rate, minutes, told)
  await telephones.stop()
  probe.close()
  return soaked
}

async function soak(bench: Bench, rate: number, minutes: number, told: (text: string) => void): Promise<Soak> {
  const daemon = bench.controllers.nightbell
  if (daemon === null) throw new Error('the daemon is not running')
  const step = runStep(bench, { system: 'nightbell', rate, seconds: minutes * 60 })
  const each: { mb: number; accept: string }[] = []
  for (let minute = 1, turn = lastTurnOf(bench.journal); minute <= minutes; minute += 1) {
    await wait(60_000)
    const accept = timesText(acceptTimes(bench.journal, turn))
    turn = lastTurnOf(bench.journal)
    each.push({ mb: rssMb(daemon.pid), accept })
    told(`minute ${minute}: ${rssMb(daemon.pid).toFixed(0)} MB; "1" to both in the talk, p50 / p99: ${accept}`)
  }
  return { step: await step, minutes: each, leftOver: await leftOver(bench.box, bench.journal) }
}
