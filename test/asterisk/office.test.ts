// Office hours on the real PBX: the office queue answers, times out, is empty, or the caller gives up.
import { expect, test } from 'vitest'
import { line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'

const scene = useScene()

test('the office answers: a talk, and nothing of ours in it', async () => {
  const { lab, fact } = scene()
  lab.phone('office-1').answers({ after: 700 }).plays(900)
  const call = await lab.resident.calls(line.open)
  await call.ringing(1000)
  await call.answered()
  await call.hearsTone(900)
  const answered = await fact('office-answered')
  expect(answered.member).toContain('office-1')
  await call.hangsUp()
  await fact('left', { outcome: 'office-answered' })
})

test('nobody in the office answers: the menu, after the ring time', async () => {
  const { lab, fact } = scene()
  lab.phone(phone.ana).answers().hearing().presses('1')
  const call = await lab.resident.calls(line.open)
  await call.ringing(1000)
  const unanswered = await fact('office-unanswered', { status: 'TIMEOUT' })
  expect(unanswered.waitedMs).toBeGreaterThan(3500)
  expect(unanswered.waitedMs).toBeLessThan(6500)
  await call.answered()
  await call.presses('1')
  await fact('bridged')
  await call.hangsUp()
  await fact('left', { outcome: 'connected' })
})

test('both office telephones are busy or off: the menu after the ring time at the latest', async () => {
  const { lab, fact } = scene()
  lab.phone('office-1').busy()
  lab.phone('office-2').unavailable()
  const call = await lab.resident.calls(line.open)
  await fact('office-unanswered')
  await call.answered()
  await call.presses('2')
  await fact('told', { what: 'to leave a message' })
  await call.hangsUp()
  await fact('left')
})

test('the caller gives up while the office rings: a missed call with the wait', async () => {
  const { lab, fact } = scene()
  const call = await lab.resident.calls(line.open)
  await lab.phone('office-1').ringing()
  await call.hangsUp()
  const left = await fact('left', { outcome: 'missed', phase: 'in-office-queue' })
  expect(left.waitedMs).toBeGreaterThan(0)
})

test('killed while the office rings: the office can still answer, and the log has it', async () => {
  const { lab, fact, killDaemon, startDaemon } = scene()
  lab.phone('office-2').answers({ after: 2500 }).plays(900)
  const call = await lab.resident.calls(line.open)
  await lab.phone('office-1').ringing()
  await killDaemon()
  await startDaemon()
  await call.hearsTone(900)
  await call.hangsUp()
  await fact('left', { outcome: 'office-answered' })
})

test('somebody waits already and no more may: the second caller overflows at once', async () => {
  const { lab, fact } = scene()
  const first = await lab.resident.calls(line.open)
  await lab.phone('office-1').ringing()
  const second = await lab.resident.calls(line.open)
  const full = await fact('office-unanswered', { status: 'FULL' })
  expect(full.waitedMs).toBeLessThan(1000)
  await second.answered()
  await first.hangsUp()
  await second.hangsUp()
  await fact('left', { outcome: 'missed' }, 2)
})

test('no office telephone is reachable: the menu at once', async () => {
  const { lab, fact } = scene()
  const call = await lab.resident.calls(line.unplugged)
  const empty = await fact('office-unanswered', { status: 'JOINEMPTY' })
  expect(empty.waitedMs).toBeLessThan(1000)
  await call.answered()
  await call.hangsUp()
  await fact('left', { outcome: 'missed' })
})
