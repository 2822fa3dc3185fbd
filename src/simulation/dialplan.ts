// The simulated dialplan around the application: arriving, the office queue, legs that answer while nobody is there, the dead-man's
// switch, the failsafe and its notes. The same rules as asterisk/extensions.conf, in virtual time.
import { QUIET_MS } from '../core/leg/voices.ts'
import type { Plan } from '../core/plan/plan.ts'
import type { Input } from '../core/world/inputs.ts'
import { isSamePress, type Press } from '../core/world/presses.ts'
import type { Channel, Exchange } from './exchange.ts'
import { openFailsafe } from './failsafe.ts'
import {
  type Behaviour,
  behave,
  type Hand,
  type Office,
  type Person,
  REFUSALS,
  type Resident,
  type Telephone,
  type Way,
} from './people.ts'

const DEAD_MAN_S = 60
/** How often a carrier looks what became of the call that it forwarded. */
const FORWARDED_S = 1
/** A leg that answers asks so many times, once a second, whether the application is there. */
const LEG_TRIES = 10

const SILENT: Behaviour = { hears() {}, joinsTalk() {}, speaks: () => 0 }

export interface Dialplan {
  arrives(resident: Resident): string
  /** Whether Asterisk would send anything. */
  sends(trunk: string, byAddress: boolean): boolean
  dial(channel: string, trunk: string, number: string, timeoutSeconds: number): void
  toQueue(channel: Channel, queue: string, ringSeconds: number): void
  toFailsafe(channel: Channel): void
  setDeadMan(channel: Channel, seconds: number): void
  /** What the failsafe has noted since it was last asked. */
  notes(): Input[]
}

export interface DialplanNeeds {
  readonly exchange: Exchange
  readonly plan: Plan
  readonly planHash: string
  readonly telephones: readonly Telephone[]
  readonly office: Office
  /** Over these every dial ends in congestion. */
  readonly trunksDown?: readonly string[]
  /** These refuse every dial before it rings. */
  readonly trunksRefusing?: readonly string[]
  /** They seem down: no channel is made for a dial over them, but by their address. */
  readonly trunksSilent?: readonly string[]
}

export function openDialplan(needs: DialplanNeeds): Dialplan {
  const { exchange, plan, planHash, telephones, office, trunksDown = [], trunksRefusing = [], trunksSilent = [] } = needs
  const { clock, chance, channels } = exchange
  const failsafe = openFailsafe({ exchange, plan, planHash, wayOf })
  const rung = new Map<string, number>()
  const waysOf = new Map(telephones.map(({ number, ways }) => [number, ways]))
  const voicesOf = new Map<string, readonly (readonly [number, number])[]>()
  let arrivals = 0
  const presses = new WeakMap<Channel, Press>()

  /** Calls back only while the channel lives, and is where it was. */
  function later(channel: Channel, seconds: number, callback: () => void): () => void {
    return clock.after(seconds, () => {
      if (channels.get(channel.id) === channel) callback()
    })
  }

  function newChannel(id: string, kind: Channel['kind'], person: Person, arrival: Channel['arrival']): Channel {
    const hand: Hand = {
      press: key => pressed(channel, key),
      hangUp: () => hungUp(channel),
      after: (seconds, callback) => void later(channel, seconds, callback),
    }
    const channel: Channel = {
      id,
      kind,
      arrival,
      person: SILENT,
      state: 'down',
      place: 'dialplan',
      args: [],
      bridge: null,
      playing: null,
      recorder: null,
      deadMan: null,
      answered: false,
    }
    exchange.add(channel)
    channel.person = behave(person, hand)
    return channel
  }

  function pressed(channel: Channel, key: string): void {
    const press = { digit: key, at: clock.now() }
    const again = isSamePress(presses.get(channel), press)
    presses.set(channel, press)
    if (channel.place === 'application')
      exchange.tell({ type: 'digit', channel: channel.id, digit: key, ...(again && { again: true }) })
  }

  function hungUp(channel: Channel): void {
    exchange.end(channel.id, 16)
  }

  /** Into Stasis(), or false when the application is away. */
  function enter(channel: Channel, args: readonly string[], input: Input): boolean {
    if (!exchange.applicationIsThere()) return false
    channel.place = 'application'
    channel.args = args
    exchange.tell(input)
    return true
  }

  function arrives(resident: Resident): string {
    const id = `${Math.floor(clock.now() / 1000)}.${++arrivals}`
    const { trunk, line, number: callerNumber, name = null, diversion = null } = resident
    const arrival = {
      type: 'arrived',
      channel: id,
      trunk,
      line,
      callerNumber,
      callerName: name,
      diversion,
      plan: planHash,
    } as const
    const channel = newChannel(id, 'caller', resident, arrival)
    channel.state = 'ringing'
    setDeadMan(channel, DEAD_MAN_S)
    if (!enter(channel, ['arrive', trunk, line], arrival)) toFailsafe(channel)
    return id
  }

  function setDeadMan(channel: Channel, seconds: number): void {
    channel.deadMan?.()
    channel.deadMan = seconds <= 0 ? null : later(channel, seconds, () => switchRanOut(channel))
  }

  function switchRanOut(channel: Channel): void {
    channel.deadMan = null
    exchange.silence(channel)
    channel.place = 'dialplan'
    channel.args = []
    if (channel.kind === 'leg') return void later(channel, 3, () => hungUp(channel))
    setDeadMan(channel, DEAD_MAN_S)
    const input: Input = { type: 'returned', channel: channel.id, from: 'deadman', queueStatus: null }
    if (!enter(channel, ['returned', 'deadman', ''], input)) toFailsafe(channel)
  }

  function toFailsafe(channel: Channel): void {
    setDeadMan(channel, 0)
    exchange.silence(channel)
    channel.place = 'failsafe'
    channel.args = []
    channel.state = 'up'
    failsafe.take(channel)
  }

  function wayOf(number: string): Way {
    const ways = waysOf.get(number) ?? []
    const times = rung.get(number) ?? 0
    rung.set(number, times + 1)
    return ways[Math.min(times, ways.length - 1)] ?? { does: 'ring' }
  }

  function trunkSays(trunk: string): Way | null {
    if (trunksDown.includes(trunk)) return { does: 'refuse', as: 'congested', after: 0.5 }
    return trunksRefusing.includes(trunk) ? { does: 'refuse', as: 'refused', after: 0.5 } : null
  }

  function dial(id: string, trunk: string, number: string, timeoutSeconds: number): void {
    const way = trunkSays(trunk) ?? wayOf(number)
    const { staysFor, ...person }: Person & { staysFor?: number } = way.does === 'answer' ? way : {}
    const channel = newChannel(id, 'leg', person, null)
    if (way.does === 'answer' && way.voices !== undefined) voicesOf.set(id, way.voices)
    later(channel, timeoutSeconds, () => {
      if (!channel.answered) exchange.end(id, 19)
    })
    if (way.does === 'nothing') return
    // Whoever pushes it away has heard it ring.
    if (way.does === 'refuse' && way.as === 'declined') later(channel, Math.min(0.5, way.after / 2), () => rings(channel))
    if (way.does === 'refuse') return void later(channel, way.after, () => refuse(id, way))
    later(channel, chance.between(0.5, 3), () => rings(channel))
    if (way.does === 'forward') later(channel, 3 + way.after, () => forward(channel, { trunk, line: way.to, diversion: number }))
    if (way.does === 'answer') later(channel, 3 + way.after, () => answer(channel, LEG_TRIES))
    if (way.does === 'answer' && staysFor !== undefined) later(channel, 3 + way.after + staysFor, () => hungUp(channel))
  }

  function rings(channel: Channel): void {
    if (channel.answered) return
    channel.state = 'ringing'
    exchange.tell({ type: 'legRinging', channel: channel.id })
  }

  /** The carrier sends our own call on: it comes back with the number that it shows. Whatever becomes of it, the telephone is busy. */
  function forward(leg: Channel, to: Pick<Resident, 'trunk' | 'line' | 'diversion'>): void {
    const back = arrives({ at: 0, ...to, number: plan.box.callerId })
    function look(): void {
      if (channels.has(back)) later(leg, FORWARDED_S, look)
      else refuse(leg.id, { does: 'refuse', as: 'busy', after: 0 })
    }
    later(leg, FORWARDED_S, look)
  }

  function refuse(id: string, way: Extract<Way, { does: 'refuse' }>): void {
    const { cause, sip } = REFUSALS[way.as]
    exchange.end(id, cause, { sip })
  }

  function answer(channel: Channel, tries: number): void {
    const told = exchange.log.get(channel.id)
    if (told) told.answered = true
    if (!channel.answered) setDeadMan(channel, DEAD_MAN_S)
    channel.answered = true
    channel.state = 'up'
    const dice = Math.floor(chance.between(0, 10))
    if (tries === LEG_TRIES) speaks(channel)
    if (enter(channel, ['leg'], { type: 'legAnswered', channel: channel.id, dice })) return
    if (tries > 1) later(channel, 1, () => answer(channel, tries - 1))
    else later(channel, 3, () => exchange.end(channel.id, 16))
  }

  /** As TALK_DETECT tells it: an end when it has been quiet for a while. */
  function speaks(channel: Channel): void {
    for (const [from, to] of voicesOf.get(channel.id) ?? []) {
      later(channel, from, () => exchange.tell({ type: 'voice', channel: channel.id, now: 'began' }))
      later(channel, to + QUIET_MS / 1000, () => exchange.tell({ type: 'voice', channel: channel.id, now: 'ended' }))
    }
    voicesOf.delete(channel.id)
  }

  function toQueue(channel: Channel, _queue: string, ringSeconds: number): void {
    setDeadMan(channel, 0)
    exchange.silence(channel)
    channel.place = 'queue'
    channel.args = []
    const { answersAfter, talksFor } = office
    if (answersAfter === null || answersAfter > ringSeconds) {
      later(channel, ringSeconds, () => backFromQueue(channel, 'TIMEOUT'))
      return
    }
    later(channel, answersAfter, () => {
      const told = exchange.log.get(channel.id)
      if (told) told.answered = true
      exchange.tell({ type: 'officeAnswered', channel: channel.id, member: 'PJSIP/office-1' })
      later(channel, talksFor, () => hungUp(channel))
    })
  }

  function backFromQueue(channel: Channel, queueStatus: string): void {
    setDeadMan(channel, DEAD_MAN_S)
    const input: Input = { type: 'returned', channel: channel.id, from: 'queue', queueStatus }
    if (!enter(channel, ['returned', 'queue', queueStatus], input)) toFailsafe(channel)
  }

  const sends = (trunk: string, byAddress: boolean): boolean => byAddress || !trunksSilent.includes(trunk)

  return { arrives, sends, dial, toQueue, toFailsafe, setDeadMan, notes: failsafe.notes }
}
