// An urgent call in the night that somebody accepts, on the real PBX: who is rung, who wins, and what each of them hears.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { line, phone } from '../laboratory/rules.ts'
import { type Scene, startScene } from '../laboratory/scene.ts'

let scene: Scene

beforeAll(async () => {
  scene = await startScene()
  await scene.startDaemon()
})
beforeEach(() => scene.mark())
afterEach(async () => {
  await scene.lab.reset()
  expect(await scene.lab.box.leftovers()).toEqual([])
  expect(scene.replayAgrees().differing).toEqual([])
})
afterAll(() => scene?.stop())

test('the first technician accepts: both hear each other and nothing else', async () => {
  scene.lab.phone(phone.ana).answers().hearing().presses('1').plays(900)
  const call = await scene.lab.resident.calls(line.closed, { callerId: '+15557770001' })
  await call.answered()
  await call.presses('1')
  await scene.fact('bridged')
  const leg = await scene.lab.phone(phone.ana).answered()
  await call.plays(600)
  await leg.hearsTone(600)
  await call.hearsTone(900)
  await call.hangsUp()
  await scene.fact('acknowledged', { person: 'ana' })
  await scene.fact('left', { outcome: 'connected' })
})
