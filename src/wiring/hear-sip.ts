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
import { ownAddresses } from '../pbx/own-addresses.ts'
import { openFloodGuard } from '../sip/flood-guard.ts'
import type { MediaRefused } from '../sip/news.ts'
import { loggedOut, type NotRegistered, notRegistered } from '../sip/not-registered.ts'
import { openPasswordWatch, type PasswordWatch } from '../sip/password-watch.ts'
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
  readonly passwords: PasswordWatch
  /** Addresses that Asterisk is to refuse now: of strangers that send too much. */
  floods(): readonly string[]
  /** Nobody at such an address is refused; until it is known who that is, nobody is at all. */
  spare(isTrunk: (address: string) => boolean): void
  /** Trunks of the rules that are to be registered and are not. `offline`: trunks for which Asterisk has no place. */
  unregistered(offline: readonly string[]): readonly Unregistered[]
  /** From now on what happens becomes inputs. */
  tells(push: (input: Input) => void): void
  takePlan(plan: Plan): void
  /** For `nightbell trunks`. */
  told(world: World, unreachable: readonly string[] | null): object
}

export interface Unregistered extends NotRegistered {
  readonly trunk: string
}

/** The same refusal of a trunk is one fact in so long, ms. */
const ONCE_MS = 3_600_000
const MOST_REMEMBERED = 500

export function hearSip({ state, connection, plan: first, clock, log }: SipNeeds): HeardSip {
  const told = new Map<string, number>()
  let floodsSaidAt = Number.NEGATIVE_INFINITY
  let plan = first
  /** By trunk: since when all SIP of its registration is heard. */
  let heard = new Map<string, { readonly what: string; since: number }>()
  const { hostname, port } = new URL(connection.ari.url)
  const watch = openSipWatch({
    state,
    log,
    address: hostname,
    port: Number(port),
    key: hepKey(connection.ari.password),
    now: clock.now,
    sip: connection.rendered?.sip ?? null,
    trunks: placesOf(plan),
  })
  let isTrunk = (_: string): boolean => true
  const spares = (address: string): boolean => isTrunk(address) || ownAddresses().includes(address)
  const passwords = openPasswordWatch({ state, plan: () => plan, spares, now: clock.now, log })
  watch.onPasswords(passwords.take)
  const floods = openFloodGuard(address => spares(address) || passwords.isKnown(address))
  watch.onStrangers(refused => {
    for (const [address, times] of refused) floods.take(address, times, clock.now())
    const now = floods.refused(clock.now())
    if (now.length === 0 || clock.now() - floodsSaidAt < ONCE_MS) return
    floodsSaidAt = clock.now()
    log.info({ addresses: now }, 'strangers that send too much are refused for an hour; this is said once an hour')
  })
  noteTrunks()

  /** A registration that is new in the rules begins to be heard. */
  function noteTrunks(): void {
    const before = heard
    heard = new Map(
      Object.values(plan.trunks).map(({ id, register, login, host }) => {
        const what = JSON.stringify([register, login, host])
        const known = before.get(id)
        return [id, known?.what === what ? known : { what, since: clock.now() }]
      }),
    )
  }

  function unregistered(offline: readonly string[]): Unregistered[] {
    const now = clock.now()
    if (watch.alarms().length > 0) for (const one of heard.values()) one.since = now
    const seen = watch.trunks()
    return Object.values(plan.trunks).flatMap(({ id, register, login }) => {
      const since = heard.get(id)?.since ?? now
      if (login !== undefined && !offline.includes(id)) return []
      const found = login === undefined ? register && notRegistered(seen[id], since, now) : loggedOut(seen[id], since, now)
      return found === null ? [] : [{ trunk: id, ...found }]
    })
  }

  function mediaRefused({ trunk, status, line, caller, offered, callId }: MediaRefused): Input | null {
    const what = `${trunk} ${status} ${offered}`
    const since = told.get(what)
    if (since !== undefined && clock.now() - since < ONCE_MS) return null
    if (told.size >= MOST_REMEMBERED) told.clear()
    told.set(what, clock.now())
    log.error({ trunk, status, line: masked(line), offered, callId }, 'a call was refused for its media')
    return {
      type: 'mediaRefused',
      stream: trunkStream(trunk),
      trunk,
      line,
      offered,
      status,
      dialog: callId,
      caller: caller === '' ? null : ending(caller),
    }
  }

  return {
    ...watch,
    passwords,
    floods: () => floods.refused(clock.now()),
    unregistered,
    spare(isOne) {
      isTrunk = isOne
    },
    tells(push) {
      watch.onMediaRefused(refused => {
        const input = mediaRefused(refused)
        if (input !== null) push(input)
      })
    },
    told: (world, unreachable) => ({
      trunks: watch.trunks(),
      strangers: { ...watch.strangers(), shutOut: floods.refused(clock.now()) },
      calls: callsNow(world),
      unreachable,
    }),
    takePlan(changed) {
      plan = changed
      noteTrunks()
      watch.takeTrunks(placesOf(changed))
    },
    alarms: () => [...watch.alarms(), ...passwords.alarms()],
    async close() {
      passwords.stop()
      await watch.close()
    },
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
  return Object.values(plan.trunks).map(({ id, host, match, register, auth, login, from }) => ({
    id,
    host,
    match,
    ...(register?.server === undefined ? {} : { servers: [register.server] }),
    users: [register, auth, login, from].flatMap(account => account?.user ?? []),
    ...(login === undefined ? {} : { login: login.user }),
  }))
}
