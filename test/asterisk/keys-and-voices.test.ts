// How keys come in a call, and who speaks at an answered telephone, on the real Asterisk: in the audio, by SIP INFO, not at all; and a telephone that
// answers by itself and asks who calls.
import { expect, test, vi } from 'vitest'
import type { Ports } from '../laboratory/ports.ts'
import { laboratoryRules, line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'
import { nightbell } from '../support/nightbell.ts'

vi.setConfig({ testTimeout: 90_000 })

/** Telephones answer without telephone-event: carrier-a hears keys in the audio, carrier-b does not. Maple's system sends INFO. */
function rules(ports: Ports): Record<string, string> {
  const all = laboratoryRules(ports)
  return {
    ...all,
    'box.yaml': (all['box.yaml'] ?? '').replace(/(carrier-b: \{.*)outbound: yes/, '$1outbound: yes, digits: rfc4733'),
    'ladders.yaml': (all['ladders.yaml'] ?? '').replace('accept: 16s', 'accept: 8s').replace('accept: 20s', 'accept: 40s'),
    'properties.yaml': (all['properties.yaml'] ?? '')
      .replace('name: Maple Court\n', 'name: Maple Court\n    outbound: [carrier-b]\n    hours: { mon-sun: closed }\n')
      .replace(/(name: Maple Court[\s\S]*?)\n {4}hours: \{ mon-sun: 00:00-24:00 \}/, '$1'),
  }
}

const scene = useScene({
  rules,
  digitsInBand: ['carrier-a'],
  carrier: files => ({
    ...files,
    'pjsip.conf': (files['pjsip.conf'] ?? '').replace(/(\[maple-pbx\]\ntype=endpoint\n[\s\S]*?dtmf_mode=)rfc4733/, '$1info'),
  }),
})

test('no telephone-event in the answer: a key in the audio is heard, and confirmed by a second one', async () => {
  const { lab, fact } = scene()
  lab.phone(phone.ana).answers().hearing().presses('1').hearing(2).presses('046789', { after: 1500 })
  const call = await lab.resident.calls(line.closed, { from: 'carrier-b', callerId: '+15127770095' })
  await call.answered()
  await call.presses('1')
  await fact('leg-key', { person: 'ana', meaning: 'accept, to be confirmed' })
  await fact('leg-key', { person: 'ana', meaning: 'confirmed' })
  await fact('bridged', { person: 'ana' })
  await call.hangsUp()
})

test('a caller’s keys by INFO count, once; where no key can come from a technician the story says so', async () => {
  const { lab, state, fact, facts } = scene()
  const ana = lab.phone(phone.ana).answers()
  const call = await lab.resident.calls(line.ownPbx, { from: 'maple-pbx', callerId: '+15127770096' })
  await call.answered()
  await call.presses('3')
  await fact('opened')
  const none = await fact('no-keys', { person: 'ana' })
  expect(facts().filter(({ kind }) => kind === 'key-pressed')).toHaveLength(1)
  await (await ana.answered()).hangsUp()
  await fact('attempt-ended', { person: 'ana' })
  await call.hangsUp()
  expect((await nightbell(['incidents', 'show', none.stream, '--state', state])).stdout).toContain(
    "Ana's telephone offers no way to send keys",
  )
})

test('a telephone that asks who calls: its owner speaks after the accept time has run out once, and takes it', async () => {
  const { lab, fact, facts } = scene()
  lab
    .phone(phone.ana)
    .answers()
    .says('Hi, say your name and why you call.')
    .pauses(6500)
    .says('Hello?')
    .presses('1', { after: 6500 })
  const call = await lab.resident.calls(line.closed, { from: 'carrier-b', callerId: '+15127770097' })
  await call.answered()
  await call.presses('1')
  const answered = await fact('answered', { person: 'ana' })
  const key = await fact('leg-key', { person: 'ana' })
  expect(key.at - answered.at).toBeGreaterThan(12_000)
  expect(facts().flatMap(told => (told.kind === 'voice-heard' ? [told.why] : []))).toEqual([
    'it spoke at once, as greetings do',
    'somebody new speaks',
  ])
  await call.hangsUp()
})
