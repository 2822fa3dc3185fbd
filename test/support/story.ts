// A story told to the core in a person's words: a caller arrives, presses keys, speaks, hangs up; telephones ring and are answered.
//   const story = tell(); const caller = story.arrives(); caller.presses('1'); story.phone('ana').answers().presses('1')
import { expect } from 'vitest'
import type { Call } from '../../src/core/call/call.ts'
import type { Incident } from '../../src/core/incident/incident.ts'
import type { Leg } from '../../src/core/leg/leg.ts'
import type { Command } from '../../src/core/world/commands.ts'
import type { FactBody, FactKind } from '../../src/core/world/facts.ts'
import { type CallId, callId, type IncidentId, type LegId } from '../../src/core/world/ids.ts'
import type { KeptFile } from '../../src/core/world/inputs.ts'
import type { Turn } from '../../src/core/world/world.ts'
import { type Driver, type DriverOptions, openDriver } from './driver.ts'
import { LINE, PLAN_HASH, TRUNK } from './plan.ts'
import { commandLine, words } from './spoken.ts'

export interface Arrival {
  readonly channel?: string
  readonly trunk?: string
  readonly line?: string
  readonly number?: string | null
  readonly name?: string | null
  readonly diversion?: string | null
}

export type Story = ReturnType<typeof tell>
export type Caller = ReturnType<Story['arrives']>
export type Telephone = ReturnType<typeof telephone>

export function tell(options: DriverOptions = {}) {
  const driver = openDriver(options)
  let arrivals = 0

  const last = (): Turn => {
    const turn = driver.turns.at(-1)
    if (!turn) throw new Error('nothing has happened yet')
    return turn
  }

  return {
    driver,
    last,
    arrives(arrival: Arrival = {}) {
      const channel = arrival.channel ?? `170000000${arrivals}.${++arrivals}`
      driver.take({
        ...{ type: 'arrived', channel, trunk: arrival.trunk ?? TRUNK.carrier, line: arrival.line ?? LINE.oak },
        ...{ callerNumber: arrival.number === undefined ? '+13125550142' : arrival.number },
        ...{ callerName: arrival.name ?? null, diversion: arrival.diversion ?? null, plan: PLAN_HASH },
      })
      return caller(driver, channel)
    },
    /** The telephone that is being rung for this person, or was last. */
    phone: (person: string) => telephone(driver, person),
    /** The telephone of the caller who is being called back. */
    resident: () => calledBack(driver),
    /** The telephone to which a caller is being transferred, or was last. */
    transfer: () => transferred(driver),
    incident(n = 0): Incident {
      const incident = [...driver.world.incidents.values()][n]
      if (!incident) throw new Error('there is no incident')
      return incident
    },
    /** Who has a telephone ringing, or dialling, now. */
    ringing(): string[] {
      return [...driver.world.incidents.values()].flatMap(i =>
        Object.values(i.legs)
          .filter(leg => leg.phase === 'dialling' || leg.phase === 'ringing')
          .map(leg => leg.dial.person),
      )
    },
    wait: (seconds: number) => driver.wait(seconds),
    kinds: () => driver.facts().map(fact => fact.kind),
    facts<K extends FactKind>(kind: K): Extract<FactBody, { kind: K }>[] {
      return driver.facts().filter(fact => fact.kind === kind) as unknown as Extract<FactBody, { kind: K }>[]
    },
    /** Every attempt, in order: who, and how it ended. */
    attempts: () => driver.facts().flatMap(fact => (fact.kind === 'attempt-ended' ? [`${fact.person} ${fact.result}`] : [])),
    dialled: () => driver.commands().flatMap(c => (c.do === 'dial' ? [`${c.number} over ${c.trunk}`] : [])),
    /** The commands of the last turn, one line each. */
    did: () => last().commands.map(commandLine),
  }
}

function caller(driver: Driver, channel: string) {
  const id: CallId = callId(channel)
  const state = (): Call | undefined => driver.world.calls.get(id)
  const left = (): string | undefined =>
    driver.facts().flatMap(fact => (fact.kind === 'left' && fact.stream === id ? [fact.outcome] : []))[0]
  const self = {
    channel,
    id,
    state,
    phase: () => state()?.phase ?? 'gone',
    /** What the call would be, or is, listed as. */
    outcome: () => left() ?? state()?.outcome,
    heard: () => said(driver, channel),
    hears: () => said(driver, channel).at(-1) ?? '',
    /** Listens to the end of what is being said. */
    listens() {
      finishPlayback(driver, channel)
      return self
    },
    presses(...keys: string[]) {
      for (const digit of keys) driver.take({ type: 'digit', channel, digit })
      return self
    },
    /** The recorder that runs ends with so much on it. */
    /** `file`: what became of it, such as that only its beginning could be written. */
    speaks(ms: number, speechMs: number | null = ms, file: KeptFile = {}) {
      driver.take({ type: 'recordingFinished', channel, recording: recordingOf(driver, channel), ms, speechMs, ...file })
      return self
    },
    recorderFails(reason = 'the disk is full') {
      driver.take({ type: 'recordingFailed', channel, recording: recordingOf(driver, channel), reason })
      return self
    },
    returns(queueStatus: string | null, from: 'queue' | 'deadman' = 'queue') {
      driver.take({ type: 'returned', channel, from, queueStatus })
      return self
    },
    officeAnswers(member: string | null = 'PJSIP/oak-1') {
      driver.take({ type: 'officeAnswered', channel, member })
      return self
    },
    joins() {
      enterBridge(driver, channel)
      return self
    },
    hangsUp(parts: { cause?: number; fax?: boolean } = {}) {
      driver.take({ type: 'ended', channel, cause: parts.cause ?? 16, sip: null, fax: parts.fax ?? false })
      return self
    },
    isTransferred(number: string | null) {
      driver.take({ type: 'numberChanged', channel, number })
      return self
    },
  }
  return self
}

function telephone(driver: Driver, person: string) {
  const all = [...driver.world.incidents.values()].flatMap(i => Object.values(i.legs)).filter(l => l.dial.person === person)
  const legs = all.filter(l => l.phase !== 'over')
  const found = legs.at(-1) ?? all.at(-1)
  if (!found) throw new Error(`no telephone of ${person} was rung`)
  const channel: LegId = found.id
  const incident = channel.replace(/\.\d+$/, '') as IncidentId
  const leg = (): Leg | undefined => driver.world.incidents.get(incident)?.legs[channel]
  const ended = (cause: number, sip: number | null): void => void driver.take({ type: 'ended', channel, cause, sip, fax: false })
  /** Nobody pushes away, or lets ring, what did not ring. */
  const afterRinging = (end: () => void) => (): void => {
    if (leg()?.phase === 'dialling') driver.take({ type: 'legRinging', channel })
    end()
  }
  return handset(driver, channel, {
    phone: found.dial.phone,
    trunk: found.trunk,
    leg,
    phase: () => leg()?.phase ?? 'over',
    isBusy: (): void => ended(17, 486),
    declines: afterRinging(() => ended(21, 603)),
    /** By its trunk, where it has not rung. */
    isRefused: (cause = 21, sip: number | null = 603): void => ended(cause, sip),
    isDead: (): void => ended(1, 404),
    isCongested: (): void => ended(34, 503),
    stopsRinging: afterRinging(() => ended(19, 480)),
    hangsUp: (cause = 16): void => ended(cause, null),
  })
}

function transferred(driver: Driver) {
  const dialled = driver.facts().findLast(fact => fact.kind === 'transfer-dialled')
  if (dialled?.kind !== 'transfer-dialled') throw new Error('nobody was rung for a transfer')
  const channel = dialled.leg
  return handset(driver, channel, {
    phone: dialled.phone,
    ends: (cause: number, sip: number | null = null): void =>
      void driver.take({ type: 'ended', channel, cause, sip, fax: false }),
  })
}

function calledBack(driver: Driver) {
  const incident = [...driver.world.incidents.values()].find(one => 'resident' in one)
  if (incident === undefined || !('resident' in incident)) throw new Error('nobody is being called back')
  const { id: channel, number } = incident.resident
  const ended = (cause: number, sip: number | null): void => void driver.take({ type: 'ended', channel, cause, sip, fax: false })
  return handset(driver, channel, {
    number,
    isBusy: (): void => ended(17, 486),
    isCongested: (): void => ended(34, 503),
    isDead: (): void => ended(1, 404),
    hangsUp: (): void => ended(16, null),
  })
}

/** What everybody can do whose telephone we rang: somebody on call, whoever is called back, to whom a caller is transferred. */
interface Handset<M> {
  readonly channel: LegId
  heard(): string[]
  hears(): string
  rings(): M & Handset<M>
  /** `dice`: the digit that in-band trunks have confirmed. */
  answers(dice?: number): M & Handset<M>
  presses(...keys: string[]): M & Handset<M>
  /** To the end of what is being said. */
  listens(): M & Handset<M>
  joins(): M & Handset<M>
}

function handset<M extends object>(driver: Driver, channel: LegId, more: M): M & Handset<M> {
  const does = (act: () => unknown) => {
    act()
    return self
  }
  const self: M & Handset<M> = {
    ...more,
    channel,
    heard: () => said(driver, channel),
    hears: () => said(driver, channel).at(-1) ?? '',
    rings: () => does(() => driver.take({ type: 'legRinging', channel })),
    answers: (dice = 3) => does(() => driver.take({ type: 'legAnswered', channel, dice })),
    presses: (...keys) => does(() => keys.map(digit => driver.take({ type: 'digit', channel, digit }))),
    listens: () => does(() => finishPlayback(driver, channel)),
    joins: () => does(() => enterBridge(driver, channel)),
  }
  return self
}

function said(driver: Driver, channel: string): string[] {
  return driver.commands().flatMap(c => (c.do === 'say' && c.channel === channel ? [words(c.speech)] : []))
}

function finishPlayback(driver: Driver, channel: string): void {
  const playback = lastOf(driver, channel, 'say')?.playback
  if (playback === undefined) throw new Error(`nothing was said to ${channel}`)
  driver.take({ type: 'playbackFinished', channel, playback, ok: true })
}

function recordingOf(driver: Driver, channel: string): string {
  const recording = lastOf(driver, channel, 'record')?.recording
  if (recording === undefined) throw new Error(`nothing is being recorded of ${channel}`)
  return recording
}

/** Who is to come into the talk as soon as the other one has heard their word, too. */
const coming = new WeakMap<Driver, Set<string>>()

/** Hears the word before the talk to its end, and comes into the bridge when both have. */
function enterBridge(driver: Driver, channel: string): void {
  const expected = coming.get(driver) ?? new Set()
  coming.set(driver, expected)
  if (sentToTalk(driver, channel) === null) finishPlayback(driver, channel)
  expected.add(channel)
  for (const one of expected) {
    const bridge = sentToTalk(driver, one)
    if (bridge === null) continue
    expected.delete(one)
    driver.take({ type: 'enteredBridge', channel: one, bridge })
  }
}

/** The bridge that this channel is on its way to; null while something is still said to it. */
function sentToTalk(driver: Driver, channel: string): string | null {
  const last = driver.commands().findLast(c => c.channel === channel && (c.do === 'talk' || c.do === 'say'))
  return last?.do === 'talk' ? last.bridge : null
}

function lastOf<D extends Command['do']>(driver: Driver, channel: string, what: D): Extract<Command, { do: D }> | undefined {
  return driver.commands().findLast(c => c.do === what && c.channel === channel) as Extract<Command, { do: D }> | undefined
}

/** Nothing of anybody is left, and this is how it ended. */
export function expectOver(story: Story, outcome: string): void {
  expect([...story.driver.world.calls.values()].map(call => call.phase)).toEqual([])
  expect(story.facts('left').at(-1)).toMatchObject({ outcome })
}
