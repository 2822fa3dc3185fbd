// After the daemon was away: one look at the PBX, and every call and telephone goes on from what is really there.
import { describe, expect, test } from 'vitest'
import type { Input, ObservedChannel } from '../../src/core/world/inputs.ts'
import { LINE, PLAN_HASH, smallPlan } from '../support/plan.ts'
import { CALLS, inTalk, onHold } from '../support/specimens.ts'
import { type Caller, type Story, tell } from '../support/story.ts'

function look(story: Story, caller: Caller, seen: ObservedChannel): void {
  const { driver } = story
  driver.take({
    type: 'observed',
    stream: caller.id,
    seen: { at: driver.now(), channels: { [caller.channel]: seen }, recordings: {} },
  })
}

const inApp = { state: 'up', inApp: true, bridge: null } as const
const inDialplan = { state: 'up', inApp: false, bridge: null } as const
const gone = { state: 'gone', witness: { dialled: true, answered: true, cause: 16 } } as const

/** The note that the failsafe leaves of a call, with a message unless told otherwise. */
function note(story: Story, caller: { channel: string }, parts: Partial<Extract<Input, { type: 'imported' }>>): Input {
  return {
    ...{ type: 'imported', channel: caller.channel, plan: PLAN_HASH, trunk: 'carrier', line: LINE.oak, property: 'oak-creek' },
    ...{ callerNumber: null, callerName: null, diversion: null, outcome: 'message', rung: '+15125551007' },
    ...{ recording: 'failsafe-1', ms: 6000, arrivedAt: story.driver.now(), endedAt: story.driver.now() },
    ...parts,
  }
}

describe('a caller whom the dead-man’s switch took over', () => {
  test('is not waited for: who accepts hears that they are gone, and calls them back', () => {
    const { story, caller } = onHold()
    look(story, caller, inDialplan)
    expect(caller.phase()).toBe('in-failsafe')
    const ana = story.phone('ana').answers()
    expect(ana.hears()).toContain('The caller has hung up.')
    ana.presses('1')
    expect(story.facts('caller-dialled')).toMatchObject([{ person: 'ana' }])
    expect(story.facts('technician-lost')).toEqual([])
  })

  test('accepted in the failsafe: nobody else is rung for it', () => {
    const { story, caller } = onHold()
    look(story, caller, inDialplan)
    caller.hangsUp()
    story.driver.take(note(story, caller, { outcome: 'accepted', recording: null, ms: 0 }))
    expect(story.ringing()).toEqual([])
    expect(story.facts('acknowledged')).toMatchObject([{ person: '+15125551007' }])
    expect(story.facts('left')).toMatchObject([{ outcome: 'connected' }])
  })

  test('accepted in the failsafe before the daemon has looked: the person owns it, and what rings is called off', () => {
    const { story, caller } = onHold()
    expect(story.ringing()).not.toEqual([])
    const rang = [
      { phone: '+15125551006', person: null, result: 'busy' },
      { phone: '+15125551003', person: 'ben', result: 'accepted' },
    ] as const
    story.driver.take(note(story, caller, { outcome: 'accepted', recording: null, ms: 0, rang }))
    expect(story.ringing()).toEqual([])
    expect(story.facts('failsafe-rang')).toMatchObject(rang)
    expect(story.facts('acknowledged')).toMatchObject([{ person: 'ben', why: 'Ben pressed 1 in the dialplan’s failsafe' }])
    expect(story.facts('left')).toMatchObject([{ outcome: 'connected' }])
  })

  test.each([
    ['+15125551003', 'ben', 'Ben has taken your call on'],
    ['+15125551999', null, 'Oak Creek has taken your call on'],
  ] as const)('accepted in the failsafe by %s: the first caller, who still holds, hears so', (phone, person, words) => {
    const { story, caller: first } = onHold()
    const second = story.arrives()
    second.presses('1', '2')
    expect([first.phase(), second.phase()]).toEqual(['holding', 'holding'])
    const rang = [{ phone, person, result: 'accepted' }] as const
    story.driver.take(note(story, second, { outcome: 'accepted', recording: null, ms: 0, rang }))
    expect(first.phase()).toBe('leaving')
    expect(first.hears()).toContain(words)
  })

  test('whose message the failsafe took before the daemon has looked: whoever is rung hears it', () => {
    const { story, caller } = onHold()
    story.driver.take(note(story, caller, { rang: [{ phone: '+15125551006', person: null, result: 'busy' }] }))
    expect(story.incident().statements).toMatchObject([{ recording: 'failsafe-1' }])
    expect(story.facts('opened')).toHaveLength(1)
  })

  test('what was said in the failsafe is heard in the briefing', () => {
    const { story, caller } = onHold()
    look(story, caller, inDialplan)
    caller.hangsUp()
    story.driver.take(note(story, caller, {}))
    expect(story.incident().statements).toMatchObject([{ recording: 'failsafe-1' }])
  })

  test('is told of once, with the note that the failsafe left', () => {
    const { story, caller } = onHold()
    look(story, caller, inDialplan)
    caller.hangsUp()
    expect(caller.outcome()).toBe('failsafe')
    story.driver.take(note(story, caller, {}))
    expect(story.facts('arrived')).toHaveLength(1)
    expect(story.facts('left')).toMatchObject([{ outcome: 'message' }])
    expect(story.driver.world.calls.size).toBe(0)
  })

  test('who left no note is over all the same', () => {
    const { story, caller } = onHold()
    look(story, caller, inDialplan)
    caller.hangsUp()
    story.wait(20)
    expect(story.facts('left')).toMatchObject([{ outcome: 'failsafe', why: 'the failsafe left no note' }])
  })

  test('who comes back is asked anew', () => {
    const { story, caller } = onHold()
    look(story, caller, inDialplan)
    caller.returns(null, 'deadman')
    expect(caller.phase()).toBe('asking-urgency')
    caller.presses('1')
    expect(caller.hears()).toContain('We know about this already')
    caller.presses('2')
    expect(caller.phase()).toBe('holding')
    expect(story.incident().caller).toMatchObject({ call: caller.id, now: 'waiting' })
    expect(story.facts('opened')).toHaveLength(1)
  })
})

test('a caller of an unknown line who comes back from the failsafe is asked for their community', () => {
  const { story, caller } = CALLS['choosing-property']()
  look(story, caller, inDialplan)
  caller.returns(null, 'deadman')
  expect(caller.hears()).toContain('Which community are you calling about?')
})

describe('a caller who is still there', () => {
  test.each(['choosing-property', 'choosing-language', 'asking-urgency'] as const)('is asked again in %s', phase => {
    const { story, caller } = CALLS[phase]()
    const before = caller.heard().length
    look(story, caller, inApp)
    expect(caller.phase()).toBe(phase)
    expect(caller.heard()).toHaveLength(before + 1)
  })

  test('stays on hold, with a word', () => {
    const { story, caller } = onHold()
    look(story, caller, inApp)
    expect(caller.phase()).toBe('holding')
    expect(caller.hears()).toContain('We are still trying')
  })

  test('goes back into the talk', () => {
    const { story, caller } = inTalk()
    look(story, caller, inApp)
    expect(story.did()).toContain(`talk ${caller.channel} talk-i-${caller.channel}.1`)
  })

  test('whom the office did not take is ours', () => {
    const { story, caller } = CALLS['in-office-queue']()
    look(story, caller, inApp)
    expect(caller.phase()).toBe('asking-urgency')
    look(story, caller, inDialplan)
  })

  test('who is still in the office queue stays there', () => {
    const { story, caller } = CALLS['in-office-queue']()
    look(story, caller, inDialplan)
    expect(caller.phase()).toBe('in-office-queue')
  })
})

test('a caller whom the queue let go while the daemon was away is in the failsafe, not in the queue', () => {
  const { story, caller } = CALLS['in-office-queue']()
  look(story, caller, { ...inDialplan, inFailsafe: true })
  expect(caller.phase()).toBe('in-failsafe')
})

describe('a caller who hung up meanwhile', () => {
  test.each(Object.keys(CALLS) as (keyof typeof CALLS)[])('in %s leaves, and the incident hears of it', phase => {
    const { story, caller } = CALLS[phase]()
    look(story, caller, gone)
    // The failsafe's note is awaited.
    if (phase === 'in-failsafe') story.wait(20)
    expect(caller.phase()).toBe('gone')
    for (const { caller: first, others = [] } of story.driver.world.incidents.values())
      expect([first, ...others].filter(one => one.call === caller.id && one.now !== 'gone')).toEqual([])
  })

  test('who talked with the office is listed so', () => {
    const { story, caller } = CALLS['in-office-queue']()
    look(story, caller, gone)
    expect(caller.outcome()).toBe('office-answered')
  })

  test('leaves the words that were recorded', () => {
    const { story, caller } = CALLS['taking-statement']()
    caller.listens()
    const recording = '1700000000-1-statement-1'
    const { driver } = story
    const seen = { channels: { [caller.channel]: gone }, recordings: { [recording]: { state: 'stored' as const, ms: 5000 } } }
    driver.take({ type: 'observed', stream: caller.id, seen: { at: driver.now(), ...seen } })
    expect(story.incident().statements).toEqual([{ recording, ms: 5000 }])
  })
})

describe('a telephone', () => {
  function seen(story: Story, person: string, channel: ObservedChannel): void {
    const { driver } = story
    const { id } = story.incident()
    const leg = story.phone(person).channel
    driver.take({ type: 'observed', stream: id, seen: { at: driver.now(), channels: { [leg]: channel }, recordings: {} } })
  }

  test('that was never dialled is dialled now, under the same id', () => {
    const { story } = onHold()
    seen(story, 'ana', { state: 'gone', witness: { dialled: false } })
    expect(story.did()).toEqual(['dial i-1700000000.1.1 +15125551001 over carrier'])
  })

  test('that rang and ended is not rung again for the same attempt', () => {
    const { story } = onHold()
    seen(story, 'ana', { state: 'gone', witness: { dialled: true, answered: false, cause: 19 } })
    expect(story.attempts()).toEqual(['ana no-answer'])
    expect(story.dialled()).toEqual(['+15125551001 over carrier', '+15125551002 over carrier'])
  })

  test('of which nothing can be known is not rung again for the same attempt', () => {
    const { story } = onHold()
    seen(story, 'ana', { state: 'gone', witness: 'unreadable' })
    expect(story.attempts()).toEqual(['ana unknown'])
    expect(story.ringing()).toEqual(['ana'])
  })

  test('that was answered meanwhile is briefed', () => {
    const { story } = onHold()
    seen(story, 'ana', { state: 'up', inApp: true, bridge: null })
    expect(story.phone('ana').hears()).toContain('Maple Homes. Urgent. Oak Creek.')
  })

  test('whose talk ended in the ordinary way was not lost', () => {
    const { story, caller } = inTalk()
    seen(story, 'ana', { state: 'gone', witness: { dialled: true, answered: true, cause: 16 } })
    expect(caller.phase()).toBe('after-talk')
  })

  test('that is settled and still there is hung up', () => {
    const { story } = onHold()
    const first = story.phone('ana')
    story.wait(40)
    expect(first.phase()).toBe('over')
    const { driver } = story
    const there = { [first.channel]: { state: 'ringing', inApp: false, bridge: null } as const }
    driver.take({ type: 'observed', stream: story.incident().id, seen: { at: driver.now(), channels: there, recordings: {} } })
    expect(story.did()).toEqual([`hangUp ${first.channel}`])
  })
})

describe('a note of the failsafe that is read late', () => {
  function noted(story: Story, caller: Caller, recordings = {}): void {
    const seen = { at: story.driver.now(), channels: { [caller.channel]: gone }, recordings, note: true } as const
    story.driver.take({ type: 'observed', stream: caller.id, seen })
  }

  test('is waited for: the call ends once, with the message, and its incident has the words', () => {
    const { story, caller } = onHold()
    noted(story, caller)
    expect(caller.phase()).toBe('in-failsafe')
    expect(story.incident()).toMatchObject({ phase: 'ringing', caller: { now: 'gone' } })
    story.driver.take(note(story, caller, { rang: [] }))
    expect(story.facts('left')).toMatchObject([{ outcome: 'message' }])
    expect(story.facts('message-taken')).toMatchObject([{ recording: 'failsafe-1' }])
    expect(story.incident().statements.map(({ recording }) => recording)).toContain('failsafe-1')
  })

  test('and what was recorded before the failsafe took over is kept as well', () => {
    const { story, caller } = CALLS['taking-statement']()
    caller.listens()
    const recording = '1700000000-1-statement-1'
    noted(story, caller, { [recording]: { state: 'stored', ms: 8000 } })
    story.driver.take(note(story, caller, { rang: [] }))
    expect(story.facts('statement-taken')).toMatchObject([{ recording, ms: 8000 }])
    expect(story.facts('left')).toMatchObject([{ outcome: 'message' }])
    expect(story.incident().statements.map(each => each.recording)).toEqual([recording, 'failsafe-1'])
  })

  test('while the caller is still in the dialplan, what was recorded before is kept', () => {
    const { story, caller } = CALLS['taking-statement']()
    caller.listens()
    const recording = '1700000000-1-statement-1'
    story.driver.take({
      ...{ type: 'observed', stream: caller.id },
      seen: {
        at: story.driver.now(),
        channels: { [caller.channel]: inDialplan },
        recordings: { [recording]: { state: 'stored', ms: 8000 } },
      },
    })
    expect(caller.phase()).toBe('in-failsafe')
    expect(story.facts('left')).toEqual([])
    expect(story.incident().statements).toMatchObject([{ recording, ms: 8000 }])
  })

  test('after the call has ended: it does not arrive again, and its incident has the words', () => {
    const { story, caller } = onHold()
    const { id } = story.incident()
    look(story, caller, gone)
    expect(caller.phase()).toBe('gone')
    const ended = { property: 'oak-creek', incident: id, incidents: 1 }
    story.driver.take(note(story, caller, { ended, rang: [{ phone: '+15125551003', person: 'ben', result: 'busy' }] }))
    expect(story.facts('arrived')).toHaveLength(1)
    expect(story.facts('failsafe-rang')).toHaveLength(1)
    expect(story.facts('message-taken')).toHaveLength(1)
    expect(story.facts('left').at(-1)).toMatchObject({ outcome: 'message' })
    expect(story.incident().statements.map(({ recording }) => recording)).toContain('failsafe-1')
  })

  test('after the call has ended, accepted in the failsafe: nobody else is rung for it', () => {
    const { story, caller } = onHold()
    const { id } = story.incident()
    look(story, caller, gone)
    const ended = { property: 'oak-creek', incident: id, incidents: 1 }
    const rang = [{ phone: '+15125551003', person: 'ben', result: 'accepted' }] as const
    story.driver.take(note(story, caller, { ended, rang, outcome: 'accepted', recording: null, ms: 0 }))
    expect(story.ringing()).toEqual([])
    expect(story.facts('acknowledged')).toMatchObject([{ person: 'ben' }])
  })

  test('of a call that ended without an incident, where messages are urgent: one is opened, under a name that nobody had', () => {
    const small = smallPlan()
    const noKey = { do: 'escalate', ladder: 'urgent', category: 'water' } as const
    const oak = small.properties['oak-creek']
    if (!oak) throw new Error('no Oak Creek')
    const story = tell({ plan: { ...small, properties: { ...small.properties, 'oak-creek': { ...oak, noKey } } } })
    const ended = { property: 'oak-creek', incident: null, incidents: 1 }
    story.driver.take(note(story, { channel: '9.9' }, { ended, rang: [] }))
    expect(story.incident()).toMatchObject({ id: 'i-9.9-2', phase: 'ringing', caller: { now: 'gone' } })
    expect(story.facts('arrived')).toEqual([])
  })

  test('through a second start of the daemon while the caller is still in the failsafe: the words are for the same incident', () => {
    const { story, caller } = onHold()
    look(story, caller, inDialplan)
    look(story, caller, inDialplan)
    look(story, caller, gone)
    story.driver.take(note(story, caller, { rang: [] }))
    expect(story.incident().statements.map(({ recording }) => recording)).toContain('failsafe-1')
    expect(story.facts('in-failsafe')).toHaveLength(1)
  })
})
