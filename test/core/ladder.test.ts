// The ladder: who is rung when, over which trunk, and what makes it go on. Each story reads as the table in the handbook.
import { describe, expect, test } from 'vitest'
import type { Ladder } from '../../src/core/plan/plan.ts'
import { ladder, PHONE, rung, smallPlan } from '../support/plan.ts'
import { type Telephone, tell } from '../support/story.ts'

function urgent(spec?: Ladder) {
  const story = tell({ plan: smallPlan(spec ? { ladder: spec } : {}) })
  const caller = story.arrives()
  caller.presses('1', '*')
  return { story, caller }
}

describe('each: person by person, all of a person’s telephones in order', () => {
  test('one after the other', () => {
    const { story } = urgent(ladder([rung(['ana', 'ben'])]))
    for (const phone of [PHONE.ana, PHONE['ana-home'], PHONE.ben]) {
      expect(story.dialled().at(-1)).toBe(`${phone} over carrier`)
      story.phone(story.ringing()[0] ?? '').stopsRinging()
    }
    expect(story.attempts()).toEqual(['ana no-answer', 'ana no-answer', 'ben no-answer'])
  })

  test('the ring time counts from the first ringing', () => {
    const { story } = urgent()
    story.wait(5)
    story.phone('ana').rings()
    story.wait(19.9)
    expect(story.attempts()).toEqual([])
    story.wait(0.1)
    expect(story.attempts()).toEqual(['ana no-answer'])
  })

  test('a telephone that never says that it rings gets eight seconds more', () => {
    const { story } = urgent()
    story.wait(27.9)
    expect(story.attempts()).toEqual([])
    story.wait(0.1)
    // Not a sign of life: the same telephone over the next trunk, and only then somebody else.
    expect(story.attempts()).toEqual(['ana congestion'])
    expect(story.did()[0]).toMatch(/^hangUp/)
    expect(
      story
        .dialled()
        .slice(-2)
        .map(d => d.split(' ')[0]),
    ).toEqual(['+15125551001', '+15125551001'])
    story.wait(28)
    expect(story.attempts()).toEqual(['ana congestion', 'ana no-answer'])
  })
})

describe('all: everyone’s first telephone, then the second ones', () => {
  test('together', () => {
    const { story } = urgent(ladder([rung(['ana', 'ben', 'dan'], { mode: 'all' })]))
    expect(story.ringing()).toEqual(['ana', 'ben', 'dan'])
    story.phone('ben').isBusy()
    expect(story.dialled()).toHaveLength(3)
    story.phone('ana').declines()
    story.phone('dan').stopsRinging()
    expect(story.dialled().slice(3)).toEqual([`${PHONE['ana-home']} over carrier`, `${PHONE['dan-home']} over carrier`])
  })
})

describe('what ends an attempt, and goes on to the next at once', () => {
  const endings: readonly (readonly [string, (phone: Telephone) => void])[] = [
    ['busy', phone => phone.isBusy()],
    ['declined', phone => phone.declines()],
    ['dead-number', phone => phone.rings().isDead()],
    ['no-answer', phone => phone.stopsRinging()],
    ['passed-on', phone => phone.answers().presses('2')],
    ['hung-up', phone => phone.answers().hangsUp()],
  ]
  test.each(endings)('%s', (result, happens) => {
    const { story } = urgent(ladder([rung(['ben']), rung(['cleo'])]))
    const ben = story.phone('ben')
    happens(ben)
    expect(story.attempts()).toEqual([`ben ${result}`])
    expect(story.ringing()).toEqual(['cleo'])
    expect(ben.phase()).toBe(result === 'passed-on' ? 'leaving' : 'over')
  })

  test('a voicemail greeting: no key within the accept time', () => {
    const { story } = urgent(ladder([rung(['ben']), rung(['cleo'])]))
    story.phone('ben').rings().answers()
    story.wait(34.9)
    expect(story.attempts()).toEqual([])
    story.wait(0.1)
    expect(story.attempts()).toEqual(['ben no-key'])
    expect(story.phone('ben').hears()).toBe('No key was pressed. Passing on.')
    expect(story.ringing()).toEqual(['cleo'])
  })

  test('a voicemail that never hangs up is hung up after the last word', () => {
    const { story } = urgent(ladder([rung(['ben']), rung(['cleo'])]))
    const ben = story.phone('ben').answers()
    story.wait(35)
    ben.listens()
    expect(story.did()).toEqual([`hangUp ${ben.channel}`])
    story.wait(5)
    expect(ben.phase()).toBe('over')
  })

  test('2 passes on for all telephones of that person', () => {
    const { story } = urgent(ladder([rung(['ana', 'ben'])]))
    story.phone('ana').answers().presses('2')
    expect(story.phone('ana').hears()).toBe('Passed on. Thank you.')
    expect(story.ringing()).toEqual(['ben'])
  })
})

describe('trunks', () => {
  test('a congested one: the same telephone over the next one', () => {
    const { story } = urgent()
    story.phone('ana').isCongested()
    expect(story.dialled()).toEqual([`${PHONE.ana} over carrier`, `${PHONE.ana} over backup`])
    expect(story.attempts()).toEqual(['ana congestion'])
  })

  test('a dial that can’t even be sent counts as congestion', () => {
    const { story } = urgent()
    const { channel } = story.phone('ana')
    story.driver.take({ type: 'commandFailed', channel, command: 'dial', gone: false, reason: '500 Allocation failed' })
    expect(story.dialled().at(-1)).toBe(`${PHONE.ana} over backup`)
  })

  test('all of them congested: on to the next telephone', () => {
    const { story } = urgent()
    story.phone('ana').isCongested()
    story.phone('ana').isCongested()
    expect(story.dialled().at(-1)).toBe(`${PHONE['ana-home']} over carrier`)
  })

  test.each([
    ['603', 21, 603],
    ['607', 127, 607],
    ['404', 1, 404],
    ['302', 23, 302],
    ['480', 19, 480],
    ['488', 127, 488],
    ['cause 21 alone', 21, null],
    ['cause 127 alone', 127, null],
  ])('refused before it rang (%s): over the next one at once', (_, cause, sip) => {
    const { story } = urgent(ladder([rung(['ben']), rung(['cleo'])]))
    story.phone('ben').isRefused(cause, sip)
    expect(story.dialled()).toEqual([`${PHONE.ben} over carrier`, `${PHONE.ben} over backup`])
    expect(story.ringing()).toEqual(['ben'])
    expect(story.facts('dialled').at(-1)?.why).toMatch(/^trunk carrier: the call was refused before it rang \((cause )?\d+\)$/)
  })

  test('eight seconds without a sign of ringing, and then refused: never rang', () => {
    const { story } = urgent()
    story.wait(12)
    story.phone('ana').isRefused()
    expect(story.dialled().at(-1)).toBe(`${PHONE.ana} over backup`)
  })

  test.each([
    ['declined', 21, 603, 'declined'],
    ['dead', 1, 404, 'dead-number'],
    ['out of reach', 19, 480, 'no-answer'],
    ['refused for its media', 58, 488, 'congestion'],
    ['not acceptable anywhere', 127, 606, 'congestion'],
    ['ended by the network', 127, 487, 'congestion'],
  ] as const)('refused over the last one, too: it counts as %s', (_, cause, sip, result) => {
    const { story } = urgent(ladder([rung(['ben']), rung(['cleo'])]))
    story.phone('ben').isRefused(cause, sip)
    story.phone('ben').isRefused(cause, sip)
    expect(story.attempts()).toEqual(['ben congestion', `ben ${result}`])
    expect(story.dialled().at(-1)).toBe(`${PHONE.cleo} over carrier`)
  })

  test.each(['busy', 'pushed away'] as const)('a telephone that is %s is not tried over another trunk', what => {
    const { story } = urgent(ladder([rung(['ben']), rung(['cleo'])]))
    if (what === 'busy') story.phone('ben').isBusy()
    else story.phone('ben').declines()
    expect(story.dialled()).toEqual([`${PHONE.ben} over carrier`, `${PHONE.cleo} over carrier`])
  })

  test.each([
    [404, 1],
    [480, 19],
    [603, 21],
  ])('what rang is the person’s own, whatever comes (%d)', (sip, cause) => {
    const { story } = urgent(ladder([rung(['ben']), rung(['cleo'])]))
    story.phone('ben').rings().isRefused(cause, sip)
    expect(story.dialled()).toEqual([`${PHONE.ben} over carrier`, `${PHONE.cleo} over carrier`])
  })
})

describe('tries, rungs, passes', () => {
  test('the same telephone is not dialled again while it still hears that nobody pressed a key', () => {
    const { story } = urgent(ladder([rung(['ben'], { tries: 2 })]))
    const ben = story.phone('ben').answers()
    story.wait(35)
    expect(story.attempts()).toEqual(['ben no-key'])
    expect(story.dialled()).toHaveLength(1)
    ben.hangsUp()
    story.wait(1)
    expect(story.dialled()).toHaveLength(2)
  })

  test('a rung with two tries is rung twice before the next one', () => {
    const { story } = urgent(ladder([rung(['ben'], { tries: 2 }), rung(['cleo'])]))
    story.phone('ben').stopsRinging()
    expect(story.ringing()).toEqual(['ben'])
    story.phone('ben').stopsRinging()
    expect(story.ringing()).toEqual(['cleo'])
    expect(story.facts('rung-began')).toMatchObject([
      { rung: 1, try: 1, people: ['ben'] },
      { rung: 1, try: 2, people: ['ben'] },
      { rung: 2, try: 1, people: ['cleo'] },
    ])
  })

  test('who passed on is not rung again on the same rung, but is in the next pass', () => {
    const { story } = urgent(ladder([rung(['ben', 'cleo'], { tries: 2 })], { passes: 2 }))
    story.phone('ben').answers().presses('2')
    story.phone('cleo').stopsRinging()
    expect(story.ringing()).toEqual(['cleo'])
    story.phone('cleo').stopsRinging()
    expect(story.incident().phase).toBe('pausing')
    story.wait(60)
    expect(story.ringing()).toEqual(['ben'])
  })

  test('a pause between the passes, and the caller stays on hold', () => {
    const { story, caller } = urgent(ladder([rung(['ben'])], { passes: 2, pauseSeconds: 90 }))
    story.phone('ben').stopsRinging()
    expect(caller.phase()).toBe('holding')
    story.wait(89.9)
    expect(story.ringing()).toEqual([])
    story.wait(0.1)
    expect(story.ringing()).toEqual(['ben'])
    expect(story.facts('pass-began')).toMatchObject([{ pass: 1 }, { pass: 2 }])
  })

  test('an empty rung is logged and skipped at once', () => {
    const empty = rung([], { targets: [{ kind: 'schedule', id: 'empty' }], tries: 3 })
    const { story } = urgent(ladder([empty, rung(['fay']), rung(['ben'])]))
    expect(story.facts('rung-skipped')).toMatchObject([{ rung: 1 }, { rung: 2 }])
    expect(story.ringing()).toEqual(['ben'])
  })

  test('a schedule is asked when its rung starts, and says why', () => {
    const story = tell()
    story.arrives().presses('7')
    expect(story.facts('person-resolved')).toMatchObject([
      { person: 'ana', why: expect.stringMatching(/^on call in weekly from/) },
    ])
  })

  test('a role rings everybody who has it', () => {
    const { story } = urgent(ladder([rung([], { targets: [{ kind: 'role', id: 'manager' }] })]))
    expect(story.ringing()).toEqual(['eve'])
  })
})
