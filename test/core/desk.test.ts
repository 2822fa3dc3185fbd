// The phone desk, told in keys: who may come in, taking a shift over, owning an incident, messages, the notice for callers.
import { expect, test } from 'vitest'
import { KEY_SECONDS } from '../../src/core/desk/events.ts'
import { desk, messages } from '../support/desk.ts'
import { PHONE } from '../support/plan.ts'

test('over a trusted trunk the caller ID is enough; over any other the PIN is asked', () => {
  const trusted = desk(['carrier']).calls(PHONE.ana)
  expect(trusted.hears()).toContain('Press 1 to hear who is on call')
  const { story, calls } = desk()
  const ana = calls(PHONE.ana)
  expect(ana.hears()).toContain('Please key your PIN')
  expect(story.last().commands).toContainEqual({ do: 'takePin', channel: ana.channel, pinFrom: 'env:ana', withinSeconds: 30 })
  ana.pin('right')
  expect(ana.hears()).toContain('Press 1 to hear who is on call')
  expect(story.facts('desk-opened')).toMatchObject([{ person: 'ana', how: 'pin' }])
})

test('somebody whose telephone is not known types their number, then the PIN', () => {
  const { story, calls } = desk()
  const caller = calls(null)
  caller.presses(...'5125551003', '#')
  expect(caller.hears()).toContain('Hello Ben')
  caller.pin('right')
  expect(story.facts('desk-opened')).toMatchObject([{ person: 'ben' }])
})

test('numbers of nobody: three times, then goodbye', () => {
  const { story, calls } = desk()
  const caller = calls('+13125550000')
  for (let n = 0; n < 3; n++) caller.presses(...'3125550000', '#')
  expect(story.facts('desk-refused')).toMatchObject([{ person: null }])
  caller.listens()
  expect(story.did()).toContain(`hangUp ${caller.channel}`)
})

test('three wrong PINs lock the person out, on every telephone, until the time is over', () => {
  const { story, calls } = desk()
  const ana = calls(PHONE.ana)
  for (let n = 0; n < 3; n++) ana.pin('wrong')
  expect(story.facts('pin-wrong').map(fact => fact.tries)).toEqual([1, 2, 3])
  expect(ana.heard().at(-1)).toContain('too many wrong PINs')
  ana.hangsUp()
  const again = calls(PHONE['ana-home'])
  expect(again.hears()).toContain('too many wrong PINs')
  again.hangsUp()
  story.wait(16 * 60)
  expect(calls(PHONE.ana).hears()).toContain('Please key your PIN')
})

test('a stranger who keys a technician’s number locks themselves out, not the technician’s own telephone', () => {
  const { story, calls } = desk()
  const stranger = calls('+13125550000')
  stranger.presses(...'5125551001', '#')
  for (let n = 0; n < 3; n++) stranger.pin('wrong')
  expect(stranger.heard().at(-1)).toContain('too many wrong PINs')
  stranger.hangsUp()
  // The same number is locked for whomever it tries.
  const again = calls('+13125550000')
  again.presses(...'5125551003', '#')
  expect(again.hears()).toContain('too many wrong PINs')
  again.hangsUp()
  const ana = calls(PHONE.ana)
  expect(ana.hears()).toContain('Please key your PIN')
  ana.pin('right')
  expect(story.facts('desk-opened')).toMatchObject([{ person: 'ana', how: 'pin' }])
  // Her right PIN opens the desk to her, and not to the stranger again.
  ana.hangsUp()
  const third = calls('+13125550000')
  third.presses(...'5125551001', '#')
  expect(third.hears()).toContain('too many wrong PINs')
})

test('withheld numbers are counted by line', () => {
  const { calls } = desk()
  for (const number of ['5125551001', '5125551003', '5125551004']) {
    const caller = calls(null)
    caller.presses(...number, '#')
    caller.pin('wrong')
    caller.hangsUp()
  }
  const caller = calls(null)
  caller.presses(...'5125551001', '#')
  expect(caller.hears()).toContain('too many wrong PINs')
})

test('many calls at once: no more PINs are asked for than there are tries left, and none is judged under a lock', () => {
  const { story, calls } = desk()
  const all = Array.from({ length: 20 }, () => calls(PHONE.ana))
  const asked = all.filter(call => call.desk()?.phase === 'awaiting-pin')
  expect(asked).toHaveLength(3)
  for (const call of asked) call.pin('wrong')
  expect(story.facts('pin-wrong').map(fact => fact.tries)).toEqual([1, 2, 3])
  for (const call of all) call.pin('right')
  expect(story.facts('desk-opened')).toEqual([])
  expect(story.facts('desk-refused').filter(fact => fact.lockedOut)).toHaveLength(1)
})

test('a question that was open before the lock is not judged under it', () => {
  const { story, calls } = desk()
  const own = calls(PHONE.ana)
  const stranger = calls('+13125550000')
  stranger.presses(...'5125551001', '#')
  for (let n = 0; n < 2; n++) own.pin('wrong')
  // The third wrong one locks everything but what is locked already.
  own.pin('wrong')
  stranger.pin('right')
  expect(stranger.heard().at(-1)).toContain('too many wrong PINs')
  expect(story.facts('desk-opened')).toEqual([])
})

test('many numbers together cannot guess the PIN of one person: the day has an end of tries, and her own telephone stays open', () => {
  const { story, calls } = desk()
  let wrong = 0
  for (let n = 0; n < 40; n++) {
    const stranger = calls(`+1312555${1000 + n}`)
    stranger.presses(...'5125551001', '#')
    if (stranger.desk()?.phase === 'awaiting-pin') {
      stranger.pin('wrong')
      wrong++
    }
    stranger.hangsUp()
    story.wait(16 * 60)
  }
  expect(wrong).toBe(15)
  expect(story.facts('desk-refused').at(-1)?.why).toContain('wrong PINs within a day for ana')
  expect(calls(PHONE.ana).hears()).toContain('Please key your PIN')
})

test('no number of a caller is in what is counted', () => {
  const { story, calls } = desk()
  const stranger = calls('+13125550000')
  stranger.presses(...'5125551001', '#')
  stranger.pin('wrong')
  expect(JSON.stringify([...story.driver.world.standing.values()])).not.toContain('3125550000')
})

test('a right PIN forgets the wrong ones', () => {
  const { story, calls } = desk()
  const ana = calls(PHONE.ana)
  ana.pin('wrong')
  ana.pin('right')
  expect(story.facts('pins-forgotten')).toHaveLength(1)
  expect(story.driver.world.standing.size).toBe(0)
})

test('no PIN in the rules, or one that cannot be read: the desk stays closed', () => {
  const { story, calls } = desk()
  expect(calls(PHONE.dan).hears()).toContain('cannot be checked')
  calls(PHONE.ana).pin('unreadable')
  expect(story.facts('desk-refused').map(fact => fact.person)).toEqual(['dan', 'ana'])
})

test('who is on call; taking a shift over for two hours rings the new person from the next rung on', () => {
  const { story, calls, onCall } = desk(['carrier'])
  const before = onCall('weekly')
  expect(before).toHaveLength(1)
  const ana = calls(PHONE.ana)
  ana.presses('1')
  expect(ana.hears()).toContain('weekly: ')
  ana.presses('2')
  ana.presses('2', '#')
  expect(ana.hears()).toContain('Ana is on call in weekly until Tuesday 4:00 AM')
  expect(onCall('weekly')).toEqual(['ana'])
  expect(story.facts('duty-changed')).toMatchObject([{ schedule: 'weekly', person: 'ana', by: 'ana' }])
  ana.presses('#')
  ana.hangsUp()
  story.wait(2 * 3600 + 1)
  expect(onCall('weekly')).toEqual(before)
  expect(story.facts('duty-change-ended')).toHaveLength(1)
})

test('handing over: to one of the people with a telephone, until somebody changes it', () => {
  const { story, calls, onCall } = desk(['carrier'])
  const ben = calls(PHONE.ben)
  ben.presses('3')
  expect(ben.hears()).toContain('Who takes over? For Ana, press 1.')
  ben.presses('1')
  ben.presses('0', '#')
  expect(onCall('weekly')).toEqual(['ana'])
  ben.hangsUp()
  story.wait(40 * 24 * 3600)
  expect(onCall('weekly')).toEqual(['ana'])
})

test('more hours than a week are refused, and said again', () => {
  const { calls, onCall, story } = desk(['carrier'])
  const before = onCall('weekly')
  const ana = calls(PHONE.ana)
  ana.presses('2', '9', '9', '9', '#')
  expect(ana.hears()).toContain('168 at most')
  expect(onCall('weekly')).toEqual(before)
  expect(story.facts('duty-changed')).toEqual([])
})

test('an open incident: heard, owned; its telephones stop, and the caller hears who has it', () => {
  const { story, calls } = desk(['carrier'])
  const resident = story.arrives()
  resident.listens().presses('1')
  expect(story.incident().phase).toBe('ringing')
  const ben = calls(PHONE.ben)
  ben.presses('4')
  expect(ben.hears()).toContain('Incident 1 of 1. Oak Creek.')
  expect(ben.hears()).toContain('Nobody has it.')
  ben.presses('5')
  expect(ben.hears()).toContain('You have it. Please call the resident at')
  expect(story.facts('owned')).toMatchObject([{ person: 'ben', how: 'desk' }])
  expect(story.facts('acknowledged')).toMatchObject([{ person: 'ben' }])
  expect(story.ringing()).toEqual([])
})

test('an open incident is resolved with its outcome; while somebody talks about it, the desk hears who has it', () => {
  const { story, calls } = desk(['carrier'])
  const resident = story.arrives()
  resident.listens().presses('1')
  const ben = calls(PHONE.ben)
  ben.presses('4', '4')
  expect(ben.hears()).toMatch(/^Press 1 if it is fixed by phone/)
  ben.presses('9')
  expect(ben.hears()).toContain('Press 1 if it is fixed by phone')
  ben.presses('3')
  expect(ben.hears()).toContain('Thank you. Noted.')
  expect(story.facts('resolved')).toMatchObject([{ outcome: 'false-alarm', by: 'ben' }])
  expect(story.ringing()).toEqual([])
  const other = story.arrives({ number: '+13125550188' })
  other.listens().presses('1')
  ben.presses('*', '4')
  story.phone('ana').rings().answers().presses('1')
  ben.presses('4', '1')
  expect(ben.hears()).toContain('Ana has taken it')
  expect(story.facts('resolved')).toHaveLength(1)
})

test('an incident that somebody accepted meanwhile: the desk hears who has it', () => {
  const { story, calls } = desk(['carrier'])
  const resident = story.arrives()
  resident.listens().presses('1')
  const ben = calls(PHONE.ben)
  ben.presses('4')
  story.phone('ana').rings().answers().presses('5')
  ben.presses('5')
  expect(ben.hears()).toContain('Ana has taken it')
  expect(story.facts('owned').map(fact => fact.person)).toEqual(['ana'])
})

test('messages: heard, marked as done', () => {
  const { story, calls } = desk(['carrier'])
  const ana = calls(PHONE.ana)
  ana.presses('5')
  expect(story.did()).toContain(`findMessages ${ana.channel}`)
  ana.finds(messages(1))
  expect(ana.hears()).toContain('Message 1 of 1. Oak Creek')
  ana.presses('5')
  expect(story.driver.commands()).toContainEqual({
    ...{ do: 'finishMessage', channel: ana.channel, call: 'c-1', recording: 'm-1', who: 'ana' },
  })
  expect(ana.hears()).toContain('No message waits.')
})

test('a message of ten minutes is heard to its end before the time for a key begins, and a key skips the rest', () => {
  const { story, calls } = desk(['carrier'])
  const ana = calls(PHONE.ana)
  ana.presses('5')
  ana.finds(messages(2).map(message => ({ ...message, ms: 600_000 })))
  const before = ana.heard().length
  story.wait(595)
  expect(ana.heard()).toHaveLength(before)
  ana.listens()
  story.wait(KEY_SECONDS + 1)
  expect(ana.heard()).toHaveLength(before + 1)
  ana.presses('2')
  expect(story.last().commands.map(({ do: does }) => does)).toEqual(['hush', 'say'])
  expect(ana.hears()).toContain('Message 2 of 2.')
})

test('a message of which nothing could be recorded: said so, and nothing is played', () => {
  const { story, calls } = desk(['carrier'])
  const ana = calls(PHONE.ana)
  ana.presses('5')
  const takenAt = story.driver.now()
  ana.finds([{ recording: 'm-1', lost: true, call: 'c-1' as never, property: 'oak-creek', mailbox: 'office', takenAt }])
  expect(ana.hears()).toContain('Nothing could be recorded.')
  expect(ana.hears()).not.toContain('[recording m-1]')
})

test('a notice is recorded, heard again, kept for an hour; callers hear it first, and then no more', () => {
  const { story, calls } = desk(['carrier'])
  const ana = calls(PHONE.ana)
  ana.presses('6', '1', '1')
  ana.listens().speaks(5000)
  expect(ana.hears()).toContain('You said:')
  ana.presses('1', '1', '#')
  expect(story.facts('notice-set')).toMatchObject([{ property: 'oak-creek', by: 'ana' }])
  ana.hangsUp()
  const notice = story.facts('notice-set')[0]?.recording ?? ''
  expect(story.arrives().hears()).toContain(notice)
  story.wait(3601)
  expect(story.arrives().hears()).not.toContain(notice)
})

test('silence: asked three times, then goodbye; a restart asks again', () => {
  const { story, calls } = desk(['carrier'])
  const ana = calls(PHONE.ana)
  const channels = { [ana.channel]: { state: 'up', inApp: true, bridge: null } } as const
  story.driver.take({ type: 'observed', stream: ana.id, seen: { at: story.driver.now(), channels, recordings: {} } })
  expect(ana.hears()).toContain('Press 1 to hear who is on call')
  story.wait(400)
  expect(ana.hears()).toContain('Goodbye')
  expect(story.did()).toContain(`hangUp ${ana.channel}`)
  ana.hangsUp()
  expect(story.facts('left')).toMatchObject([{ outcome: 'desk' }])
})
