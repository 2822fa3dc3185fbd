// A carrier that ignores OPTIONS, so that Asterisk takes it for one that is down: when nothing else is left it is rung all the same, by its
// address, with the daemon and without it.
import { afterAll, expect, test } from 'vitest'
import type { Ports } from '../laboratory/ports.ts'
import { openQuietCarrier, type QuietCarrier } from '../laboratory/quiet-carrier.ts'
import { laboratoryRules, line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'

const QUIET_ADDRESS = '127.0.0.67'
let quiet: QuietCarrier

/** Urgent calls go out over the quiet carrier first, then over carrier-a. */
function rules(ports: Ports): Record<string, string> {
  quiet = openQuietCarrier(QUIET_ADDRESS, ports.spare)
  const all = laboratoryRules(ports)
  const trunk = `  quiet: { host: ${QUIET_ADDRESS}, port: ${ports.spare}, outbound: yes, owns: ["+15125550100", "${line.closed}"] }\n`
  return {
    ...all,
    'box.yaml': (all['box.yaml'] ?? '').replace('  maple-pbx:', `${trunk}  maple-pbx:`),
    'properties.yaml': (all['properties.yaml'] ?? '').replace(
      'name: Closed Court\n',
      'name: Closed Court\n    outbound: [quiet, carrier-a]\n',
    ),
  }
}

const scene = useScene({ rules })
afterAll(() => quiet.close())

function invited(number: string): number {
  return quiet.invites.filter(invite => invite.startsWith(`INVITE sip:${number}@${QUIET_ADDRESS}`)).length
}

test('refused by the other carrier, a technician is rung over the one that seems down', async () => {
  const { lab, fact, facts, logged } = scene()
  await logged('quiet')
  const ana = lab.phone(phone.ana).congested()
  const call = await lab.resident.calls(line.closed, { callerId: '+15127770091' })
  await call.answered()
  await call.presses('1')
  await fact('answered', { person: 'ana' })
  expect(facts().flatMap(told => (told.kind === 'dialled' ? [told.trunk] : []))).toEqual(['quiet', 'carrier-a', 'quiet'])
  expect(ana.legs).toHaveLength(1)
  expect(invited(phone.ana)).toBe(1)
  quiet.hangUp()
  await fact('attempt-ended', { person: 'ana', result: 'hung-up' })
  await call.hangsUp()
})

test('with the daemon dead, the failsafe does the same', async () => {
  const { lab, killDaemon } = scene()
  await killDaemon()
  lab.phone(phone.failsafe).congested()
  const call = await lab.resident.calls(line.closed, { callerId: '+15127770092' })
  await call.answered()
  await expect.poll(() => invited(phone.failsafe), { timeout: 30_000, interval: 50 }).toBe(1)
  quiet.hangUp()
  await call.hangsUp()
})
