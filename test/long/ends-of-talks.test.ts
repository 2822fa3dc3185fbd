// How talks and holds end, in real time: a BYE with an odd cause after 20 s is an ordinary end; somebody who sends no sound is held for more than
// a minute; a peer that died is found by session timers, though it never asked for any.
import { expect, test } from 'vitest'
import type { Ports } from '../laboratory/ports.ts'
import { laboratoryRules, line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'

const scene = useScene({ rules, carrier: withoutTimers })

/** Ana's telephone rings, and callers hold, longer than any of these tests needs. */
function rules(ports: Ports): Record<string, string> {
  const all = laboratoryRules(ports)
  const long = (file: string, short: string, put: string): string => all[file]?.replace(short, put) ?? ''
  return {
    ...all,
    'ladders.yaml': long('ladders.yaml', '{ who: first, ring: 4s }', '{ who: first, ring: 2m }'),
    'box.yaml': long('box.yaml', 'hold: { max: 60s, word-every: 20s }', 'hold: { max: 10m, word-every: 20s }'),
  }
}

/** The carrier knows nothing of session timers. */
function withoutTimers(files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return { ...files, 'pjsip.conf': (files['pjsip.conf'] ?? '').replaceAll('type=endpoint\n', 'type=endpoint\ntimers=no\n') }
}

async function talking() {
  const { lab, fact } = scene()
  lab.phone(phone.ana).answers().hearing().presses('1')
  const call = await lab.resident.calls(line.closed, { callerId: '+15127770081' })
  await call.answered()
  await call.presses('1')
  await fact('bridged', { person: 'ana' })
  return { call, ana: await lab.phone(phone.ana).answered() }
}

test('cause 127 after 21 s of talk: over, and the caller is asked whether they still need help', async () => {
  const { fact, facts } = scene()
  const { call, ana } = await talking()
  await new Promise(done => setTimeout(done, 21_000))
  await ana.hangsUp(127)
  await fact('talk-ended', { person: 'ana', by: 'technician' })
  await fact('attempt-ended', { person: 'ana', result: 'accepted', cause: 127 })
  await fact('told', { what: 'talk-over' })
  expect(facts().filter(f => f.kind === 'technician-lost')).toEqual([])
  await call.hangsUp()
  await fact('left', { outcome: 'connected' })
}, 90_000)

test('a caller who sends no sound, and whose carrier knows no session timers, is held on', async () => {
  const { lab, fact, facts } = scene()
  lab.phone(phone.ana).rings()
  const call = await lab.resident.calls(line.closed, { callerId: '+15127770082' })
  await call.answered()
  await call.presses('1')
  await call.presses('*')
  await call.mutes()
  await new Promise(done => setTimeout(done, 100_000))
  expect(call.end).toBeUndefined()
  expect(facts().filter(f => f.kind === 'left')).toEqual([])
  await call.hangsUp()
  await fact('left')
}, 240_000)

test('the carrier dies in a talk: both lines are found dead, though nobody has hung up', async () => {
  const { lab, fact } = scene()
  await talking()
  process.kill(lab.carrier.pbx.pid, 'SIGSTOP')
  try {
    await fact('attempt-ended', { person: 'ana', sip: 408 }, 1, 200_000)
    await fact('left', {}, 1, 200_000)
  } finally {
    process.kill(lab.carrier.pbx.pid, 'SIGCONT')
  }
}, 450_000)
