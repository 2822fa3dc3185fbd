// How long Asterisk takes to boot with the files of 3 and of 1,000 properties, from spawning it to "fully booted": wall time, its own CPU
// time, the modules it runs and its memory. `node bench/boot.ts [RUNS]` prints a line each, the median first. As root, on loopback.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { findAsterisk } from '../src/pbx/installation.ts'
import { placesFor } from '../src/pbx/launch.ts'
import { renderPbx } from '../src/pbx/render.ts'
import { type PbxPlace, settingsOfPlan } from '../src/pbx/settings-of-plan.ts'
import { startPbx } from '../src/pbx/start.ts'
import { writePbx } from '../src/pbx/write.ts'
import { compileRules } from '../src/rules/load.ts'
import { ADDRESSES, PORTS, PROPERTIES, RTP, SILENT, writeRules } from './portfolio.ts'
import { rssMb } from './processes.ts'

interface Boot {
  readonly wallMs: number
  readonly cpuMs: number
  readonly modules: number
  readonly mb: number
}

const runs = Number(process.argv[2] ?? 7)
const directory = mkdtempSync('/tmp/nightbell-bench-')
try {
  for (const properties of [3, PROPERTIES]) {
    write(properties)
    const boots: Boot[] = []
    for (let n = 0; n < runs; n += 1) boots.push(await boot())
    const wall = boots.map(({ wallMs }) => wallMs.toFixed(0)).join(' ')
    const cpu = boots.map(({ cpuMs }) => cpuMs).join(' ')
    const middle = (of: (boot: Boot) => number) => boots.map(of).sort((a, b) => a - b)[Math.floor(runs / 2)] ?? Number.NaN
    process.stdout.write(
      `${properties} properties: ${middle(({ wallMs }) => wallMs).toFixed(0)} ms, CPU ${middle(({ cpuMs }) => cpuMs)} ms; ` +
        `${boots[0]?.modules} modules, ${middle(({ mb }) => mb).toFixed(0)} MB (each: ${wall} ms; CPU ${cpu} ms)\n`,
    )
  }
} finally {
  rmSync(directory, { recursive: true, force: true })
}

function write(properties: number): void {
  const installation = findAsterisk(process.env.NIGHTBELL_ASTERISK_ROOT)
  const place: PbxPlace = {
    directory: `${directory}/box`,
    sip: { address: ADDRESSES.box, port: PORTS.sip },
    http: { address: ADDRESSES.box, port: PORTS.http },
    ari: { user: 'nightbell', password: 'bench' },
    rtp: RTP,
    soundsDirectory: `${directory}/prompts`,
    spoolDirectory: `${directory}/import`,
  }
  for (const each of [place.soundsDirectory, place.spoolDirectory]) mkdirSync(each, { recursive: true })
  const compiled = compileRules(writeRules(`${directory}/config-${properties}`, SILENT, properties))
  if (!compiled.ok) throw new Error(compiled.problems.map(p => `${p.file}:${p.line}: ${p.message}`).join('\n'))
  writePbx(
    place.directory,
    renderPbx(
      settingsOfPlan(compiled.plan, place, name => name),
      placesFor(installation),
    ),
  )
}

async function boot(): Promise<Boot> {
  const began = performance.now()
  const pbx = await startPbx({
    installation: findAsterisk(process.env.NIGHTBELL_ASTERISK_ROOT),
    directory: `${directory}/box`,
    endsWithUs: true,
    checkModules: false,
  })
  const wallMs = performance.now() - began
  const cpuMs = cpuOf(pbx.pid)
  const modules = (await pbx.command('module show')).match(/\sRunning\s/g)?.length ?? 0
  const mb = rssMb(pbx.pid)
  await pbx.stop()
  return { wallMs, cpuMs, modules, mb }
}

/** User and system time of a process, ms (proc(5): ticks of 10 ms). */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10
}
