// An urgent call in the night that somebody accepts, on the real PBX: who is rung, who wins, and what each of them hears.
import { expect, test } from 'vitest'
import { line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'
import { nightbell } from '../support/nightbell.ts'

const scene = useScene()

/** A resident calls and says that it is urgent. */
async function urgent(key = '1', callerId = '+15127770001') {
  const call = await scene().lab.resident.calls(line.closed, { callerId })
  await call.answered()
  await call.presses(key)
  return call
}

test('the first technician accepts: both hear each other', async () => {
  const ana = scene().lab.phone(phone.ana)
  ana.answers().hearing().presses('1').plays(900)
  const call = await urgent()
  await scene().fact('bridged', { person: 'ana' })
  const leg = await ana.answered()
  expect(leg.callerNumber).toBe('+15125550100')
  await call.plays(600)
  await leg.hearsTone(600)
  await call.hearsTone(900)
  await call.hangsUp()
  await scene().fact('acknowledged', { person: 'ana' })
  await scene().fact('left', { outcome: 'connected' })
})

test('nobody answers on rung 1: rung 2 is rung and accepts', async () => {
  const { lab, fact } = scene()
  lab.phone(phone.ana).rings()
  lab.phone(phone.ben).answers().hearing().presses('1').plays(900)
  const call = await urgent()
  await fact('attempt-ended', { person: 'ana', result: 'no-answer' })
  await fact('bridged', { person: 'ben' })
  await call.hearsTone(900)
  await call.hangsUp()
  await fact('left', { outcome: 'connected' })
})

test('a telephone that redirects the call to a line of the box is rung over the next trunk, and nobody new calls', async () => {
  const { lab, fact, facts } = scene()
  const ana = lab.phone(phone.ana).redirects(`sip:${line.open}@127.0.0.1`)
  ana.onRing(2).answers().hearing().presses('1')
  const call = await urgent('1', '+15127770051')
  await fact('dialled', { person: 'ana', trunk: 'carrier-b' })
  await fact('bridged', { person: 'ana' })
  await call.hangsUp()
  await fact('left', { outcome: 'connected' })
  expect(facts().filter(({ kind }) => kind === 'arrived')).toHaveLength(1)
})

test('a busy telephone, a declined call and a dead number go on to the next at once', async () => {
  const { lab, fact, facts } = scene()
  const ana = lab.phone(phone.ana)
  for (const [how, result, callerId] of [
    ['busy', 'busy', '+15127770041'],
    ['declines', 'declined', '+15127770042'],
    ['dead', 'dead-number', '+15127770043'],
  ] as const) {
    scene().mark()
    ana[how]()
    lab.phone(phone.ben).answers().hearing().presses('1')
    const call = await urgent('1', callerId)
    const ended = await fact('attempt-ended', { person: 'ana', result })
    const dialled = await fact('dialled', { person: 'ben' })
    expect(dialled.at - ended.at).toBeLessThan(100)
    await fact('bridged', { person: 'ben' })
    await call.hangsUp()
    await fact('left', { outcome: 'connected' })
    await lab.phone(phone.ben).legs.at(-1)?.hangsUp()
    // 404 before it rings may be the carrier's: over the other one first.
    expect(facts().filter(f => f.kind === 'dialled')).toHaveLength(how === 'dead' ? 3 : 2)
  }
})

test('a technician passes it on with 2', async () => {
  const { lab, fact } = scene()
  lab.phone(phone.ana).answers().hearing().presses('2')
  lab.phone(phone.ben).answers().hearing().presses('1')
  const call = await urgent()
  await fact('attempt-ended', { person: 'ana', result: 'passed-on' })
  await fact('bridged', { person: 'ben' })
  await call.hangsUp()
  await fact('left', { outcome: 'connected' })
})

test('a voicemail greeting can not accept: the next rung is rung after the accept time', async () => {
  const { lab, fact } = scene()
  lab.phone(phone.ana).answersWithVoicemail({ after: 200 })
  lab.phone(phone.ben).answers().hearing().presses('1')
  const call = await urgent()
  const answered = await fact('answered', { person: 'ana' })
  const ended = await fact('attempt-ended', { person: 'ana', result: 'no-key' })
  expect(ended.at - answered.at).toBeGreaterThan(15_500)
  // A greeting may be a call screening: the accept time begins anew when it has ended (decision 46).
  expect(ended.at - answered.at).toBeLessThan(16_000 + 9000)
  await fact('bridged', { person: 'ben' })
  await call.hangsUp()
  await fact('left', { outcome: 'connected' })
})

test('all at once, two press 1 in the same moment: exactly one wins, the other hears who took it', async () => {
  const { lab, fact, facts } = scene()
  const [ana, ben] = [lab.phone(phone.ana), lab.phone(phone.ben)]
  ana.answers()
  ben.answers()
  const call = await urgent('3')
  const legs = [await ana.answered(), await ben.answered()]
  await Promise.all(legs.map(leg => leg.hears()))
  await Promise.all(legs.map(leg => leg.presses('1')))
  const accepted = await fact('accepted')
  const loser = accepted.person === 'ana' ? 'ben' : 'ana'
  await fact('attempt-ended', { person: loser, result: 'taken-by-another' })
  await fact('bridged', { person: accepted.person })
  // The loser is told, then hung up; the winner goes on.
  const lost = loser === 'ana' ? legs[0] : legs[1]
  const end = await lost?.ended()
  expect(end && end.at - accepted.at).toBeGreaterThan(800)
  await call.hangsUp()
  await fact('left', { outcome: 'connected' })
  expect(facts().filter(f => f.kind === 'accepted')).toHaveLength(1)
})

test('a congested trunk: the same telephone over the next trunk', async () => {
  const { lab, fact } = scene()
  lab.trunk('carrier-a').congested()
  lab.phone(phone.ana).answers().hearing().presses('1')
  const call = await lab.resident.calls(line.closed, { from: 'carrier-b' })
  await call.answered()
  await call.presses('1')
  await fact('attempt-ended', { person: 'ana', result: 'congestion' })
  await fact('dialled', { person: 'ana', trunk: 'carrier-b' })
  await fact('bridged', { person: 'ana' })
  await call.hangsUp()
  await fact('left', { outcome: 'connected' })
})

test('refused before it rings: the same telephone over the next carrier; pushed away after it rang: the next person; many are an alarm', async () => {
  const { lab, fact, facts, state } = scene()
  lab.trunk('carrier-a').refuses(1)
  lab.phone(phone.ana).declines({ after: 100 })
  lab.phone(phone.ben).declines({ after: 100 })
  const call = await urgent()
  await fact('attempt-ended', { person: 'ana', result: 'congestion', sip: 404 })
  await fact('attempt-ended', { person: 'ana', result: 'declined' })
  await fact('attempt-ended', { person: 'ben', result: 'declined' })
  const over = facts().flatMap(f => (f.kind === 'dialled' ? [`${f.person} over ${f.trunk}`] : []))
  expect(over).toEqual(['ana over carrier-a', 'ana over carrier-b', 'ben over carrier-a', 'ben over carrier-b'])
  expect(lab.phone(phone.ana).legs).toHaveLength(1)
  await call.hangsUp()
  await fact('left')
  lab.phone(phone.ana).rings()
  const again = await urgent()
  await fact('rang', { person: 'ana' }, 2)
  const status = JSON.parse((await nightbell(['status', '--json', '--state', state])).stdout) as { alarms: { what: string }[] }
  expect(status.alarms.map(({ what }) => what)).toContainEqual(
    expect.stringMatching(/^trunk carrier-a refused \d+ calls before they rang, the last to \+15125550151 \(SIP 404\)/),
  )
  await again.hangsUp()
  await fact('left', {}, 2)
})

test('one press that is heard twice is one: the resident is asked what is wrong, and one accept is one key', async () => {
  const { lab, fact, facts } = scene()
  lab.phone(phone.ana).answers()
  const call = await lab.resident.calls(line.closed, { callerId: '+15127770033' })
  await call.answered()
  await call.hears()
  await call.pressesTwice('1')
  const ana = await lab.phone(phone.ana).answered()
  await ana.hears()
  await ana.pressesTwice('3')
  await fact('leg-key', { digit: '3' })
  await ana.presses('1')
  await fact('bridged', { person: 'ana' })
  await call.hangsUp()
  await fact('left', { outcome: 'connected' })
  expect(facts().filter(f => f.kind === 'leg-key' && f.digit === '3')).toHaveLength(1)
  expect(facts().filter(f => f.kind === 'key-pressed')).toHaveLength(1)
})

test('replay, a wrong key, then 5: owned without talking, and the caller is told', async () => {
  const { lab, fact } = scene()
  lab.phone(phone.ana).answers()
  const call = await urgent()
  const leg = await lab.phone(phone.ana).answered()
  await leg.hears()
  await leg.presses('3')
  await fact('leg-key', { digit: '3' })
  await leg.presses('9')
  await fact('leg-key', { digit: '9' })
  await leg.presses('5')
  await fact('owned', { person: 'ana', how: 'key-5' })
  await leg.ended()
  await call.ended()
  await fact('left', { outcome: 'owned' })
})

test('the technician’s line is lost after the accept: the caller is told, the same person rung once more, then the ladder resumes', async () => {
  const { lab, fact } = scene()
  const ana = lab.phone(phone.ana)
  ana.onRing(1).answers().hearing().presses('1').hangsUpAfter(4000)
  ana.onRing(2).rings()
  lab.phone(phone.ben).answers().hearing().presses('1').plays(900)
  const call = await urgent()
  await fact('technician-lost', { person: 'ana' })
  await fact('dialled', { person: 'ana' }, 2)
  await fact('attempt-ended', { person: 'ana', result: 'no-answer' })
  await fact('bridged', { person: 'ben' })
  await call.hearsTone(900)
  await call.hangsUp()
  await fact('left', { outcome: 'connected' })
})

test('a technician who has talked hangs up: "press 1 if you still need help" starts the ladder anew', async () => {
  const { lab, fact } = scene()
  const ana = lab.phone(phone.ana)
  ana.onRing(1).answers().hearing().presses('1').hangsUpAfter(23_000)
  ana.onRing(2).answers().hearing().presses('1')
  const call = await urgent()
  await fact('talk-ended', { by: 'technician' })
  await call.presses('1')
  await fact('still-needs-help')
  await fact('bridged', { person: 'ana' }, 2)
  await call.hangsUp()
  await fact('left', { outcome: 'connected' })
})

test('a REFER from a technician’s telephone moves nobody anywhere', async () => {
  const { lab, fact, facts } = scene()
  const ana = lab.phone(phone.ana)
  ana.onRing(1).answers().hearing().presses('1')
  ana.onRing(2).answers().hearing().presses('5')
  const call = await urgent()
  await fact('bridged')
  const leg = await lab.phone(phone.ana).answered()
  await leg.refersTo(`sip:${line.open}@127.0.0.1`)
  await leg.ended()
  expect(facts().filter(f => f.kind === 'arrived')).toHaveLength(1)
  await fact('technician-lost')
  await fact('owned', { person: 'ana' })
  await call.ended()
  await fact('left', { outcome: 'owned' })
})
