// How much memory the daemon needs with many callers on hold, each with an incident whose telephone rings all the while.
// Called by run.ts, last: it ends with the daemon stopped and everything hung up.
import { type Bench, settled, wait } from './load-step.ts'
import { rssMb } from './processes.ts'
import { runCallers, startTelephones } from './sipp.ts'

/** Callers arrive so many a second. */
const RATE = 25
/** Looked at when the last caller has been on hold for so long, ms. */
const REST_MS = 6000

export interface OnHold {
  readonly callers: number
  /** Callers that Asterisk has in a holding bridge at the moment of looking. */
  readonly holding: number
  readonly beforeMb: number
  readonly withMb: number
}

export async function measureOnHold({ box, controllers }: Bench, callers: number): Promise<OnHold> {
  const daemon = controllers.nightbell
  if (daemon === null) throw new Error('the daemon is not running')
  const beforeMb = rssMb(daemon.pid)
  const telephones = startTelephones(box.directory, 'ringing-telephone')
  const arrivingMs = (callers / RATE) * 1000
  // Within the minute after which Asterisk hangs up a line that sends no audio.
  const load = { system: 'nightbell', rate: RATE, calls: callers, talkMs: arrivingMs + REST_MS + 4000 } as const
  const over = runCallers(box.directory, load, 0)
  await wait(arrivingMs + REST_MS)
  const holding = holdingIn(await box.pbx.command('bridge show all'))
  const withMb = rssMb(daemon.pid)
  await over
  await daemon.stop()
  await telephones.stop()
  await box.pbx.command('channel request hangup all')
  await settled(box)
  return { callers, holding, beforeMb, withMb }
}

/** Holding bridges with somebody in them, of which each caller has one. */
function holdingIn(bridges: string): number {
  return bridges.split('\n').filter(line => /\s1\s+\S+\s+holding_bridge\s/.test(line)).length
}
