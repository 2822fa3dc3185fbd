// The caller has hung up and a technician presses 1: the box rings the caller and brings the two together, on the real PBX.
import { expect, test } from 'vitest'
import { toneSpans } from '../laboratory/audio.ts'
import { line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'

const scene = useScene()
const CALLER = '+15127770002'

/** Urgent, on hold, and gone. Ana's telephone is busy, so that Ben is the one. */
async function hungUp(callerId = CALLER): Promise<void> {
  const { lab, fact } = scene()
  lab.phone(phone.ana).rings()
  const call = await lab.resident.calls(line.closed, { callerId })
  await call.answered()
  await call.presses('1')
  await call.presses('#')
  await fact('held')
  await call.hangsUp()
  await fact('caller-left')
}

/** Ben has been briefed and presses 1. */
async function benCallsBack() {
  const ben = await scene().lab.phone(phone.ben).answered()
  await ben.hears()
  await ben.presses('1')
  await scene().fact('caller-dialled', { person: 'ben' })
  return ben
}

test('answered: the resident sees the property’s number, the technician hears it ring, and both talk', async () => {
  const { lab, fact, logged } = scene()
  // With words still to be made, the first of them may take longer than the ringing.
  await logged('words rendered in advance')
  lab.phone(phone.ben).answers()
  lab.phone(CALLER).answers({ after: 9000 })
  await hungUp()
  const ben = await benCallsBack()
  await fact('caller-rings')
  const resident = await lab.phone(CALLER).answered()
  expect(resident.callerNumber).toBe(line.closed)
  await fact('bridged', { person: 'ben' })
  await resident.plays(900)
  await ben.hearsTone(900)
  await ben.plays(600)
  await resident.hearsTone(600)
  await ben.hangsUp()
  await fact('acknowledged', { person: 'ben', why: 'called back and talked' })
  await resident.ended()
  // Ringback is 440 and 480 Hz, two seconds on and four off.
  const rang = toneSpans(await ben.recording(), 440).map(({ fromMs, toMs }) => toMs - fromMs)
  expect(rang.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(1500)
})

test('busy: said so, and 1 calls again', async () => {
  const { lab, fact } = scene()
  lab.phone(phone.ben).answers()
  lab.phone(CALLER).onRing(1).busy()
  lab.phone(CALLER).onRing(2).answers()
  await hungUp()
  const ben = await benCallsBack()
  await fact('caller-not-reached', { result: 'busy' })
  await ben.presses('1')
  await fact('caller-dialled', {}, 2)
  await fact('bridged', { person: 'ben' })
  const resident = await lab.phone(CALLER).answered(2)
  await resident.hangsUp()
  // Hung up at once: not a talk that counts, so the technician is asked.
  await fact('caller-not-reached', { result: 'hung-up' })
  await ben.presses('5')
  await fact('owned', { person: 'ben', how: 'key-5' })
  await ben.ended()
})

test('a voicemail: star within 20 s does not count, and 2 passes it on along the ladder', async () => {
  const { lab, fact } = scene()
  // Another resident: their trouble stays open.
  const neighbour = '+15127770003'
  lab.phone(phone.ben).answers()
  lab.phone(neighbour).answersWithVoicemail({ after: 200 })
  await hungUp(neighbour)
  const ben = await benCallsBack()
  await fact('bridged', { person: 'ben' })
  await ben.presses('*')
  await fact('caller-not-reached', { result: 'called-off' })
  await lab.phone(neighbour).ended()
  await ben.presses('2')
  await fact('given-back', { person: 'ben' })
  // There is nobody after Ben on this ladder.
  await fact('unreached')
  await ben.ended()
})

test('not answered, and the technician has heard enough: star, then they hang up and have it', async () => {
  const { lab, fact } = scene()
  lab.phone(phone.ben).answers()
  lab.phone(CALLER).rings()
  await hungUp()
  const ben = await benCallsBack()
  await fact('caller-rings')
  await ben.presses('*')
  await fact('caller-not-reached', { result: 'called-off' })
  await lab.phone(CALLER).ended()
  await ben.hangsUp()
  await fact('acknowledged', { person: 'ben', why: 'pressed 1, and hung up' })
})

test('the resident calls in at that very moment: no menu, the two are connected', async () => {
  const { lab, fact } = scene()
  lab.phone(phone.ben).answers()
  lab.phone(CALLER).rings()
  await hungUp()
  const ben = await benCallsBack()
  await fact('caller-rings')
  const again = await lab.resident.calls(line.closed, { callerId: CALLER })
  await fact('caller-came-back')
  await fact('bridged', { person: 'ben' })
  await lab.phone(CALLER).ended()
  await again.plays(900)
  await ben.hearsTone(900)
  await again.hangsUp()
  await fact('left', { outcome: 'connected' })
  // Ben is asked for the outcome, and just hangs up.
  await fact('outcome-asked', { person: 'ben' })
  await ben.hangsUp()
})

/** Ben calls back, and the resident answers while the daemon is dead. */
async function answeredWhileDead() {
  const { lab } = scene()
  lab.phone(phone.ben).answers()
  const caller = lab.phone(CALLER)
  caller.rings()
  await hungUp()
  const ben = await benCallsBack()
  const resident = await caller.ringing()
  await scene().killDaemon()
  await resident.answer()
  return { ben, caller, resident }
}

test('killed between the accept and the answer: the daemon that comes back brings them together', { tags: 'slow' }, async () => {
  const { fact } = scene()
  const { ben, resident } = await answeredWhileDead()
  await scene().startDaemon()
  await fact('bridged', { person: 'ben' })
  await resident.plays(900)
  await ben.hearsTone(900)
  await ben.hangsUp()
  await fact('acknowledged', { person: 'ben' })
  await resident.ended()
})

test('on hold, a caller whose number must not be called types another, confirms it, and is called back there', async () => {
  const { lab, fact } = scene()
  lab.phone(phone.ana).rings()
  lab.phone(phone.ben).answers()
  lab.phone(CALLER).answers({ after: 500 })
  const call = await lab.resident.calls(line.closed, { callerId: '+448455550002' })
  await call.answered()
  await call.presses('1')
  await call.presses('#')
  await fact('held')
  await call.hears()
  await call.presses('2')
  await fact('number-refused', { callerNumber: '+448455550002' })
  await call.presses('9005551234#')
  await fact('number-refused', { callerNumber: '9005551234' })
  await call.presses(`${CALLER.slice(2)}#`)
  await fact('asked', { why: 'number-confirm' })
  await call.presses('1')
  await fact('number-confirmed', { callerNumber: CALLER })
  await call.ended()
  await fact('left', { outcome: 'callback' })
  await benCallsBack()
  await fact('bridged', { person: 'ben' })
})

test('killed for longer than an answered telephone waits: the resident hears that they are rung again, and they are', async () => {
  const { fact } = scene()
  const { ben, caller, resident } = await answeredWhileDead()
  await resident.hears()
  await resident.ended(30_000)
  caller.answers()
  await scene().startDaemon()
  await fact('caller-not-reached', { result: 'unknown' })
  await fact('bridged', { person: 'ben' })
  const again = await caller.answered(2)
  await again.plays(900)
  await ben.hearsTone(900)
  await ben.hangsUp()
  await fact('acknowledged', { person: 'ben', why: 'called back and talked' })
  await again.ended()
})
