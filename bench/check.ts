// How long `nightbell check` takes for a thousand properties in a thousand files, 52 weeks ahead: with nothing kept, with everything kept,
// and with one file changed, in CPU time too, against reading and hashing the same files (the least that any check must do).
// `node bench/check.ts` prints one line each; processes of their own, as a person starts them; the median of three.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildProduct } from './built-product.ts'
import { PROPERTIES, property, writeCheckedRules } from './check-rules.ts'

interface Took {
  readonly wall: number
  readonly cpu: number
}

function measured(work: () => void): Took {
  const before = childrenCpu()
  const start = performance.now()
  work()
  return { wall: performance.now() - start, cpu: childrenCpu() - before }
}

/** What ended children of this process and it itself have used, ms (proc(5): utime, stime, cutime, cstime in ticks of 10 ms). */
function childrenCpu(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? []
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * 10, 0)
}

function median(runs: readonly Took[]): Took {
  const middle = (of: (took: Took) => number) => runs.map(of).sort((a, b) => a - b)[Math.floor(runs.length / 2)] ?? Number.NaN
  return { wall: middle(({ wall }) => wall), cpu: middle(({ cpu }) => cpu) }
}

const directory = mkdtempSync(join(tmpdir(), 'nightbell-bench-'))
const rules = join(directory, 'rules')
const cache = join(directory, 'cache')
const { main } = buildProduct(join(directory, 'product'))

function check(): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'check', rules], {
    encoding: 'utf8',
    env: { ...process.env, XDG_CACHE_HOME: cache },
  })
  if (status !== 0) throw new Error(`check ended with ${status}: ${stdout.slice(0, 500)}${stderr.slice(0, 500)}`)
}

function readAll(): void {
  for (const name of readdirSync(rules, { recursive: true, encoding: 'utf8' }))
    if (name.endsWith('.yaml'))
      createHash('sha256')
        .update(readFileSync(join(rules, name)))
        .digest()
}

function three(work: () => void, prepare: (nth: number) => void = () => {}): Took {
  return median(
    [0, 1, 2].map(nth => {
      prepare(nth)
      return measured(work)
    }),
  )
}

try {
  writeCheckedRules(rules)
  // Reading is over in no time, so it is done twenty times.
  const all = three(() => {
    for (let nth = 0; nth < 20; nth++) readAll()
  })
  const baseline = all.wall / 20
  const start = three(() => void spawnSync(process.execPath, [main, '--version']))
  const cold = three(check, () => rmSync(cache, { recursive: true, force: true }))
  const warm = three(check)
  const one = three(check, nth => writeFileSync(join(rules, 'properties', 'court-7.yaml'), `${property(7)}# ${nth}\n`))
  const line = (what: string, { wall, cpu }: Took) =>
    process.stdout.write(
      `${what.padEnd(18)} ${wall.toFixed(0).padStart(5)} ms, CPU ${cpu.toFixed(0).padStart(5)} ms; ratio to reading the files ${(wall / baseline).toFixed(1)}\n`,
    )
  process.stdout.write(
    `${PROPERTIES} properties, ${PROPERTIES + 1} files, 52 weeks; reading and hashing them: ${baseline.toFixed(1)} ms\n`,
  )
  line('nightbell --version', start)
  line('nothing kept', cold)
  line('all kept', warm)
  line('one file changed', one)
  process.stdout.write(`kept against not: ${(warm.cpu / cold.cpu).toFixed(2)} of the CPU time\n`)
} finally {
  rmSync(directory, { recursive: true, force: true })
}
