// A technician at the phone desk is connected to the resident: on hold, or gone and called back; what comes of it, and what when the line
// breaks, somebody else is quicker, or their own telephone rings for another incident just then.
import { expect, test } from 'vitest'
import { base } from '../../src/core/incident/events.ts'
import type { EpochMs } from '../../src/core/world/ids.ts'
import type { Input } from '../../src/core/world/inputs.ts'
import { keep } from '../../src/core/world/world.ts'
import { desk } from '../support/desk.ts'
import { ladder, PHONE, type PlanParts, rung } from '../support/plan.ts'

const RESIDENT = '+13125550142'

/** Ben at the desk, hearing of the one open incident. `gone`: its caller has hung up. */
function atIncident(gone = false, parts: PlanParts = {}, who: keyof typeof PHONE = 'ben') {
  const told = desk(['carrier'], parts)
  const { story } = told
  const resident = story.arrives()
  resident.presses('1').presses('*')
  if (gone) resident.hangsUp()
  const ben = told.calls(PHONE[who])
  ben.presses('4')
  return { ...told, resident, ben, bens: () => ben.desk() }
}

const ends = (channel: string, cause = 16): Input => ({ type: 'ended', channel, cause, sip: null, fax: false })

test('the keys are those of a briefing, and what can be done is what is offered', () => {
  const { ben } = atIncident()
  expect(ben.hears()).toMatch(
    /^Incident 1 of 1\. Oak Creek\. Water leak\. 10 seconds ago\. From .*The caller is on the line now\. Nobody has it\. Press 1 to talk with them now\. 2 for the next one\. 4 to say what became of it\. 5 to take it without talking\. Star for the menu\.$/,
  )
})

test('the resident is on hold: bridged at once; their telephones stop; the outcome is asked at the desk', () => {
  const { story, resident, ben, bens } = atIncident()
  expect(story.ringing()).toEqual(['ana'])
  ben.presses('1')
  expect(bens()?.phase).toBe('connected')
  expect(story.incident().phase).toBe('connecting')
  expect(story.ringing()).toEqual([])
  expect(story.facts('accepted')).toMatchObject([{ person: 'ben', why: 'pressed 1 at the phone desk' }])
  expect(ben.hears()).toContain('You have it. Connecting.')
  ben.joins()
  resident.joins()
  expect(story.facts('bridged')).toMatchObject([{ person: 'ben' }])
  story.wait(60)
  resident.hangsUp()
  expect(ben.hears()).toMatch(/^They have hung up\. Press 1 if it is fixed by phone/)
  ben.presses('2')
  expect(story.facts('resolved')).toMatchObject([{ outcome: 'going-out', by: 'ben' }])
  expect(ben.hears()).toContain('Thank you. Noted. There are no more.')
})

test('star ends the talk: the resident is asked whether they still need help, and their 1 rings the ladder anew', () => {
  const { story, resident, ben } = atIncident()
  ben.presses('1')
  ben.joins()
  resident.joins()
  story.wait(5)
  ben.presses('*')
  expect(story.facts('talk-ended')).toMatchObject([{ by: 'technician', why: 'the technician pressed star' }])
  expect(ben.hears()).toContain('Press 1 if it is fixed by phone')
  expect(resident.hears()).toContain('Press 1 if you still need help')
  resident.presses('1')
  expect(story.facts('still-needs-help')).toHaveLength(1)
  expect(story.incident().phase).toBe('ringing')
  ben.presses('1')
  expect(story.facts('resolved')).toMatchObject([{ outcome: 'fixed-by-phone' }])
})

test('the technician hangs up in the talk: theirs, and the resident is asked', () => {
  const { story, resident, ben, bens } = atIncident()
  ben.presses('1')
  ben.joins()
  resident.joins()
  story.wait(30)
  ben.hangsUp()
  expect(bens()).toBeUndefined()
  expect(story.incident().phase).toBe('acknowledged')
  expect(story.incident().owner).toMatchObject({ person: 'ben' })
})

test('the technician hangs up at once and the resident stays: their own telephone is rung, also when the daemon dies just then', () => {
  for (const crash of [false, true]) {
    const { story, resident, ben, bens } = atIncident()
    ben.presses('1')
    ben.joins()
    resident.joins()
    story.wait(5)
    ben.hangsUp()
    expect(bens()).toBeUndefined()
    expect(story.ringing()).toEqual([])
    const gone = { state: 'gone', witness: { dialled: true, answered: true, cause: 16 } } as const
    const { id } = story.incident()
    const seen = { at: 0 as EpochMs, channels: { [ben.channel]: gone }, recordings: {} }
    if (crash) story.driver.take({ type: 'observed', stream: id, seen })
    story.wait(3)
    expect(story.facts('technician-lost')).toMatchObject([{ person: 'ben' }])
    expect(story.ringing()).toEqual(['ben'])
    expect(resident.phase()).toBe('holding')
  }
})

test('their line breaks: the resident hears so, and their own telephone is rung once, then the ladder', () => {
  const { story, resident, ben } = atIncident()
  ben.presses('1')
  ben.joins()
  resident.joins()
  story.wait(10)
  ben.hangsUp({ cause: 38 })
  expect(story.facts('technician-lost')).toMatchObject([{ person: 'ben' }])
  expect(story.ringing()).toEqual(['ben'])
  story.phone('ben').declines()
  // Ana's telephone had no chance to answer when Ben took it.
  expect(story.ringing()).toEqual(['ana'])
  expect(resident.phase()).toBe('holding')
})

test('the resident is gone: dialled under the property’s number, heard ringing, bridged on answer', () => {
  const { story, ben } = atIncident(true)
  expect(ben.hears()).not.toContain('on the line now')
  ben.presses('1')
  expect(story.facts('caller-dialled')).toMatchObject([{ person: 'ben', callerNumber: RESIDENT }])
  expect(ben.hears()).toContain('Calling them now. To stop, press star. [ringback]')
  story.resident().rings()
  story.resident().answers().joins()
  ben.joins()
  expect(story.facts('bridged')).toMatchObject([{ person: 'ben' }])
  story.wait(40)
  story.resident().hangsUp()
  expect(ben.hears()).toContain('Press 1 if it is fixed by phone')
  ben.presses('4')
  expect(story.facts('resolved')).toMatchObject([{ outcome: 'needs-follow-up', by: 'ben' }])
})

test('star while it rings: back to the desk, still theirs, and 1 calls again', () => {
  const { story, ben } = atIncident(true)
  ben.presses('1')
  const leg = story.resident()
  leg.rings()
  ben.presses('*')
  expect(story.did()).toContain(`hangUp ${leg.channel}`)
  expect(story.incident()).toMatchObject({ phase: 'acknowledged', owner: { person: 'ben' } })
  expect(ben.hears()).toMatch(/^Stopped\. Incident 1 of 1\..*You have it\. Press 1 to talk with them now/)
  ben.presses('1')
  expect(story.facts('caller-dialled')).toHaveLength(2)
  expect(story.facts('accepted')).toHaveLength(1)
})

test('busy: again, pass on, keep; star leads back to the desk', () => {
  const again = atIncident(true)
  again.ben.presses('1')
  again.story.resident().isBusy()
  expect(again.ben.hears()).toMatch(/^Their line is busy\. Press 1 to call again, 2 to pass on.*Star leads back to the desk\.$/)
  again.ben.presses('9')
  expect(again.ben.hears()).toContain('That key does nothing here.')
  again.ben.presses('1')
  expect(again.story.facts('caller-dialled')).toHaveLength(2)

  const passed = atIncident(true)
  passed.ben.presses('1')
  passed.story.resident().isBusy()
  passed.ben.presses('2')
  expect(passed.story.facts('given-back')).toMatchObject([{ person: 'ben' }])
  expect(passed.ben.hears()).toMatch(/^Passed on\. Thank you\. There are no more\./)

  const kept = atIncident(true)
  kept.ben.presses('1')
  kept.story.resident().isBusy()
  kept.ben.presses('5')
  expect(kept.story.incident()).toMatchObject({ phase: 'acknowledged', owner: { person: 'ben' } })
  expect(kept.ben.hears()).toMatch(
    /^You have it\. The caller has hung up\. Please call them at.*There are no more\. Press 1 to hear who/,
  )

  const back = atIncident(true)
  back.ben.presses('1')
  back.story.resident().isBusy()
  back.ben.presses('*')
  expect(back.ben.hears()).toMatch(/^Incident 1 of 1\..*You have it\./)
})

test('a voicemail: star within 20 s does not count', () => {
  const { story, ben } = atIncident(true)
  ben.presses('1')
  story.resident().rings().answers().joins()
  ben.joins()
  story.wait(8)
  ben.presses('*')
  expect(story.facts('caller-not-reached')).toMatchObject([{ result: 'called-off' }])
  expect(ben.hears()).toContain('Press 1 to call again')
  expect(story.facts('resolved')).toEqual([])
})

test('nobody answers, and no key comes: they keep it, and the desk goes on', () => {
  const { story, ben, bens } = atIncident(true)
  ben.presses('1')
  story.resident().rings()
  story.wait(60)
  expect(ben.hears()).toContain('They do not answer.')
  story.wait(60)
  expect(story.incident()).toMatchObject({ owner: { person: 'ben' } })
  expect(bens()?.phase).toBe('asking')
})

test('the technician hangs up while it rings: the resident’s telephone stops, and it is theirs', () => {
  const { story, ben } = atIncident(true)
  ben.presses('1')
  const leg = story.resident()
  leg.rings()
  ben.hangsUp()
  expect(story.did()).toContain(`hangUp ${leg.channel}`)
  expect(story.incident()).toMatchObject({ phase: 'acknowledged', owner: { person: 'ben' } })
})

test('the resident calls in while they are called back: no menu, the two are connected', () => {
  const { story, ben } = atIncident(true)
  ben.presses('1')
  story.resident().rings()
  const again = story.arrives()
  expect(story.facts('caller-came-back')).toHaveLength(1)
  again.joins()
  ben.joins()
  expect(story.facts('bridged')).toHaveLength(1)
})

test('a number that may not be called, and a hidden one: owned all the same, and the number is read out', () => {
  for (const [number, words] of [
    ['+19005551234', 'Please call the resident at'],
    [null, 'number is hidden'],
  ] as const) {
    const told = desk(['carrier'])
    told.story.arrives({ number }).presses('1').presses('*').hangsUp()
    const ben = told.calls(PHONE.ben)
    ben.presses('4', '1')
    expect(told.story.facts('caller-dialled')).toEqual([])
    expect(told.story.facts('dial-refused')).toHaveLength(number === null ? 0 : 1)
    expect(told.story.incident()).toMatchObject({ phase: 'acknowledged', owner: { person: 'ben' } })
    expect(ben.hears()).toContain(words)
  }
})

test('two at the same moment: exactly one has it, and the other hears who', () => {
  const { story, calls, ben } = atIncident()
  const ana = calls(PHONE.ana)
  ana.presses('4')
  story.phone('ana').rings().answers()
  ben.presses('1')
  ana.presses('1')
  expect(story.facts('accepted')).toHaveLength(1)
  expect(ana.hears()).toContain('Ben has taken it')
  expect(story.phone('ana').hears()).toContain('Ben has taken it')

  const other = atIncident()
  other.story.phone('ana').rings().answers().presses('1')
  other.ben.presses('1')
  expect(other.ben.hears()).toContain('Ana has taken it')

  const byHand = atIncident()
  const { id } = byHand.story.incident()
  byHand.story.driver.take({ type: 'ownedByHand', stream: id, who: 'cleo', why: 'at the console' })
  byHand.ben.presses('5')
  expect(byHand.ben.hears()).toContain('Cleo has taken it')
})

test('owned already by the one at the desk: connected without a second accept, and their reminder is called off', () => {
  const { story, resident, ben, calls } = atIncident()
  ben.presses('5')
  ben.hangsUp()
  resident.hangsUp()
  story.wait(20 * 60 + 1)
  expect(story.incident().phase).toBe('reminding')
  const again = calls(PHONE.ben)
  again.presses('4')
  expect(again.hears()).toContain('You have it. Press 1 to talk with them now.')
  again.presses('1')
  expect(story.ringing()).toEqual([])
  expect(story.incident().phase).toBe('calling-back')
})

test('unreached, and between two passes: connected all the same', () => {
  const one = { ladder: ladder([rung(['ana'])], { passes: 2 }) }
  for (const until of ['pausing', 'unreached']) {
    const { story, calls } = atIncident(true, one)
    for (let n = 0; n < 30 && story.incident().phase !== until; n++) {
      if (story.ringing().length > 0) story.phone('ana').declines()
      else story.wait(10)
    }
    expect(story.incident().phase).toBe(until)
    const ben = calls(PHONE.ben)
    ben.presses('4', '1')
    expect(story.incident().phase).toBe('calling-back')
    // Their line breaks: the ladder begins with its first rung, after their own telephone.
    ben.hangsUp({ cause: 38 })
    expect(story.ringing()).toEqual(['ben'])
    story.phone('ben').declines()
    expect(story.ringing()).toEqual(['ana'])
  }
})

test('what was said is played with what others added, a few at a time', () => {
  const { story, ben } = atIncident()
  const { id } = story.incident()
  const statements = Array.from({ length: 6 }, (_, n) => ({ recording: `s-${n + 1}`, ms: 30_000 }))
  const incident = story.driver.world.incidents.get(id)
  if (incident) keep(story.driver.world, { ...incident, statements, joined: 5 })
  ben.presses('*', '4')
  expect(ben.hears()).toContain('More callers about the same: 5.')
  expect(ben.hears()).toContain('3 to hear what they said.')
  const played = (): string[] =>
    story
      .last()
      .commands.flatMap(one => (one.do === 'say' ? one.speech.flatMap(s => (s.kind === 'recording' ? [s.name] : [])) : []))
  ben.presses('3')
  expect(played()).toEqual(['s-1', 's-2', 's-3', 's-4'])
  expect(ben.hears()).toContain('3 to hear more.')
  ben.presses('3')
  expect(played()).toEqual(['s-5', 's-6'])
  expect(ben.hears()).toContain('3 to hear it again.')
  ben.presses('3')
  expect(played()).toHaveLength(4)
})

test('it became part of another while it was being told: said so', () => {
  const { story, ben } = atIncident(true)
  for (const incident of story.driver.world.incidents.values()) keep(story.driver.world, { ...base(incident), phase: 'closed' })
  ben.presses('1')
  expect(ben.hears()).toMatch(/^That one is done already\. There are no more\./)
})

test('the daemon dies in the talk: after the look at the PBX it goes on; without the channel it is over', () => {
  const { story, resident, ben, bens } = atIncident()
  const { driver } = story
  ben.presses('1')
  ben.joins()
  resident.joins()
  story.wait(30)
  const incident = story.incident()
  const bridge = incident.phase === 'talking' ? incident.bridge : ''
  const up = { state: 'up', inApp: true, bridge } as const
  const look = (stream: Input extends { stream: infer S } ? S : never, channels: object): void =>
    void driver.take({ type: 'observed', stream, seen: { at: driver.now(), channels, recordings: {} } } as Input)
  look(ben.id as never, { [ben.channel]: up })
  look(incident.id as never, { [ben.channel]: up })
  expect(bens()?.phase).toBe('connected')
  expect(story.incident().phase).toBe('talking')
  const gone = { state: 'gone', witness: { dialled: true, answered: true, cause: 16 } } as const
  look(ben.id as never, { [ben.channel]: gone })
  look(incident.id as never, { [ben.channel]: gone })
  expect(bens()).toBeUndefined()
  expect(story.incident()).toMatchObject({ phase: 'acknowledged', owner: { person: 'ben' } })
})

test('the dialplan took the line back from a silent daemon: theirs, and back at the desk', () => {
  const { story, ben } = atIncident(true)
  ben.presses('1')
  story.resident().rings()
  ben.returns(null, 'deadman')
  expect(story.incident()).toMatchObject({ phase: 'acknowledged', owner: { person: 'ben' } })
  expect(ben.hears()).toContain('You have it.')
  story.driver.take(ends(ben.channel))
})
