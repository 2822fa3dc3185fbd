// Accepted calls in virtual time, through the whole daemon: a caller presses 1 and skips the statement, the technician accepts, two seconds of
// talk. Called by simulated.ts and history.ts.
import { join } from 'node:path'
import type { Plan } from '../src/core/plan/plan.ts'
import type { EpochMs } from '../src/core/world/ids.ts'
import type { Turn } from '../src/core/world/world.ts'
import type { Journal } from '../src/daemon/ports.ts'
import { compileRules } from '../src/rules/load.ts'
import { openSimulation } from '../src/simulation/simulation.ts'
import { LOAD_PROPERTIES, lineOf, SILENT, writeRules } from './portfolio.ts'

/** Callers arrive so many a second of virtual time: about a hundred are on the line at once. */
const RATE = 10
const AT = Date.UTC(2026, 2, 10, 7, 0) as EpochMs
export const PLAN_HASH = 'simulated-plan'

export function planOfThousand(directory: string): Plan {
  const compiled = compileRules(writeRules(join(directory, 'rules'), SILENT))
  if (!compiled.ok) throw new Error(compiled.problems[0]?.message)
  return compiled.plan
}

export interface SimulatedCalls {
  readonly plan: Plan
  readonly store?: Journal
  readonly onTurn?: (turn: Turn) => void
  /** Of virtual time after the last caller: what comes long after the talk. */
  readonly thenSeconds?: number
}

export async function simulateCalls(calls: number, wanted: SimulatedCalls): Promise<void> {
  const { plan, store, onTurn, thenSeconds = 60 } = wanted
  const simulation = openSimulation({
    ...{ plan, at: AT, spoolSeconds: 300 },
    ...(store ? { store } : {}),
    ...(onTurn ? { onTurn } : {}),
    residents: Array.from({ length: calls }, (_, nth) => ({
      at: nth / RATE,
      trunk: 'callers',
      line: lineOf('nightbell', nth % LOAD_PROPERTIES),
      number: `+1512558${1000 + nth}`,
      talksFor: 2,
      reactions: [press('water leak', 0.7, '1'), press('what is wrong', 0.7, '#'), press('say your name', 0.7, '#')],
    })),
    telephones: Array.from({ length: LOAD_PROPERTIES }, (_, nth) => ({
      number: `+1512556${1000 + nth}`,
      ways: [{ does: 'answer', after: 0.3, talksFor: 3, reactions: [press('Press 1 to talk now', 1, '1')] }],
    })),
  })
  simulation.start()
  await simulation.run(calls / RATE + thenSeconds)
  simulation.daemon()?.stop()
}

function press(hears: string, after: number, key: string) {
  return { hears, after, does: 'press', key } as const
}
