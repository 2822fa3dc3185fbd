// How many calls per second each system sustains without a failure, and without letting a caller ring for more than a second: the
// rate goes up for all systems in turn, so that what else the machine does meets each of them alike; a failed step is tried once
// more; then the gap is halved for the two that are compared. Called by run.ts.
import { type Bench, runStep, type Step } from './load-step.ts'
import type { System } from './portfolio.ts'

export interface Capacity {
  readonly sustained: Readonly<Record<System, number>>
  /** The lowest rate that failed, or null when none did. */
  readonly failedAt: Readonly<Record<System, number | null>>
  readonly steps: readonly Step[]
}

export interface CapacityPlan {
  readonly rates: readonly number[]
  readonly seconds: number
  /** The gap between the last good and the first bad rate is halved until it is at most this part of the good one. */
  readonly precision: number
}

const SYSTEMS: readonly System[] = ['dialplan', 'bare', 'nightbell']
/** The plain dialplan's rate is for orientation: it is no more precise than the rates that are tried. */
const COMPARED: readonly System[] = ['bare', 'nightbell']

export async function findCapacity(bench: Bench, plan: CapacityPlan, told: (step: Step) => void): Promise<Capacity> {
  const sustained: Record<System, number> = { dialplan: 0, bare: 0, nightbell: 0 }
  const failedAt: Record<System, number | null> = { dialplan: null, bare: null, nightbell: null }
  const steps: Step[] = []

  async function attempt(system: System, rate: number): Promise<void> {
    for (let n = 0; n < 2; n += 1) {
      const step = await runStep(bench, { system, rate, seconds: plan.seconds })
      steps.push(step)
      told(step)
      if (step.completed >= step.calls && step.late === 0) {
        sustained[system] = rate
        return
      }
    }
    failedAt[system] = rate
  }

  for (const rate of plan.rates) {
    for (const system of SYSTEMS) if (failedAt[system] === null) await attempt(system, rate)
  }
  for (let open = true; open; ) {
    open = false
    for (const system of COMPARED) {
      const bad = failedAt[system]
      const good = sustained[system]
      if (bad === null || good === 0 || bad - good <= Math.max(2, good * plan.precision)) continue
      open = true
      await attempt(system, Math.round((good + bad) / 2))
    }
  }
  return { sustained, failedAt, steps }
}
