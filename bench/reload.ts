// How long the main thread is blocked, at most, while the rules of a thousand properties are loaded aside, against loading them on it.
// `node bench/reload.ts` prints one line and a ratio.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { loadRules } from '../src/rules/load.ts'
import { loadAside } from '../src/rules/load-aside.ts'
import { PROPERTIES, SILENT, writeRules } from './portfolio.ts'

/** The longest time for which nothing else could run, ms. */
async function longestBlock(work: () => unknown): Promise<number> {
  let last = performance.now()
  let longest = 0
  const probe = setInterval(() => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
  }, 1)
  await wait(50)
  longest = 0
  await work()
  await wait(50)
  clearInterval(probe)
  return longest
}

const directory = mkdtempSync(join(tmpdir(), 'nightbell-bench-'))
try {
  writeRules(directory, SILENT)
  const loaded = await loadAside(directory)
  if (!loaded.ok) throw new Error(`the rules are wrong: ${loaded.problems[0]?.message}`)
  const aside = await longestBlock(() => loadAside(directory))
  const here = await longestBlock(() => loadRules(directory))
  const ratio = (aside / here).toFixed(3)
  process.stdout.write(
    `${PROPERTIES} properties: main thread blocked ${aside.toFixed(1)} ms aside, ${here.toFixed(1)} ms on it; ratio ${ratio}\n`,
  )
} finally {
  rmSync(directory, { recursive: true })
}
