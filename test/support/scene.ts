// A story as plain data: who calls, which telephones do what, and how long it is watched.
import type { SimulationOptions } from '../../src/simulation/simulation.ts'

export interface Scene {
  readonly name: string
  readonly options: Partial<SimulationOptions>
  /** How long it is watched, seconds. */
  readonly lasts: number
  /** Who of them is first is chance: what comes of it is not compared. */
  readonly varies?: true
}
