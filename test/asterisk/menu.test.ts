// The menu on the real PBX: no key, wrong keys, messages, and a ladder that comes to its end.
import { expect, test } from 'vitest'
import { toneAt } from '../laboratory/audio.ts'
import { line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'
import { openIncidents } from '../support/incidents-of.ts'

const scene = useScene()

async function calls(to: string) {
  const call = await scene().lab.resident.calls(to, { callerId: '+15127770004' })
  await call.answered()
  return call
}

test('nothing pressed and nothing said: asked twice, then the tone, then a missed call', async () => {
  const { fact } = scene()
  const call = await calls(line.brief)
  await fact('no-key', { round: 2 })
  await call.ended(60_000)
  await fact('left', { outcome: 'missed' })
})

test('nothing pressed, but three seconds of speech: a message, or an incident where the property says so', async () => {
  const { lab, fact } = scene()
  lab.phone(phone.ana).answers().hearing().presses('5')
  const words = 'There is water everywhere in my kitchen, I am in unit forty two, please send somebody.'
  const [message, urgent] = await Promise.all([calls(line.brief), calls(line.urgent)])
  await fact('statement-began', {}, 2)
  await Promise.all([message.says(words), urgent.says(words)])
  await Promise.all([message.presses('#'), urgent.presses('#')])
  const taken = await fact('message-taken', { mailbox: 'office' })
  expect(taken.ms).toBeGreaterThan(3000)
  await fact('opened', { category: 'water-leak' })
  await fact('owned', { person: 'ana' })
  await message.ended()
  await urgent.ended()
  await fact('left', { outcome: 'message' })
  await fact('left', { outcome: 'owned' })
})

test('wrong keys are said so, an announcement is heard, and a right key still counts', async () => {
  const { fact } = scene()
  const call = await calls(line.closed)
  await call.hears()
  await call.presses('9')
  await fact('key-ignored', { digit: '9' })
  await call.presses('2')
  await fact('told', { what: 'to leave a message' })
  await call.hangsUp()
  await fact('left')
})

test('a leasing enquiry becomes a message, ended with #', async () => {
  const { fact } = scene()
  const call = await calls(line.closed)
  await call.presses('2')
  await fact('statement-began')
  await call.says('I would like to see a two bedroom apartment.')
  await call.presses('#')
  const taken = await fact('message-taken', { mailbox: 'office' })
  expect(taken.ms).toBeGreaterThan(2000)
  await call.ended()
  await fact('left', { outcome: 'message' })
})

test('hanging up keeps the message', async () => {
  const { fact } = scene()
  const call = await calls(line.closed)
  await call.presses('2')
  await fact('statement-began')
  await call.says('Please call me about the lease.')
  await call.hangsUp()
  await fact('message-taken', { mailbox: 'office' })
  await fact('left', { outcome: 'message' })
})

test('nobody on the ladder in two passes: the caller is told, speaks, and the incident stays open as unreached', async () => {
  const { lab, fact, ask } = scene()
  for (const number of [phone.cleo, phone.cleo2, phone.ben]) lab.phone(number).rings()
  const call = await calls(line.closed)
  await call.presses('4')
  await call.presses('#')
  await fact('pass-exhausted', { pass: 1 })
  await fact('unreached', {})
  await fact('asked', { question: 'statement' }, 2)
  await fact('statement-began', {})
  await call.says('Nobody came. I am at unit seven.')
  await call.presses('#')
  await fact('statement-taken')
  await call.ended()
  const left = await fact('left', { outcome: 'unreached' })
  const open = ask(openIncidents)
  expect(open.map(incident => incident.id)).toContain(`i-${left.stream}`)
  expect(
    scene()
      .facts()
      .filter(f => f.kind === 'dialled')
      .map(f => f.phone),
  ).toEqual([phone.cleo, phone.cleo2, phone.ben, phone.cleo, phone.cleo2, phone.ben])
})

test('a hold that lasts too long is offered an end, and the line is closed kindly while the ladder goes on', async () => {
  const { lab, fact } = scene()
  lab.phone(phone.ana).rings()
  lab.phone(phone.ben).answers({ after: 5000 }).hearing().pauses(9000).presses('5')
  const call = await calls(line.urgent)
  await call.presses('1')
  await call.presses('#')
  await fact('told', { what: 'hold-word' })
  await fact('told', { what: 'hold-max' })
  await fact('owned', { person: 'ben' })
  await call.ended()
  await fact('left', { outcome: 'owned' })
})

test('a property that records its talks: both are told, and the recording holds both', async () => {
  const { lab, fact } = scene()
  lab.phone(phone.ana).answers().hearing().presses('1').plays(900)
  const call = await calls(line.urgent)
  await call.presses('1')
  const { recording } = await fact('talk-recorded')
  await call.plays(600)
  await (await lab.phone(phone.ana).answered()).hearsTone(600, { forMs: 1000 })
  await call.hangsUp()
  await fact('left', { outcome: 'connected' })
  const file = `${lab.box.settings.directory}/spool/recording/${recording}.wav`
  expect(toneAt(file, 900, 500)).toBeGreaterThan(-40)
  expect(toneAt(file, 600, 500)).toBeGreaterThan(-40)
})
