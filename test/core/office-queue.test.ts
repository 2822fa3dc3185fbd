// The office first, in its hours: its queue is followed to its end, whatever that is.
import { describe, expect, test } from 'vitest'
import { DAY, LINE, NIGHT, TRUNK } from '../support/plan.ts'
import { tell } from '../support/story.ts'

function inQueue() {
  const story = tell({ at: DAY })
  return { story, caller: story.arrives() }
}

test('in its hours the office is rung at once', () => {
  const { story, caller } = inQueue()
  expect(caller.phase()).toBe('in-office-queue')
  expect(story.did()).toEqual([`queue ${caller.channel} oak-creek-office for 25 s`])
})

test.each([
  ['at night', NIGHT, LINE.oak, TRUNK.carrier],
  ['in office hours, where the property’s own telephones have rung already', DAY, LINE.lakeside, TRUNK.pbx],
])('%s the menu comes at once', (_, at, line, trunk) => {
  const caller = tell({ at }).arrives({ line, trunk })
  expect(caller.phase()).toBe('asking-urgency')
})

test('the office answers: nothing more to do', () => {
  const { story, caller } = inQueue()
  story.wait(9)
  caller.officeAnswers('PJSIP/oak-2')
  expect(story.facts('office-answered')).toMatchObject([{ member: 'PJSIP/oak-2', waitedMs: 9000 }])
  story.wait(3600)
  expect(caller.phase()).toBe('with-office')
  caller.hangsUp()
  expect(caller.outcome()).toBe('office-answered')
})

test('the office hangs up first: the caller is let go', () => {
  const { story, caller } = inQueue()
  caller.officeAnswers().returns('')
  expect(story.did()).toEqual([`hangUp ${caller.channel}`])
  caller.hangsUp()
  expect(caller.outcome()).toBe('office-answered')
})

describe('the office does not take it: the menu', () => {
  test.each([
    ['TIMEOUT', 'no-answer', 'nobody in the office answered in time'],
    ['FULL', 'saturated', 'the office queue is full'],
    ['JOINEMPTY', 'blocked', 'no office telephone is reachable'],
    ['LEAVEEMPTY', 'blocked', 'no office telephone is reachable any more'],
    ['JOINUNAVAIL', 'saturated', 'every office telephone is busy or paused'],
    ['LEAVEUNAVAIL', 'saturated', 'every office telephone is busy or paused by now'],
    ['NEWLY-INVENTED', 'no-answer', 'the queue ended with NEWLY-INVENTED'],
    [null, 'no-answer', 'the queue ended with UNKNOWN'],
  ])('%s: %s', (status, reason, why) => {
    const { story, caller } = inQueue()
    story.wait(25)
    caller.returns(status)
    expect(story.facts('office-unanswered')).toMatchObject([{ status: status ?? 'UNKNOWN', waitedMs: 25_000, why }])
    expect(story.facts('overflowed')).toMatchObject([{ reason, why }])
    expect(caller.hears()).toMatch(/^You have reached Oak Creek\./)
  })

  test('the queue can not even be entered', () => {
    const { story, caller } = inQueue()
    const failed = {
      type: 'commandFailed',
      channel: caller.channel,
      command: 'queue',
      gone: false,
      reason: 'no such context',
    } as const
    story.driver.take(failed)
    expect(caller.phase()).toBe('asking-urgency')
    expect(story.facts('overflowed')).toMatchObject([{ reason: 'blocked' }])
  })
})

test('the caller gives up: a missed call, with the wait', () => {
  const { story, caller } = inQueue()
  story.wait(14)
  caller.hangsUp()
  expect(story.facts('left')).toMatchObject([
    { outcome: 'missed', waitedMs: 14_000, why: 'the caller hung up after 14 s in the office queue' },
  ])
})

test('a caller who was gone before the queue was reached is gone', () => {
  const { story, caller } = inQueue()
  story.driver.take({ type: 'commandFailed', channel: caller.channel, command: 'queue', gone: true, reason: 'Channel not found' })
  expect(caller.outcome()).toBe('missed')
  expect(story.last().commands).toEqual([])
})

test('a fax in the queue is a fax', () => {
  const { caller } = inQueue()
  caller.hangsUp({ fax: true })
  expect(caller.outcome()).toBe('fax')
})
