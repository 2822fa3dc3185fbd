// What people notice of a crash: questions are asked again, last words are said to their end, a hold does not begin anew, and a
// promise of the dialplan ("we will ring you again") is kept.
import { describe, expect, test } from 'vitest'
import type { ObservedChannel } from '../../src/core/world/inputs.ts'
import { CALLS, callingBack, inTalk, onHold, reminded } from '../support/specimens.ts'
import type { Caller, Story } from '../support/story.ts'

const inApp = { state: 'up', inApp: true, bridge: null } as const

function lookAt(
  story: Story,
  stream: Caller['id'] | ReturnType<Story['incident']>['id'],
  seen: Record<string, ObservedChannel>,
  recordings = {},
) {
  const { driver } = story
  driver.take({ type: 'observed', stream, seen: { at: driver.now(), channels: seen, recordings } })
}

function back({ story, caller }: { story: Story; caller: Caller }, recordings = {}): void {
  lookAt(story, caller.id, { [caller.channel]: inApp }, recordings)
}

describe('a caller who was being recorded', () => {
  test.each([
    ['speaking-freely', /^Please tell me what is wrong after the tone\./],
    ['taking-statement', /^I am ringing the person on call now\./],
    ['taking-message', /^Please leave your message after the tone\./],
  ] as const)('in %s is asked again, with the tone', (phase, asked) => {
    const specimen = CALLS[phase]()
    specimen.caller.listens()
    back(specimen)
    expect(specimen.caller.phase()).toBe(phase)
    expect(specimen.caller.hears()).toMatch(asked)
    expect(specimen.caller.hears()).toMatch(/\[beep\]$/)
    specimen.caller.listens().speaks(5000)
    expect(specimen.caller.phase()).not.toBe(phase)
  })

  test('and still is, goes on speaking', () => {
    const specimen = CALLS['taking-statement']()
    specimen.caller.listens()
    back(specimen, { '1700000000-1-statement-1': { state: 'live', ms: 0 } })
    expect(specimen.caller.state()).toMatchObject({ phase: 'taking-statement', step: 'recording' })
    specimen.caller.speaks(8000)
    expect(specimen.story.incident().statements).toMatchObject([{ ms: 8000 }])
  })

  test('and had finished meanwhile, goes on from there', () => {
    const specimen = CALLS['taking-statement']()
    specimen.caller.listens()
    back(specimen, { '1700000000-1-statement-1': { state: 'stored', ms: 8000 } })
    expect(specimen.caller.phase()).toBe('holding')
    expect(specimen.story.incident().statements).toMatchObject([{ ms: 8000 }])
  })
})

test('a last word is said again, and then the call ends', () => {
  const specimen = CALLS.leaving()
  const word = specimen.caller.hears()
  back(specimen)
  expect(specimen.caller.phase()).toBe('leaving')
  expect(specimen.caller.hears()).toBe(word)
  specimen.caller.listens()
  expect(specimen.story.did()).toEqual([`hangUp ${specimen.caller.channel}`])
})

test('whoever is asked whether they still need help is asked again', () => {
  const specimen = CALLS['after-talk']()
  back(specimen)
  expect(specimen.caller.heard().filter(said => said.includes('Press 1 if you still need help'))).toHaveLength(2)
  specimen.caller.presses('1')
  expect(specimen.caller.phase()).toBe('holding')
})

test('the maximum of the hold does not begin anew', () => {
  const specimen = onHold()
  const { caller, story } = specimen
  const until = caller.state()
  story.wait(100)
  back(specimen)
  expect(caller.state()).toMatchObject({ phase: 'holding', maxAt: until && 'maxAt' in until ? until.maxAt : 0 })
})

test('a technician who is hearing a last word hears it again', () => {
  const { story, caller } = onHold()
  const ana = story.phone('ana').answers().presses('5')
  const word = ana.hears()
  lookAt(story, story.incident().id, { [ana.channel]: inApp })
  expect(ana.hears()).toBe(word)
  ana.listens().hangsUp()
  caller.listens().hangsUp()
  expect(ana.phase()).toBe('over')
  expect(story.incident().phase).toBe('acknowledged')
})

test('a technician who picked up while nobody was there is rung again first', () => {
  const { story } = onHold()
  const leg = story.phone('ana').rings().channel
  const gone: ObservedChannel = { state: 'gone', witness: { dialled: true, answered: true, cause: 16 } }
  lookAt(story, story.incident().id, { [leg]: gone })
  expect(story.dialled()).toEqual(['+15125551001 over carrier', '+15125551001 over carrier'])
  expect(story.phone('ana').channel).not.toBe(leg)
})

test('a technician who picked up, and whom the dialplan is still bringing, is waited for, though the ring time is over', () => {
  const { story } = onHold()
  const ana = story.phone('ana').rings()
  story.wait(19)
  lookAt(story, story.incident().id, { [ana.channel]: { state: 'up', inApp: false, bridge: null } })
  story.wait(9)
  expect(story.dialled()).toEqual(['+15125551001 over carrier'])
  ana.answers()
  expect(ana.phase()).toBe('briefing')
  ana.presses('1')
  expect(story.facts('accepted')).toMatchObject([{ person: 'ana' }])
})

test('who does not come in the end is passed over', () => {
  const { story } = onHold()
  const ana = story.phone('ana').rings()
  lookAt(story, story.incident().id, { [ana.channel]: { state: 'up', inApp: false, bridge: null } })
  story.wait(40)
  expect(ana.phase()).toBe('over')
  expect(story.dialled().length).toBeGreaterThan(1)
})

describe('"we will ring you again", said by the dialplan, is true', () => {
  const answered: ObservedChannel = { state: 'gone', witness: { dialled: true, answered: true, cause: 16 } }

  test('a caller who is called back picked up while nobody was there: rung again, and the technician hears so', () => {
    const { story } = callingBack()
    const ana = story.phone('ana')
    const { channel, number } = story.resident().rings()
    lookAt(story, story.incident().id, { [ana.channel]: inApp, [channel]: answered })
    expect(story.incident().phase).toBe('calling-back')
    expect(story.resident()).toMatchObject({ number })
    expect(story.resident().channel).not.toBe(channel)
    expect(ana.hears()).toBe('Calling again. To stop, press star. [ringback]')
    expect(story.facts('caller-not-reached')).toMatchObject([{ leg: channel, result: 'unknown' }])
    story.resident().answers().joins()
    ana.joins()
    expect(story.incident().phase).toBe('talking-back')
  })

  test('neither is there any more: the technician is rung again first, and asked anew', () => {
    const { story } = callingBack()
    const [ana, { channel }] = [story.phone('ana'), story.resident().rings()]
    lookAt(story, story.incident().id, { [ana.channel]: answered, [channel]: answered })
    expect(story.facts('technician-lost')).toMatchObject([{ person: 'ana' }])
    expect(story.ringing()).toEqual(['ana'])
    story.phone('ana').answers().presses('1')
    expect(story.incident().phase).toBe('calling-back')
  })

  test('whoever was being briefed is rung again: their keys were heard by nobody', () => {
    const { story } = onHold()
    const ana = story.phone('ana').answers()
    lookAt(story, story.incident().id, { [ana.channel]: answered })
    expect(story.ringing()).toEqual(['ana'])
    expect(story.phone('ana').channel).not.toBe(ana.channel)
  })

  test('an owner who picked up for a reminder is rung again', () => {
    const { story } = reminded()
    const ana = story.phone('ana').rings()
    lookAt(story, story.incident().id, { [ana.channel]: answered })
    expect(story.incident().phase).toBe('reminding')
    expect(story.ringing()).toEqual(['ana'])
    expect(story.phone('ana').channel).not.toBe(ana.channel)
  })
})

test('the briefing is told again, with its full accept time', () => {
  const { story } = onHold()
  const ana = story.phone('ana').answers()
  story.wait(30)
  lookAt(story, story.incident().id, { [ana.channel]: inApp })
  expect(ana.heard()).toHaveLength(2)
  story.wait(30)
  expect(ana.phase()).toBe('briefing')
})

test('two who talk are left alone', () => {
  const { story, caller } = inTalk()
  const ana = story.phone('ana')
  const bridge = `talk-${ana.channel}`
  lookAt(story, caller.id, { [caller.channel]: { ...inApp, bridge } })
  lookAt(story, story.incident().id, { [ana.channel]: { ...inApp, bridge } })
  expect(caller.phase()).toBe('talking')
  expect(story.facts('technician-lost')).toEqual([])
  expect(story.last().commands).toEqual([])
})

describe('two who were hearing a word before the talk', () => {
  test('hear no more of it, and go into the talk', () => {
    const { story, caller } = onHold()
    const ana = story.phone('ana').answers().presses('1')
    ana.listens()
    story.wait(2)
    const heard = story.incident()
    const rings = heard.phase === 'connecting' ? heard.hears?.find(({ channel }) => channel === ana.channel)?.playback : null
    back({ story, caller })
    lookAt(story, story.incident().id, { [ana.channel]: inApp })
    const commands = story.driver.turns.slice(-2).flatMap(turn => turn.commands)
    expect(commands).toContainEqual({ do: 'hush', channel: ana.channel, playback: rings })
    expect(commands.filter(({ do: what }) => what === 'talk').map(({ channel }) => channel)).toEqual(
      expect.arrayContaining([caller.channel, ana.channel]),
    )
    caller.joins()
    ana.joins()
    expect(story.facts('connected')).toHaveLength(1)
  })
})

test('a technician in whose ear the caller’s telephone rings: what a dead daemon had begun is stopped by its name, and it rings on', () => {
  const { story } = callingBack()
  const ana = story.phone('ana')
  const before = story.incident()
  const listens = before.phase === 'calling-back' ? before.listens : undefined
  lookAt(story, before.id, { [ana.channel]: inApp })
  expect(story.last().commands[0]).toEqual({ do: 'hush', channel: ana.channel, playback: listens })
  expect(ana.hears()).toBe('[ringback]')
})
