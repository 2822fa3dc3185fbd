// The phone desk on the real PBX: who may come in, shifts taken over and handed over, and what the administrator sees of it; a message,
// and the lamp of it. A message that is longer than the dead-man's switch stands in test/long/desk-lists.test.ts.

import { readdirSync } from 'node:fs'
import Database from 'better-sqlite3'
import { afterAll, expect, test } from 'vitest'
import { benAtDesk, callsDesk, deskRules, LAST_HZ, LONG_HZ, longMessage, MANAGER, PIN, walks } from '../laboratory/at-desk.ts'
import { LampPhone } from '../laboratory/lamp-phone.ts'
import { line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'
import { nightbell } from '../support/nightbell.ts'

const OFFICE_ADDRESS = '127.0.0.6'
const lamp = new LampPhone()
afterAll(() => lamp.close())
const scene = useScene({
  rules(ports) {
    lamp.listen(OFFICE_ADDRESS, ports.spare)
    const all = deskRules(ports)
    const withLamp = `office: { phones: [{ id: lamp, contact: "sip:lamp@${OFFICE_ADDRESS}:${ports.spare}" }] }
    mailboxes: { office: { name: Closed Court office, lamp: lamp } }`
    const properties = all['properties.yaml']?.replace('mailboxes: { office: Closed Court office }', withLamp)
    return { ...all, 'properties.yaml': properties ?? '' }
  },
})
const where = () => ['--state', scene().state, '--config', scene().config]
const said = async (...args: readonly string[]): Promise<string> => (await nightbell([...args, ...where()])).stdout

test('the PIN opens the desk and stands nowhere in the journal, nor in the log', async () => {
  const call = await callsDesk(scene(), phone.ben)
  await call.hears()
  // A slip of the finger: star begins anew.
  await call.presses(`78*${PIN}#`)
  await scene().fact('desk-opened', { person: 'ben', how: 'pin' })
  await walks(scene(), call, ['1', 'who is on call'], ['#', 'goodbye'])
  await call.ended()
  await scene().fact('left', { outcome: 'desk' })
  const journal = new Database(`${scene().state}/journal.db`, { readonly: true })
  const keys = journal.prepare(`select input from turn where json_extract(input, '$.type') = 'digit'`).pluck().all() as string[]
  journal.close()
  expect(keys.length).toBeGreaterThan(0)
  expect(keys.filter(key => /"digit":"[78]"/.test(key))).toEqual([])
  expect(scene().daemonLog()).not.toContain(PIN)
})

test('two wrong PINs lock ana out: a fact, an alarm, and the next call is refused at once, from whichever telephone', async () => {
  const { fact } = scene()
  const call = await callsDesk(scene(), phone.ana)
  await call.hears()
  await call.presses('4444#')
  await fact('pin-wrong', { person: 'ana', tries: 1 })
  await call.presses('4444#')
  await fact('pin-wrong', { person: 'ana', tries: 2 })
  await call.ended(30_000)
  await fact('desk-refused', { person: 'ana' })
  expect(await said('status')).toMatch(/ana.*locked out/)
  const again = await callsDesk(scene(), '+15127770099')
  await again.hears()
  await again.presses(`${phone.ana.slice(2)}#`)
  await fact('desk-refused', { person: 'ana' }, 2)
  await again.ended(30_000)
  expect(await said('desk', 'list')).toContain('2 wrong PINs for ana')
})

test('nobody on the staff has this number; then a right one; and no PIN, no hash: goodbye', async () => {
  const { fact } = scene()
  const call = await callsDesk(scene(), '+15127770098')
  await call.hears()
  await call.presses('3125550000#')
  await fact('number-typed')
  await call.presses(`${phone.ben.slice(2)}#`)
  await fact('number-typed', {}, 2)
  await call.hears()
  await call.presses('#')
  await fact('desk-refused', { person: 'ben', why: 'no PIN was typed' })
  await call.ended(30_000)
})

test('somebody without a PIN: the desk stays closed, but over a trunk whose caller ID is trusted it opens', async () => {
  const { fact } = scene()
  const call = await callsDesk(scene(), MANAGER)
  await fact('desk-refused', { person: 'max' })
  await call.ended(30_000)
  const trusted = await callsDesk(scene(), MANAGER, 'carrier-b')
  await fact('desk-opened', { person: 'max', how: 'caller-id' })
  // In no schedule, and may change every one; there is only one, so it is not asked which.
  await walks(scene(), trusted, ['3', 'hand over'], ['2', 'to ben'])
  await trusted.presses('0#')
  await fact('duty-changed', { schedule: 'first', person: 'ben', by: 'max', until: null })
  await trusted.hangsUp()
  expect(await said('desk', 'list')).toMatch(/ben is on call in first.*max.*no end/s)
  await nightbell(['desk', 'drop', 's-duty-first', ...where()])
  await fact('duty-change-ended', { schedule: 'first' })
})

test('ben takes the shift over: the next resident’s first rung is ben; oncall, explain, calendar and ics show it until it is dropped', {
  // Nine commands, each a process of its own.
  tags: 'slow',
  timeout: 240_000,
}, async () => {
  const { lab, fact } = scene()
  const desk = await benAtDesk(scene())
  await walks(scene(), desk, ['2', 'take over'])
  await desk.presses('999#')
  await desk.presses('1#')
  await fact('duty-changed', { schedule: 'first', person: 'ben', by: 'ben' })
  await walks(scene(), desk, ['#', 'goodbye'])
  await desk.ended()
  lab.phone(phone.ben).answers().hearing().presses('5')
  const resident = await lab.resident.calls(line.closed, { callerId: '+15127770004' })
  await resident.answered()
  await resident.presses('1')
  await fact('person-resolved', { person: 'ben' })
  await fact('owned', { person: 'ben', how: 'key-5' })
  await resident.ended(60_000)
  const month = new Date().toLocaleDateString('sv-SE', { timeZone: 'America/Chicago' }).slice(0, 7)
  expect(await said('desk', 'list')).toContain('ben is on call in first')
  expect(await said('oncall', 'who', '--schedule', 'first')).toMatch(/ben.*phone desk/is)
  expect(await said('explain', '--property', 'closed-court', '--keys', '1')).toMatch(/Ben on .*at the phone desk/)
  expect(await said('oncall', 'calendar', '--schedule', 'first', '--month', month)).toMatch(/ben/i)
  expect(await said('oncall', 'ics', '--schedule', 'first')).toMatch(/SUMMARY:.*Ben/)
  expect(await said('desk', 'keep', 's-duty-first')).toContain('add: [ben]')
  expect(await nightbell(['desk', 'drop', 's-duty-first', '--why', 'Ana is back', ...where()])).toMatchObject({ code: 0 })
  await fact('duty-change-ended', { schedule: 'first' })
  expect(await said('oncall', 'who', '--schedule', 'first')).toContain('ana')
  expect((await nightbell(['desk', 'drop', 's-duty-first', ...where()])).code).toBe(1)
})

test('a message is heard to its end, or skipped; exported it still waits and is lit, done it is not', async () => {
  const { fact, facts, lab } = scene()
  const { recording } = await longMessage(scene(), 8)
  await lamp.shows({ lit: true, waiting: 1 })
  const desk = await benAtDesk(scene())
  await walks(scene(), desk, ['5', 'messages'])
  await desk.hearsTone(LONG_HZ)
  const to = `${lab.directory}/exported`
  expect(await nightbell(['messages', 'export', '--to', to, '--state', scene().state])).toMatchObject({ code: 0 })
  expect(readdirSync(to).filter(name => name.includes(recording))).toHaveLength(1)
  expect(await said('messages', 'list')).toContain(recording)
  await desk.hearsTone(LAST_HZ, { forMs: 1500 })
  await walks(scene(), desk, ['3', 'hear the message again'])
  await desk.hearsTone(LONG_HZ)
  expect(lamp.history.at(-1)).toMatchObject({ lit: true, waiting: 1 })
  await walks(scene(), desk, ['5', 'the message is done'])
  await fact('message-done', { recording, by: 'ben' })
  await lamp.shows({ lit: false, waiting: 0 })
  await walks(scene(), desk, ['#', 'goodbye'])
  await desk.ended(15_000)
  // The dialplan never took the line back.
  const { stream } = await fact('desk-opened')
  expect(facts().filter(each => each.stream === stream && (each.kind === 'in-failsafe' || each.kind === 'recovered'))).toEqual([])
  expect(await said('messages', 'list')).not.toContain(recording)
}, 180_000)

test('no incident, no message: said so; a key that means nothing, silence, and a hang-up are in the log', async () => {
  const { fact } = scene()
  const desk = await benAtDesk(scene())
  await walks(scene(), desk, ['4', 'open incidents'], ['5', 'messages'])
  await desk.presses('9')
  await fact('key-ignored', { digit: '9' })
  await desk.hangsUp()
  await fact('left', { outcome: 'desk', why: 'hung up' })
})
