// The caller has gone, and the technician who accepts is connected back to them; what is not a talk is asked about.
import { describe, expect, test } from 'vitest'
import { ladder, rung, smallPlan } from '../support/plan.ts'
import { callingBack, onHold } from '../support/specimens.ts'
import { tell } from '../support/story.ts'

describe('1 with the caller gone', () => {
  test('rings the caller under the property’s number, and everybody else is left alone', () => {
    const story = tell({ plan: smallPlan({ ladder: ladder([rung(['ana', 'ben'], { mode: 'all' })]) }) })
    const caller = story.arrives()
    caller.presses('1', '*').hangsUp()
    const ana = story.phone('ana').answers().presses('1')
    expect(ana.hears()).toBe('You have it. Calling them now. To stop, press star. [ringback]')
    expect(story.ringing()).toEqual([])
    const dialled = story.driver.commands().findLast(command => command.do === 'dial')
    expect(dialled).toMatchObject({
      number: '+13125550142',
      callerId: smallPlan().properties['oak-creek']?.callerId,
      trunk: 'carrier',
    })
    story.resident().rings()
    story.resident().answers()
    expect(ana.hears()).toBe('They answered.')
    expect(story.resident().hears()).toBe('Oak Creek, calling you back.')
    story.resident().joins()
    ana.joins()
    expect(story.incident().phase).toBe('talking-back')
  })

  test('over the next trunk when one is congested', () => {
    const { story } = callingBack()
    story.resident().isCongested()
    expect(story.facts('caller-dialled').map(dialled => dialled.trunk)).toEqual(['carrier', 'backup'])
    expect(story.incident().phase).toBe('calling-back')
    story.resident().isCongested()
    expect(story.incident().phase).toBe('call-back-menu')
  })

  test.each([
    ['isBusy', 'Their line is busy.', 'busy'],
    ['isDead', 'They could not be called.', 'dead-number'],
  ] as const)('%s: said so, with the keys', (what, words, result) => {
    const { story } = callingBack()
    const ana = story.phone('ana')
    const trunks = what === 'isBusy' ? 1 : 2
    for (let n = 0; n < trunks; n++) story.resident()[what]()
    expect(ana.hears()).toMatch(new RegExp(`^${words} Press 1 to call again, 2 to pass on`))
    expect(story.facts('caller-dialled')).toHaveLength(trunks)
    expect(story.facts('caller-not-reached').at(-1)).toMatchObject({ result })
  })

  test('not answered within 40 s: the same', () => {
    const { story } = callingBack()
    story.resident().rings()
    story.wait(41)
    expect(story.phone('ana').hears()).toMatch(/^They do not answer\. Press 1/)
  })

  test('the technician hangs up while it rings: they pressed 1 and have it, and the caller’s telephone stops', () => {
    const { story } = callingBack()
    const { channel } = story.resident().rings()
    story.phone('ana').hangsUp()
    expect(story.did()).toContain(`hangUp ${channel}`)
    expect(story.facts('acknowledged')).toMatchObject([{ person: 'ana' }])
  })

  test('the technician’s line breaks: they are rung once more', () => {
    const { story } = callingBack()
    story.resident().rings()
    story.phone('ana').hangsUp(38)
    expect(story.facts('technician-lost')).toMatchObject([{ person: 'ana' }])
    expect(story.ringing()).toEqual(['ana'])
    expect(story.incident().owner).toBeNull()
  })
})

describe('the menu afterwards', () => {
  test('1 calls again', () => {
    const { story } = callingBack()
    story.resident().isBusy()
    story.phone('ana').presses('1')
    expect(story.facts('caller-dialled')).toHaveLength(2)
    expect(story.incident().phase).toBe('calling-back')
  })

  test('2 passes it on: nobody owns it, and the ladder goes on without them', () => {
    const story = tell({ plan: smallPlan({ ladder: ladder([rung(['ana', 'ben'])]) }) })
    const caller = story.arrives()
    caller.presses('1', '*').hangsUp()
    const ana = story.phone('ana').answers().presses('1')
    story.resident().isBusy()
    ana.presses('2')
    expect(ana.hears()).toBe('Passed on. Thank you.')
    expect(story.incident().owner).toBeNull()
    expect(story.ringing()).toEqual(['ben'])
  })

  test('no key: they pressed 1, hear the number, and keep it', () => {
    const { story } = callingBack()
    const ana = story.phone('ana')
    story.resident().isBusy()
    story.wait(38)
    expect(ana.hears()).toContain('[13125550142] [13125550142]')
    expect(story.facts('owned')).toMatchObject([{ person: 'ana', how: 'key-1-called-back' }])
    expect(story.facts('acknowledged')).toMatchObject([{ person: 'ana' }])
  })

  test('hearing a long statement again leaves time for a key after it', () => {
    const story = tell()
    const caller = story.arrives()
    caller.presses('1').listens().speaks(30_000).hangsUp()
    story.phone('ana').answers().presses('1')
    story.resident().isBusy()
    story.phone('ana').presses('3')
    story.wait(50)
    expect(story.incident().phase).toBe('call-back-menu')
    story.phone('ana').presses('2')
    expect(story.facts('given-back')).toHaveLength(1)
  })

  test('a key that does nothing is said', () => {
    const { story } = callingBack()
    story.resident().isBusy()
    story.phone('ana').presses('7')
    expect(story.phone('ana').hears()).toMatch(/^That key does nothing here\. Press 1 to call again/)
  })
})

describe('the talk', () => {
  const talking = (seconds: number) => {
    const specimen = callingBack()
    specimen.story.resident().rings().answers().joins()
    specimen.story.phone('ana').joins()
    specimen.story.wait(seconds)
    return specimen
  }

  test('star within 20 s does not count: the menu', () => {
    const { story } = talking(19)
    story.phone('ana').presses('*')
    expect(story.phone('ana').hears()).toMatch(/^Stopped\. Press 1 to call again/)
    expect(story.facts('acknowledged')).toEqual([])
  })

  test('star after 20 s is an end like any other', () => {
    const { story } = talking(21)
    story.phone('ana').presses('*')
    expect(story.facts('talk-ended')).toMatchObject([{ by: 'technician' }])
    expect(story.facts('acknowledged')).toMatchObject([{ person: 'ana', why: 'called back and talked' }])
  })

  test('whoever was called back hangs up at once: the technician is asked', () => {
    const { story } = talking(5)
    story.resident().hangsUp()
    expect(story.phone('ana').hears()).toMatch(/^They have hung up\. Press 1 to call again/)
  })

  test('and after a while: it is over', () => {
    const { story } = talking(60)
    story.resident().hangsUp()
    expect(story.facts('acknowledged')).toMatchObject([{ person: 'ana' }])
  })
})

test('the caller calls in at that very moment: no menu, and the two are connected', () => {
  const { story } = callingBack()
  const { channel } = story.resident().rings()
  const again = story.arrives({ number: '3125550142' })
  expect(story.did()).toContain(`hangUp ${channel}`)
  expect(again.phase()).toBe('talking')
  again.joins()
  story.phone('ana').joins()
  expect(story.incident()).toMatchObject({ phase: 'talking', caller: { call: again.id, now: 'waiting' } })
  again.hangsUp()
  expect(again.outcome()).toBe('connected')
})

test('a second talk has a recording of its own, and the technician is told of it again', () => {
  const story = tell({ plan: smallPlan({ oak: { recordTalk: true } }) })
  story.arrives().presses('1', '*').hangsUp()
  const ana = story.phone('ana').answers().presses('1')
  story.resident().rings().answers().joins()
  ana.joins()
  ana.presses('*')
  expect(story.incident().phase).toBe('call-back-menu')
  const again = story.arrives({ number: '+13125550142' })
  expect(ana.hears()).toBe('You have it. Connecting. This call is recorded.')
  again.joins()
  ana.joins()
  const names = story.facts('talk-recorded').map(({ recording }) => recording)
  expect(new Set(names).size).toBe(2)
})

test('somebody else who calls in that moment hears the menu', () => {
  const { story } = callingBack()
  expect(story.arrives({ number: '+13125550199' }).phase()).toBe('asking-urgency')
})

test('with the caller there, 1 talks to them', () => {
  const { story } = onHold()
  story.phone('ana').answers().presses('1')
  expect(story.incident().phase).toBe('connecting')
})
