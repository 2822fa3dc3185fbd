// Many callers on hold, each with an incident of their own whose telephone rings all the while: how many are held, what memory that takes, and
// how soon the key of a further caller is answered meanwhile. Called by run.ts; it ends with the daemon stopped and everything hung up.
import { type Bench, settled, wait } from './load-step.ts'
import { KEYS_LINE } from './portfolio.ts'
import { rssMb } from './processes.ts'
import { runCallers, startTelephones } from './sipp.ts'
import { whyUnheld } from './unfinished.ts'

/** Callers arrive so many a second. */
const RATE = 25
/** The probe's callers begin when the last caller has arrived: so many, one after the other so often. */
const PROBES = 30
const PROBE_EVERY_MS = 300
/** From the last caller on, ms; all in all within the minute after which Asterisk hangs up a line that sends no audio. */
const STAY_MS = 28_000

export interface OnHold {
  readonly callers: number
  /** Callers that Asterisk has in a holding bridge at the moment of looking. */
  readonly holding: number
  /** Where fewer are held than called: what happened to the others. */
  readonly why: readonly string[]
  readonly beforeMb: number
  readonly withMb: number
  /** From letting go of a key to the first packet of what follows; null: nothing followed. */
  readonly keyMs: readonly (number | null)[]
}

export async function measureOnHold(bench: Bench, callers: number): Promise<OnHold> {
  const { box, controllers, probe, journal } = bench
  const daemon = controllers.nightbell
  if (daemon === null) throw new Error('the daemon is not running')
  const beforeMb = rssMb(daemon.pid)
  const telephones = startTelephones(box.directory, 'ringing-telephone')
  const arrivingMs = (callers / RATE) * 1000
  const load = { system: 'nightbell', rate: RATE, calls: callers, talkMs: arrivingMs + STAY_MS } as const
  const over = runCallers(box.directory, load, 0)
  await wait(arrivingMs + 2000)
  // Before the probe's own callers are on hold too.
  const holding = holdingIn(await box.pbx.command('bridge show all'))
  const probes: Promise<(number | null)[]>[] = []
  for (let n = 0; n < PROBES; n += 1) {
    probes.push(probe.keys(KEYS_LINE))
    await wait(PROBE_EVERY_MS)
  }
  const withMb = rssMb(daemon.pid)
  const keyMs = (await Promise.all(probes)).flat()
  const why = holding < callers ? whyUnheld(journal) : []
  await over
  await daemon.stop()
  await telephones.stop()
  await box.pbx.command('channel request hangup all')
  await settled(box)
  return { callers, holding, why, beforeMb, withMb, keyMs }
}

/** Channels in all holding bridges, whether each has one or all are in one. */
function holdingIn(bridges: string): number {
  const counts = bridges.split('\n').map(line => Number(/\s(\d+)\s+\S+\s+holding_bridge\s/.exec(line)?.[1] ?? 0))
  return counts.reduce((all, one) => all + one, 0)
}
