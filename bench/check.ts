// How long `nightbell check` takes for a thousand properties in a thousand files, 52 weeks ahead: with nothing kept, with everything kept,
// and with one file changed, in CPU time too, against reading and hashing the same files (the least that any check must do).
// `node bench/check.ts` prints one line each; processes of their own, as a person starts them; the median of three. run.ts asks for one number.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { middle } from './box-place.ts'
import { buildProduct } from './built-product.ts'
import { PROPERTIES, property, writeCheckedRules } from './check-rules.ts'
import { familyCpuMs } from './processes.ts'

interface Took {
  readonly wall: number
  readonly cpu: number
}

function three(work: () => void, prepare: (nth: number) => void = () => {}): Took {
  const runs = [0, 1, 2].map(nth => {
    prepare(nth)
    const [before, start] = [familyCpuMs(), performance.now()]
    work()
    return { wall: performance.now() - start, cpu: familyCpuMs() - before }
  })
  return { wall: middle(runs.map(({ wall }) => wall)), cpu: middle(runs.map(({ cpu }) => cpu)) }
}

function openChecks(main: string, directory: string) {
  const [rules, cache] = [join(directory, 'checked-rules'), join(directory, 'check-cache')]
  writeCheckedRules(rules)

  function check(): void {
    const env = { ...process.env, XDG_CACHE_HOME: cache }
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'check', rules], { encoding: 'utf8', env })
    if (status === 0) return
    throw new Error(`check ended with ${status}: ${stdout.slice(0, 500)}${stderr.slice(0, 500)}`)
  }

  function readAll(): void {
    for (const name of readdirSync(rules, { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.yaml')) continue
      createHash('sha256')
        .update(readFileSync(join(rules, name)))
        .digest()
    }
  }

  const changed = join(rules, 'properties', 'court-7.yaml')
  return {
    readAll,
    cold: () => three(check, () => rmSync(cache, { recursive: true, force: true })),
    warm: () => three(check),
    one: () => three(check, nth => writeFileSync(changed, `${property(7)}# ${nth}\n`)),
    check,
  }
}

/** One file of a thousand changed since the last check: ms until it has answered. */
export function checkAfterOneChange(main: string, directory: string): number {
  const { check, one } = openChecks(main, directory)
  check()
  return one().wall
}

if (import.meta.main) {
  const directory = mkdtempSync('/tmp/nightbell-bench-')
  try {
    const { main } = buildProduct(join(directory, 'product'))
    const { readAll, cold, warm, one } = openChecks(main, directory)
    // Reading is over in no time, so it is done twenty times.
    const baseline = three(() => Array.from({ length: 20 }, readAll)).wall / 20
    const line = (what: string, { wall, cpu }: Took): void => {
      const took = `${what.padEnd(18)} ${wall.toFixed(0).padStart(5)} ms, CPU ${cpu.toFixed(0).padStart(5)} ms`
      process.stdout.write(`${took}; ratio to reading the files ${(wall / baseline).toFixed(1)}\n`)
    }
    const files = `${PROPERTIES} properties, ${PROPERTIES + 1} files, 52 weeks`
    process.stdout.write(`${files}; reading and hashing them: ${baseline.toFixed(1)} ms\n`)
    line(
      'nightbell --version',
      three(() => void spawnSync(process.execPath, [main, '--version'])),
    )
    const [nothing, all] = [cold(), warm()]
    line('nothing kept', nothing)
    line('all kept', all)
    line('one file changed', one())
    process.stdout.write(`kept against not: ${(all.cpu / nothing.cpu).toFixed(2)} of the CPU time\n`)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}
