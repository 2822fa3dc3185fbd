// The transition table of a call, walked: every phase answers every event on purpose, what is said to be ignored is ignored, and
// no handler breaks on an event that the outside may send it, about this state or about another.
import { describe, expect, test } from 'vitest'
import type { Call } from '../../src/core/call/call.ts'
import type { CallEvent, CallEventType, LivePhase } from '../../src/core/call/events.ts'
import { callTable, decideCall } from '../../src/core/call/table.ts'
import { around } from '../../src/core/world/around.ts'
import type { IncidentId } from '../../src/core/world/ids.ts'
import { violations } from '../../src/core/world/invariants.ts'
import { ownerOfLeg, transferLegId } from '../../src/core/world/our-legs.ts'
import { PLAN_HASH, smallPlan } from '../support/plan.ts'
import { CALLS, type Specimen } from '../support/specimens.ts'

const EVENTS = Object.keys(callTable.holding) as CallEventType[]
const PHASES = Object.keys(callTable) as LivePhase[]
/** Made within the core: the outside says them in other words. */
const SIGNALS: readonly string[] = [
  ...['legDigit', 'legEnded', 'legSaid', 'legJoined', 'legFailed'],
  ...['connect', 'owned', 'technicianLost', 'talkEnded', 'waitingForBusy', 'exhausted', 'moved'],
  ...['connectAgain', 'waitForTalk', 'enterTalk', 'together'],
]

test('there is a story for every phase, and it ends in that phase', () => {
  expect(Object.keys(CALLS).sort()).toEqual([...PHASES].sort())
  for (const phase of PHASES) expect(CALLS[phase]().caller.phase()).toBe(phase)
})

describe.each(PHASES)('%s', phase => {
  test('answers every event with a handler or a reason', () => {
    const row: Readonly<Record<string, unknown>> = callTable[phase]
    expect(Object.keys(row).sort()).toEqual([...EVENTS].sort())
    for (const entry of Object.values(row)) {
      if (typeof entry !== 'function') expect(entry).toEqual({ ignored: expect.stringMatching(/^[a-z].{10,}/) })
    }
  })

  test.each(EVENTS)('%s', type => {
    const entry = callTable[phase][type] as unknown
    for (const event of eventsOf(CALLS[phase](), type)) {
      const specimen = CALLS[phase]()
      const { driver } = specimen.story
      const call = specimen.caller.state()
      if (!call || call.phase === 'gone') throw new Error('the story has no call')
      const at = { plan: smallPlan(), around: around(driver.world, [], driver.now()), now: driver.now() }
      const decided = decideCall(at, call, event)
      if (typeof entry === 'object') expect(decided).toEqual(entry)
      else expectSound(call, decided)
      if (SIGNALS.includes(type)) continue
      // The whole turn, with the incident's part in it, leaves a sound world.
      driver.take(event as Parameters<typeof driver.take>[0])
      expect(violations(driver.world)).toEqual([])
    }
  })
})

function expectSound(call: Call, decided: ReturnType<typeof decideCall>): void {
  if ('ignored' in decided) return
  expect(decided.state.id).toBe(call.id)
  expect(JSON.parse(JSON.stringify(decided))).toEqual(decided)
  for (const fact of decided.facts) expect(fact.why.length).toBeGreaterThan(3)
  for (const { channel } of decided.commands) expect([channel, ownerOfLeg(channel)]).toContain(call.id)
}

/** The event as the outside might send it: about what is going on, and about something else. */
function eventsOf({ caller, story }: Specimen, type: CallEventType): CallEvent[] {
  const call = caller.state() as Call
  const { channel } = caller
  const playback = 'playback' in call && call.playback ? call.playback : `${channel}-p1`
  const recording = 'recording' in call ? call.recording : 'another-recording'
  const bridge = 'bridge' in call ? call.bridge : 'talk-x'
  const leg = 'leg' in call ? call.leg.id : transferLegId(call.id, 1)
  const saidToLeg = 'leg' in call ? `${call.leg.id}-p${call.leg.said}` : 'nothing of ours'
  const other = transferLegId(call.id, 77)
  switch (type) {
    case 'legRinging':
      return [leg, other].map(id => ({ type, channel: id }))
    case 'legAnswered':
      return [leg, other].map(id => ({ type, channel: id, dice: 3 }))
    case 'legDigit':
      return [...'0123456789*#A', ''].flatMap(digit => [leg, other].map(id => ({ type, channel: id, digit })))
    case 'legEnded':
      return [16, 17, 34, 127, -1].flatMap(cause => [leg, other].map(id => ({ type, channel: id, cause, sip: null })))
    case 'legSaid':
      return [leg, other].flatMap(id => [saidToLeg, 'nothing of ours'].map(p => ({ type, channel: id, playback: p })))
    case 'legJoined':
      return [leg, other].flatMap(id => [bridge, 'talk-of-others'].map(b => ({ type, channel: id, bridge: b })))
    case 'legFailed':
      return ['dial', 'say', 'talk'].flatMap(command =>
        [true, false].flatMap(gone => [leg, other].map(id => ({ type, channel: id, command, gone, reason: 'refused' }))),
      )
    case 'returned':
      return [
        { type, channel, from: 'queue', queueStatus: 'TIMEOUT' },
        { type, channel, from: 'queue', queueStatus: 'NEW IN ASTERISK 30' },
        { type, channel, from: 'deadman', queueStatus: null },
      ]
    case 'officeAnswered':
      return [{ type, channel, member: null }]
    case 'digit':
      return [...'0123456789*#ABCD', '', 'constructor', '11', '1'.repeat(4096)].map(digit => ({ type, channel, digit }))
    case 'ended':
      return [
        { type, channel, cause: 16, sip: null, fax: false },
        { type, channel, cause: 127, sip: 503, fax: true },
        { type, channel, cause: -1, sip: 9999, fax: false },
      ]
    case 'playbackFinished':
      return [playback, 'nothing of ours'].flatMap(p => [true, false].map(ok => ({ type, channel, playback: p, ok })))
    case 'recordingFinished':
      return [0, 100, 4000, 1e9].flatMap(ms =>
        [recording, 'nothing-of-ours'].flatMap(r =>
          [null, 0, ms].map(speechMs => ({ type, channel, recording: r, ms, speechMs })),
        ),
      )
    case 'recordingFailed':
      return [recording, 'nothing-of-ours'].map(r => ({ type, channel, recording: r, reason: 'no space' }))
    case 'enteredBridge':
    case 'leftBridge':
      return [bridge, 'talk-of-others'].map(b => ({ type, channel, bridge: b }))
    case 'numberChanged':
      return [null, '+13125550142', '+13125550777', '☎'.repeat(2000)].map(number => ({ type, channel, number }))
    case 'commandFailed':
      return ['say', 'record', 'queue', 'hold', 'talk', 'hangUp', 'dial', 'failsafe'].flatMap(command =>
        [true, false].flatMap(gone =>
          [{}, { bridge }, { bridge: 'talk-of-others' }].map(of => ({ type, channel, command, gone, reason: 'refused', ...of })),
        ),
      )
    case 'due':
      return [{ type, stream: caller.id }]
    case 'observed':
      return observations(channel, recording).map(seen => ({
        type,
        stream: caller.id,
        seen: { at: story.driver.now(), ...seen },
      }))
    case 'connect':
      return [{ type, bridge: 'talk-x', person: 'Ana' }]
    case 'connectAgain':
    case 'waitForTalk':
    case 'enterTalk':
    case 'together':
      return [bridge, 'talk-of-others'].map(b => ({ type, bridge: b }))
    case 'owned':
    case 'technicianLost':
    case 'talkEnded':
      return [
        { type, person: 'ana' },
        { type, person: 'nobody we know' },
      ]
    case 'moved':
      return [{ type, incident: 'i-another' as IncidentId }]
    case 'waitingForBusy':
    case 'exhausted':
      return [{ type }]
  }
}

function observations(channel: string, recording: string) {
  const bridge = null
  const there = (['ringing', 'up', 'down'] as const).flatMap(state => [true, false].map(inApp => ({ state, inApp, bridge })))
  const gone = [
    { state: 'gone', witness: 'unreadable' },
    { state: 'gone', witness: { dialled: false } },
    { state: 'gone', witness: { dialled: true, answered: true, cause: 16 } },
    { state: 'gone', witness: { dialled: true, answered: false, cause: 0 } },
  ] as const
  const files = (['live', 'stored', 'absent'] as const).map(state => ({ [recording]: { state, ms: 4000 } }))
  return [
    { channels: {}, recordings: {} },
    ...[...there, ...gone].flatMap(seen => files.map(recordings => ({ channels: { [channel]: seen }, recordings }))),
  ]
}

test('the incident that a specimen belongs to is there', () => {
  const { story } = CALLS.holding()
  expect(story.incident().id).toBe('i-1700000000.1' as IncidentId)
  expect(story.driver.world.plans.has(PLAN_HASH)).toBe(true)
})
