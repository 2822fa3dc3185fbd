// Text messages over SIP on the real PBX: the box sends one over a trunk (an experiment), and one that somebody sends to a line is refused
// and never taken for a call.
import { expect, test } from 'vitest'
import { laboratoryRules, line } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'

const scene = useScene({
  rules(ports) {
    const all = laboratoryRules(ports)
    return {
      ...all,
      'telling.yaml': 'sms: { trunk: carrier-b }\npeople: { mia: { name: Mia, sms: "+15125550199" } }\n',
      'properties.yaml': `${all['properties.yaml']?.replace('  closed-court:\n', '  closed-court:\n    notify: [{ on: [missed], sms: mia }]\n')}`,
    }
  },
})

test('a missed call is told by SIP MESSAGE over the trunk, from the box’s number', async () => {
  const { lab, fact } = scene()
  const call = await lab.resident.calls(line.closed, { callerId: '+15127770031' })
  await call.answered()
  await fact('asked', { question: 'urgency' })
  await call.hangsUp()
  expect(await lab.carrier.text()).toMatchObject({
    ...{ to: '+15125550199', from: expect.stringContaining('+15125550100') },
    body: 'Nightbell, Closed Court: missed call from +1 512 777 0031.',
  })
})

test('a text message to a line is no call: nothing arrives, and the next call is answered', async () => {
  const { lab, fact, facts } = scene()
  const { settings, observer } = lab.box
  const to = `pjsip:carrier-a/sip:${line.closed}@${settings.sip.address}:${settings.sip.port}`
  const from = 'sip:+15127770032@127.0.0.2'
  await lab.carrier.control.request('PUT', '/endpoints/sendMessage', { to, from, body: 'You have won!' })
  const call = await lab.resident.calls(line.closed, { callerId: '+15127770033' })
  await call.answered()
  await fact('asked', { question: 'urgency' })
  await call.hangsUp()
  await fact('left', { outcome: 'missed' })
  expect(facts().filter(({ kind }) => kind === 'arrived')).toHaveLength(1)
  expect((await observer.channels.list()).map(({ name }) => name).filter(name => name.startsWith('Message/'))).toEqual([])
})
