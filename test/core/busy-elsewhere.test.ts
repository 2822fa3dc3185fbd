// Somebody who is wanted for two matters at once: passed over with the reason, rung when free, waited for, and the caller told.
import { describe, expect, test } from 'vitest'
import type { Ladder, Plan } from '../../src/core/plan/plan.ts'
import { LINE, ladder, PHONE, rung, smallPlan, TRUNK } from '../support/plan.ts'
import { tell } from '../support/story.ts'

interface Caps {
  readonly box?: Pick<Plan['box'], 'dialling'>
  readonly trunks?: Readonly<Record<string, { readonly channels: number }>>
}

describe('somebody who is busy with another incident', () => {
  function two(spec: Ladder) {
    const story = tell({ plan: smallPlan({ ladder: spec }) })
    const [first, second] = [story.arrives(), story.arrives({ number: '+13125550143' })]
    first.presses('1', '*')
    second.presses('1', '*')
    return { story, first, second }
  }

  test('is passed over with the reason, and the next one is rung', () => {
    const { story } = two(ladder([rung(['ben', 'cleo'])]))
    expect(story.facts('passed-over')).toMatchObject([{ person: 'ben', busyWith: 'i-1700000000.1' }])
    expect(story.ringing()).toEqual(['ben', 'cleo'])
  })

  test('is rung as soon as they are free', () => {
    const { story } = two(ladder([rung(['ben', 'cleo'])]))
    story.phone('cleo').stopsRinging()
    expect(story.facts('waiting-for-busy')).toMatchObject([{ people: ['ben'] }])
    story.phone('ben').answers().presses('2')
    story.wait(1)
    expect(story.incident(1).phase).toBe('ringing')
    expect(Object.values(story.incident(1).legs).map(leg => `${leg.dial.person} ${leg.phase}`)).toEqual(['ben dialling'])
  })

  test('the caller is told when nobody else is left', () => {
    const { second } = two(ladder([rung(['ben'])]))
    expect(second.heard().some(said => said.includes('is helping another resident'))).toBe(true)
  })

  test('is waited for as long as the rung rings, then the ladder goes on', () => {
    const { story, first } = two(ladder([rung(['ben'], { ringSeconds: 20 }), rung(['cleo'])]))
    story.phone('ben').answers().presses('1').joins()
    first.joins()
    story.wait(19)
    expect(story.ringing()).toEqual([])
    story.wait(1)
    expect(story.ringing()).toEqual(['cleo'])
  })
})

describe('two incidents that wait ten minutes for one busy technician', () => {
  const rules = { ladder: ladder([rung(['ben'], { ringSeconds: 600 })]) }

  function both(plan: Plan) {
    const story = tell({ plan })
    const callers = [story.arrives(), story.arrives({ number: '+13125550143' }), story.arrives({ number: '+13125550144' })]
    for (const caller of callers) caller.presses('1', '*')
    story.phone('ben').answers().presses('1').joins()
    callers[0]?.joins()
    return { story, waiting: [story.incident(1), story.incident(2)] }
  }

  /** Every second somebody else calls and hangs up. */
  function othersCallFor(story: ReturnType<typeof tell>, seconds: number): void {
    for (let n = 0; n < seconds; n++) {
      story.arrives({ number: `+1312556${1000 + n}`, line: LINE.lakeside, trunk: TRUNK.pbx }).hangsUp()
      story.wait(1)
    }
  }

  test.each([
    ['no caps', {}],
    ['a cap of the box', { box: { dialling: { atOnce: 50, countries: ['+1'], refuse: [] } } }],
    ['channels of the trunks', { trunks: { carrier: { channels: 50 }, pbx: { channels: 50 } } }],
  ])('with %s they look once a minute, whoever else calls', (_, { box, trunks }: Caps) => {
    const plan = smallPlan({ ...rules, ...(trunks ? { trunks } : {}) })
    const { story, waiting } = both({ ...plan, box: { ...plan.box, ...box } })
    const before = story.driver.turns.length
    othersCallFor(story, 590)
    const looks = story.driver.turns
      .slice(before)
      .flatMap(({ input }) => (input.type === 'due' && waiting.some(({ id }) => id === input.stream) ? [input.stream] : []))
    expect(looks.length).toBeLessThanOrEqual(2 * 10)
    story.phone('ben').hangsUp()
    story.wait(1)
    expect(story.dialled().filter(line => line.startsWith(PHONE.ben))).toHaveLength(2)
  })
})

describe('two people who share the on-call telephone', () => {
  function sharing(spec: Ladder) {
    const plan = smallPlan({ ladder: spec })
    const cleo = { ...plan.people.cleo, phones: [PHONE.ben] } as (typeof plan.people)[string]
    return tell({ plan: { ...plan, people: { ...plan.people, cleo } } })
  }
  const rings = (story: ReturnType<typeof tell>) => story.dialled().filter(line => line.startsWith(PHONE.ben)).length

  test('are not rung on it for two incidents at once', () => {
    const story = sharing(ladder([rung(['ben', 'cleo'], { mode: 'each' })]))
    story.arrives().presses('1', '*')
    story.phone('ben').stopsRinging()
    // Cleo is rung for the first one now, on the telephone on which Ben would be rung for the second.
    story.arrives({ number: '+13125550143' }).presses('1', '*')
    expect(rings(story)).toBe(2)
    expect(story.facts('passed-over')).toMatchObject([
      { person: 'ben', busyWith: 'i-1700000000.1' },
      { person: 'cleo', busyWith: 'i-1700000000.1' },
    ])
    story.phone('cleo').stopsRinging()
    story.wait(2)
    expect(rings(story)).toBeGreaterThan(2)
  })

  test('are rung on it once when a rung rings them together', () => {
    const story = sharing(ladder([rung(['ben', 'cleo'], { mode: 'all' })]))
    story.arrives().presses('1', '*')
    expect(rings(story)).toBe(1)
    expect(story.facts('passed-over')).toMatchObject([{ person: 'cleo', why: expect.stringContaining('share a telephone') }])
  })

  test('a caller is not transferred to it while it rings for an incident', () => {
    const plan = smallPlan({ ladder: ladder([rung(['ben'])]) })
    const eve = { ...plan.people.eve, phones: [PHONE.ben] } as (typeof plan.people)[string]
    const story = tell({ plan: { ...plan, people: { ...plan.people, eve } } })
    story.arrives().presses('1', '*')
    story.arrives({ number: '+13125550143' }).presses('4', '4')
    expect(rings(story)).toBe(1)
  })

  test('an owner is not reminded on it while it rings for another', () => {
    const story = sharing(ladder([rung(['ben', 'cleo'], { mode: 'each' })], { reminderSeconds: 60 }))
    const first = story.arrives()
    first.presses('1', '*')
    story.phone('ben').answers().presses('5')
    first.hangsUp()
    story.phone('ben').hangsUp()
    story.wait(55)
    story.arrives({ number: '+13125550143' }).presses('1', '*')
    const before = rings(story)
    story.wait(10)
    expect(story.incident(0).phase).toBe('acknowledged')
    expect(rings(story)).toBe(before)
  })
})
