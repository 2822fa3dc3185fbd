// The simulated failsafe of the dialplan: it rings its number for a while, takes a message, and leaves a note when the caller hangs
// up, wherever in it that is. Used by dialplan.ts; the notes are imported by whichever daemon comes next.
import { callId, type EpochMs } from '../core/world/ids.ts'
import type { Input } from '../core/world/inputs.ts'
import type { Channel, Exchange } from './exchange.ts'

/** It rings its number so long, and then takes a message, seconds. */
const RINGS_S = 40
const MESSAGE_S = 12
/** Less speech than this is no message, ms. */
const LEAST_MS = 2000
const LOOK_S = 0.5

export interface Failsafe {
  take(channel: Channel): void
  /** What it has noted since it was last asked. */
  notes(): Input[]
}

export function openFailsafe({ clock, channels, end }: Exchange, planHash: string): Failsafe {
  const spool: Input[] = []

  function note({ id, arrival }: Channel, ms: number, arrivedAt: EpochMs): void {
    if (!arrival) return
    const { trunk, line, callerNumber, callerName, diversion } = arrival
    const left = ms < LEAST_MS
    spool.push({
      ...{
        type: 'imported',
        channel: callId(id),
        plan: planHash,
        trunk,
        line,
        property: '',
        callerNumber,
        callerName,
        diversion,
      },
      ...{ outcome: left ? 'left' : 'message', rung: 'failsafe', recording: left ? null : `failsafe-${id}`, ms: left ? 0 : ms },
      ...{ arrivedAt, endedAt: clock.now() },
    })
  }

  return {
    take(channel) {
      const arrivedAt = clock.now()
      const goodbye = clock.now() + (RINGS_S + MESSAGE_S) * 1000
      function look(): void {
        const there = channels.get(channel.id) === channel
        // Whoever comes back through the application is not noted: they are the daemon's again.
        if (there && channel.place !== 'failsafe') return
        if (there && clock.now() < goodbye) return void clock.after(LOOK_S, look)
        note(channel, there ? channel.person.speaks() : 0, arrivedAt)
        end(channel.id, 16)
      }
      look()
    },
    notes: () => spool.splice(0),
  }
}
