// A hand-written night at Oak Creek: one urgent call, an incident, two telephones, an accept. The core is not asked: these turns pin down
// what the journal stores, whatever the core decides today.
import type { Call } from '../../src/core/call/call.ts'
import type { Incident } from '../../src/core/incident/incident.ts'
import type { Plan } from '../../src/core/plan/plan.ts'
import type { FactBody } from '../../src/core/world/facts.ts'
import { callId, type EpochMs, incidentId, type StreamId } from '../../src/core/world/ids.ts'
import type { Input } from '../../src/core/world/inputs.ts'
import { legId } from '../../src/core/world/our-legs.ts'
import type { Stream, Turn } from '../../src/core/world/world.ts'
import { planHash } from '../../src/rules/plan-hash.ts'

/** 2026-03-08T01:59:50-06:00 in Chicago: ten seconds before the clocks go forward. */
export const NIGHT = Date.UTC(2026, 2, 8, 7, 59, 50)
export const RESIDENT = '+13125550142'
export const RESIDENT_NAME = 'Ann "Annie" Lee'

export function at(seconds: number): EpochMs {
  return (NIGHT + seconds * 1000) as EpochMs
}

export function examplePlan(zone = 'America/Chicago'): Plan {
  return {
    version: 1,
    box: {
      name: 'Nightbell',
      callerId: '+13125550100',
      languages: ['en'],
      zone: 'America/New_York',
      failsafe: '+13125550111',
      emergencyNumbers: ['911'],
      unknownLine: { property: null },
    },
    phrases: {},
    trunks: {},
    lines: [],
    properties: {
      'oak-creek': {
        id: 'oak-creek',
        name: 'Oak Creek',
        spoken: { en: 'Oak Creek' },
        zone,
        languages: ['en'],
        callerId: '+13125550100',
        hours: { week: { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] }, dates: {}, yearly: [], closures: [] },
        office: null,
        menu: 'main',
        outbound: ['carrier'],
        failsafe: '+13125550111',
        notices: { recording: false },
        noKey: { do: 'message', mailbox: 'office' },
        statement: { maxSeconds: 60 },
        message: { maxSeconds: 120, minSeconds: 2 },
        hold: { maxSeconds: 900, wordEverySeconds: 30 },
        recordTalk: false,
        mailboxes: {},
        categories: { leak: { en: 'water leak' } },
      },
    },
    people: {
      maria: { id: 'maria', name: 'Maria Gomez', phones: ['+13125550201'], language: 'en', roles: [], absences: [] },
      bob: { id: 'bob', name: 'Bob Stone', phones: ['+13125550202'], language: 'en', roles: [], absences: [] },
    },
    schedules: {},
    ladders: {},
    menus: {},
  }
}

/** Its hash. */
export const PLAN = planHash(examplePlan())

export function call(id: string, phase: Partial<Call> = {}): Call {
  return {
    id: callId(id),
    kind: 'call',
    plan: PLAN,
    property: 'oak-creek',
    trunk: 'oak-pbx',
    line: '+13125550100',
    callerNumber: RESIDENT,
    callerName: RESIDENT_NAME,
    language: 'en',
    arrivedAt: at(0),
    incident: null,
    nextPlayback: 1,
    nextRecording: 1,
    nextIncident: 1,
    outcome: 'caller-left',
    phase: 'asking-urgency',
    menu: 'main',
    round: 1,
    playback: null,
    until: at(60),
    ...phase,
  } as Call
}

export function gone(id: string): Call {
  const { menu: _, round: __, playback: ___, until: ____, ...base } = call(id) as Call & Record<string, unknown>
  return { ...base, phase: 'gone' } as Call
}

export function incident(id: string, phase: Partial<Incident> = {}): Incident {
  return {
    id: incidentId(callId(id), 1),
    kind: 'incident',
    plan: PLAN,
    property: 'oak-creek',
    category: 'leak',
    ladder: 'emergencies',
    openedAt: at(5),
    caller: { call: callId(id), callerNumber: RESIDENT, now: 'speaking' },
    statements: [],
    legs: {},
    nextLeg: 1,
    nextPlayback: 1,
    owner: null,
    lost: [],
    phase: 'acknowledged',
    lookAgainAt: at(600),
    ...phase,
  } as Incident
}

export function turn(
  seconds: number,
  input: Input,
  changes: readonly Stream[],
  facts: readonly [StreamId, FactBody][] = [],
): Turn {
  return {
    input,
    at: at(seconds),
    seen: [],
    changes,
    facts: facts.map(([stream, body]) => ({ stream, at: at(seconds), ...body })),
    commands: [],
    ignored: null,
  }
}

export function arrival(id: string, seconds = 0, callerName = RESIDENT_NAME): Turn {
  const who = { trunk: 'oak-pbx', line: '+13125550100', callerNumber: RESIDENT, callerName, diversion: null }
  return turn(
    seconds,
    { type: 'arrived', channel: id, ...who, plan: PLAN },
    [call(id)],
    [
      [callId(id), { kind: 'arrived', ...who, why: 'the trunk oak-pbx sent it' }],
      [callId(id), { kind: 'identified', property: 'oak-creek', why: 'the line belongs to oak-creek' }],
      [callId(id), { kind: 'asked', question: 'urgency', round: 1, why: 'the office is closed' }],
    ],
  )
}

/** The whole night: arrives, presses 1, rung 1 does not answer, rung 2 accepts, they talk, both are gone. */
export function exampleNight(id: string): Turn[] {
  const c = callId(id)
  const i = incidentId(c, 1)
  const [first, second] = [legId(i, 1), legId(i, 2)]
  const leg = { sip: null, cause: null }
  return [
    arrival(id),
    turn(
      5,
      { type: 'digit', channel: id, digit: '1' },
      [call(id, { incident: i }), incident(id)],
      [
        [c, { kind: 'key-pressed', digit: '1', meaning: 'urgent: leak', why: 'option 1 of the menu main' }],
        [
          i,
          {
            kind: 'opened',
            call: c,
            property: 'oak-creek',
            category: 'leak',
            ladder: 'emergencies',
            callerNumber: RESIDENT,
            why: 'the caller pressed 1',
          },
        ],
        [i, { kind: 'pass-began', pass: 1, why: 'first pass' }],
        [i, { kind: 'rung-began', pass: 1, rung: 1, try: 1, people: ['maria'], why: 'first rung' }],
        [
          i,
          {
            kind: 'dialled',
            leg: first,
            person: 'maria',
            phone: '+13125550201',
            trunk: 'carrier',
            why: 'on call by the rotation nights',
          },
        ],
      ],
    ),
    turn(
      8,
      { type: 'legRinging', channel: first },
      [incident(id)],
      [[i, { kind: 'rang', leg: first, person: 'maria', why: 'the carrier says so' }]],
    ),
    turn(
      33,
      { type: 'due', stream: i },
      [incident(id)],
      [
        [i, { kind: 'attempt-ended', leg: first, person: 'maria', result: 'no-answer', ...leg, why: 'rang for 25 s' }],
        [i, { kind: 'rung-began', pass: 1, rung: 2, try: 1, people: ['bob'], why: 'rung 1 is done' }],
        [i, { kind: 'dialled', leg: second, person: 'bob', phone: '+13125550202', trunk: 'carrier', why: 'named by the rung' }],
      ],
    ),
    turn(
      40,
      { type: 'legAnswered', channel: second, dice: 4 },
      [incident(id)],
      [[i, { kind: 'answered', leg: second, person: 'bob', why: 'the telephone was picked up' }]],
    ),
    turn(
      50,
      { type: 'digit', channel: second, digit: '1' },
      [incident(id), call(id, { incident: i })],
      [
        [i, { kind: 'accepted', leg: second, person: 'bob', waitedMs: 45_000, why: 'pressed 1' }],
        [i, { kind: 'bridged', leg: second, person: 'bob', call: c, why: 'both are in the talk' }],
        [c, { kind: 'connected', incident: i, bridge: 'talk-1', why: 'bob took it' }],
      ],
    ),
    turn(
      110,
      { type: 'ended', channel: id, cause: 16, sip: null, fax: false },
      [gone(id), incident(id)],
      [
        [c, { kind: 'left', outcome: 'connected', phase: 'talking', waitedMs: 110_000, why: 'the caller hung up' }],
        [i, { kind: 'talk-ended', leg: second, person: 'bob', talkedMs: 60_000, by: 'caller', why: 'the caller hung up' }],
        [i, { kind: 'attempt-ended', leg: second, person: 'bob', result: 'accepted', ...leg, why: 'the talk is over' }],
      ],
    ),
  ]
}

/** The last turn of an incident, some time after its call. */
export function closing(id: string, seconds = 600): Turn {
  const { lookAgainAt: _, ...base } = incident(id) as Incident & Record<string, unknown>
  return turn(seconds, { type: 'due', stream: incidentId(callId(id), 1) }, [{ ...base, phase: 'closed' } as Incident])
}
