// How long Asterisk takes to boot with the files of 3 and of 1,000 properties, from spawning it to "fully booted": wall time, its own CPU
// time, the modules it runs and its memory. `node bench/boot.ts [RUNS]` prints a line each, the median first. As root, on loopback.
import { mkdtempSync, rmSync } from 'node:fs'
import { startPbx } from '../src/pbx/start.ts'
import { writePbx } from '../src/pbx/write.ts'
import { filesOf, installation, makePlace, middle } from './box-place.ts'
import { PROPERTIES, SILENT, writeRules } from './portfolio.ts'
import { cpuMs, rssMb } from './processes.ts'

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
    process.stdout.write(
      `${properties} properties: ${middle(boots.map(b => b.wallMs)).toFixed(0)} ms, CPU ${middle(boots.map(b => b.cpuMs))} ms; ` +
        `${boots[0]?.modules} modules, ${middle(boots.map(b => b.mb)).toFixed(0)} MB (each: ${wall} ms; CPU ${cpu} ms)\n`,
    )
  }
} finally {
  rmSync(directory, { recursive: true, force: true })
}

function write(properties: number): void {
  const place = makePlace(directory)
  const rules = writeRules(`${directory}/config-${properties}`, SILENT, properties)
  writePbx(place.directory, filesOf(rules, place))
}

async function boot(): Promise<Boot> {
  const began = performance.now()
  const pbx = await startPbx({
    installation: installation(),
    directory: `${directory}/box`,
    endsWithUs: true,
    checkModules: false,
  })
  const wallMs = performance.now() - began
  const cpu = cpuMs(pbx.pid)
  const modules = (await pbx.command('module show')).match(/\sRunning\s/g)?.length ?? 0
  const mb = rssMb(pbx.pid)
  await pbx.stop()
  return { wallMs, cpuMs: cpu, modules, mb }
}
