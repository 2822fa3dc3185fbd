// How long the main thread is blocked, at most, while the rules of a thousand properties are loaded aside, against loading them on it.
// `node bench/reload.ts` prints one line and a ratio.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as breathe, setTimeout as wait } from 'node:timers/promises'
import { loadRules } from '../src/rules/load.ts'
import { loadAside } from '../src/rules/load-aside.ts'
import { openJournal } from '../src/store/journal/journal.ts'
import { PROPERTIES, SILENT, writeRules } from './portfolio.ts'

/** CPU time of this thread, ms: what other programs on the machine take is not in it. */
function ownTime(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** The longest time for which nothing else could run on this thread, ms. */
async function longestBlock(work: () => unknown, time: () => number = () => performance.now()): Promise<number> {
  let last = time()
  let longest = 0
  const probe = setInterval(() => {
    const now = time()
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
  const busy = await longestBlock(() => loadAside(directory), ownTime)
  const journal = openJournal(join(directory, 'journal.db'))
  const { hash, plan, sources, texts } = loaded
  if (!texts) throw new Error('the worker wrote no texts')
  const kept = await longestBlock(() => journal.keepPlanSlowly?.(hash, texts, breathe))
  const ofIt = await longestBlock(() => journal.keepPlanSlowly?.(`${hash}-too`, texts, breathe), ownTime)
  const taken = await longestBlock(() => journal.keepPlan(hash, plan, sources, texts))
  const whole = await longestBlock(() => journal.keepPlan(`${hash}-other`, plan, sources, texts))
  journal.close()
  const here = await longestBlock(() => loadRules(directory))
  const ratio = (aside / here).toFixed(3)
  process.stdout.write(
    `${PROPERTIES} properties: main thread blocked ${aside.toFixed(1)} ms aside (${busy.toFixed(1)} ms of its own work), ${here.toFixed(1)} ms on it; ratio ${ratio}; keeping the plan, ${((texts.plan.join('').length + texts.sources.join('').length) / 1e6).toFixed(1)} MB, in pieces ${kept.toFixed(1)} ms (${ofIt.toFixed(1)} ms of its own work), then taking it ${taken.toFixed(1)} ms, against ${whole.toFixed(1)} ms in one; ratio ${(kept / whole).toFixed(2)}\n`,
  )
} finally {
  rmSync(directory, { recursive: true })
}
