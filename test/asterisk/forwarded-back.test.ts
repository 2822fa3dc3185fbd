// A technician's telephone that is forwarded back to a line of the box, on the real Asterisk: its call is told from a caller, hears busy,
// and the ladder goes on; with the daemon away it does not multiply.
import { expect, test } from 'vitest'
import type { Leg } from '../laboratory/leg.ts'
import type { Ports } from '../laboratory/ports.ts'
import { laboratoryRules, line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'
import { nightbell } from '../support/nightbell.ts'

/** The failsafe rings for a short time. */
function rules(ports: Ports): Record<string, string> {
  const usual = laboratoryRules(ports)
  return { ...usual, 'box.yaml': usual['box.yaml']?.replace('gina], ring: 10s', 'gina], ring: 5s') ?? '' }
}

const scene = useScene({ rules })

/** As carriers forward: with the caller ID of the first call, or with the telephone's own; with a Diversion, or without any. */
type Forwards = 'with Diversion' | 'without Diversion' | 'as its own call' | 'in no way that tells'

/** Every call that comes to the telephone goes back to the line. What the line says to it is said to its caller. */
function forwards(number: string, how: Forwards): { readonly back: Leg[] } {
  const { lab } = scene()
  const back: Leg[] = []
  lab.phone(number).forwards(async leg => {
    const shows = how === 'as its own call' || how === 'in no way that tells' ? number : leg.callerNumber
    const diversion = how === 'with Diversion' || how === 'as its own call' ? { diversion: number } : {}
    const call = await lab.resident.calls(line.closed, { callerId: shows, recorded: false, ...diversion })
    back.push(call)
    await Promise.race([call.ended(60_000), leg.ended(60_000)])
    await Promise.all([call.hangsUp(), leg.hangsUp(17)])
  })
  return { back }
}

test.each([
  'with Diversion',
  'without Diversion',
] as const)('the daemon tells it %s: busy, a fact, an alarm, and the ladder goes on at once', async how => {
  const { lab, state, fact, facts } = scene()
  const { back } = forwards(phone.ana, how)
  lab.phone(phone.ben).answers().hearing().presses('1')
  const call = await lab.resident.calls(line.closed, { callerId: '+15127770061' })
  await call.answered()
  await call.presses('1')
  const told = await fact('forwarded-back')
  expect(told).toMatchObject({ person: 'ana', phone: how === 'without Diversion' ? null : phone.ana })
  await fact('attempt-ended', { person: 'ana', result: 'busy' })
  await fact('bridged', { person: 'ben' })
  await call.hangsUp()
  expect((await back[0]?.ended())?.sip).toBe(486)
  expect(lab.phone(phone.ana).legs).toHaveLength(1)
  expect(facts().filter(({ kind }) => kind === 'opened')).toHaveLength(1)
  const status = await nightbell(['status', '--state', state, '--json'])
  expect(status.stdout).toContain('"forwarded-back"')
  expect(status.stdout).toContain('the telephone of Ana')
  await fact('left', { stream: told.stream, outcome: 'refused' })
})

test('a technician who calls the line while their telephone rings, and a call that it forwards for somebody else, are callers', async () => {
  const { lab, fact } = scene()
  lab.phone(phone.ana).rings()
  const call = await lab.resident.calls(line.closed, { callerId: '+15127770062' })
  await call.answered()
  await call.presses('1')
  await lab.phone(phone.ana).ringing()
  const own = await lab.resident.calls(line.closed, { callerId: phone.ana })
  await own.answered()
  const friend = await lab.resident.calls(line.closed, { callerId: '+15127770063', diversion: phone.ana })
  await friend.answered()
  await Promise.all([own, friend, call].map(each => each.hangsUp()))
  await fact('left', {}, 3)
})

test('with the daemon away: busy, and the next telephone is rung; the facts come later', { timeout: 90_000 }, async () => {
  const { lab, fact, stopDaemon, startDaemon } = scene()
  await stopDaemon()
  const fred = forwards(phone.failsafe, 'without Diversion')
  const gina = forwards(phone.failsafe2, 'as its own call')
  // In the next pass, while the caller hangs up.
  lab.phone(phone.failsafe).onRing(2).rings()
  const call = await lab.resident.calls(line.closed, { callerId: '+15127770064' })
  await lab.phone(phone.failsafe2).ended(1, 60_000)
  await call.hangsUp()
  for (const { back } of [fred, gina]) expect((await back[0]?.ended())?.sip).toBe(486)
  await lab.box.leftovers(20_000)
  for (const number of [phone.failsafe, phone.failsafe2]) expect(lab.phone(number).legs.length).toBeLessThanOrEqual(2)
  await startDaemon()
  await fact('forwarded-back', { person: 'fred' })
  await fact('forwarded-back', { person: 'gina', phone: phone.failsafe2 })
  await fact('left', { outcome: 'failsafe' })
})

test('with the daemon away, forwarded in a way that nothing tells: it does not multiply', { timeout: 90_000 }, async () => {
  const { lab, stopDaemon, startDaemon } = scene()
  await stopDaemon()
  const { back } = forwards(phone.failsafe, 'in no way that tells')
  lab.phone(phone.failsafe2).answers().hearing().presses('1').plays(900)
  const call = await lab.resident.calls(line.closed, { callerId: '+15127770065' })
  await lab.phone(phone.failsafe2).answered(1, 60_000)
  expect(lab.phone(phone.failsafe).legs.length).toBeLessThanOrEqual(4)
  expect(back.length).toBeLessThanOrEqual(4)
  await call.hangsUp()
  await Promise.all(back.map(each => each.hangsUp()))
  await lab.box.leftovers(20_000)
  await startDaemon()
})
