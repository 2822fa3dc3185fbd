// The talk and its end: who hung up, how soon, and what the one who is left hears.
import { describe, expect, test } from 'vitest'
import { ladder, rung, smallPlan } from '../support/plan.ts'
import { expectOver, tell } from '../support/story.ts'

function talking(seconds: number) {
  const story = tell({ plan: smallPlan({ ladder: ladder([rung(['ana']), rung(['ben'])]) }) })
  const caller = story.arrives()
  caller.presses('1', '*')
  const ana = story.phone('ana').answers().presses('1').joins()
  caller.joins()
  story.wait(seconds)
  return { story, caller, ana }
}

test('both are in the talk: connected', () => {
  const { story, caller } = talking(0)
  expect(story.facts('bridged')).toMatchObject([{ person: 'ana', call: caller.id }])
  expect(caller.state()).toMatchObject({ phase: 'talking', outcome: 'connected' })
})

test('keys pressed in the talk are theirs alone', () => {
  const { story, caller, ana } = talking(5)
  caller.presses('1')
  ana.presses('2')
  expect(story.last().changes).toEqual([])
})

test('the caller hangs up: acknowledged, and the technician who stays is asked for the outcome', () => {
  const { story, caller, ana } = talking(40)
  caller.hangsUp()
  expect(story.facts('talk-ended')).toMatchObject([{ person: 'ana', talkedMs: 40_000, by: 'caller' }])
  expect(story.facts('acknowledged')).toMatchObject([{ person: 'ana' }])
  expect(story.did()).toContain(`leaveTalk ${ana.channel} talk-${ana.channel}`)
  expect(ana.hears()).toMatch(/^They have hung up\. Press 1 if it is fixed by phone/)
  expectOver(story, 'connected')
})

test('a talk is recorded only where the property says so, and both are told', () => {
  expect(talking(0).story.facts('talk-recorded')).toEqual([])
  const story = tell({ plan: smallPlan({ oak: { recordTalk: true } }) })
  const caller = story.arrives()
  caller.presses('1', '*')
  const ana = story.phone('ana').answers().presses('1').joins()
  caller.joins()
  for (const side of [caller, ana]) expect(side.heard().join()).toContain('This call is recorded.')
  expect(story.last().commands).toMatchObject([{ do: 'recordTalk', bridge: `talk-${ana.channel}` }])
})

describe('the technician’s line is lost', () => {
  test.each([
    ['hung up within 20 seconds', 19.9, 16, null],
    ['broken within 20 seconds', 19.9, 41, null],
    ['gone without a BYE after a minute', 60, 18, 408],
  ])('%s: the caller is told, the same person is rung once more', (_, seconds, cause, sip) => {
    const { story, caller, ana } = talking(seconds)
    ana.isRefused(cause, sip)
    // Both may be hanging up: a caller who stays is the one who needs somebody.
    story.wait(3)
    expect(story.facts('technician-lost')).toHaveLength(1)
    expect(caller.hears()).toMatch(/^I am sorry, the line to the technician broke\./)
    expect(caller.phase()).toBe('holding')
    expect(story.ringing()).toEqual(['ana'])
    expect(story.dialled().at(-1)).toBe('+15125551001 over carrier')
  })

  test.each([127, 0, 41, 44, 18, 31, 16])('after 20 s a BYE is an ordinary end, also with cause %d', cause => {
    const { story, caller, ana } = talking(20)
    ana.hangsUp(cause)
    expect(story.facts('technician-lost')).toEqual([])
    expect(story.facts('talk-ended')).toMatchObject([{ by: 'technician' }])
    expect(caller.hears()).toMatch(/press 1 if you still need help/i)
    expect(story.ringing()).toEqual([])
  })

  test('"I am on my way, bye": both hang up, the technician first, and nothing is lost', () => {
    const { story, caller, ana } = talking(12)
    ana.hangsUp()
    story.wait(1)
    caller.hangsUp()
    expect(story.facts('technician-lost')).toEqual([])
    expect(story.facts('acknowledged')).toMatchObject([{ person: 'ana' }])
    expectOver(story, 'connected')
    // Nobody is there to be asked for the outcome: she is free for the next caller.
    expect(story.facts('outcome-asked')).toEqual([])
    expect(story.incident().phase).toBe('acknowledged')
    story.arrives({ number: '+13125550999' }).presses('1', '*')
    expect(story.facts('passed-over')).toEqual([])
  })

  test('once more only: then the ladder goes on from where it was', () => {
    const { story, caller, ana } = talking(5)
    ana.hangsUp()
    story.wait(3)
    const again = story.phone('ana').answers().presses('1').joins()
    caller.joins()
    again.hangsUp()
    story.wait(3)
    expect(story.dialled().at(-1)).toBe('+15125551002 over carrier')
    story.phone('ana').stopsRinging()
    expect(story.ringing()).toEqual(['ben'])
  })

  test('they do not answer again: the ladder goes on', () => {
    const { story, ana } = talking(5)
    ana.hangsUp()
    story.wait(3)
    story.phone('ana').isBusy()
    story.phone('ana').isBusy()
    expect(story.ringing()).toEqual(['ben'])
  })
})

describe('the technician hangs up in the ordinary way', () => {
  function over() {
    const { story, caller, ana } = talking(20)
    ana.hangsUp()
    return { story, caller }
  }

  test('the caller is asked whether they still need help', () => {
    const { story, caller } = over()
    expect(caller.hears()).toBe('The technician has hung up. Press 1 if you still need help.')
    expect(story.facts('acknowledged')).toMatchObject([{ person: 'ana' }])
  })

  test('1: the ladder begins anew', () => {
    const { story, caller } = over()
    caller.presses('1')
    expect(caller.phase()).toBe('holding')
    expect(story.incident()).toMatchObject({ phase: 'ringing', owner: null })
    expect(story.ringing()).toEqual(['ana'])
    expect(story.facts('still-needs-help')).toHaveLength(1)
  })

  test('silence: goodbye', () => {
    const { story, caller } = over()
    caller.listens()
    story.wait(8)
    expect(caller.hears()).toBe('Goodbye.')
    caller.listens().hangsUp()
    expectOver(story, 'connected')
    expect(story.incident().phase).toBe('acknowledged')
  })

  test('another key changes nothing', () => {
    const { story, caller } = over()
    caller.presses('2')
    expect(caller.phase()).toBe('after-talk')
    expect(story.facts('key-ignored')).toHaveLength(1)
  })

  test('hanging up: connected', () => {
    const { story, caller } = over()
    caller.hangsUp()
    expectOver(story, 'connected')
  })
})

test('an hour of talk is looked at, and left alone', () => {
  const { story, caller } = talking(3600 * 3)
  expect(caller.phase()).toBe('talking')
  expect(story.incident().phase).toBe('talking')
})
