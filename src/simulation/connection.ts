// One simulated daemon's connection to the simulated exchange, behind the ports `Telephony`, `TelephonyEvents` and `Witness`:
// requests (requests.ts) take a moment, may be slow, fail, or be done without an answer; events may be lost; the line may be cut. When its
// daemon dies nothing of it has any effect any more.
import type { Input, ObservedChannel } from '../core/world/inputs.ts'
import type { Done, Snapshot, Telephony, TelephonyEvents, Witness } from '../daemon/ports.ts'
import type { Dialplan } from './dialplan.ts'
import type { Exchange } from './exchange.ts'
import { type Fates, withFates } from './refusals.ts'
import { simulatedRequests } from './requests.ts'

/** How often things go wrong, 0 to 1. */
export interface Faults {
  readonly loseEvent: number
  /** A request that takes seconds. */
  readonly slow: number
  /** A request that is refused. */
  readonly fail: number
  /** A request that is done, and answered with a failure all the same. */
  readonly failAfterwards: number
  readonly witnessUnreadable: number
  /** What becomes of each request, apart from chance. */
  readonly fates?: Fates
}

export const NO_FAULTS: Faults = { loseEvent: 0, slow: 0, fail: 0, failAfterwards: 0, witnessUnreadable: 0 }

export interface Connection {
  readonly telephony: Telephony & TelephonyEvents
  readonly witness: Witness
  /** Connects, and says so. */
  connect(): void
  /** The event socket breaks; requests fail until `connect`. */
  cut(reason: string): void
  /** The daemon is dead: nothing more is done, said or heard. */
  die(): void
}

export function openConnection(exchange: Exchange, dialplan: Dialplan, faults: Faults): Connection {
  const { clock, chance, recordings } = exchange
  const inputs: ((input: Input) => void)[] = []
  const ups: ((about: { version: string }) => void)[] = []
  const downs: ((reason: string) => void)[] = []
  let unlisten: (() => void) | null = null
  let alive = true
  let lastTold = 0

  function hear(input: Input): void {
    // An arrival is the one event whose loss would need a broken Asterisk: everything else is lost with a broken line.
    if (input.type !== 'arrived' && chance.happens(faults.loseEvent)) return
    // A little late, but in order.
    lastTold = Math.max(lastTold, clock.now() + Math.floor(chance.between(0, 4)))
    const listening = unlisten
    clock.at(lastTold as never, () => {
      if (alive && unlisten === listening) for (const listener of inputs) listener(input)
    })
  }

  async function moment(seconds: number): Promise<void> {
    await new Promise<void>(resolve => clock.after(seconds, resolve))
    // A dead daemon never gets an answer.
    if (!alive) await new Promise<never>(() => {})
  }

  async function request(act: () => Done): Promise<Done> {
    await moment(chance.happens(faults.slow) ? chance.between(0.5, 5) : 0.002)
    if (unlisten === null) return { ok: false, gone: false, reason: 'no connection to the PBX' }
    if (chance.happens(faults.fail)) return { ok: false, gone: false, reason: 'refused, by chance' }
    const done = act()
    if (chance.happens(faults.failAfterwards)) return { ok: false, gone: false, reason: 'done, but the answer was lost' }
    return done
  }

  const simulated = simulatedRequests(exchange, dialplan, request)
  const requests: Telephony = {
    ...(faults.fates ? withFates(simulated, faults.fates, moment) : simulated),
    async snapshot() {
      await moment(0.01)
      if (unlisten === null) throw new Error('no connection to the PBX')
      return snapshotOf(exchange)
    },
    async recordingState(name) {
      await moment(0.002)
      if (exchange.recording.has(name)) return { state: 'live', ms: 0 }
      const ms = recordings.get(name)
      return ms === undefined ? { state: 'absent', ms: 0 } : { state: 'stored', ms }
    },
  }

  return {
    telephony: {
      ...requests,
      onInput: listener => void inputs.push(listener),
      onConnected: listener => void ups.push(listener),
      onLost: listener => void downs.push(listener),
      onReplaced: () => {},
      enteredAs: (id, args) => enteredAs(exchange, id, args),
    },
    witness: {
      async of(id): Promise<ObservedChannel> {
        await moment(0.002)
        const told = exchange.log.get(id)
        if (chance.happens(faults.witnessUnreadable)) return { state: 'gone', witness: 'unreadable' }
        if (!told) return { state: 'gone', witness: { dialled: false } }
        return { state: 'gone', witness: { dialled: true, answered: told.answered, cause: told.cause ?? 0 } }
      },
    },
    connect() {
      if (!alive || unlisten !== null) return
      unlisten = exchange.onInput(hear)
      for (const listener of ups) listener({ version: '22.0.0-simulated' })
    },
    cut(reason) {
      if (unlisten === null) return
      unlisten()
      unlisten = null
      for (const listener of downs) listener(reason)
    },
    die() {
      alive = false
      unlisten?.()
      unlisten = null
    },
  }
}

function snapshotOf({ channels, bridges }: Exchange): Snapshot {
  return {
    channels: [...channels.values()].map(({ id, state, place, args, bridge }) => {
      return { id, state, stasisArgs: place === 'application' ? args : null, inFailsafe: place === 'failsafe', bridge }
    }),
    bridges: [...bridges.values()].map(({ id, members }) => ({ id, channels: [...members] })),
  }
}

function enteredAs({ channels }: Exchange, id: string, [what, from, status]: readonly string[]): Input | null {
  if (what === 'arrive') return channels.get(id)?.arrival ?? null
  if (what === 'leg') return { type: 'legAnswered', channel: id, dice: 3 }
  if (what !== 'returned') return null
  return { type: 'returned', channel: id, from: from === 'queue' ? 'queue' : 'deadman', queueStatus: status || null }
}
