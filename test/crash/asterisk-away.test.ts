// Asterisk away: when the daemon starts, and killed in the middle of calls. The daemon waits and says so, comes back by itself, settles in
// the journal what was lost, and brings every open matter on. The calls of the dead Asterisk can't be saved; nobody else may pay.
import { expect, test } from 'vitest'
import { line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'

const scene = useScene()

/** A whole call, to prove that everything works (again). */
async function aCallWorks(callerId: string) {
  const { lab, fact, facts } = scene()
  lab.phone(phone.ana).answers().hearing().presses('1').plays(900)
  const before = facts().filter(f => f.kind === 'bridged').length
  const call = await lab.resident.calls(line.closed, { callerId })
  await call.answered()
  await call.presses('1')
  await fact('bridged', {}, before + 1)
  await call.hearsTone(900)
  await call.hangsUp()
  await fact('left', { stream: facts().findLast(f => f.kind === 'arrived')?.stream, outcome: 'connected' } as never)
}

test('away when the daemon starts: it waits and says so, and takes calls as soon as Asterisk is there', async () => {
  const { lab, daemonLog, logged } = scene()
  await scene().stopDaemon()
  await lab.box.kill()
  const from = daemonLog().length
  const started = scene().startDaemon()
  await logged('waiting for Asterisk', from)
  expect(daemonLog().slice(from)).not.toContain('"ready"')
  await lab.box.startAgain()
  await started
  await aCallWorks('+15127770101')
})

test('killed with a caller on hold and a telephone ringing: the lost call is settled, the ladder goes on, new calls work', async () => {
  const { lab, daemonLog, fact, facts, logged } = scene()
  lab.phone(phone.ana).rings()
  lab.phone(phone.ben).answers().hearing().presses('5')
  const from = daemonLog().length
  const call = await lab.resident.calls(line.closed, { callerId: '+15127770102' })
  await call.answered()
  await call.presses('1')
  await call.presses('#')
  const held = await fact('held')
  await lab.phone(phone.ana).ringing()
  await fact('rang', { person: 'ana' })
  await lab.box.kill()
  await logged('the connection to Asterisk is lost', from)
  // Longer than all ring times of the ladder: nothing may be decided about telephones while there is no way to ring them.
  await new Promise(resolve => setTimeout(resolve, 12_000))
  expect(facts().filter(f => f.kind === 'dialled' || f.kind === 'unreached')).toHaveLength(1)
  await lab.box.startAgain()
  const left = await fact('left', { outcome: 'caller-left' })
  expect(left.stream).toBe(held.stream)
  await fact('attempt-ended', { person: 'ana' })
  await fact('dialled', { person: 'ben' })
  await fact('owned', { person: 'ben' })
  expect(facts().filter(f => f.kind === 'dialled')).toHaveLength(2)
  await lab.phone(phone.ben).ended()
  await call.hangsUp()
  await aCallWorks('+15127770103')
  expect(daemonLog().slice(from)).not.toContain('the core broke')
})

test('killed in the middle of a talk and while somebody is being asked: both calls are settled, nothing is left over', async () => {
  const { lab, fact, facts, logged, daemonLog } = scene()
  lab.phone(phone.ana).answers().hearing().presses('1').plays(900)
  const talking = await lab.resident.calls(line.closed, { callerId: '+15127770104' })
  await talking.answered()
  await talking.presses('1')
  await fact('bridged')
  await talking.hearsTone(900)
  const asked = await lab.resident.calls(line.closed, { callerId: '+15127770105' })
  await asked.hears()
  const from = daemonLog().length
  await lab.box.kill()
  await logged('the connection to Asterisk is lost', from)
  await lab.box.startAgain()
  await fact('left', {}, 2)
  expect(
    facts()
      .filter(f => f.kind === 'left')
      .map(f => f.outcome)
      .sort(),
  ).toEqual(['connected', 'missed'])
  await Promise.all([talking.hangsUp(), asked.hangsUp()])
  await aCallWorks('+15127770106')
})

test('killed in the moment in which a telephone is being dialled: the leg is settled or dialled, never counted as a congested trunk', async () => {
  const { lab, fact, facts, logged, daemonLog } = scene()
  lab.phone(phone.ana).answers().hearing().presses('5')
  lab.phone(phone.ben).answers().hearing().presses('5')
  const call = await lab.resident.calls(line.closed, { callerId: '+15127770107' })
  await call.hears()
  const from = daemonLog().length
  await call.presses('1')
  await fact('dialled')
  await lab.box.kill()
  await logged('the connection to Asterisk is lost', from)
  await lab.box.startAgain()
  await fact('owned')
  await fact('left')
  const results = facts().flatMap(f => (f.kind === 'attempt-ended' ? [f.result] : []))
  expect(results).not.toContain('congestion')
  await call.hangsUp()
})
