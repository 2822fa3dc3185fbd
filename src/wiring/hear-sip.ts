// The SIP of the box in the daemon: the thread that hears it, the input that a call refused for its media becomes, and what `nightbell
// trunks` asks. A part of run.ts.
import { masked } from '../core/notices/masked.ts'
import type { Plan } from '../core/plan/plan.ts'
import { trunkStream } from '../core/world/ids.ts'
import type { Input } from '../core/world/inputs.ts'
import { inboundTrunk, legsOf } from '../core/world/legs-of.ts'
import { liveStreams, type World } from '../core/world/world.ts'
import type { Clock, Log } from '../daemon/ports.ts'
import type { Connection } from '../pbx/connection.ts'
import { hepKey } from '../pbx/hep-key.ts'
import type { MediaRefused } from '../sip/news.ts'
import type { TrunkPlace } from '../sip/peers.ts'
import { openSipWatch, type SipWatch } from '../sip/watch.ts'

export interface SipNeeds {
  readonly state: string
  readonly connection: Connection
  readonly plan: Plan
  readonly clock: Clock
  readonly log: Log
}

export interface HeardSip extends SipWatch {
  /** From now on what happens becomes inputs. */
  tells(push: (input: Input) => void): void
  takePlan(plan: Plan): void
  /** For `nightbell trunks`. */
  told(world: World, unreachable: readonly string[] | null): object
}

/** The same refusal of a trunk is one fact in so long, ms. */
const ONCE_MS = 3_600_000
const MOST_REMEMBERED = 500

export function hearSip({ state, connection, plan, clock, log }: SipNeeds): HeardSip {
  const told = new Map<string, number>()
  const { hostname, port } = new URL(connection.ari.url)
  const watch = openSipWatch({
    ...{ state, log, address: hostname, port: Number(port), key: hepKey(connection.ari.password) },
    now: clock.now,
    sip: connection.rendered?.sip ?? null,
    trunks: placesOf(plan),
  })

  function mediaRefused({ trunk, status, line, caller, offered, callId }: MediaRefused): Input | null {
    const what = `${trunk} ${status} ${offered}`
    const since = told.get(what)
    if (since !== undefined && clock.now() - since < ONCE_MS) return null
    if (told.size >= MOST_REMEMBERED) told.clear()
    told.set(what, clock.now())
    log.error({ trunk, status, line: masked(line), offered, callId }, 'a call was refused for its media')
    return {
      ...{ type: 'mediaRefused', stream: trunkStream(trunk), trunk, line, offered, status, dialog: callId },
      caller: caller === '' ? null : ending(caller),
    }
  }

  return {
    ...watch,
    tells(push) {
      watch.onMediaRefused(refused => {
        const input = mediaRefused(refused)
        if (input !== null) push(input)
      })
    },
    told: (world, unreachable) => ({
      trunks: watch.trunks(),
      strangers: watch.strangers(),
      calls: callsNow(world),
      unreachable,
    }),
    takePlan: changed => watch.takeTrunks(placesOf(changed)),
  }
}

/** By trunk, both ways. */
function callsNow(world: World): Record<string, number> {
  const calls: Record<string, number> = {}
  for (const stream of liveStreams(world))
    for (const trunk of [inboundTrunk(stream) ?? [], ...legsOf(stream).map(leg => leg.trunk)].flat())
      calls[trunk] = (calls[trunk] ?? 0) + 1
  return calls
}

/** Nobody is erased from a call that never was one, so only its end is kept. */
function ending(number: string): string {
  return `…${number.replaceAll(/\D/g, '').slice(-2)}`
}

function placesOf(plan: Plan): TrunkPlace[] {
  return Object.values(plan.trunks).map(({ id, host, match, register, auth, login }) => {
    const user = (register ?? auth ?? login)?.user
    return { id, host, match, ...(user === undefined ? {} : { user }) }
  })
}
