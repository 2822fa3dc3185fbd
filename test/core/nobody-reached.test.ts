// Nobody answers: what the caller is told at the end of the ladder, and that the matter stays open.
import { describe, expect, test } from 'vitest'
import { ladder, rung, smallPlan } from '../support/plan.ts'
import { expectOver, tell } from '../support/story.ts'

function exhausted() {
  const story = tell({ plan: smallPlan({ ladder: ladder([rung(['ben'])]) }) })
  const caller = story.arrives()
  caller.presses('1', '*')
  story.phone('ben').stopsRinging()
  return { story, caller }
}

test('the caller is told so, and asked what should be known', () => {
  const { story, caller } = exhausted()
  expect(story.facts('unreached')).toMatchObject([{ why: 'stays open until a person owns it' }])
  expect(caller.hears()).toBe(
    'I am sorry. Nobody on call could be reached so far. Your call stays open until a person takes it. ' +
      'Please say after the tone what they should know, and where to reach you. Press pound when you are done, or star to begin again. [beep]',
  )
})

test('what they say is kept, and the incident stays open', () => {
  const { story, caller } = exhausted()
  caller.listens().speaks(8000)
  expect(caller.hears()).toMatch(
    /^Thank you\. Your call stays open until a person takes it\. If anyone is in danger, dial 9 1 1\./,
  )
  caller.listens().hangsUp()
  expectOver(story, 'unreached')
  expect(story.incident()).toMatchObject({ phase: 'unreached', statements: [{ ms: 8000 }], owner: null })
})

describe('hanging up', () => {
  test.each([
    ['while being told', 0],
    ['while speaking', 1],
  ])('%s is listed as unreached', (_, listens) => {
    const { story, caller } = exhausted()
    if (listens) caller.listens()
    caller.hangsUp()
    if (listens) caller.speaks(4000)
    expectOver(story, 'unreached')
    expect(story.incident().phase).toBe('unreached')
  })
})

test('a caller who hung up before is told nothing, and the incident stays open', () => {
  const story = tell({ plan: smallPlan({ ladder: ladder([rung(['ben'])]) }) })
  const caller = story.arrives()
  caller.presses('1', '*').hangsUp()
  story.phone('ben').stopsRinging()
  expect(story.incident().phase).toBe('unreached')
  expectOver(story, 'caller-left')
})

test('it is still open the next day, and its deadline moves on', () => {
  const { story, caller } = exhausted()
  caller.hangsUp()
  story.wait(24 * 3600)
  expect(story.incident().phase).toBe('unreached')
})

test('a ladder on which nobody can be rung is exhausted in the turn in which it begins', () => {
  const story = tell()
  const caller = story.arrives()
  caller.presses('6')
  expect(story.incident().phase).toBe('unreached')
  caller.presses('*')
  expect(caller.hears()).toMatch(/^I am sorry\. Nobody on call could be reached so far\..*Goodbye\.$/)
})

describe('where the ladder leaves a message', () => {
  function withMailbox(mailbox = 'office', keys = ['1', '*']) {
    const one = { ...ladder([rung(['ben'])]), unreachedMailbox: mailbox }
    const story = tell({ plan: smallPlan({ ladder: one }) })
    const caller = story.arrives()
    caller.presses(...keys)
    return { story, caller }
  }
  const kept = (story: ReturnType<typeof tell>) => [
    story.facts('message-taken').map(({ mailbox, ms }) => [mailbox, ms]),
    story.facts('statement-taken').length,
    story.incident().statements.map(({ ms }) => ms),
  ]

  test('what the caller adds is a message, and stays with the incident, which stays unreached', () => {
    const { story, caller } = withMailbox()
    story.phone('ben').stopsRinging()
    caller.listens().speaks(8000)
    expect(caller.hears()).toMatch(/^Thank you\. Your call stays open/)
    caller.listens().hangsUp()
    expect(kept(story)).toEqual([[['office', 8000]], 0, [8000]])
    expect(story.incident().phase).toBe('unreached')
    expectOver(story, 'unreached')
  })

  test.each([
    ['begins again', ['*'], 1],
    ['hangs up while speaking', [], 0],
  ])('also of a caller who %s', (_, keys, again) => {
    const { story, caller } = withMailbox()
    story.phone('ben').stopsRinging()
    caller.listens().presses(...keys)
    if (again) caller.listens()
    caller.hangsUp().speaks(6000)
    expect(kept(story)).toEqual([[['office', 6000]], 0, [6000]])
    expectOver(story, 'unreached')
  })

  test('and of one who is speaking at that moment', () => {
    const { story, caller } = withMailbox('office', ['1'])
    caller.listens()
    story.phone('ben').stopsRinging()
    caller.speaks(7000)
    expect(kept(story)).toEqual([[['office', 7000]], 0, [7000]])
    expect(caller.outcome()).toBe('unreached')
  })

  test('and of one who was asked for their number at that moment, and says it', () => {
    const { story, caller } = withMailbox()
    caller.presses('2')
    story.phone('ben').stopsRinging()
    for (let n = 0; caller.phase() === 'giving-number' && n < 9; n++) caller.presses(...(n === 0 ? '2' : '911#'))
    caller.listens().speaks(8000)
    expect(kept(story)).toEqual([[['office', 8000]], 0, [8000]])
    expect(caller.outcome()).toBe('unreached')
  })

  test('next to nothing is none', () => {
    const { story, caller } = withMailbox()
    story.phone('ben').stopsRinging()
    caller.listens().speaks(900)
    expect(kept(story)).toEqual([[], 1, [900]])
  })

  test('what could not be recorded stands there as a caller to call back', () => {
    const { story, caller } = withMailbox()
    story.phone('ben').stopsRinging()
    caller.listens().recorderFails()
    expect(story.facts('message-lost')).toMatchObject([{ mailbox: 'office' }])
    expect(story.incident().phase).toBe('unreached')
  })

  test('a mailbox that this property does not have is overlooked: the words stay with the incident', () => {
    const { story, caller } = withMailbox('leasing')
    story.phone('ben').stopsRinging()
    caller.listens().speaks(8000)
    expect(kept(story)).toEqual([[], 1, [8000]])
  })

  test('after a crash the caller is asked again, and it is a message still', () => {
    const { story, caller } = withMailbox()
    story.phone('ben').stopsRinging()
    caller.listens()
    const channels = { [caller.channel]: { state: 'up', inApp: true, bridge: null } as const }
    story.driver.take({ type: 'observed', stream: caller.id, seen: { at: story.driver.now(), channels, recordings: {} } })
    caller.listens().speaks(5000)
    expect(kept(story)).toEqual([[['office', 5000]], 0, [5000]])
  })
})
