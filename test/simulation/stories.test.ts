// The main stories of the house, told by the whole daemon against the simulated exchange: the real turn queue, lanes, deadlines,
// recovery and auditor, in virtual time.
import { describe, expect, test } from 'vitest'
import {
  accepting,
  answering,
  attempts,
  BRIEFING,
  EMERGENCY,
  expectNothingLeft,
  factsOf,
  night,
  phone,
  presses,
  resident,
} from '../support/night.ts'
import { DAY, ladder, OUTAGE_LINE, rung, smallPlan } from '../support/plan.ts'

const urgent = (parts = {}) => resident({ reactions: [presses(EMERGENCY, '1')], ...parts })
const outcome = (story: ReturnType<typeof night>) => factsOf(story, 'left').map(left => left.outcome)

test('rung 1 does not answer, rung 2 accepts, they talk', async () => {
  const story = night({
    residents: [urgent()],
    telephones: [phone('ana', { does: 'ring' }), phone('ana-home', { does: 'ring' }), phone('ben', accepting({ talksFor: 90 }))],
  })
  story.start()
  await story.run(600)
  expect(attempts(story)).toEqual(['ana no-answer', 'ana no-answer', 'ben accepted'])
  expect(factsOf(story, 'talk-ended')).toMatchObject([{ person: 'ben', by: 'technician' }])
  expect(outcome(story)).toEqual(['connected'])
  expectNothingLeft(story)
})

test('the office answers; it does not answer; the caller gives up', async () => {
  const residents = [resident({ staysFor: 400, reactions: [presses('For anything else', '3')] })]
  for (const [answersAfter, staysFor, expected] of [
    [8, 400, 'office-answered'],
    [null, 400, 'message'],
    [null, 12, 'missed'],
  ] as const) {
    const story = night({ at: DAY, residents: residents.map(r => ({ ...r, staysFor })), office: { answersAfter, talksFor: 60 } })
    story.start()
    await story.run(600)
    expect(outcome(story)).toEqual([expected])
    expectNothingLeft(story)
  }
})

test('star while leaving a message: thrown away, recorded again, kept once', async () => {
  const star = presses('leave your message', '*', 14)
  const story = night({
    residents: [resident({ reactions: [presses('For anything else', '3'), star], speaksFor: 20, staysFor: 400 })],
  })
  story.start()
  await story.run(600)
  const [first] = factsOf(story, 'recording-discarded')
  const taken = factsOf(story, 'message-taken')
  expect(taken).toHaveLength(1)
  expect(taken[0]?.recording).not.toBe(first?.recording)
  expect(outcome(story)).toEqual(['message'])
  expectNothingLeft(story)
})

test('a voicemail greeting is no answer: the next rung is rung after the accept time', async () => {
  const voicemail = answering([], { staysFor: 90 })
  const story = night({
    residents: [urgent()],
    telephones: [phone('ana', voicemail), phone('ana-home', voicemail), phone('ben', accepting({ talksFor: 60 }))],
  })
  story.start()
  await story.run(600)
  expect(attempts(story)).toEqual(['ana no-key', 'ana no-key', 'ben accepted'])
  expectNothingLeft(story)
})

test('everybody at once, three press 1 in the same moment: exactly one wins', async () => {
  const plan = smallPlan({ ladder: ladder([rung(['ana', 'ben', 'cleo'], { mode: 'all' })]) })
  const cleo = answering([presses('Oprima 1 para hablar ahora', '1', 5)])
  const story = night({
    ...{ plan, residents: [urgent()] },
    telephones: [phone('ana', accepting({ talksFor: 60 })), phone('ben', accepting({ talksFor: 60 })), phone('cleo', cleo)],
  })
  story.start()
  await story.run(600)
  expect(factsOf(story, 'accepted')).toHaveLength(1)
  expect(factsOf(story, 'bridged')).toHaveLength(1)
  expectNothingLeft(story)
})

test('congestion: the same telephone over the next trunk', async () => {
  const congested = { does: 'refuse', as: 'congested', after: 1 } as const
  const story = night({ residents: [urgent()], telephones: [phone('ana', congested, accepting({ talksFor: 60 }))] })
  story.start()
  await story.run(600)
  expect(factsOf(story, 'dialled').map(dialled => dialled.trunk)).toEqual(['carrier', 'backup'])
  expect(attempts(story)).toEqual(['ana congestion', 'ana accepted'])
  expectNothingLeft(story)
})

test('the caller hangs up on hold: the ladder goes on, and who accepts calls them back', async () => {
  const story = night({
    residents: [urgent({ staysFor: 30 })],
    telephones: [
      phone('ana', { does: 'refuse', as: 'busy', after: 12 }),
      phone('ben', accepting()),
      { number: '+13125550142', ways: [{ does: 'answer', after: 4, talksFor: 60 }] },
    ],
  })
  story.start()
  await story.run(600)
  expect(outcome(story)).toEqual(['caller-left'])
  expect(factsOf(story, 'bridged')).toMatchObject([{ person: 'ben' }])
  expect(factsOf(story, 'acknowledged')).toMatchObject([{ person: 'ben', why: 'called back and talked' }])
  expectNothingLeft(story)
})

test('nobody answers at all: told so, their words kept, and the matter stays open', async () => {
  const story = night({ residents: [urgent()] })
  story.start()
  await story.run(900)
  expect(outcome(story)).toEqual(['unreached'])
  expect(factsOf(story, 'statement-taken')).toHaveLength(2)
  expect([...(story.daemon()?.world.incidents.values() ?? [])].map(i => i.phase)).toEqual(['unreached'])
  expectNothingLeft(story)
})

test('two incidents, one technician: the second caller is told, and is next', async () => {
  const plan = smallPlan({ ladder: ladder([rung(['ben'], { ringSeconds: 60, tries: 3 })]) })
  const story = night({
    ...{ plan, residents: [urgent(), urgent({ at: 20, number: '+13125550143' })] },
    telephones: [phone('ben', accepting({ talksFor: 40 }))],
  })
  story.start()
  await story.run(900)
  expect(factsOf(story, 'waiting-for-busy').length).toBeGreaterThan(0)
  expect(factsOf(story, 'bridged')).toHaveLength(2)
  expect(outcome(story)).toEqual(['connected', 'connected'])
  expectNothingLeft(story)
})

test('nothing pressed and nothing said is a missed call', async () => {
  const story = night({ residents: [resident({ speaksFor: 0 })] })
  story.start()
  await story.run(600)
  expect(outcome(story)).toEqual(['missed'])
  expectNothingLeft(story)
})

describe('a transfer', () => {
  const asks = (key: string, parts = {}) =>
    resident({ reactions: [presses(EMERGENCY, '4'), presses('For the courtesy officer', key)], staysFor: 400, ...parts })

  test('a voicemail takes none; the second telephone does, and the two talk', async () => {
    const story = night({
      residents: [asks('2')],
      telephones: [phone('dan', answering([], { staysFor: 90 })), phone('dan-home', accepting({ talksFor: 60 }))],
    })
    story.start()
    await story.run(900)
    expect(factsOf(story, 'transfer-attempt-ended').map(({ result }) => result)).toEqual(['no-key'])
    expect(factsOf(story, 'transfer-over')).toMatchObject([{ by: 'other' }])
    expect(outcome(story)).toEqual(['transferred'])
    expectNothingLeft(story)
  })

  test('the daemon dies while it rings and while they talk, and comes back each time', async () => {
    const telephones = [{ number: OUTAGE_LINE, ways: [answering([], { after: 20, talksFor: 120 })] }]
    const story = night({ residents: [asks('3')], telephones })
    story.start()
    await story.run(30)
    expect(factsOf(story, 'transfer-dialled')).toHaveLength(1)
    story.kill()
    await story.run(2)
    story.start()
    await story.run(30)
    expect(factsOf(story, 'transferred')).toMatchObject([{ phone: OUTAGE_LINE }])
    story.kill()
    await story.run(2)
    story.start()
    await story.run(600)
    expect(factsOf(story, 'transfer-dialled')).toHaveLength(1)
    expect(outcome(story)).toEqual(['transferred'])
    expectNothingLeft(story)
  })
})

describe('the daemon dies', () => {
  const scene = {
    residents: [urgent()],
    telephones: [phone('ana', accepting({ talksFor: 120, after: 12 })), phone('ben', accepting({ talksFor: 60 }))],
  }
  /** Seconds into the story: in the menu, while a telephone rings, in the briefing, while two talk. */
  const moments = [2, 8, 22, 60]

  test.each(moments)('%i s into the story, and is back at once: the story goes on', async seconds => {
    const story = night(scene)
    story.start()
    await story.run(seconds)
    story.kill()
    await story.run(2)
    story.start()
    await story.run(900)
    expect(factsOf(story, 'bridged')).toHaveLength(1)
    expect(outcome(story)).toEqual(['connected'])
    expect(factsOf(story, 'dialled').map(dialled => dialled.leg)).toEqual([...new Set(factsOf(story, 'dialled').map(d => d.leg))])
    expectNothingLeft(story)
  })

  // While a statement is being recorded the switch is set to outlast the recorder.
  test.each([
    [2, 61],
    [8, 61],
    [22, 70],
    [60, 61],
  ])('%i s into the story, and stays dead: after %i s nobody is on a dead line', async (seconds, later) => {
    const story = night(scene)
    story.start()
    await story.run(seconds)
    story.kill()
    await story.run(later)
    const waiting = [...story.exchange.channels.values()].filter(c => c.kind === 'caller' && c.place === 'application')
    expect(waiting.filter(c => c.bridge === null || c.bridge.startsWith('hold-'))).toEqual([])
    await story.run(900)
    story.start()
    await story.run(900)
    expectNothingLeft(story)
  })

  test('a call that arrives meanwhile is looked after by the failsafe, and told later', async () => {
    const story = night({ residents: [resident({ at: 5 })] })
    await story.run(120)
    story.start()
    await story.run(60)
    expect(outcome(story)).toEqual(['message'])
    // Nobody behaves otherwise than by ringing, so both walks over the one telephone of the rules are in vain.
    expect(factsOf(story, 'failsafe-rang')).toMatchObject([{ result: 'no-answer' }, { result: 'no-answer' }])
    expectNothingLeft(story)
  })

  test('and rings one person after the other, until somebody presses 1', async () => {
    const plan = smallPlan()
    const who = ['ana', 'ben', 'cleo'].map(id => ({ kind: 'person', id }) as const)
    const failsafe = { who, ringSeconds: 20, passes: 2 }
    const oak = plan.properties['oak-creek']
    if (!oak) throw new Error('the small plan has no oak-creek')
    const story = night({
      plan: { ...plan, properties: { ...plan.properties, 'oak-creek': { ...oak, failsafe } } },
      residents: [resident({ at: 5, staysFor: 300 })],
      telephones: [
        phone('ana', { does: 'refuse', as: 'busy', after: 1 }),
        phone('ana-home', answering([], { staysFor: 30 })),
        phone('ben', accepting({ talksFor: 60 })),
      ],
    })
    await story.run(400)
    story.start()
    await story.run(60)
    const rang = factsOf(story, 'failsafe-rang').map(({ person, result }) => `${person} ${result}`)
    expect(rang).toEqual(['ana busy', 'ana no-key', 'ben accepted'])
    expect(outcome(story)).toEqual(['connected'])
    expectNothingLeft(story)
  })
})

test('the connection breaks while a telephone rings: its keypress is asked for again', async () => {
  const always = [{ hears: BRIEFING, after: 3, does: 'press', key: '1', always: true }] as const
  const story = night({ residents: [urgent()], telephones: [phone('ana', answering(always, { after: 8, talksFor: 60 }))] })
  story.start()
  await story.run(10)
  story.cutFor(8)
  await story.run(900)
  expect(outcome(story)).toEqual(['connected'])
  expect(attempts(story)).toEqual(['ana accepted'])
  expectNothingLeft(story)
})

test('the disk is full: after two seconds calls go on, and the turns are written later', async () => {
  const story = night({ residents: [urgent()], telephones: [phone('ana', accepting({ talksFor: 60 }))] })
  story.start()
  await story.run(2)
  story.journal.fail(true)
  await story.run(20)
  expect(story.daemon()?.journalMode()).toBe('memory')
  story.journal.fail(false)
  await story.run(600)
  expect(story.daemon()?.journalMode()).toBe('journal')
  expect(outcome(story)).toEqual(['connected'])
  expectNothingLeft(story)
})

test('twenty callers at once, ten technicians’ telephones: everybody is served or told', async () => {
  const residents = Array.from({ length: 20 }, (_, n) => urgent({ at: 1 + n / 2, number: `+1312555${1000 + n}` }))
  const story = night({
    residents,
    telephones: [phone('ana', accepting({ talksFor: 30 })), phone('ben', accepting({ talksFor: 30 }))],
  })
  story.start()
  await story.run(3600)
  expect(outcome(story)).toHaveLength(20)
  expectNothingLeft(story)
})
