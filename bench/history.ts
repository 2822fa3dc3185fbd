// What a long history changes: opening the journal at a start, and the CPU time of the turns of one call, with many calls behind them against
// with a hundred. `node bench/history.ts [CALLS]`, 200,000 (a year of a large
// portfolio) when not said, which takes minutes and some GB in /tmp. Exit code 1 when a ratio is over the aim.
// The history is a few simulated calls with new ids again and again, written by the journal itself.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Turn } from '../src/core/world/world.ts'
import { openJournal, type SqliteJournal } from '../src/store/journal/journal.ts'
import { PLAN_HASH, planOfThousand, simulateCalls } from './simulated-calls.ts'

const FEW = 100
const BATCH = 200
/** Calls whose turns are committed one by one, so many at a time. */
const [BLOCKS, BLOCK] = [4, 100]
const OPENINGS = 15
const AIM = 1.1
/** Until nothing of the call lives any more. */
const LONG_AFTER_SECONDS = 7 * 24 * 3600

const many = Number(process.argv[2] ?? 200_000)
const directory = mkdtempSync('/tmp/nightbell-bench-')
try {
  const plan = planOfThousand(directory)
  const turns: Turn[] = []
  await simulateCalls(1, { plan, onTurn: turn => void turns.push(turn), thenSeconds: LONG_AFTER_SECONDS })
  const texts = turns.map(turn => JSON.stringify(turn))
  const channel = /"channel":"([^"]+)"/.exec(texts.join())?.[1]
  if (channel === undefined) throw new Error('the simulated call has no channel')

  const call = (n: number): Turn[] => texts.map(text => JSON.parse(text.replaceAll(channel, `bench-${n}.1`)) as Turn)

  function write(file: string, calls: number): SqliteJournal {
    const journal = openJournal(file)
    journal.keepPlan(PLAN_HASH, plan, {})
    for (let n = 0; n < calls; n += BATCH) {
      journal.commit(Array.from({ length: Math.min(BATCH, calls - n) }, (_, nth) => call(n + nth)).flat())
    }
    return journal
  }

  function measure(calls: number) {
    const file = join(directory, `journal-${calls}.db`)
    const began = performance.now()
    write(file, calls).close()
    const writtenMs = performance.now() - began
    const opening = (): void => {
      const journal = openJournal(file)
      journal.liveStreams()
      journal.close()
    }
    const openMs = least(OPENINGS, opening, () => performance.now())
    const journal = openJournal(file)
    const more = Array.from({ length: BLOCKS * BLOCK }, (_, nth) => call(calls + nth))
    const block = (nth: number): void => {
      for (const turn of more.slice(nth * BLOCK, (nth + 1) * BLOCK).flat()) journal.commit([turn])
    }
    const callMs = least(BLOCKS, block, ownTime) / BLOCK
    journal.close()
    return { openMs, callMs, writtenMs, mb: statSync(file).size / 1e6 }
  }

  // The first time is slower: code that has not been compiled yet.
  measure(FEW + 1)
  const [few, lots] = [measure(FEW), measure(many)]
  const ratio = { open: lots.openMs / few.openMs, call: lots.callMs / few.callMs }
  process.exitCode = ratio.open <= AIM && ratio.call <= AIM ? 0 : 1
  process.stdout.write(
    `${many} calls of history (${lots.mb.toFixed(0)} MB, written in ${(lots.writtenMs / 1000).toFixed(0)} s) against ${FEW}: ` +
      `opening ${lots.openMs.toFixed(1)} ms, ratio ${ratio.open.toFixed(2)}; ` +
      `committing a call's turns ${lots.callMs.toFixed(2)} ms, ratio ${ratio.call.toFixed(2)} (aim: ≤ ${AIM})\n`,
  )
} finally {
  rmSync(directory, { recursive: true, force: true })
}

/** The least time that one of so many takes, ms. */
function least(times: number, work: (nth: number) => void, clock: () => number): number {
  const each = Array.from({ length: times }, (_, nth) => {
    const before = clock()
    work(nth)
    return clock() - before
  })
  return Math.min(...each)
}

/** CPU time of this thread, ms: the disk's time and what others do are left out. It is counted roughly, so not for short work. */
function ownTime(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}
