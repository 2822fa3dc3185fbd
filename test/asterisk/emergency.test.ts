// Emergency calls of office telephones on the real PBX: each shows its own property's number, over whichever trunk takes the call, past every
// cap, with the daemon or without it; and the property's people are told.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { askStatus } from '../../src/cli/ask-status.ts'
import { addresses, type Ports } from '../laboratory/ports.ts'
import { openQuietCarrier, type QuietCarrier } from '../laboratory/quiet-carrier.ts'
import { laboratoryRules, line } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'
import { type MailServerOfTest, openMailServer } from '../support/mail-server.ts'
import { nightbell } from '../support/nightbell.ts'

const SUITE = '+15125550120'
const QUIET_ADDRESS = '127.0.0.66'
vi.setConfig({ testTimeout: 120_000 })
let mails: MailServerOfTest
let quiet: QuietCarrier

beforeAll(async () => {
  mails = await openMailServer()
})
afterAll(async () => {
  await quiet.close()
  await mails.close()
})
const scene = useScene({ rules })

/** Each carrier may carry one call; a third trunk never answers OPTIONS, and seems down. Ana, who is on call, has an address. */
function rules(ports: Ports): Record<string, string> {
  quiet = openQuietCarrier(QUIET_ADDRESS, ports.spare)
  const all = laboratoryRules(ports)
  const far = `{ id: far-desk, contact: "sip:far-desk@${addresses.stranger}:${ports.carrierSip}", emergency-caller-id: "${SUITE}" }`
  return {
    ...all,
    'box.yaml': (all['box.yaml'] ?? '')
      .replace('  unknown-line:', '  emergency-test-numbers: [933]\n  dialling: { at-once: 1, per-hour: 1 }\n  unknown-line:')
      .replaceAll('owns: ["', `channels: 1, owns: ["${SUITE}", "`)
      .replace('  maple-pbx:', `  quiet: { host: ${QUIET_ADDRESS}, port: ${ports.spare}, outbound: yes }\n  maple-pbx:`),
    'people.yaml': (all['people.yaml'] ?? '').replace('name: Ana,', 'name: Ana, mail: ana@box.test,'),
    'properties.yaml': (all['properties.yaml'] ?? '').replace('phones: [{ id: office-9', `phones: [${far}, { id: office-9`),
    'mail.yaml': `mail: { server: 127.0.0.1, port: ${mails.port}, from: nightbell@box.test, tls: no }\n`,
  }
}

async function alarmsOf(state: string): Promise<readonly string[]> {
  const status = await askStatus(state)
  if (status.running !== true) throw new Error('the daemon does not run')
  return status.status.alarms.map(({ what }) => what)
}

test('each telephone shows its own number, without a prefix or with one, and the two hear each other', async () => {
  const { lab, fact } = scene()
  const dispatcher = lab.phone('911').answers().plays(700)
  const open = await lab.resident.calls('911', { from: 'office', callerId: '+15559999999' })
  await open.answered()
  await open.plays(1200)
  const first = await dispatcher.answered()
  expect(first).toMatchObject({ callerNumber: line.open, trunk: 'carrier-a' })
  const told = await fact('emergency-dialled', { property: 'open-oaks', dialled: '911' })
  expect(told.phone).toMatch(/^office-[12]$/)
  expect(told.at - told.when).toBeLessThan(2000)
  await Promise.all([open.hearsTone(700), first.hearsTone(1200)])
  await fact('emergency-answered', { trunk: 'carrier-a' })
  await open.hangsUp()
  await first.ended()
  await fact('emergency-ended', { result: 'connected' })
  const far = await lab.resident.calls('9911', { from: 'stranger' })
  await far.answered()
  expect(await dispatcher.answered(2)).toMatchObject({ callerNumber: SUITE })
  await far.hangsUp()
  await fact('emergency-ended', { property: 'unplugged-place' })
})

test('the people of the property are told at once, and see it in status and in the list', async () => {
  const { lab, fact, state } = scene()
  lab.phone('911').answers()
  const call = await lab.resident.calls('911', { from: 'office' })
  await call.answered()
  await fact('notice-sent', { event: 'emergency' }, 2)
  await call.hangsUp()
  await fact('emergency-ended')
  expect(await alarmsOf(state)).toContainEqual(expect.stringMatching(/office telephone office-[12] of open-oaks dialled 911/))
  const list = await nightbell(['facts', 'list', '--kind', 'emergency-dialled', '--state', state])
  expect(list.stdout).toMatch(/EMERGENCY CALL: office-[12] of open-oaks dialled 911/)
})

test('a trunk that refuses, is busy or seems down leads to the next, and at the end those that seem down are tried all the same', async () => {
  const { lab, fact, facts } = scene()
  const dispatcher = lab.phone('911').congested()
  dispatcher.onRing(2).busy()
  const call = await lab.resident.calls('911', { from: 'office' })
  await call.answered()
  await fact('emergency-answered', { trunk: 'quiet' })
  const refused = facts().flatMap(told => (told.kind === 'emergency-refused' ? [`${told.trunk} ${told.status}`] : []))
  expect(refused.slice(0, 3)).toEqual(['carrier-a CONGESTION', 'carrier-b BUSY', 'quiet CHANUNAVAIL'])
  expect(quiet.invites.at(-1)).toMatch(/^INVITE sip:911@127\.0\.0\.66:\d+ SIP\/2\.0\r\n(.*\r\n)*From:.*\+15125550103@/)
  await call.hangsUp()
  await fact('emergency-ended', { result: 'connected', trunk: 'quiet' })
})

test('a redirection is a refusal: 911 is never answered by the box itself', async () => {
  const { lab, fact, facts } = scene()
  const dispatcher = lab.phone('911').redirects(`sip:${line.open}@127.0.0.1`)
  dispatcher.onRing(2).answers()
  const call = await lab.resident.calls('911', { from: 'office' })
  await call.answered()
  await fact('emergency-answered', { trunk: 'carrier-b' })
  await call.hangsUp()
  await fact('emergency-ended', { result: 'connected' })
  expect(facts().filter(({ kind }) => kind === 'arrived')).toEqual([])
})

test('where no trunk carries it the caller is told, and so is everybody else', async () => {
  const { lab, fact, state } = scene()
  lab.phone('911').congested()
  quiet.refuses = true
  const call = await lab.resident.calls('911', { from: 'office' })
  await fact('emergency-failed', { property: 'open-oaks' })
  await call.hears()
  await call.hangsUp()
  quiet.refuses = false
  expect(await alarmsOf(state)).toContainEqual(expect.stringContaining('no trunk could carry the call'))
  await mails.mailAbout(/^\[Open Oaks\] 911 DIALLED at office-[12]: NO TRUNK COULD CARRY IT$/)
})

test('past every cap, and without the daemon; what happened is told once, when it is back', async () => {
  const { lab, fact, facts, stopDaemon, startDaemon } = scene()
  const dispatcher = lab.phone('911').answers()
  lab.phone('933').answers()
  const resident = await lab.resident.calls(line.closed)
  await resident.answered()
  const over = await lab.resident.calls('911', { from: 'office' })
  await over.answered()
  expect(await dispatcher.answered()).toMatchObject({ trunk: 'carrier-a' })
  await over.hangsUp()
  await resident.hangsUp()
  await fact('emergency-ended')
  await stopDaemon()
  const before = facts().length
  for (const number of ['911', '933']) {
    const away = await lab.resident.calls(number, { from: 'office' })
    await away.answered()
    await away.hangsUp()
  }
  await startDaemon()
  await fact('emergency-ended', { dialled: '933', test: true })
  await stopDaemon()
  await startDaemon()
  const told = facts()
    .slice(before)
    .flatMap(each => (each.kind === 'emergency-dialled' ? [each.dialled] : []))
  expect(told).toEqual(['911', '933'])
})
