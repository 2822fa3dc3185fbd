// Nothing of an incident grows with the time that it takes: who was rung and what was said leaves its state, and nobody asks every second
// whether somebody is free.
import { describe, expect, test } from 'vitest'
import type { Incident } from '../../src/core/incident/incident.ts'
import { decideIncident } from '../../src/core/incident/table.ts'
import type { Ladder } from '../../src/core/plan/plan.ts'
import { around } from '../../src/core/world/around.ts'
import { LINE, ladder, PLAN_HASH, rung, smallPlan, TRUNK } from '../support/plan.ts'
import { type Story, tell } from '../support/story.ts'

const EVERYBODY = ['ana', 'ben', 'cleo', 'dan'] as const
const allNight = { ...ladder([rung(EVERYBODY)], { pauseSeconds: 30 }), untilAcknowledged: true }

function size(story: Story, n = 0): number {
  return JSON.stringify(story.incident(n)).length
}

/** How many turns were kept while this time passed. */
function turnsIn(story: Story, seconds: number): number {
  const before = story.driver.turns.filter(turn => turn.ignored === null).length
  story.wait(seconds)
  return story.driver.turns.filter(turn => turn.ignored === null).length - before
}

describe('an incident that is rung for until somebody has it', () => {
  test('is as big after eight hours as after ten minutes, and no leg is named twice', () => {
    const story = tell({ plan: smallPlan({ ladder: allNight }) })
    story.arrives().presses('1', '*')
    story.wait(600)
    const early = size(story)
    story.wait(8 * 3600)
    expect(story.attempts().length).toBeGreaterThan(800)
    expect(size(story)).toBeLessThan(early * 1.2)
    const legs = story.facts('dialled').map(({ leg }) => leg)
    expect(new Set(legs).size).toBe(legs.length)
  })

  test('telephones that a congested trunk could not reach leave at once', () => {
    const story = tell({ plan: smallPlan({ ladder: allNight }) })
    story.arrives().presses('1', '*')
    for (let n = 0; n < 200; n++) {
      const [person] = story.ringing()
      if (person === undefined) story.wait(5)
      else story.phone(person).isCongested()
    }
    expect(story.attempts().length).toBeGreaterThan(100)
    expect(Object.keys(story.incident().legs).length).toBeLessThanOrEqual(1)
  })

  test('whoever picks up in the moment in which the ring time is over hears why', () => {
    const story = tell({ plan: smallPlan({ ladder: allNight }) })
    story.arrives().presses('1', '*')
    const ana = story.phone('ana').rings()
    story.wait(60)
    expect(story.attempts()[0]).toBe('ana no-answer')
    expect(ana.answers().hears()).not.toBe('')
  })

  test('whoever picks up long after that is hung up, and not left in silence', () => {
    const story = tell({ plan: smallPlan({ ladder: allNight }) })
    story.arrives().presses('1', '*')
    const ana = story.phone('ana')
    story.wait(3600)
    ana.answers()
    expect(story.did()).toEqual([`hangUp ${ana.channel}`])
  })

  test('the first words of callers and the newest are remembered, not all', () => {
    const story = tell({ plan: smallPlan({ ladder: allNight }) })
    story.arrives().presses('1', '*')
    const recordings = said(story, 300).map(({ recording }) => recording)
    expect(recordings).toHaveLength(50)
    expect([recordings[0], recordings.at(-1)]).toEqual(['s-0', 's-299'])
  })
})

describe('an hourly cap counts telephones that have left the state', () => {
  test('the property dials no more than it may, however often its people are busy', () => {
    const plan = smallPlan({ ladder: allNight, oak: { dialling: { perHour: 10 } } })
    const story = tell({ plan })
    story.arrives().presses('1', '*')
    for (let n = 0; n < 120; n++) {
      for (const person of story.ringing()) story.phone(person).isBusy()
      story.wait(30)
    }
    expect(story.dialled().length).toBeLessThanOrEqual(11)
    expect(story.facts('dial-refused')).toEqual([])
  })
})

describe('waiting for somebody who is busy', () => {
  const onlyBen = ladder([rung(['ben'], { ringSeconds: 120 })])

  function two() {
    const story = tell({ plan: smallPlan({ ladder: onlyBen }) })
    const first = story.arrives()
    first.presses('1', '*')
    const ben = story.phone('ben').answers()
    const second = story.arrives({ trunk: TRUNK.pbx, line: LINE.lakeside, number: '+13125550143' })
    second.presses('1', '*')
    return { story, first, ben }
  }

  test('makes no turns of the incident until something changes', () => {
    const { story, first, ben } = two()
    ben.presses('1').joins()
    first.joins()
    const before = story.driver.turns.length
    story.wait(59)
    const looked = story.driver.turns
      .slice(before)
      .filter(({ input, ignored }) => ignored === null && input.type === 'due' && input.stream === story.incident(1).id)
    expect(looked.length).toBeLessThanOrEqual(1)
  })

  test('rings them a moment after the talk that kept them', () => {
    const { story, first, ben } = two()
    ben.presses('1').joins()
    first.joins()
    story.wait(25)
    expect(story.ringing()).toEqual([])
    ben.hangsUp()
    expect(story.ringing()).toEqual([])
    story.wait(1)
    expect(story.ringing()).toEqual(['ben'])
  })

  test('an incident that waits for nobody hears nothing of it', () => {
    const story = tell({ plan: smallPlan({ ladder: allNight }) })
    story.arrives().presses('1', '*')
    story.phone('ana').isBusy()
    expect(story.last().changes).toHaveLength(1)
    expect(turnsIn(story, 5)).toBeLessThanOrEqual(1)
  })
})

describe('an owner who is to be reminded, and whose telephone is busy for an hour', () => {
  /** Ben has one matter without an outcome, and talks about another. Reminded 20 minutes after the first. */
  function busyOwner(parts: Partial<Ladder> = {}) {
    const plan = smallPlan({ ladder: ladder([rung(['ben'])], parts), oak: { sameTrouble: { water: 'property' } } })
    const story = tell({ plan })
    const first = story.arrives()
    first.presses('1', '*')
    story.phone('ben').answers().presses('5').hangsUp()
    first.listens().hangsUp()
    story.wait(60)
    const other = story.arrives({ number: '+13125550143' })
    other.presses('2', '*')
    const ben = story.phone('ben').answers().presses('1').joins()
    other.joins()
    return { story, other, ben }
  }

  /** Why Ben is rung for it again. The other matter may be first. */
  function rungAgain(story: Story): string[] {
    const { id } = story.incident(0)
    story.wait(60)
    const calls = story.driver.turns.flatMap(({ facts }) => facts.filter(fact => fact.kind === 'dialled' && fact.stream === id))
    return calls.slice(1).map(({ why }) => why)
  }

  function looks(story: Story, seconds: number): number {
    const { turns } = story.driver
    const before = turns.length
    story.wait(seconds)
    return turns.slice(before).filter(({ changes }) => changes.some(({ id }) => id === story.incident(0).id)).length
  }

  test('makes one turn when it is due, and is rung a moment after the talk', () => {
    const { story, other, ben } = busyOwner()
    expect(looks(story, 19 * 60)).toBeLessThanOrEqual(1)
    expect(looks(story, 3000)).toBeLessThanOrEqual(1)
    other.hangsUp()
    ben.hangsUp()
    expect(story.ringing()).toEqual([])
    expect(rungAgain(story)).toEqual(['a reminder: what became of it?'])
  })

  test('so it is with an expiry, and it does not pass because of it', () => {
    const { story, other, ben } = busyOwner({ reminderSeconds: null, expiresSeconds: 1200 })
    expect(looks(story, 3600)).toBeLessThanOrEqual(2)
    other.hangsUp()
    ben.hangsUp()
    expect(rungAgain(story)[0]).toBe('owned without an outcome for as long as the rules allow')
  })

  test('so it is with what other callers have said', () => {
    const { story, other, ben } = busyOwner({ reminderSeconds: null, addedWords: 'call' })
    const neighbour = story.arrives({ number: '+13125550150' })
    neighbour.presses('1').presses('1').listens().speaks(4000).listens().hangsUp()
    expect(looks(story, 60)).toBeLessThanOrEqual(2)
    expect(looks(story, 3000)).toBeLessThanOrEqual(1)
    other.hangsUp()
    ben.hangsUp()
    expect(rungAgain(story)).toEqual(['other callers have said more about it.'])
  })

  test('so it is while a caller is on the line about it', () => {
    const { story, other, ben } = busyOwner()
    other.hangsUp()
    ben.hangsUp()
    story.wait(19 * 60 - 60)
    const neighbour = story.arrives({ number: '+13125550150' })
    neighbour.presses('1').presses('1').listens()
    const before = story.driver.turns.length
    story.wait(119)
    expect(story.ringing()).toEqual([])
    const due = story.driver.turns
      .slice(before)
      .filter(({ input }) => input.type === 'due' && input.stream === story.incident(0).id)
    expect(due.length).toBeLessThanOrEqual(1)
    neighbour.speaks(4000).listens().hangsUp()
    story.wait(2)
    expect(story.ringing()).toEqual(['ben'])
  })
})

/** The statements of the incident after so many have been added. */
function said(story: Story, times: number): Incident['statements'] {
  const { world } = story.driver
  const plan = world.plans.get(PLAN_HASH)
  if (plan === undefined) throw new Error('the story has no plan')
  const now = story.driver.now()
  let incident: Incident = story.incident()
  for (let n = 0; n < times && incident.phase !== 'closed'; n++) {
    const event = { type: 'statementTaken', recording: `s-${n}`, ms: 4000 } as const
    const decided = decideIncident({ plan, around: around(world, [], now), now }, incident, event)
    if ('state' in decided) incident = decided.state
  }
  return incident.statements
}
