// The measurements of one benchmark, in their order: load beside the other systems, requests, callers on hold, kills, starts, and what
// needs no PBX. Called by run.ts.
import { JOURNAL_FILE } from '../src/store/journal/journal.ts'
import { acceptTimes, lastTurnOf } from './accept-times.ts'
import type { BenchBox } from './bench-box.ts'
import { type CapacityPlan, findCapacity } from './capacity.ts'
import { checkAfterOneChange } from './check.ts'
import { countRequests } from './count-requests.ts'
import { leftOver, measureDeadTime } from './dead-time.ts'
import { type Bench, runStep, type Step, type Wanted, wait } from './load-step.ts'
import { measureOnHold } from './on-hold.ts'
import type { System } from './portfolio.ts'
import { openProbe, type Probe } from './probe.ts'
import { loadAverage, rssMb } from './processes.ts'
import { growth, simulatedASecond } from './programs.ts'
import { stepText } from './report.ts'
import type { Results } from './results.ts'
import { startTelephones } from './sipp.ts'
import { machineText, measureStartUp } from './start-up.ts'

const SYSTEMS: readonly System[] = ['dialplan', 'bare', 'nightbell']
export const STEADY_RATE = 20
/** Of what Nightbell sustains. */
const NEAR = 0.7
/** After its start the daemon makes its sounds, and is idle then. */
const REST_MS = 3000

interface Extent {
  readonly warmUpSeconds: number
  readonly seconds: number
  readonly capacity: CapacityPlan
  readonly onHold: number
  readonly kills: number
  readonly starts: number
  readonly simulated: number
}

export const WHOLE: Extent = {
  ...{ warmUpSeconds: 4, seconds: 22, onHold: 500, kills: 4, starts: 3, simulated: 3000 },
  capacity: { rates: [40, 60, 85, 115, 150], seconds: 6, precision: 0.1 },
}
export const QUICK: Extent = {
  ...{ warmUpSeconds: 2, seconds: 6, onHold: 100, kills: 1, starts: 1, simulated: 1000 },
  capacity: { rates: [40], seconds: 3, precision: 1 },
}

type Say = (text: string) => void

export async function measure(box: BenchBox, extent: Extent, commit: string, say: Say): Promise<Results> {
  const [startedAt, loadBefore, began] = [new Date().toISOString(), loadAverage(), performance.now()]
  const probe = await openProbe()
  const load = await underLoad(box, probe, extent, say)
  say('counting requests')
  const relayed = (url: string) => box.startDaemon(box.config.silent, `${box.directory}/state-relayed`, { url })
  const behind = { ...load.bench, journal: `${box.directory}/state-relayed/${JOURNAL_FILE}` }
  const requests = await countRequests(behind, relayed)
  say('killing the daemon under load')
  const dead = await measureDeadTime(box, `${box.directory}/state-killed`, extent.kills)
  await load.telephones.stop()
  say('callers on hold')
  const state = `${box.directory}/state-on-hold`
  const fresh = await startSystems(box, probe, box.config.onHold, state, load.bench)
  const onHold = await measureOnHold(fresh, extent.onHold)
  probe.close()
  await load.bench.controllers.bare?.stop()
  say('starts, check, simulated calls')
  const startUp = await measureStartUp(box, extent.starts)
  const checkMs = checkAfterOneChange(box.product.main, box.directory)
  const { bench: _, telephones: __, ...measured } = load
  return {
    ...{ startedAt, loadBefore, commit, ...measured, requests, onHold, dead, startUp, checkMs },
    simulatedASecond: simulatedASecond(extent.simulated),
    growth: growth(),
    machine: machineText(),
    asterisk: box.pbx.version,
    node: process.versions.node,
    loadAfter: loadAverage(),
    tookSeconds: (performance.now() - began) / 1000,
  }
}

async function underLoad(box: BenchBox, probe: Probe, extent: Extent, say: Say) {
  const bench = await startSystems(box, probe, box.config.silent, `${box.directory}/state`)
  const pid = bench.controllers.nightbell?.pid ?? 0
  await wait(REST_MS)
  const idleMb = rssMb(pid)
  const telephones = startTelephones(box.directory, 'telephone')
  const told = async (wanted: Wanted): Promise<Step> => {
    const step = await runStep(bench, wanted)
    say(stepText(step))
    return step
  }
  for (const system of SYSTEMS) await told({ system, rate: STEADY_RATE, seconds: extent.warmUpSeconds })
  const turn = lastTurnOf(bench.journal)
  const steady: Step[] = []
  for (const system of SYSTEMS) {
    steady.push(await told({ system, rate: STEADY_RATE, seconds: extent.seconds, probesPerSecond: 3 }))
  }
  const acceptMs = acceptTimes(bench.journal, turn)
  const capacity = await findCapacity(bench, extent.capacity, step => say(stepText(step)))
  const rate = Math.max(1, Math.round(capacity.sustained.nightbell * NEAR))
  const near = await told({ system: 'nightbell', rate, seconds: extent.seconds, probesPerSecond: 3 })
  const rssAfterLoadMb = rssMb(pid)
  const leftAfterLoad = await leftOver(box, bench.journal)
  await bench.controllers.nightbell?.stop()
  return { bench, telephones, idleMb, steady, acceptMs, capacity, near, rssAfterLoadMb, leftAfterLoad }
}

/** The daemon is measured when it has been started before, as all but one are, and has made its sounds; the bare script is kept from an earlier start. */
export async function startSystems(box: BenchBox, probe: Probe, config: string, state: string, before?: Bench): Promise<Bench> {
  const bare = before?.controllers.bare ?? (await box.startBareScript())
  const first = await box.startDaemon(config, state)
  await first.said('words rendered in advance')
  await first.stop()
  const nightbell = await box.startDaemon(config, state)
  await nightbell.said('words rendered in advance')
  return { box, probe, controllers: { dialplan: null, bare, nightbell }, journal: `${state}/${JOURNAL_FILE}` }
}
