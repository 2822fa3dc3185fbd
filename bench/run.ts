// The benchmark: the same call in plain dialplan, in the smallest ARI script and in Nightbell, on this machine, in one run. Prints
// ratios and asserts nothing. Needs root, SIPp and the Asterisk of scripts/lib/setup.sh. docs/benchmarks.md says how to read it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { JOURNAL_FILE } from '../src/store/journal/journal.ts'
import { acceptTimes, lastTurnOf } from './accept-times.ts'
import { type BenchBox, startBenchBox } from './bench-box.ts'
import { type CapacityPlan, findCapacity } from './capacity.ts'
import { type Bench, runStep, type Step } from './load-step.ts'
import { measureOnHold } from './on-hold.ts'
import type { System } from './portfolio.ts'
import { openProbe, type Probe } from './probe.ts'
import { loadAverage, rssMb } from './processes.ts'
import { summarize } from './profile.ts'
import { type Results, reportText, stepText } from './report.ts'
import { sippProblem, startTelephones } from './sipp.ts'
import { machineText, measureStartUp } from './start-up.ts'

const HELP = `node bench/run.ts [--quick] [--json FILE] [--profile DIRECTORY] [--keep]
  --quick      fewer and shorter measurements: under 2 minutes; the whole is under 12
  --json       the results, as they are, into a file
  --profile    no measurements: 30 s of load on Nightbell with Node's profiler, its largest parts printed, the profile kept
  --keep       keep the working directory (logs, journal) and say where it is

As root: . scripts/lib/setup.sh && setup_all   prepares this machine (Asterisk, SIPp) and sets NIGHTBELL_ASTERISK_ROOT.
`
const SYSTEMS: readonly System[] = ['dialplan', 'bare', 'nightbell']
const STEADY_RATE = 20

interface Extent {
  readonly warmUpSeconds: number
  readonly rounds: number
  readonly seconds: number
  readonly shipped: boolean
  readonly capacity: CapacityPlan
  readonly onHold: number
  readonly starts: number
}

const WHOLE: Extent = {
  ...{ warmUpSeconds: 5, rounds: 2, seconds: 15, shipped: true, onHold: 500, starts: 5 },
  capacity: { rates: [30, 45, 60, 80, 100], seconds: 8, precision: 0.06 },
}
const QUICK: Extent = {
  ...{ warmUpSeconds: 2, rounds: 1, seconds: 6, shipped: false, onHold: 100, starts: 1 },
  capacity: { rates: [40], seconds: 3, precision: 1 },
}

const { values } = parseArgs({
  options: {
    ...{ quick: { type: 'boolean' }, json: { type: 'string' }, profile: { type: 'string' } },
    ...{ keep: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  },
})
if (values.help) process.stdout.write(HELP)
else process.exitCode = await main()
process.exit()

async function main(): Promise<number> {
  const problem =
    sippProblem() ?? (process.getuid?.() === 0 ? null : 'SIPp plays recorded digits through raw sockets: run as root')
  if (problem !== null) {
    say(problem)
    return 2
  }
  const directory = mkdtempSync('/tmp/nightbell-bench-')
  const box = await startBenchBox(directory).catch((error: Error) => say(error.message))
  if (!box) return 2
  say(`the product is compiled: ${(box.product.builtMs / 1000).toFixed(1)} s`)
  try {
    if (values.profile !== undefined) await profile(box, values.profile)
    else {
      const results = await measure(box, values.quick ? QUICK : WHOLE)
      process.stdout.write(`\n${reportText(results)}\n`)
      if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`)
    }
  } finally {
    await box.stop()
    if (values.keep) say(`kept: ${directory}`)
    else rmSync(directory, { recursive: true, force: true })
  }
  return 0
}

async function measure(box: BenchBox, extent: Extent): Promise<Results> {
  const [startedAt, loadBefore] = [new Date().toISOString(), loadAverage()]
  const state = `${box.directory}/state`
  const journal = `${state}/${JOURNAL_FILE}`
  const probe = await openProbe()
  const bench = await started(box, probe, box.config.silent, state)
  const telephones = startTelephones(box.directory, 'telephone')
  for (const system of SYSTEMS) await runStep(bench, { system, rate: STEADY_RATE, seconds: extent.warmUpSeconds })
  const before = lastTurnOf(journal)
  const steady: Step[] = []
  for (let round = 0; round < extent.rounds; round += 1) {
    for (const system of SYSTEMS) {
      steady.push(await told(runStep(bench, { system, rate: STEADY_RATE, seconds: extent.seconds, probesPerSecond: 3 })))
    }
  }
  const acceptMs = acceptTimes(journal, before)
  const capacity = await findCapacity(bench, extent.capacity, step => say(stepText(step)))
  const rssAfterLoadMb = rssMb(bench.controllers.nightbell?.pid ?? 0)
  const shipped = extent.shipped ? await asShipped(bench, journal, state) : null
  await telephones.stop()
  await bench.controllers.nightbell?.stop()
  // A daemon of its own, so that what is measured is the callers and not the load before them.
  const fresh = await started(box, probe, box.config.onHold, `${box.directory}/state-on-hold`, bench)
  const onHold = extent.onHold > 0 ? await measureOnHold(fresh, extent.onHold) : null
  await fresh.controllers.nightbell?.stop()
  const startUp = await measureStartUp(box, extent.starts)
  probe.close()
  return {
    ...{
      machine: machineText(),
      asterisk: box.pbx.version,
      node: process.versions.node,
      startedAt,
      loadBefore,
      loadAfter: loadAverage(),
    },
    ...{ steady, acceptMs, shipped, capacity, rssAfterLoadMb, onHold, startUp },
  }
}

/** The daemon is measured when it has made its sounds; the bare script is kept from an earlier start. */
async function started(box: BenchBox, probe: Probe, config: string, state: string, before?: Bench): Promise<Bench> {
  const bare = before?.controllers.bare ?? (await box.startBareScript())
  const nightbell = await box.startDaemon(config, state)
  await nightbell.said('words rendered in advance')
  return { box, probe, controllers: { dialplan: null, bare, nightbell } }
}

async function asShipped(bench: Bench, journal: string, state: string): Promise<Results['shipped']> {
  await bench.controllers.nightbell?.stop()
  const again = await started(bench.box, bench.probe, bench.box.config.shipped, state, bench)
  const before = lastTurnOf(journal)
  const wanted = { system: 'nightbell', rate: STEADY_RATE, seconds: 12, talkMs: 6000, probesPerSecond: 3 } as const
  const step = await told(runStep(again, wanted))
  await again.controllers.nightbell?.stop()
  return { step, acceptMs: acceptTimes(journal, before) }
}

async function profile(box: BenchBox, directory: string): Promise<void> {
  mkdirSync(directory, { recursive: true })
  const probe = await openProbe()
  const telephones = startTelephones(box.directory, 'telephone')
  const daemon = await box.startDaemon(box.config.silent, `${box.directory}/state`, ['--cpu-prof', '--cpu-prof-dir', directory])
  const bench = { box, probe, controllers: { dialplan: null, bare: null, nightbell: daemon } }
  await told(runStep(bench, { system: 'nightbell', rate: STEADY_RATE, seconds: 30 }))
  await daemon.stop()
  await telephones.stop()
  const shares = summarize(directory, fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, ''), 30)
  say('self   total  (parts of the time in which the daemon did something)')
  for (const { name, self, total } of shares.slice(0, 45)) {
    say(`${(self * 100).toFixed(1).padStart(4)} %  ${(total * 100).toFixed(1).padStart(4)} %  ${name}`)
  }
}

async function told(step: Promise<Step>): Promise<Step> {
  const done = await step
  say(stepText(done))
  return done
}

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}
