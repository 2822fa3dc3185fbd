// The owner of an incident is told by text message or by a call: that nobody has said what became of it, and what further callers have said.
import { describe, expect, test } from 'vitest'
import { noticesOf } from '../../src/core/notices/notices-of.ts'
import type { Ladder, Plan } from '../../src/core/plan/plan.ts'
import { ladder, rung, smallPlan, withTexts } from '../support/plan.ts'
import { type Story, tell } from '../support/story.ts'

function planOf(rungs: Ladder['rungs'], parts: Partial<Ladder> = {}): Plan {
  const own = ladder(rungs, { remindBy: 'sms', addedWords: 'sms', ...parts })
  return smallPlan({ ladder: own, oak: { sameTrouble: { water: 'property' } } })
}

/** Ana can be texted, and has it; her caller is gone. */
function owned(parts: Partial<Ladder> = {}, texts = true): Story {
  const small = planOf([rung(['ana']), rung(['ben'])], parts)
  const story = tell({ plan: texts ? withTexts(small, ['ana']) : small })
  const caller = story.arrives()
  caller.presses('1', '*')
  story.phone('ana').answers().presses('5').hangsUp()
  caller.listens().hangsUp()
  return story
}

/** A neighbour calls about the same, and adds some words. */
function neighbour(story: Story, nth: number): void {
  const caller = story.arrives({ number: `+131255501${50 + nth}`, channel: `1700000100.${nth}` })
  caller.presses('1')
  expect(caller.phase()).toBe('joining')
  caller.presses('1').listens().speaks(4000).listens().hangsUp()
}

function texts(story: Story): string[] {
  const { world, turns } = story.driver
  return turns.flatMap(({ facts, changes }) =>
    facts.flatMap(fact => {
      const stream = changes.find(({ id }) => id === fact.stream)
      const plan = world.plans.get(stream?.plan ?? '')
      if (stream === undefined || plan === undefined) return []
      if (stream.kind !== 'call' && stream.kind !== 'incident') return []
      const whose = { property: stream.property, ladder: stream.kind === 'incident' ? stream.ladder : null }
      return noticesOf(fact, whose, plan).flatMap(({ event, tell: told }) => told.map(({ way, to }) => `${event} ${way} ${to}`))
    }),
  )
}

function outbox(story: Story, event: 'reminder' | 'added-words', result: 'sent' | 'given-up', whom = '+15125551001'): void {
  const stream = story.incident().id
  story.driver.take({
    ...{ type: 'noticeSettled', result, stream, event },
    ...{ key: 'k', way: 'sms', whom, why: 'it said so' },
  })
}

describe('the reminder', () => {
  test('is a text to the owner alone, once; sent, it rings nobody', () => {
    const story = owned()
    story.wait(20 * 60)
    expect(texts(story)).toEqual(['reminder sms +15125551001'])
    expect(story.facts('owner-told')).toMatchObject([{ person: 'ana', of: 'reminder', by: 'sms' }])
    story.wait(1)
    outbox(story, 'reminder', 'sent')
    expect(story.facts('notice-sent')).toHaveLength(1)
    story.wait(3 * 3600)
    expect(texts(story)).toHaveLength(1)
    expect(story.ringing()).toEqual([])
  })

  test('not answered, while a neighbour adds words: the owner is rung for those next, and time goes on', () => {
    const story = owned({ remindBy: 'call', addedWords: 'call' })
    story.wait(20 * 60)
    neighbour(story, 1)
    story.wait(60)
    expect(story.facts('dialled').map(({ why }) => why)).toEqual([
      'named in the rung',
      'a reminder: what became of it?',
      'other callers have said more about it.',
    ])
  })

  test('that could not be sent is followed by a call, at once', () => {
    const story = owned()
    story.wait(20 * 60 + 300)
    outbox(story, 'reminder', 'given-up')
    story.wait(0)
    expect(story.ringing()).toEqual(['ana'])
    expect(story.facts('dialled').at(-1)?.why).toBe('a reminder: what became of it? The text message about it could not be sent')
    story.wait(60)
    expect(story.incident()).toMatchObject({ phase: 'acknowledged', owner: { person: 'ana' } })
    story.wait(3600)
    expect(story.ringing()).toEqual([])
  })

  test('of which nothing more is heard is followed by a call after ten minutes', () => {
    const story = owned()
    story.wait(20 * 60 + 599)
    expect(story.ringing()).toEqual([])
    story.wait(1)
    expect(story.ringing()).toEqual(['ana'])
  })

  test('is a call where the rules say so, where the box sends no texts, and for who has no number for them', () => {
    for (const story of [owned({ remindBy: 'call' }), owned({}, false)]) {
      story.wait(20 * 60)
      expect(story.ringing()).toEqual(['ana'])
      expect(texts(story)).toEqual([])
    }
    const story = owned()
    const stream = story.incident().id
    story.driver.take({ type: 'reopenedByHand', stream, who: 'Pat', why: 'it leaks again' })
    story.phone('ana').declines()
    story.phone('ana').declines()
    story.phone('ben').answers().presses('5').hangsUp()
    story.wait(20 * 60)
    expect(story.ringing()).toEqual(['ben'])
  })

  test('to an owner of before that is given up late rings nobody who has it now', () => {
    const story = owned()
    story.wait(20 * 60)
    const caller = story.arrives({ number: '+13125550177' })
    caller.presses('1', '2')
    story.phone('ana').declines()
    story.phone('ana').declines()
    story.phone('ben').answers().presses('5').hangsUp()
    caller.listens().hangsUp()
    outbox(story, 'reminder', 'given-up')
    story.wait(1)
    expect(story.incident()).toMatchObject({ phase: 'acknowledged', owner: { person: 'ben' } })
    expect(story.ringing()).toEqual([])
  })

  test('that is given up when its owner has been on the line since is not followed by another call', () => {
    const story = owned()
    story.wait(20 * 60 + 600)
    story.phone('ana').answers().hangsUp()
    outbox(story, 'reminder', 'given-up')
    story.wait(1)
    expect(story.ringing()).toEqual([])
  })

  test('settled by the owner meanwhile: what the outbox says later changes nothing', () => {
    const story = owned()
    story.wait(20 * 60)
    const stream = story.incident().id
    story.driver.take({ type: 'resolvedByHand', stream, who: 'Ana', why: 'done', outcome: 'going-out' })
    outbox(story, 'reminder', 'given-up')
    story.wait(3600)
    expect(story.ringing()).toEqual([])
  })
})

describe('words that other callers add', () => {
  test('are told to the owner at once, and in a storm every ten minutes', () => {
    const story = owned({ reminderSeconds: null })
    neighbour(story, 1)
    story.wait(0)
    expect(texts(story)).toEqual(['added-words sms +15125551001'])
    for (const n of [2, 3, 4]) neighbour(story, n)
    story.wait(599)
    expect(texts(story)).toHaveLength(1)
    story.wait(1)
    expect(texts(story)).toHaveLength(2)
    expect(story.facts('owner-told').map(({ statements }) => statements)).toEqual([1, 4])
    outbox(story, 'added-words', 'sent')
    story.wait(3600)
    expect(texts(story)).toHaveLength(2)
    expect(story.ringing()).toEqual([])
  })

  test('are played in a call where the rules say so, and not played again', () => {
    const story = owned({ addedWords: 'call' })
    neighbour(story, 1)
    story.wait(10)
    expect(story.ringing()).toEqual(['ana'])
    const ana = story.phone('ana').answers()
    expect(ana.hears()).toMatch(/Another caller has said more about it: \[.*statement-1\] Press 1 if it is fixed by phone/)
    expect(story.facts('owner-told')).toMatchObject([{ person: 'ana', of: 'added-words', by: 'call', statements: 1 }])
    ana.hangsUp()
    // The reminder still comes at its time: by text, as its own rule says.
    story.wait(20 * 60)
    expect(texts(story)).toEqual(['reminder sms +15125551001'])
  })

  test('are played by the reminder call', () => {
    const story = owned({ remindBy: 'call' })
    neighbour(story, 1)
    neighbour(story, 2)
    story.wait(20 * 60)
    expect(story.phone('ana').answers().hears()).toContain('2 callers have said more about it:')
  })

  test('not answered: the owner is not rung again for the same words', () => {
    const story = owned({ addedWords: 'call', reminderSeconds: null })
    neighbour(story, 1)
    story.wait(120)
    expect(story.attempts().at(-1)).toBe('ana no-answer')
    story.wait(3600)
    expect(story.ringing()).toEqual([])
    expect(story.facts('dialled')).toHaveLength(2)
  })

  test('never, where the rules say so; the next owner is briefed with all of it', () => {
    const story = owned({ addedWords: 'never', reminderSeconds: null })
    neighbour(story, 1)
    story.wait(3600)
    expect(texts(story)).toEqual([])
    story.driver.take({ type: 'reopenedByHand', stream: story.incident().id, who: 'Pat', why: 'worse' })
    expect(story.phone('ana').answers().hears()).toContain('statement-1')
  })

  test('said while the owner talks are told after the talk', () => {
    const story = tell({ plan: withTexts(planOf([rung(['ana'])]), ['ana']) })
    const caller = story.arrives()
    caller.presses('1', '*')
    story.phone('ana').answers().presses('1').joins()
    caller.joins()
    story.wait(30)
    neighbour(story, 1)
    expect(texts(story)).toEqual([])
    caller.hangsUp()
    story.phone('ana').hangsUp()
    story.wait(1)
    expect(texts(story)).toEqual(['added-words sms +15125551001'])
  })
})

test('a caller who insists while the owner is being reminded is not lost', () => {
  const story = owned({ remindBy: 'call' })
  story.wait(20 * 60)
  expect(story.ringing()).toEqual(['ana'])
  const caller = story.arrives({ number: '+13125550177' })
  caller.presses('1', '2')
  expect(caller.phase()).toBe('holding')
  expect(story.incident()).toMatchObject({ phase: 'ringing', owner: null })
  story.wait(2)
  story.phone('ana').answers().presses('1').joins()
  caller.joins()
  expect(story.incident().phase).toBe('talking')
})

test('long words are heard to their end, and then there is time for a key', () => {
  const story = owned({ addedWords: 'call', reminderSeconds: null })
  const caller = story.arrives({ number: '+13125550199', channel: '1700000200.1' })
  caller.presses('1').presses('1').listens().speaks(45_000).listens().hangsUp()
  story.wait(10)
  const ana = story.phone('ana').answers()
  const [said] = story.driver
    .commands()
    .filter(command => command.do === 'say' && command.channel === ana.channel)
    .slice(-1)
  expect(said).toMatchObject({ speech: expect.arrayContaining([expect.objectContaining({ kind: 'recording', ms: 45_000 })]) })
  story.wait(50)
  expect(ana.hears()).toContain('Another caller has said more about it:')
  ana.presses('2')
  expect(story.facts('resolved')).toMatchObject([{ outcome: 'going-out', by: 'ana' }])
})
