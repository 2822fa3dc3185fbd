// A key of the menu connects the caller with somebody: what both hear and see, and what follows when nobody takes it.
import { describe, expect, test } from 'vitest'
import type { Menu, Plan } from '../../src/core/plan/plan.ts'
import { LINE, OUTAGE_LINE, PHONE, smallPlan, TRUNK } from '../support/plan.ts'
import { transferring } from '../support/specimens.ts'
import { tell } from '../support/story.ts'

const DAN = '2'
const OUTAGE = '3'
const EVE = '4'

function withPlan(plan: Plan, key: string, arrival: Parameters<ReturnType<typeof tell>['arrives']>[0] = {}) {
  const story = tell({ plan })
  const caller = story.arrives(arrival)
  caller.presses('4', key)
  return { story, caller }
}

test('the caller is told, and hears it ring at once; the person sees the box’s one number', () => {
  const { story, caller } = transferring(DAN)
  expect(caller.hears()).toBe('I am connecting you now. Please stay on the line. [ringback]')
  const dial = story.driver.commands().find(command => command.do === 'dial')
  expect(dial).toMatchObject({ number: PHONE.dan, trunk: 'carrier', callerId: '+15125550199', callerName: 'Maple Homes' })
  expect(story.facts('transfer-began')).toMatchObject([{ whom: 'dan', why: 'key 2 in menu more' }])
  // Never silence, and never one sound for so long that the dead-man's switch runs out.
  story.transfer().rings()
  story.wait(15)
  expect(caller.hears()).toContain('It is still ringing.')
})

test('a number outside sees the property’s number, and is connected when it answers', () => {
  const { story, caller } = transferring(OUTAGE)
  const dial = story.driver.commands().find(command => command.do === 'dial')
  expect(dial).toMatchObject({ number: OUTAGE_LINE, callerId: LINE.oak, callerName: 'Oak Creek' })
  const outage = story.transfer().rings().answers()
  expect(outage.heard()).toEqual([])
  outage.joins()
  caller.joins()
  expect(caller.phase()).toBe('transferred')
  caller.hangsUp()
  expect(caller.outcome()).toBe('transferred')
  expect(story.did()).toEqual(expect.arrayContaining([expect.stringContaining('hangUp')]))
})

test('a caller who can’t be spoken to while it rings is the dialplan’s, and nobody is rung for them', () => {
  const { story, caller } = transferring(DAN)
  const dan = story.transfer().rings()
  story.driver.take({ type: 'commandFailed', command: 'say', gone: false, reason: '500', channel: caller.channel })
  expect(caller.phase()).toBe('in-failsafe')
  expect(story.did()).toEqual(expect.arrayContaining([`failsafe ${caller.channel}`, `hangUp ${dan.channel}`]))
})

describe('a person must press 1', () => {
  test('hears who calls, presses 1, and the two talk', () => {
    const { story, caller } = transferring(DAN)
    const dan = story.transfer().rings().answers()
    expect(dan.hears()).toContain('Maple Homes, Oak Creek: a caller for the courtesy officer.')
    expect(dan.hears()).toContain('[13125550142]')
    dan.presses('1').joins()
    caller.joins()
    expect(story.facts('transferred')).toMatchObject([{ person: 'dan', phone: PHONE.dan }])
  })

  test('a voicemail presses nothing: the second telephone, and then the menu', () => {
    const { story, caller } = transferring(DAN)
    story.transfer().answers()
    story.wait(35)
    expect(story.facts('transfer-attempt-ended')).toMatchObject([{ result: 'no-key' }])
    expect(story.transfer().phone).toBe(PHONE['dan-home'])
    story.transfer().rings()
    story.wait(20)
    expect(story.facts('transfer-failed')).toHaveLength(1)
    expect(caller.phase()).toBe('asking-urgency')
    expect(caller.hears()).toMatch(/^Nobody is answering there\./)
  })

  test('2 passes it on, and no other telephone of theirs is rung', () => {
    const { story, caller } = transferring(DAN)
    story.transfer().answers().presses('9', '2')
    expect(story.facts('transfer-dialled')).toHaveLength(1)
    expect(caller.phase()).toBe('asking-urgency')
  })

  test('where digits come in band, a second key confirms', () => {
    const { story, caller } = withPlan(smallPlan({ oak: { outbound: ['pbx'] } }), DAN)
    const dan = story.transfer().answers(1).presses('1')
    expect(story.facts('transferred')).toEqual([])
    expect(dan.hears()).toBe('To accept, now press 4.')
    dan.presses('4').joins()
    caller.joins()
    expect(caller.phase()).toBe('transferred')
  })
})

describe('nobody takes it', () => {
  test('busy: said so, and the menu once more; not for ever', () => {
    const { story, caller } = transferring(DAN)
    for (let n = 0; n < 3; n++) {
      story.transfer().ends(17, 486)
      story.transfer().ends(17, 486)
      expect(caller.hears()).toMatch(/^They are on another call\./)
      caller.presses(DAN)
    }
    expect(caller.phase()).toBe('speaking-freely')
    expect(story.facts('transfer-dialled')).toHaveLength(6)
  })

  test('a message, where the rules say so', () => {
    const { story, caller } = transferring(OUTAGE)
    story.transfer().ends(1, 404)
    // Before it rang: over the next trunk first.
    expect(story.facts('transfer-dialled').map(({ trunk }) => trunk)).toEqual(['carrier', 'backup'])
    story.transfer().ends(1, 404)
    expect(caller.phase()).toBe('taking-message')
    expect(caller.heard().at(-2)).toBe('I could not connect you.')
    caller.listens().listens().speaks(5000)
    expect(caller.outcome()).toBe('message')
  })

  test('the ladder, where the rules say so', () => {
    const { story, caller } = transferring(EVE)
    story.transfer().rings()
    story.wait(20)
    expect(caller.phase()).toBe('taking-statement')
    expect(story.facts('opened')).toMatchObject([{ ladder: 'urgent', category: 'water' }])
    expect(story.ringing()).toEqual(['ana'])
  })

  test('somebody who is away without a substitute is not rung', () => {
    const plan = smallPlan()
    const dan = plan.people.dan
    if (!dan) throw new Error('no Dan')
    const absences = [{ from: '2026-03-01T00:00', to: '2026-04-01T00:00', zone: 'America/Chicago', substitute: null }]
    const { story, caller } = withPlan({ ...plan, people: { ...plan.people, dan: { ...dan, absences } } }, DAN)
    expect(story.facts('transfer-dialled')).toEqual([])
    expect(story.facts('transfer-failed')).toMatchObject([{ why: 'dan is away, and nobody stands in' }])
    expect(caller.phase()).toBe('asking-urgency')
  })

  test('a congested trunk: the same telephone over the next one', () => {
    const { story } = transferring(DAN)
    story.transfer().ends(34, 503)
    expect(story.facts('transfer-dialled').map(({ phone, trunk }) => `${phone} ${trunk}`)).toEqual([
      `${PHONE.dan} carrier`,
      `${PHONE.dan} backup`,
    ])
    // No sign of ringing is no sign of life of the trunk; the last one rings all the same.
    story.wait(8)
    story.wait(20)
    expect(story.transfer().phone).toBe(PHONE['dan-home'])
  })

  test('caps hold for transfers, too', () => {
    const { story, caller } = withPlan(smallPlan({ oak: { dialling: { perHour: 1 } } }), DAN)
    story.transfer().ends(17, 486)
    expect(story.facts('transfer-dialled')).toHaveLength(1)
    expect(story.facts('transfer-failed')).toMatchObject([{ why: 'this property dials at most 1 an hour' }])
    expect(caller.phase()).toBe('asking-urgency')
  })
})

test('who is on the line for somebody else is busy, both ways', () => {
  const { story } = transferring(DAN)
  story.transfer().answers()
  const other = story.arrives({ number: '+13125550199' })
  other.presses('4', DAN)
  expect(story.facts('transfer-failed')).toMatchObject([{ why: 'dan is busy with another call' }])
  expect(other.hears()).toMatch(/^They are on another call\./)
  const urgent = story.arrives({ number: '+13125550198' })
  urgent.presses('2', '*')
  expect(story.facts('passed-over')).toMatchObject([{ person: 'dan', why: 'busy with a caller who was transferred' }])
})

describe('somebody hangs up', () => {
  test('the other side: the caller is told, and 1 leads back to the menu', () => {
    const { story, caller } = transferring(OUTAGE)
    const outage = story.transfer().answers().joins()
    caller.joins()
    story.wait(60)
    outage.ends(16)
    expect(caller.hears()).toBe('The other side has hung up. To go back to the menu, press 1.')
    expect(story.facts('transfer-over')).toMatchObject([{ by: 'other', talkedMs: 60_000 }])
    caller.presses('1')
    expect(caller.phase()).toBe('asking-urgency')
  })

  test('no key: goodbye, and nobody is rung for a caller who just put the telephone down', () => {
    const { story, caller } = transferring(OUTAGE)
    story.transfer().answers().joins()
    caller.joins()
    story.transfer().ends(16)
    caller.listens()
    story.wait(8)
    expect(caller.phase()).toBe('leaving')
    expect(caller.state()?.outcome).toBe('transferred')
  })

  test('the caller, in the briefing: the person hears so', () => {
    const { story, caller } = transferring(DAN)
    const dan = story.transfer().answers()
    caller.hangsUp()
    expect(dan.hears()).toBe('The caller has hung up. Thank you.')
    dan.listens()
    expect(story.did()).toEqual([expect.stringMatching(/^hangUp t-/)])
    expect(caller.phase()).toBe('gone')
    expect(caller.outcome()).toBe('caller-left')
  })

  test('the caller, while it rings: the telephone stops, and who picks up too late is hung up', () => {
    const { story, caller } = transferring(DAN)
    const dan = story.transfer().rings()
    caller.hangsUp()
    expect(story.did()).toEqual(expect.arrayContaining([`hangUp ${dan.channel}`]))
    dan.answers()
    expect(story.did()).toEqual([`hangUp ${dan.channel}`])
  })
})

describe('after a restart', () => {
  const up = { state: 'up', inApp: true, bridge: null } as const
  function looks(what: ReturnType<typeof transferring>, channels: Record<string, unknown>) {
    const seen = { at: what.story.driver.now(), channels: { [what.caller.channel]: up, ...channels }, recordings: {} }
    what.story.driver.take({ type: 'observed', stream: what.caller.id, seen: seen as never })
  }

  test('never dialled: dialled now, under the same id', () => {
    const what = transferring(DAN)
    const { channel } = what.story.transfer()
    looks(what, { [channel]: { state: 'gone', witness: { dialled: false } } })
    expect(what.story.last().commands).toContainEqual(expect.objectContaining({ do: 'dial', channel, number: PHONE.dan }))
    expect(what.caller.hears()).toContain('[ringback]')
  })

  test('answered meanwhile: briefed; a number is connected', () => {
    const what = transferring(DAN)
    const dan = what.story.transfer()
    looks(what, { [dan.channel]: up })
    expect(dan.hears()).toContain('a caller for the courtesy officer')
    const other = transferring(OUTAGE)
    looks(other, { [other.story.transfer().channel]: up })
    other.story.transfer().joins()
    other.caller.joins()
    expect(other.caller.phase()).toBe('transferred')
  })

  test('talking on: nothing is done; the other side gone: told', () => {
    const what = transferring(OUTAGE)
    const outage = what.story.transfer().answers().joins()
    what.caller.joins()
    const state = what.caller.state()
    const bridge = state && 'bridge' in state ? state.bridge : ''
    looks(what, { [what.caller.channel]: { ...up, bridge }, [outage.channel]: { ...up, bridge } })
    expect(what.story.last().commands.filter(({ do: does }) => does !== 'hush')).toEqual([])
    looks(what, { [outage.channel]: { state: 'gone', witness: { dialled: true, answered: true, cause: 16 } } })
    expect(what.caller.phase()).toBe('after-transfer')
  })

  test('the caller gone: the telephone stops', () => {
    const what = transferring(DAN)
    const { channel } = what.story.transfer()
    const seen = {
      at: what.story.driver.now(),
      channels: { [what.caller.channel]: { state: 'gone', witness: 'unreadable' }, [channel]: up },
      recordings: {},
    }
    what.story.driver.take({ type: 'observed', stream: what.caller.id, seen: seen as never })
    expect(what.story.did()).toContain(`hangUp ${channel}`)
  })
})

test('a transfer from a trunk of the property’s own works alike', () => {
  const plan = smallPlan()
  const more = plan.menus.more as Menu
  const { story } = withPlan({ ...plan, menus: { ...plan.menus, more } }, OUTAGE, { trunk: TRUNK.pbx, line: LINE.lakeside })
  expect(story.facts('transfer-dialled')).toMatchObject([{ phone: OUTAGE_LINE, trunk: 'pbx' }])
})

test('who did not take the transfer is rung at once by the ladder that follows: they are not busy with the call that has let them go', () => {
  const plan = smallPlan()
  const more = plan.menus.more
  const option = more?.options[EVE]
  if (!more || option?.do !== 'transfer') throw new Error('no such option')
  const otherwise = { do: 'escalate', ladder: 'urgent', category: 'water' } as const
  const options = { ...more.options, [EVE]: { ...option, to: { person: 'ana' }, otherwise } }
  const { story, caller } = withPlan({ ...plan, menus: { ...plan.menus, more: { ...more, options } } }, EVE)
  while (caller.phase() === 'transferring') story.transfer().ends(21, 603)
  expect(caller.phase()).toBe('taking-statement')
  expect(story.facts('passed-over')).toEqual([])
  expect(story.ringing()).toEqual(['ana'])
})
