// Text messages on the real PBX: over SIP the box sends one over a trunk (an experiment), and one that somebody sends to a line is refused
// and never taken for a call. Over a gateway that is dead while people call: nobody waits for it, and it gets each text once when it is back.
import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { laboratoryRules, line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'
import { openHttpServer } from '../support/http-server.ts'
import { nightbell } from '../support/nightbell.ts'

const scene = useScene({
  rules(ports) {
    const all = laboratoryRules(ports)
    return {
      ...all,
      'telling.yaml': 'sms: { trunk: carrier-b }\npeople: { mia: { name: Mia, sms: "+15125550199" } }\n',
      'properties.yaml': `${all['properties.yaml']?.replace('  closed-court:\n', '  closed-court:\n    notify: [{ on: [missed, opened, acknowledged], sms: mia }]\n')}`,
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

test('a gateway that refuses, then hangs, delays no call; when it is back each text arrives once', async () => {
  const { lab, fact, config, state, logged, daemonLog, mark } = scene()
  const gateway = await openHttpServer()
  const from = daemonLog().length
  const sms = `sms: { url: "${gateway.url}/send", body: { to: "{to}", text: "{text}" } }`
  writeFileSync(`${config}/telling.yaml`, `${sms}\npeople: { mia: { name: Mia, sms: "+15125550199" } }\n`)
  await logged('changed rules are in force', from)
  lab.phone(phone.ana).answers().hearing().presses('1').plays(900)

  /** Called, urgent, and connected: how long each step took, ms. */
  async function connected(callerId: string, nth: number): Promise<number[]> {
    mark()
    const began = performance.now()
    const call = await lab.resident.calls(line.closed, { callerId })
    await call.hears()
    const answered = performance.now()
    await call.presses('1')
    const opened = await fact('opened')
    const ringing = await fact('rang')
    await fact('bridged')
    await call.hearsTone(900)
    await (await lab.phone(phone.ana).answered(nth)).hangsUp()
    await call.hangsUp()
    await fact('left', { outcome: 'connected' })
    await fact('attempt-ended', { person: 'ana' })
    return [answered - began, ringing.at - opened.at]
  }

  await gateway.close()
  const times = [await connected('+15127770034', 1)]
  gateway.says('hang')
  await gateway.open()
  const asked = gateway.asked.length
  times.push(await connected('+15127770035', 2))
  expect(await nightbell(['outbox', 'retry', '--all', '--state', state])).toMatchObject({ code: 0 })
  await gateway.ask(asked + 1)
  for (const [answer, ring] of times) {
    expect(answer).toBeLessThan(3000)
    expect(ring).toBeLessThan(3000)
  }
  const listed = await nightbell(['outbox', 'list', '--json', '--state', state])
  const waiting = (JSON.parse(listed.stdout) as { key: string; state: string }[]).filter(one => one.state === 'waits')
  expect(waiting.map(({ key }) => key.split(':')[0]).sort()).toEqual(['acknowledged', 'acknowledged', 'opened', 'opened'])

  // It is itself again: what it never answered is broken off.
  gateway.says(200)
  await gateway.close()
  await gateway.open()
  expect(await nightbell(['outbox', 'retry', '--all', '--state', state])).toMatchObject({ code: 0 })
  await gateway.take(4)
  const texts = gateway.taken.map(({ body }) => (JSON.parse(body) as { text: string }).text)
  for (const number of ['777 0034', '777 0035'])
    expect(
      texts
        .filter(text => text.includes(number))
        .map(text => /being rung|has it/.exec(text)?.[0])
        .sort(),
    ).toEqual(['being rung', 'has it'])
  const keys = gateway.taken.map(({ headers }) => headers['idempotency-key'])
  expect(new Set(keys).size).toBe(4)
  expect(gateway.taken).toHaveLength(4)
  await gateway.close()
})
