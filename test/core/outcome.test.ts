// Acknowledged is not done: the outcome by key, the reminder, the expiry; resolved and reopened.
import { describe, expect, test } from 'vitest'
import { ladder, rung, smallPlan } from '../support/plan.ts'
import { inTalk, reminded } from '../support/specimens.ts'
import { tell } from '../support/story.ts'

const KEYS = 'Press 1 if it is fixed by phone, 2 if you are going out, 3 for a false alarm, 4 if it needs follow-up.'

/** Ana owns it, and nobody is on the line any more. */
function owned(parts: Parameters<typeof ladder>[1] = {}) {
  const story = tell({ plan: smallPlan({ ladder: ladder([rung(['ana']), rung(['ben'])], parts) }) })
  const caller = story.arrives()
  caller.presses('1', '*')
  const ana = story.phone('ana').answers().presses('5')
  caller.listens().hangsUp()
  ana.listens().hangsUp()
  return story
}

describe('a technician who stays on the line', () => {
  test.each([
    ['1', 'fixed-by-phone'],
    ['2', 'going-out'],
    ['3', 'false-alarm'],
    ['4', 'needs-follow-up'],
  ])('%s: %s', (key, outcome) => {
    const { story, caller } = inTalk()
    caller.hangsUp()
    const ana = story.phone('ana')
    expect(ana.hears()).toBe(`They have hung up. ${KEYS}`)
    ana.presses(key)
    expect(ana.hears()).toBe('Thank you. Noted.')
    expect(story.facts('resolved')).toMatchObject([{ outcome, by: 'ana' }])
    expect(story.incident()).toMatchObject({ phase: 'resolved', outcome })
  })

  test('is asked twice, and then let go; the reminder follows', () => {
    const { story, caller } = inTalk()
    caller.hangsUp()
    const ana = story.phone('ana')
    story.wait(20)
    expect(ana.hears()).toBe(KEYS)
    story.wait(18)
    expect(ana.hears()).toBe('Thank you. Goodbye.')
    expect(story.incident()).toMatchObject({ phase: 'acknowledged', owner: { person: 'ana' } })
    ana.hangsUp()
    // Twenty minutes from the accept, of which half a minute was the talk, and the question as much.
    story.wait(19 * 60)
    expect(story.ringing()).toEqual(['ana'])
  })

  test('a key that means nothing is said', () => {
    const { story, caller } = inTalk()
    caller.hangsUp()
    story.phone('ana').presses('9')
    expect(story.phone('ana').hears()).toBe(`That key does nothing here. ${KEYS}`)
  })
})

describe('the reminder', () => {
  test('rings the owner after twenty minutes, and asks', () => {
    const { story } = reminded()
    const ana = story.phone('ana').answers()
    expect(ana.hears()).toMatch(/^Maple Homes\. Oak Creek\. Water leak\. You took it 2\d minutes ago\. Press 1 if/)
    ana.presses('2')
    expect(story.facts('resolved')).toMatchObject([{ outcome: 'going-out' }])
  })

  test('comes once: not answered, it stays theirs, and is closed after a day', () => {
    const { story } = reminded()
    story.wait(60)
    expect(story.attempts().at(-1)).toBe('ana no-answer')
    story.wait(23 * 3600)
    expect(story.ringing()).toEqual([])
    expect(story.incident()).toMatchObject({ phase: 'acknowledged', owner: { person: 'ana' } })
    story.wait(3600)
    expect(story.facts('closed-without-outcome')).toMatchObject([{ person: 'ana' }])
    expect(story.driver.world.incidents.size).toBe(0)
  })

  test('never, where the rules say so', () => {
    const story = owned({ reminderSeconds: null })
    story.wait(3600)
    expect(story.ringing()).toEqual([])
  })

  test('over the next trunk when one is congested', () => {
    const { story } = reminded()
    story.phone('ana').isCongested()
    expect(story.ringing()).toEqual(['ana'])
    expect(story.phone('ana').trunk).toBe('backup')
  })

  test('waits while its owner is busy with another incident', () => {
    const story = owned()
    story.wait(19 * 60)
    const other = story.arrives({ number: '+13125550177' })
    other.presses('1', '*')
    story.phone('ana').answers().presses('1').joins()
    other.joins()
    story.wait(120)
    expect(story.ringing()).toEqual([])
    other.hangsUp()
    story.phone('ana').hangsUp()
    story.wait(2)
    expect(story.ringing()).toEqual(['ana'])
  })
})

describe('an acknowledgement that expires', () => {
  const expiring = () => {
    const story = owned({ reminderSeconds: null, expiresSeconds: 3600 })
    story.wait(3600)
    return story
  }

  test('rings its owner again; 5 keeps it for as long again', () => {
    const story = expiring()
    const ana = story.phone('ana').answers()
    expect(ana.hears()).toContain('Press 5 to keep it as it is. Without a key, somebody else is rung.')
    ana.presses('5')
    ana.hangsUp()
    expect(story.incident()).toMatchObject({ phase: 'acknowledged', owner: { person: 'ana' } })
    story.wait(3601)
    expect(story.ringing()).toEqual(['ana'])
  })

  test('not answered: nobody has it any more, and the ladder begins anew', () => {
    const story = expiring()
    story.wait(60)
    expect(story.facts('acknowledgement-expired')).toMatchObject([{ person: 'ana' }])
    expect(story.incident()).toMatchObject({ phase: 'ringing', owner: null })
    story.phone('ana').isBusy()
    story.phone('ana').isBusy()
    expect(story.ringing()).toEqual(['ben'])
  })

  test('hung up without a key: the same', () => {
    const story = expiring()
    story.phone('ana').answers().hangsUp()
    expect(story.facts('acknowledgement-expired')).toHaveLength(1)
  })
})

describe('by hand', () => {
  test('resolved: nobody is rung any more, and who was being briefed hears it', () => {
    const story = tell()
    const caller = story.arrives()
    caller.presses('1', '*')
    const ana = story.phone('ana').answers()
    const stream = story.incident().id
    story.driver.take({ type: 'resolvedByHand', stream, who: 'Pat', why: 'a television', outcome: 'false-alarm' })
    expect(ana.hears()).toBe('Pat has taken it. Thank you.')
    expect(caller.phase()).toBe('leaving')
    expect(story.incident()).toMatchObject({ phase: 'resolved', owner: { person: 'Pat' } })
    expect(story.facts('resolved')).toMatchObject([{ outcome: 'false-alarm', by: 'Pat', why: 'a television' }])
  })

  test('reopened: the ladder begins anew', () => {
    const story = owned()
    const stream = story.incident().id
    story.driver.take({ type: 'resolvedByHand', stream, who: 'Pat', why: 'done', outcome: 'going-out' })
    story.driver.take({ type: 'reopenedByHand', stream, who: 'Pat', why: 'it leaks again' })
    expect(story.facts('reopened')).toMatchObject([{ by: 'Pat', why: 'it leaks again' }])
    expect(story.ringing()).toEqual(['ana'])
  })

  test('a resolved incident leaves after a day', () => {
    const story = owned()
    const stream = story.incident().id
    story.driver.take({ type: 'resolvedByHand', stream, who: 'Pat', why: 'done', outcome: 'going-out' })
    story.wait(24 * 3600 + 1)
    expect(story.driver.world.incidents.size).toBe(0)
  })
})
