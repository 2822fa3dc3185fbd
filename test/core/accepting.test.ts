// Accept: exactly one person wins, in one turn; every other telephone stops, and who was just answered hears who took it.
import { describe, expect, test } from 'vitest'
import { ladder, rung, smallPlan } from '../support/plan.ts'
import { tell } from '../support/story.ts'

function allAtOnce() {
  const story = tell({ plan: smallPlan({ ladder: ladder([rung(['ana', 'ben', 'cleo'], { mode: 'all' })]) }) })
  const caller = story.arrives()
  caller.presses('1', '*')
  return { story, caller }
}

describe('the briefing', () => {
  test('says who, where and what first, then the number, the wait and the keys, and repeats itself', () => {
    const { story } = allAtOnce()
    story.wait(20)
    const ana = story.phone('ana').answers()
    expect(ana.hears()).toBe(
      'Maple Homes. Urgent. Oak Creek. Water leak. The caller’s number is [13125550142] Waiting for 20 seconds. ' +
        'Press 1 to talk now, 2 to pass on, 3 to hear this again, 5 to take it without talking.',
    )
    ana.listens()
    expect(ana.heard()).toHaveLength(2)
  })

  test('is in the language of the person', () => {
    const { story } = allAtOnce()
    expect(story.phone('cleo').answers().hears()).toMatch(/^Maple Homes\. Urgente\. Oak Creek\. Fuga de agua\./)
  })

  test('3 says it again', () => {
    const { story } = allAtOnce()
    const ana = story.phone('ana').answers().presses('3')
    expect(ana.heard()).toHaveLength(2)
    expect(ana.hears()).toMatch(/^Maple Homes\. Urgent\./)
  })

  test('hearing it again begins the accept time anew, three times', () => {
    const { story } = allAtOnce()
    const ana = story.phone('ana').answers()
    for (const _ of [1, 2, 3]) {
      story.wait(30)
      ana.presses('3')
    }
    story.wait(34)
    expect(ana.phase()).toBe('briefing')
    ana.presses('3')
    story.wait(1)
    expect(ana.phase()).toBe('leaving')
  })

  test.each(['4', '6', '7', '8', '9', '0', '*', '#'])('%s is said to do nothing, and the keys again', key => {
    const { story, caller } = allAtOnce()
    const ana = story.phone('ana').answers().presses(key)
    expect(ana.hears()).toMatch(/^That key does nothing here\. Press 1 to talk now/)
    expect(caller.phase()).toBe('holding')
  })
})

describe('1', () => {
  test('wins: told so in words, both sent into the talk, the others stopped', () => {
    const { story, caller } = allAtOnce()
    const ben = story.phone('ben')
    const ana = story.phone('ana').answers().presses('1')
    expect(ana.hears()).toBe('You have it. Connecting.')
    expect(caller.hears()).toBe('Someone is on the line now.')
    expect(story.did()).toContain(`hangUp ${ben.channel}`)
    ana.listens()
    story.wait(2)
    expect(ana.hears()).toBe('[ringback]')
    caller.listens()
    const bridge = `talk-${ana.channel}`
    expect(story.did()).toEqual(expect.arrayContaining([`talk ${ana.channel} ${bridge}`, `talk ${caller.channel} ${bridge}`]))
    expect(story.attempts()).toEqual(['ben taken-by-another', 'cleo taken-by-another'])
  })

  test('the music stops before the caller hears the word and goes into the talk', () => {
    const { story, caller } = allAtOnce()
    story.phone('ana').answers().presses('1')
    const mine = story.did().filter(line => line.split(' ')[1]?.replace(':', '') === caller.channel)
    expect(mine.map(line => line.split(' ')[0])).toEqual(['hush', 'unhold', 'hush', 'say'])
  })

  test('somebody who is just hearing the briefing hears who took it', () => {
    const { story } = allAtOnce()
    const ben = story.phone('ben').answers()
    story.phone('ana').answers().presses('1')
    expect(ben.hears()).toBe('Ana has taken it. Thank you.')
    expect(ben.phase()).toBe('leaving')
  })

  test('two in the same moment: one wins, and the other is noted', () => {
    const { story, caller } = allAtOnce()
    const [ana, ben] = [story.phone('ana').answers(), story.phone('ben').answers()]
    ana.presses('1')
    ben.presses('1')
    expect(story.facts('accepted')).toMatchObject([{ person: 'ana' }])
    expect(story.facts('already-taken')).toMatchObject([{ person: 'ben', by: 'ana' }])
    expect(ben.hears()).toBe('Ana has taken it. Thank you.')
    expect(caller.state()).toMatchObject({ bridge: `talk-${ana.channel}` })
  })

  test('a telephone that answers in the moment after hears who took it', () => {
    const { story } = allAtOnce()
    const ben = story.phone('ben')
    story.phone('ana').answers().presses('1')
    ben.answers()
    expect(ben.hears()).toBe('Ana has taken it. Thank you.')
    ben.listens()
    expect(story.did()).toEqual([`hangUp ${ben.channel}`])
  })
})

describe('the caller hangs up in the instant of the accept', () => {
  test('the technician owns it and gets the number, twice', () => {
    const { story, caller } = allAtOnce()
    const ana = story.phone('ana').answers().presses('1')
    caller.hangsUp()
    expect(ana.hears()).toBe('You have it. The caller has hung up. Please call them at [13125550142] [13125550142]')
    expect(story.incident()).toMatchObject({ phase: 'acknowledged', owner: { person: 'ana' } })
    ana.listens()
    expect(story.did()).toEqual([`hangUp ${ana.channel}`])
    ana.hangsUp()
    expect(story.incident()).toMatchObject({ phase: 'acknowledged', owner: { person: 'ana' } })
  })

  test('it is not listed as if they had talked', () => {
    const { story, caller } = allAtOnce()
    story.phone('ana').answers().presses('1')
    caller.hangsUp()
    expect(story.facts('connected')).toEqual([])
    expect(caller.outcome()).toBe('caller-left')
  })
})

describe('without the caller', () => {
  test('5 owns it, and the number is read out', () => {
    const { story, caller } = allAtOnce()
    caller.hangsUp()
    const ana = story.phone('ana').answers()
    expect(ana.hears()).toMatch(
      /Press 1 to call them back now, 2 to pass on, 3 to hear this again, 5 to take it without calling\.$/,
    )
    ana.presses('5')
    expect(story.facts('owned')).toMatchObject([{ person: 'ana', how: 'key-5' }])
    expect(ana.hears()).toContain('[13125550142] [13125550142]')
    expect(story.facts('bridged')).toEqual([])
  })

  test('a number that must not be called: 1 owns it, and it is read out all the same', () => {
    const story = tell()
    const caller = story.arrives({ number: '+19005550142' })
    caller.presses('1', '*').hangsUp()
    const ana = story.phone('ana').answers()
    expect(ana.hears()).toMatch(/Press 1 or 5 to take it, 2 to pass on, 3 to hear this again\.$/)
    ana.presses('1')
    expect(story.facts('dial-refused')).toMatchObject([{ why: 'premium numbers are never dialled' }])
    expect(story.facts('owned')).toMatchObject([{ person: 'ana', how: 'key-1-caller-gone' }])
    expect(ana.hears()).toContain('[19005550142] [19005550142]')
  })

  test('and without a number: said so', () => {
    const story = tell()
    const caller = story.arrives({ number: null })
    caller.presses('1', '*').hangsUp()
    const ana = story.phone('ana').answers().presses('1')
    expect(ana.hears()).toBe('You have it. The caller has hung up, and their number is hidden.')
  })
})

describe('5 with the caller there', () => {
  test('owns it without a talk, and the caller hears who has it', () => {
    const { story, caller } = allAtOnce()
    const ana = story.phone('ana').answers().presses('5')
    expect(ana.hears()).toBe('You have it. The call is yours.')
    expect(caller.hears()).toBe('Ana has taken your call on and knows what you said. Goodbye.')
    caller.listens()
    expect(story.did()).toEqual([`hangUp ${caller.channel}`])
    caller.hangsUp()
    expect(caller.outcome()).toBe('owned')
    expect(story.facts('acknowledged')).toMatchObject([{ person: 'ana', why: 'pressed 5' }])
  })
})

test('a technician who hangs up before the two are connected: the next one is rung, the caller told', () => {
  const { story, caller } = allAtOnce()
  story.phone('ana').answers().presses('1').hangsUp()
  expect(caller.hears()).toBe('I am sorry, the line to the technician broke. Please stay, I am ringing again.')
  expect(story.ringing()).toEqual(['ana'])
  expect(story.incident().owner).toBeNull()
})

test('two who do not both come into the talk are left there no longer than five seconds after the words, and both are told', () => {
  const { story, caller } = allAtOnce()
  const ana = story.phone('ana').answers().presses('1').joins()
  caller.listens()
  story.wait(4)
  expect(ana.hears()).toContain('I could not connect you')
  expect(caller.phase()).toBe('holding')
  expect(caller.hears()).toContain('Please stay')
  ana.hangsUp()
  expect(story.ringing()).toEqual(['ana'])
})
