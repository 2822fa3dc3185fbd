// The benchmark: the same call in plain dialplan, in the smallest ARI script and in Nightbell, on this machine, in one run. Prints
// a table of what was measured beside its aims. Needs root, SIPp and the Asterisk of scripts/lib/setup.sh. docs/benchmarks.md says how to
// read it.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { startBenchBox } from './bench-box.ts'
import { measure, QUICK, WHOLE } from './measure.ts'
import { printProfile } from './profile-run.ts'
import { missed, reportText, stepText, writeReport } from './report.ts'
import { sippProblem } from './sipp.ts'
import { soakAlone } from './soak.ts'

const HELP = `node bench/run.ts [--quick] [--json FILE] [--write] [--aims] [--profile DIRECTORY] [--soak RATE] [--keep]
  --quick      fewer and shorter measurements: about 4 minutes; the whole is about 13
  --json       the results, as they are, into a file
  --write      the table into docs/benchmarks.md
  --aims       exit code 1 when an aim is missed
  --profile    no measurements: 30 s of load on Nightbell with Node's profiler, the largest parts of the main thread
               printed, and Asterisk's where perf is installed; the profiles are kept in the directory
  --soak       no measurements: ten minutes at so many calls a second (0.8 of what is sustained), or as many as --minutes says
  --keep       keep the working directory (logs, journal) and say where it is

As root: . scripts/lib/setup.sh && setup_all   prepares this machine (Asterisk, SIPp) and sets NIGHTBELL_ASTERISK_ROOT.
`

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    json: { type: 'string' },
    write: { type: 'boolean' },
    aims: { type: 'boolean' },
    profile: { type: 'string' },
    soak: { type: 'string' },
    minutes: { type: 'string', default: '10' },
    keep: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
})
if (values.help) process.stdout.write(HELP)
else process.exitCode = await main()
process.exit()

async function main(): Promise<number> {
  const rootOnly = 'SIPp plays recorded digits through raw sockets: run as root'
  const problem = sippProblem() ?? (process.getuid?.() === 0 ? null : rootOnly)
  if (problem !== null) {
    say(problem)
    return 2
  }
  const directory = mkdtempSync('/tmp/nightbell-bench-')
  const box = await startBenchBox(directory).catch((error: Error) => say(error.message))
  if (!box) return 2
  say(`the product is compiled: ${(box.product.builtMs / 1000).toFixed(1)} s`)
  try {
    if (values.profile !== undefined) {
      say(await printProfile(box, values.profile))
      return 0
    }
    if (values.soak !== undefined) {
      const { step, leftOver } = await soakAlone(box, Number(values.soak), Number(values.minutes), say)
      say(`${stepText(step)}\nleft over: ${leftOver}`)
      return step.completed < step.calls || leftOver > 0 ? 1 : 0
    }
    const results = await measure(box, values.quick ? QUICK : WHOLE, commit(), say)
    process.stdout.write(`\n${reportText(results)}\n`)
    if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`)
    if (values.write) writeReport(results)
    const not = missed(results)
    for (const line of not) say(line)
    return values.aims && not.length > 0 ? 1 : 0
  } finally {
    await box.stop()
    if (values.keep) say(`kept: ${directory}`)
    else rmSync(directory, { recursive: true, force: true })
  }
}

/** A plus says that something is changed that is not committed. */
function commit(): string {
  const cwd = fileURLToPath(new URL('..', import.meta.url))
  const git = (...args: string[]): string => spawnSync('git', args, { cwd, encoding: 'utf8' }).stdout?.trim() ?? ''
  return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', '-uno') === '' ? '' : '+'}`
}

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}
