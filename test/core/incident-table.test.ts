// The transition table of an incident, walked: every phase answers every event on purpose, what is said to be ignored is ignored,
// and no handler breaks on an event about any of its legs, or about a leg that it never had.
import { describe, expect, test } from 'vitest'
import type { IncidentEvent, IncidentEventType, LivePhase } from '../../src/core/incident/events.ts'
import type { Incident } from '../../src/core/incident/incident.ts'
import { decideIncident, incidentTable } from '../../src/core/incident/table.ts'
import { around } from '../../src/core/world/around.ts'
import type { CallId, IncidentId } from '../../src/core/world/ids.ts'
import type { ObservedChannel } from '../../src/core/world/inputs.ts'
import { violations } from '../../src/core/world/invariants.ts'
import { takeTurn } from '../../src/core/world/take-turn.ts'
import { PLAN_HASH } from '../support/plan.ts'
import { INCIDENTS, type Specimen } from '../support/specimens.ts'

const EVENTS = Object.keys(incidentTable.ringing) as IncidentEventType[]
const PHASES = Object.keys(incidentTable) as LivePhase[]
/** Told by the caller's call, never by the outside. */
const SIGNALS: readonly string[] = [
  ...[
    'statementTaken',
    'callerWaiting',
    'callerJoined',
    'callerNotJoined',
    'callerHeard',
    'callerLeft',
    'stillNeedsHelp',
    'somebodyIsFree',
    'callerCameBack',
    'callerNumberChanged',
    'takenOutside',
    ...['takenAtDesk', 'resolvedAtDesk', 'connectAtDesk', 'letGo', 'describe', 'join', 'insist', 'fold', 'foldIn'],
  ],
]

test('there is a story for every phase, and it ends in that phase', () => {
  expect(Object.keys(INCIDENTS).sort()).toEqual([...PHASES].sort())
  for (const phase of PHASES) expect(INCIDENTS[phase]().story.incident().phase).toBe(phase)
})

describe.each(PHASES)('%s', phase => {
  test('answers every event with a handler or a reason', () => {
    const row: Readonly<Record<string, unknown>> = incidentTable[phase]
    expect(Object.keys(row).sort()).toEqual([...EVENTS].sort())
    for (const entry of Object.values(row)) {
      if (typeof entry !== 'function') expect(entry).toEqual({ ignored: expect.stringMatching(/^[a-z].{10,}/) })
    }
  })

  test.each(EVENTS)('%s', type => {
    const entry = incidentTable[phase][type] as unknown
    for (const event of eventsOf(INCIDENTS[phase](), type)) {
      const { driver, incident } = INCIDENTS[phase]().story
      const before = incident()
      if (before.phase === 'closed') throw new Error('the story has no incident')
      const plan = driver.world.plans.get(PLAN_HASH)
      if (!plan) throw new Error('the story has no plan')
      const decided = decideIncident({ plan, around: around(driver.world, [], driver.now()), now: driver.now() }, before, event)
      if (typeof entry === 'object') expect(decided).toEqual(entry)
      else expectSound(before, decided)
      if (SIGNALS.includes(type)) continue
      driver.take(event as Parameters<typeof driver.take>[0])
      expect(violations(driver.world)).toEqual([])
    }
  })
})

function expectSound(before: Incident, decided: ReturnType<typeof decideIncident>): void {
  if ('ignored' in decided) return
  expect(decided.state.id).toBe(before.id)
  expect(JSON.parse(JSON.stringify(decided))).toEqual(decided)
  for (const fact of decided.facts) expect(fact.why.length).toBeGreaterThan(3)
  for (const { channel } of decided.commands) expect(channel.startsWith(`${before.id}.`) || channel === 'a-desk').toBe(true)
}

function eventsOf({ story, caller }: Specimen, type: IncidentEventType): IncidentEvent[] {
  const incident = story.incident()
  const resident = 'resident' in incident ? [incident.resident.id] : []
  const channels = [...Object.keys(incident.legs), ...resident, `${incident.id}.99`]
  const bridge = 'bridge' in incident ? incident.bridge : 'talk-x'
  const each = (make: (channel: string) => IncidentEvent[]) => channels.flatMap(make)
  switch (type) {
    case 'noticeSettled': {
      const notice = { type, stream: incident.id, key: 'k', way: 'sms', whom: '+15125551001', why: 'told' } as const
      return (['reminder', 'added-words', 'opened'] as const).flatMap(event => [
        { ...notice, event, result: 'sent' },
        { ...notice, event, result: 'given-up' },
      ])
    }
    case 'legRinging':
      return each(channel => [{ type, channel }])
    case 'voice':
      return each(channel => [
        { type, channel, now: 'began' },
        { type, channel, now: 'ended' },
      ])
    case 'noKeys':
      return each(channel => [{ type, channel }])
    case 'legAnswered':
      return each(channel => [{ type, channel, dice: 7 }])
    case 'digit':
      return each(channel => [...'0123456789*#ABCD', '', 'constructor'].map(digit => ({ type, channel, digit })))
    case 'ended':
      return each(channel => [0, 1, 16, 17, 19, 21, 34, 127].map(cause => ({ type, channel, cause, sip: null, fax: false })))
    case 'playbackFinished':
      return each(channel =>
        [`${channel}-p1`, `${channel}-p2`, 'nothing of ours'].map(playback => ({ type, channel, playback, ok: true })),
      )
    case 'enteredBridge':
    case 'leftBridge':
      return each(channel => [bridge, 'talk-of-others'].map(b => ({ type, channel, bridge: b })))
    case 'commandFailed':
      return each(channel =>
        ['dial', 'say', 'talk', 'hangUp'].flatMap(command =>
          [true, false].flatMap(gone =>
            [{}, { bridge }, { bridge: 'talk-of-others' }].map(of => ({
              type,
              channel,
              command,
              gone,
              reason: 'refused',
              ...of,
            })),
          ),
        ),
      )
    case 'callerNotJoined':
      return [bridge, 'talk-of-others'].map(b => ({ type, bridge: b, why: 'refused' }))
    case 'callerHeard':
      return [bridge, 'talk-of-others'].flatMap(b => [true, false].map(failed => ({ type, bridge: b, failed })))
    case 'due':
      return [{ type, stream: incident.id }]
    case 'observed':
      return observations().map(one => ({
        ...{ type, stream: incident.id },
        seen: { at: story.driver.now(), channels: Object.fromEntries(channels.map(c => [c, one(bridge)])), recordings: {} },
      }))
    case 'statementTaken':
      return [{ type, recording: 'statement', ms: 4000 }]
    case 'callerJoined':
      return [bridge, 'talk-of-others'].map(b => ({ type, channel: caller.channel, bridge: b }))
    case 'takenOutside':
      return [{ type, by: '+15125550119' }]
    case 'ownedByHand':
      return [{ type, stream: incident.id, who: 'ben', why: 'a test of the table' }]
    case 'resolvedByHand':
      return [{ type, stream: incident.id, who: 'ben', why: 'a test of the table', outcome: 'false-alarm' }]
    case 'reopenedByHand':
      return [{ type, stream: incident.id, who: 'ben', why: 'a test of the table' }]
    case 'resolvedAtDesk':
      return [{ type, person: 'ben', desk: caller.id, outcome: 'false-alarm' }]
    case 'connectAtDesk':
      return ['ana', 'ben'].map(person => ({ type, person, desk: 'a-desk' as CallId, trunk: 'carrier', phone: '+15125551003' }))
    case 'letGo':
      return ['ana', 'ben'].map(person => ({ type, person, desk: 'a-desk' as CallId, other: 'i-another' as IncidentId }))
    case 'describe':
      return (['all', 'statements'] as const).map(what => ({ type, desk: 'a-desk' as CallId, before: [], round: 1, what }))
    case 'takenAtDesk':
      return [{ type, person: 'ben', desk: caller.id }]
    case 'callerCameBack':
      return [{ type, call: caller.id, callerNumber: '+13125550142' }]
    case 'callerNumberChanged':
      return [null, '+13125550777'].map(callerNumber => ({ type, callerNumber }))
    case 'join':
      return [null, { callers: 5, withinSeconds: 600 }].map(storm => ({
        ...{ type, call: 'another' as CallId, callerNumber: null, storm, why: 'the same property and category' },
      }))
    case 'insist':
      return [null, 'i-beside' as IncidentId].map(beside => ({
        type,
        call: 'another' as CallId,
        callerNumber: '+13125550777',
        beside,
      }))
    case 'fold':
      return [{ type, into: 'i-another' as IncidentId }]
    case 'foldIn':
      return [
        {
          type,
          callers: [],
          statements: [{ recording: 'x', ms: 4000 }],
          heard: [story.driver.now()],
          rang: true,
          of: 'i-another' as IncidentId,
        },
      ]
    case 'callerWaiting':
    case 'callerLeft':
    case 'stillNeedsHelp':
    case 'somebodyIsFree':
      return [{ type }]
  }
}

function observations(): ((bridge: string) => ObservedChannel)[] {
  const there = (['ringing', 'up', 'down'] as const).flatMap(state =>
    [true, false].flatMap(inApp =>
      [null, 'ours'].map(
        b =>
          (bridge: string): ObservedChannel => ({ state, inApp, bridge: b && bridge }),
      ),
    ),
  )
  const gone = (['unreadable', { dialled: false }, { dialled: true, answered: true, cause: 16 }] as const).map(
    witness => (): ObservedChannel => ({ state: 'gone', witness }),
  )
  return [...there, ...gone]
}

test('an event of an incident that nobody knows is ignored, and a telephone that answers for it is hung up', () => {
  const { driver } = INCIDENTS.ringing().story
  const turn = takeTurn(driver.world, { type: 'legAnswered', channel: 'i-unknown.1', dice: 0 }, driver.now())
  expect(turn).toMatchObject({ ignored: 'nothing is known of i-unknown', commands: [{ do: 'hangUp', channel: 'i-unknown.1' }] })
})
