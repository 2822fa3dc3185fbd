// One piece of load on one system: so many calls per second for so long, beside it the probe's calls if wanted. Says how many calls
// were completed, what they cost and how busy the machine was. Called by run.ts and capacity.ts.

import { lastTurnOf } from './accept-times.ts'
import type { BenchBox, Program } from './bench-box.ts'
import { LOAD_PROPERTIES, type System } from './portfolio.ts'
import type { Probe } from './probe.ts'
import { cpuMs, machineTime, usedBetween } from './processes.ts'
import { runCallers } from './sipp.ts'
import { whyUnfinished } from './unfinished.ts'
import { bridgedSince, endOf } from './witness-count.ts'

/** From the last key of a caller to hanging up: two seconds of talk when nothing is late. */
export const TALK_MS = 3000
/** A call may have failed for a reason outside of what is measured: a look at the rest of the box, ms. */
const SETTLE_MS = 20_000

export interface Step {
  readonly system: System
  readonly rate: number
  readonly calls: number
  /** Caller and telephone were in one bridge before the caller hung up. */
  readonly completed: number
  /** Callers who waited for more than a second until they were answered. */
  readonly late: number
  readonly asteriskMs: number
  readonly controllerMs: number
  /** Of the whole benchmark: Asterisk, the controller, SIPp, the probe. */
  readonly totalMs: number
  /** Parts of all cores: what this benchmark used, SIPp included, and what others on this machine did. */
  readonly ours: number
  readonly others: number
  /** From "1" to two-way audio, ms, for each of the probe's calls; null: it never came. */
  readonly probes: readonly (number | null)[]
  /** Of Nightbell's calls that were not completed: what happened last, and how often. */
  readonly why: readonly string[]
}

export interface Bench {
  readonly box: BenchBox
  readonly controllers: Readonly<Record<System, Program | null>>
  readonly probe: Probe
  /** Nightbell's. */
  readonly journal: string
}

export interface Wanted {
  readonly system: System
  readonly rate: number
  readonly seconds: number
  readonly talkMs?: number
  /** Calls of the probe in a second. */
  readonly probesPerSecond?: number
}

let placed = 0

export async function runStep({ box, controllers, probe, journal }: Bench, wanted: Wanted): Promise<Step> {
  const { system, rate, seconds, talkMs = TALK_MS, probesPerSecond = 0 } = wanted
  const calls = Math.round(rate * seconds)
  const controller = controllers[system]
  const from = endOf(box.witness)
  const turn = system === 'nightbell' ? lastTurnOf(journal) : 0
  const look = () => ({ asterisk: cpuMs(box.pbx.pid), own: controller ? cpuMs(controller.pid) : 0, machine: machineTime() })
  const before = look()
  const probing = runProbes(probe, system, seconds, probesPerSecond)
  const { late } = await runCallers(box.directory, { system, rate, calls, talkMs }, placed % LOAD_PROPERTIES)
  placed += calls
  const probes = await probing
  const stuck = box.stuck.channels
  await settled(box)
  const after = look()
  const all = calls + probes.length
  const completed = bridgedSince(box.witness, from)
  const unclear = system === 'nightbell' && completed < calls
  return {
    ...{ system, rate, calls, probes, completed: Math.min(calls, completed), late },
    why: [
      ...(unclear ? whyUnfinished(journal, turn, all) : []),
      ...(box.stuck.channels > stuck ? [`${box.stuck.channels - stuck} channels that Asterisk cannot hang up`] : []),
    ],
    asteriskMs: (after.asterisk - before.asterisk) / all,
    controllerMs: (after.own - before.own) / all,
    totalMs: (after.machine.oursMs - before.machine.oursMs) / all,
    ...usedBetween(before.machine, after.machine),
  }
}

async function runProbes(probe: Probe, system: System, seconds: number, perSecond: number): Promise<(number | null)[]> {
  const calls: Promise<number | null>[] = []
  // The first and the last second are not the load that was asked for.
  await wait(perSecond > 0 ? 2000 : 0)
  for (let n = 0; n < Math.floor((seconds - 2) * perSecond); n += 1) {
    calls.push(probe.call(system))
    await wait(1000 / perSecond)
  }
  return Promise.all(calls)
}

/**
 * Until no channel is left; after an overload those that stay are hung up, so that the next step begins clean. What Asterisk cannot even hang
 * up, because its thread waits for ever, is counted at the box and not waited for again.
 */
export async function settled(box: BenchBox): Promise<void> {
  const began = performance.now()
  for (;;) {
    const said = await box.pbx.command('core show channels count')
    const channels = Number(/^(\d+) active channel/m.exec(said)?.[1] ?? 0)
    if (channels <= box.stuck.channels) return
    const waited = performance.now() - began
    if (waited > 2 * SETTLE_MS) {
      box.stuck.channels = channels
      return
    }
    if (waited > SETTLE_MS) await box.pbx.command('channel request hangup all')
    await wait(500)
  }
}

export function wait(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms))
}
