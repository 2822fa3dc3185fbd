// A caller who hangs up, at every moment: nothing is left over, nothing that was said is lost, and an urgent matter goes on.
import { expect, test } from 'vitest'
import { line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'

const scene = useScene()

async function calls(callerId = '+15127770002') {
  const call = await scene().lab.resident.calls(line.closed, { callerId })
  await call.answered()
  return call
}

test('in the menu: a missed call', async () => {
  const call = await calls()
  await call.hears()
  await call.hangsUp()
  await scene().fact('left', { outcome: 'missed', phase: 'asking-urgency' })
})

test('while speaking: the ladder goes on, and the technician hears the statement and owns it with 5', async () => {
  const { lab, fact } = scene()
  lab.phone(phone.ana).rings()
  lab.phone(phone.ben).answers()
  const call = await calls()
  await call.presses('1')
  await fact('statement-began')
  await call.says('Water is coming through my ceiling.')
  await call.hangsUp()
  await fact('left', { outcome: 'caller-left' })
  const taken = await fact('statement-taken')
  expect(taken.ms).toBeGreaterThan(1500)
  const leg = await lab.phone(phone.ben).answered()
  await leg.hears()
  await leg.presses('5')
  await fact('owned', { person: 'ben' })
  await fact('acknowledged', { person: 'ben' })
})

test('on hold, with a number that must not be called: the ladder goes on, and 1 owns it, the number being read out', async () => {
  const { lab, fact } = scene()
  lab.phone(phone.ana).rings()
  lab.phone(phone.ben).answers()
  const call = await calls('+448455550002')
  await call.presses('1')
  await call.presses('#')
  await fact('held')
  await call.hangsUp()
  await fact('caller-left')
  const leg = await lab.phone(phone.ben).answered()
  await leg.hears()
  await leg.presses('1')
  await fact('owned', { person: 'ben', how: 'key-1-caller-gone' })
  await leg.ended()
})

test('during the briefing: the technician is told and owns it', async () => {
  const { lab, fact } = scene()
  lab.phone(phone.ana).answers()
  const call = await calls()
  await call.presses('1')
  const leg = await lab.phone(phone.ana).answered()
  await leg.hears()
  await call.hangsUp()
  await fact('caller-left')
  await leg.presses('5')
  await fact('owned', { person: 'ana' })
})

test('in the instant of the accept: the technician has it, and the line is not left hanging', async () => {
  const { lab, fact } = scene()
  lab.phone(phone.ana).answers()
  const call = await calls()
  await call.presses('1')
  const leg = await lab.phone(phone.ana).answered()
  await leg.hears()
  await Promise.all([leg.presses('1'), fact('accepted').then(() => call.hangsUp())])
  await fact('acknowledged', { person: 'ana' })
  await leg.ended()
  await fact('left')
})

test('on hold, key 2: the number is promised, the call ends, the ladder goes on', async () => {
  const { lab, fact } = scene()
  lab.phone(phone.ana).rings()
  lab.phone(phone.ben).answers().hearing().presses('5')
  const call = await calls()
  await call.presses('1')
  await call.presses('#')
  await fact('held')
  await call.presses('2')
  await fact('asked', { question: 'number' })
  await call.presses('1')
  await fact('number-confirmed')
  await call.ended()
  await fact('left', { outcome: 'callback' })
  await fact('owned', { person: 'ben' })
})
