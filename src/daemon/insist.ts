// A request upon which somebody waits is tried again at once: a few times, within a time that leaves room to say so. One that is not
// answered in time counts as refused. Used by lane.ts; what a failure means is decided by whoever asked.
import { inMs } from './clock.ts'
import type { Clock, Done } from './ports.ts'

/** A request that takes longer than this counts as refused, ms. */
export const ANSWER_MS = 1500
/** No try begins later than this after the first one, ms. */
const TRY_FOR_MS = 1200
/** Before the second try, the third, and so on, ms. */
const PAUSES_MS = [0, 100, 300]

export interface Try {
  /** An earlier try may have been carried out, whatever was answered. */
  readonly again: boolean
  /** False when it has taken too long: nothing more may be asked for it. */
  readonly counts: () => boolean
}

export async function insist(clock: Clock, ask: (one: Try) => Promise<Done>, answerMs = ANSWER_MS): Promise<Done> {
  const began = clock.now()

  async function once(again: boolean): Promise<Done> {
    let counts = true
    const done = await inTime(clock, ask({ again, counts: () => counts }), answerMs)
    counts = false
    return done
  }

  let done = await once(false)
  for (const pause of PAUSES_MS) {
    if (done.ok || done.gone) return done
    if (pause > 0) await new Promise<void>(resolve => inMs(clock, pause, resolve))
    if (clock.now() - began > TRY_FOR_MS) return done
    done = await once(true)
  }
  return done
}

/** The answer, or a refusal when there is none in time. */
export async function inTime(clock: Clock, asked: Promise<Done>, ms = ANSWER_MS): Promise<Done> {
  let cancel = (): void => {}
  const late = new Promise<Done>(resolve => {
    cancel = inMs(clock, ms, () => resolve({ ok: false, gone: false, reason: `no answer within ${ms} ms` }))
  })
  try {
    return await Promise.race([asked, late])
  } finally {
    cancel()
  }
}
