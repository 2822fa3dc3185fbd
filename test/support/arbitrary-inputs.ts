// Arbitrary things that the outside may say, valid and nonsense. A step is plain data with numbers that choose among what there is
// when its turn comes, so that a failing sequence shrinks and reads well.
import fc from 'fast-check'
import type { Leg } from '../../src/core/leg/leg.ts'
import { type CallId, incidentId, type StreamId } from '../../src/core/world/ids.ts'
import type { Input, ObservedChannel } from '../../src/core/world/inputs.ts'
import { anyText } from './any-text.ts'
import { DESK, messages } from './desk.ts'
import { type Driver, streamsOf } from './driver.ts'
import { LINE, PHONE, PLAN_HASH, TRUNK } from './plan.ts'

export type Step =
  | {
      readonly do: 'arrive'
      readonly trunk: string
      readonly line: string
      readonly number: string | null
      readonly text: string
    }
  | { readonly do: 'wait'; readonly seconds: number }
  | { readonly do: 'deadline' }
  /** The machine's clock jumps forward. */
  | { readonly do: 'jump'; readonly seconds: number }
  /** The next thing that the PBX would report by itself: said, recorded, joined, hung up. */
  | { readonly do: 'answerCommand'; readonly which: number; readonly ms: number }
  | { readonly do: 'telephone'; readonly which: number; readonly what: 'rings' | 'answers' | 'ends'; readonly cause: number }
  | { readonly do: 'press'; readonly which: number; readonly digit: string }
  | { readonly do: 'end'; readonly which: number; readonly cause: number; readonly fax: boolean }
  | { readonly do: 'observe'; readonly which: number; readonly seeds: readonly number[] }
  /** A member of staff calls the phone desk. */
  | { readonly do: 'staffCalls'; readonly who: string | null; readonly pin: boolean; readonly keys: string }
  /** Somebody at the desk presses these keys in a row: a way through its menus. */
  | { readonly do: 'atDesk'; readonly which: number; readonly keys: string }
  | { readonly do: 'nonsense'; readonly which: number; readonly kind: number; readonly text: string }

const which = fc.nat(30)
const cause = fc.constantFrom(16, 17, 19, 21, 1, 34, 0, 127, -5)
const digit = fc.constantFrom(...'111122334445667890*#', 'A', 'D', '', 'constructor', '__proto__')
const text = fc.oneof(fc.constantFrom('', '__proto__', 'constructor', '"; DROP', '🔥\n\r\0', 'x'.repeat(5000)), anyText(20))
/** Telephones from which staff call the desk; Dan has no PIN, and nobody has the last ones. */
const STAFF = [PHONE.ana, PHONE.ana, PHONE.ben, PHONE.ben, PHONE.eve, PHONE.dan, '+13125550000', null]
/** Ways through the menus of the desk. */
const DESK_KEYS = '41 41 45 4241 43 441 442 1 212# 310# 50# 52 5545 6111# 6 * # 9'.split(' ')
const number = fc.oneof(fc.constant('+13125550142'), fc.constant(null), text)

export const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('arrive' as const),
      trunk: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...Object.values(TRUNK)) }, { weight: 1, arbitrary: text }),
      line: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...Object.values(LINE)) }, { weight: 1, arbitrary: text }),
      number,
      text,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.constantFrom(0, 1, 5, 8, 20, 40, 120, 700) }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('deadline' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('jump' as const), seconds: fc.constantFrom(3, 3600, 86_400) }) },
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant('answerCommand' as const),
      which: fc.nat(3),
      ms: fc.constantFrom(0, 400, 1500, 4000, 60_000),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('telephone' as const),
      which,
      what: fc.constantFrom('rings', 'answers', 'answers', 'ends'),
      cause,
    }),
  },
  { weight: 10, arbitrary: fc.record({ do: fc.constant('press' as const), which, digit }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('end' as const), which, cause, fax: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('observe' as const),
      which,
      seeds: fc.array(fc.nat(11), { minLength: 4, maxLength: 4 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('staffCalls' as const),
      who: fc.constantFrom(...STAFF),
      pin: fc.constantFrom(false, false, true),
      keys: fc.constantFrom(...DESK_KEYS),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('atDesk' as const), which, keys: fc.constantFrom(...DESK_KEYS) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('nonsense' as const), which, kind: fc.nat(17), text }) },
)

/** What remains to be reported of the commands that were given. */
export interface Outside {
  readonly pending: Input[]
  arrivals: number
}

export function openOutside(): Outside {
  return { pending: [], arrivals: 0 }
}

/** Notes what the PBX would report of these commands by and by. */
export function note(outside: Outside, turn: Driver['turns'][number], ms = 4000): void {
  for (const command of turn.commands) {
    const { channel } = command
    if (command.do === 'say') outside.pending.push({ type: 'playbackFinished', channel, playback: command.playback, ok: true })
    if (command.do === 'record') {
      const { recording } = command
      outside.pending.push({ type: 'recordingFinished', channel, recording, ms, speechMs: ms })
    }
    const results = ['right', 'right', 'right', 'wrong', 'none', 'unreadable'] as const
    if (command.do === 'takePin')
      outside.pending.push({ type: 'pinChecked', channel, result: results[outside.arrivals % 6] ?? 'right' })
    if (command.do === 'findMessages')
      outside.pending.push({ type: 'messagesFound', channel, messages: messages(outside.arrivals % 4) })
    if (command.do === 'talk') outside.pending.push({ type: 'enteredBridge', channel, bridge: command.bridge })
    if (command.do === 'hangUp') outside.pending.push({ type: 'ended', channel, cause: 16, sip: null, fax: false })
  }
}

/** Does one step; what it can't do it leaves. */
export function act(driver: Driver, outside: Outside, one: Step): void {
  if (one.do === 'wait') driver.wait(one.seconds)
  else if (one.do === 'jump') driver.jump(one.seconds)
  else if (one.do === 'deadline') driver.nextDeadline()
  else if (one.do === 'atDesk') keyIn(driver, outside, pick([...driver.world.desks.keys()], one.which), one.keys)
  else {
    const input = inputOf(driver, outside, one)
    if (input !== null) note(outside, driver.take(input))
    if (input?.type === 'arrived' && one.do === 'staffCalls') keyIn(driver, outside, input.channel, one.keys)
  }
}

function keyIn(driver: Driver, outside: Outside, channel: string | undefined, keys: string): void {
  if (channel === undefined) return
  for (const digit of keys) note(outside, driver.take({ type: 'digit', channel, digit }))
}

function inputOf(
  driver: Driver,
  outside: Outside,
  one: Exclude<Step, { do: 'wait' | 'deadline' | 'jump' | 'atDesk' }>,
): Input | null {
  const channels = channelsOf(driver)
  const channel = 'which' in one ? pick(channels, one.which) : undefined
  switch (one.do) {
    case 'arrive': {
      const { trunk, line, number: callerNumber, text: callerName } = one
      const id = `1700000000.${++outside.arrivals}`
      return { type: 'arrived', channel: id, trunk, line, callerNumber, callerName, diversion: callerName, plan: PLAN_HASH }
    }
    case 'staffCalls': {
      const id = `1700000000.${++outside.arrivals}`
      return {
        // Over the carrier the caller ID is trusted.
        ...{ type: 'arrived', channel: id, trunk: one.pin ? TRUNK.backup : TRUNK.carrier, line: DESK, callerNumber: one.who },
        ...{ callerName: null, diversion: null, plan: PLAN_HASH },
      }
    }
    case 'answerCommand': {
      const [told] = outside.pending.splice(one.which % Math.max(1, outside.pending.length), 1)
      return told?.type === 'recordingFinished' ? recorded(told, one) : (told ?? null)
    }
    case 'telephone': {
      const leg = pick(legsOf(driver), one.which)
      if (leg === undefined) return null
      if (one.what === 'rings') return { type: 'legRinging', channel: leg.id }
      if (one.what === 'answers') return { type: 'legAnswered', channel: leg.id, dice: one.which % 10 }
      return { type: 'ended', channel: leg.id, cause: one.cause, sip: null, fax: false }
    }
    case 'press':
      return channel === undefined ? null : { type: 'digit', channel, digit: one.digit }
    case 'end':
      return channel === undefined ? null : { type: 'ended', channel, cause: one.cause, sip: null, fax: one.fax }
    case 'observe':
      return observation(driver, one.which, one.seeds)
    case 'nonsense':
      return nonsense(channel ?? 'no-such-channel', one.kind, one.text, outside)
  }
}

/** Kept, cut short, or not recorded at all. */
function recorded(told: Extract<Input, { type: 'recordingFinished' }>, { ms, which }: { ms: number; which: number }): Input {
  const { channel, recording } = told
  if (which === 3 && ms === 1500) return { type: 'recordingFailed', channel, recording, reason: 'no space left' }
  const file = which === 2 ? ({ cut: true } as const) : { sha256: 'ab12' }
  return { ...told, ms, speechMs: ms, ...file }
}

export function channelsOf(driver: Driver): string[] {
  return [...new Set<string>([...driver.world.calls.keys(), ...driver.world.desks.keys(), ...legsOf(driver).map(leg => leg.id)])]
}

function legsOf(driver: Driver): { readonly id: string }[] {
  const transfers = [...driver.world.calls.values()].flatMap(call => ('leg' in call ? [call.leg] : []))
  return [...[...driver.world.incidents.values()].flatMap(i => Object.values<Leg>(i.legs)), ...transfers]
}

function pick<T>(from: readonly T[], which: number): T | undefined {
  return from.length === 0 ? undefined : from[which % from.length]
}

/** A look at the PBX that shows anything at all of one stream. */
export function observation(driver: Driver, nth: number, seeds: readonly number[]): Input | null {
  const stream = pick(streamsOf(driver.world), nth)
  if (stream === undefined) return null
  const transferred = stream.kind === 'call' && 'leg' in stream ? [stream.leg.id] : []
  // Of settled telephones, and channels that were given back, nothing is looked up.
  const ids: readonly string[] =
    stream.kind === 'incident'
      ? Object.values(stream.legs).flatMap(leg => (leg.lent && leg.phase === 'over' ? [] : [leg.id]))
      : [stream.id, ...transferred]
  const channels = Object.fromEntries(
    ids.map((id, n) => [id, seen(seeds[n % seeds.length] ?? 0, 'bridge' in stream ? stream.bridge : null)]),
  )
  const recording = 'recording' in stream ? stream.recording : 'none'
  const file = { state: (['live', 'stored', 'absent'] as const)[(seeds[0] ?? 0) % 3] ?? 'absent', ms: 4000 }
  const note = (seeds[1] ?? 0) % 4 === 3 ? ({ note: true } as const) : {}
  return { type: 'observed', stream: stream.id, seen: { at: driver.now(), channels, recordings: { [recording]: file }, ...note } }
}

function seen(seed: number, bridge: string | null): ObservedChannel {
  const gone = [
    'unreadable',
    { dialled: false },
    { dialled: true, answered: true, cause: 16 },
    { dialled: true, answered: false, cause: 19 },
  ]
  if (seed < 4) return { state: 'gone', witness: gone[seed] as 'unreadable' }
  const state = seed < 8 ? 'up' : seed < 10 ? 'ringing' : 'down'
  return { state, inApp: seed % 2 === 0, bridge: seed % 3 === 0 ? bridge : null }
}

/** Inputs about unknown channels and streams, in wrong phases, with absurd values. */
function nonsense(channel: string, kind: number, words: string, outside: Outside): Input | null {
  const odd = kind % 2 === 0 ? channel : words
  const all: readonly Input[] = [
    { type: 'returned', channel, from: 'queue', queueStatus: words },
    { type: 'returned', channel: odd, from: 'deadman', queueStatus: null },
    { type: 'officeAnswered', channel: odd, member: words },
    { type: 'playbackFinished', channel: odd, playback: words, ok: false },
    { type: 'recordingFinished', channel: odd, recording: words, ms: -1, speechMs: null },
    { type: 'recordingFailed', channel: odd, recording: words, reason: words },
    { type: 'enteredBridge', channel: odd, bridge: words },
    { type: 'leftBridge', channel: odd, bridge: words },
    { type: 'numberChanged', channel: odd, number: words },
    {
      type: 'commandFailed',
      channel,
      command: ['say', 'dial', 'hold', 'talk', 'queue'][words.length % 5] ?? '',
      gone: false,
      reason: words,
    },
    { type: 'commandFailed', channel: odd, command: words, gone: true, reason: words },
    { type: 'legAnswered', channel: odd, dice: kind },
    { type: 'recordingKept', stream: odd as CallId, recording: words, ms: -1, sha256: words },
    { type: 'due', stream: odd as StreamId },
    settled(channel, 'reminder', words),
    settled(channel, 'added-words', words),
    { type: 'observed', stream: odd as StreamId, seen: { at: 0 as never, channels: {}, recordings: {} } },
  ]
  return kind < all.length ? (all[kind] ?? null) : imported(outside, words)
}

/** What became of a text to whoever owns the incident of this call. */
function settled(channel: string, event: string, words: string): Input {
  const result = words.length % 2 === 0 ? 'sent' : 'given-up'
  return {
    type: 'noticeSettled',
    result,
    stream: incidentId(channel as CallId, 1),
    key: 'k',
    event,
    way: 'sms',
    whom: '+1',
    why: words,
  }
}

function imported(outside: Outside, words: string): Input {
  return {
    ...{
      type: 'imported',
      channel: `1700000000.${words.length % (outside.arrivals + 1)}`,
      plan: PLAN_HASH,
      trunk: words,
      line: words,
    },
    ...{ property: words, callerNumber: words, callerName: null, diversion: null, rung: words },
    outcome: words.length % 2 === 0 ? 'message' : 'accepted',
    ...(words.length % 3 === 0 ? {} : { rang: [{ phone: words, person: 'ana', result: 'accepted' }] }),
    ...{ recording: 'x', ms: 4000, arrivedAt: 0, endedAt: 1 },
    ...(words.length % 4 === 1 ? { ended: { property: null, incident: incidentId(words as CallId, 1), incidents: 1 } } : {}),
  }
}
