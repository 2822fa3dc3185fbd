// What a long history changes: opening the journal at a start, and the CPU time of the turns of one call, with many calls behind them against
// with a hundred. `node bench/history.ts [CALLS]`, 200,000 (a year of a large portfolio) when not said, which takes minutes.
// The history is a few simulated calls with new ids again and again, written by the journal itself.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Turn } from '../src/core/world/world.ts'
import { openJournal, type SqliteJournal } from '../src/store/journal/journal.ts'
import { PLAN_HASH, planOfThousand, simulateCalls } from './simulated-calls.ts'

const FEW = 100
const BATCH = 200
const MEASURED = 100
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
    const opened = cpu(() => {
      const journal = openJournal(file)
      journal.liveStreams()
      return journal
    })
    const journal = opened.result
    const more = Array.from({ length: MEASURED }, (_, nth) => call(calls + nth))
    const { ms } = cpu(() => {
      for (const turns of more) for (const turn of turns) journal.commit([turn])
    })
    journal.close()
    return { openMs: opened.ms, callMs: ms / MEASURED, writtenMs, mb: statSync(file).size / 1e6 }
  }

  // The first time is slower: code that has not been compiled yet.
  measure(FEW + 1)
  const [few, lots] = [measure(FEW), measure(many)]
  const ratio = (of: 'openMs' | 'callMs') => (lots[of] / few[of]).toFixed(2)
  process.stdout.write(
    `${many} calls of history (${lots.mb.toFixed(0)} MB, written in ${(lots.writtenMs / 1000).toFixed(0)} s) against ${FEW}: ` +
      `opening ${lots.openMs.toFixed(0)} ms, ratio ${ratio('openMs')}; ` +
      `committing a call's turns ${lots.callMs.toFixed(2)} ms, ratio ${ratio('callMs')}\n`,
  )
} finally {
  rmSync(directory, { recursive: true, force: true })
}

/** CPU time of this thread: the disk's own time is left out. */
function cpu<R>(work: () => R): { readonly ms: number; readonly result: R } {
  const before = process.threadCpuUsage()
  const result = work()
  const { user, system } = process.threadCpuUsage(before)
  return { ms: (user + system) / 1000, result }
}
