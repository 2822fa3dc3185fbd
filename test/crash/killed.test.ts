// kill -9 at the moments that matter, on the real PBX: the daemon comes back and goes on, or stays dead and the dialplan takes over.
import { expect, test } from 'vitest'
import { line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'

const scene = useScene()

test('killed while a telephone rings: it goes on ringing, is rung once only, and its 1 is heard', async () => {
  const { lab } = scene()
  lab.phone(phone.ana).answers({ after: 3000 }).hearing().presses('1').plays(900)
  const call = await lab.resident.calls(line.closed)
  await call.answered()
  await call.presses('1')
  await lab.phone(phone.ana).ringing()
  await scene().killDaemon()
  await scene().startDaemon()
  await scene().fact('bridged')
  await call.hearsTone(900)
  await call.hangsUp()
  await scene().fact('left', { outcome: 'connected' })
  expect(lab.phone(phone.ana).legs).toHaveLength(1)
  expect(
    scene()
      .facts()
      .filter(f => f.kind === 'dialled'),
  ).toHaveLength(1)
})

test('killed while two talk: they go on talking, and the end is told', async () => {
  const { lab } = scene()
  lab.phone(phone.ana).answers().hearing().presses('1').plays(900)
  const call = await lab.resident.calls(line.closed)
  await call.answered()
  await call.presses('1')
  await scene().fact('bridged')
  await scene().killDaemon()
  await call.hearsTone(900, { forMs: 1000 })
  await scene().startDaemon()
  await call.hearsTone(900, { forMs: 1000 })
  await call.hangsUp()
  await scene().fact('talk-ended', { by: 'caller' })
  await scene().fact('left', { outcome: 'connected' })
})

test('killed while the caller is in the menu: asked again, and the key is taken', async () => {
  const { lab } = scene()
  lab.phone(phone.ana).answers().hearing().presses('1')
  const call = await lab.resident.calls(line.closed)
  await call.hears()
  await scene().killDaemon()
  await scene().startDaemon()
  await scene().fact('asked', { question: 'urgency' }, 2)
  await call.presses('1')
  await scene().fact('bridged')
  await call.hangsUp()
  await scene().fact('left', { outcome: 'connected' })
})

test('hung up while the daemon was dead: the ladder goes on, the technician owns it', async () => {
  const { lab } = scene()
  lab.phone(phone.ana).answers({ after: 3500 }).hearing().presses('5')
  const call = await lab.resident.calls(line.closed)
  await call.answered()
  await call.presses('1')
  await lab.phone(phone.ana).ringing()
  await scene().killDaemon()
  await call.hangsUp()
  await scene().startDaemon()
  await scene().fact('left', { outcome: 'caller-left' })
  await scene().fact('owned', { person: 'ana' })
})

test('killed and not restarted: within a minute the caller is with the failsafe, and the log has it later', async () => {
  const { lab } = scene()
  lab.phone(phone.ana).rings()
  lab.phone(phone.ben).rings()
  lab.phone(phone.failsafe).answers().hearing().presses('1').plays(900)
  const call = await lab.resident.calls(line.closed, { callerId: '+15127770009' })
  await call.answered()
  await call.presses('1')
  await lab.phone(phone.ana).ringing()
  await scene().killDaemon()
  await lab.phone(phone.failsafe).answered(1, 60_000)
  await call.hearsTone(900)
  await call.hangsUp()
  await call.ended()
  await scene().startDaemon()
  await scene().fact('left')
})
