// The phone desk on the real PBX: staff dial in, key their PIN, take a shift over, own an incident, record a notice; the next resident
// is rung through to the new person and hears the notice.
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { Ports } from '../laboratory/ports.ts'
import { laboratoryRules, line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'
import { nightbell } from '../support/nightbell.ts'

const DESK = '+15125550108'
/** Its digits are in no other key that is pressed here. */
const PIN = '7878'
process.env.BEN_PIN = PIN

function rules(ports: Ports): Record<string, string> {
  const all = laboratoryRules(ports)
  const box = all['box.yaml']?.replace(
    '  unknown-line: closed-court',
    `  unknown-line: closed-court\n  desk: { lines: ["${DESK}"], tries: 2, lock: 60s }`,
  )
  const people = all['people.yaml']
    ?.replace(`phones: ["${phone.ben}"]`, `phones: ["${phone.ben}"], pin: "env:BEN_PIN"`)
    .replace(`phones: ["${phone.ana}"]`, `phones: ["${phone.ana}"], pin: "env:BEN_PIN"`)
  return { ...all, 'box.yaml': box ?? '', 'people.yaml': people ?? '' }
}

const scene = useScene({ rules })

async function dials(callerId: string) {
  const call = await scene().lab.resident.calls(DESK, { callerId })
  await call.answered()
  return call
}

async function opened() {
  const call = await dials(phone.ben)
  await call.hears()
  await call.presses(`${PIN}#`)
  await scene().fact('desk-opened', { person: 'ben', how: 'pin' })
  return call
}

test('the PIN opens the desk and stands nowhere in the journal', async () => {
  const call = await opened()
  await call.presses('1')
  await scene().fact('desk-key', { meaning: 'who is on call' })
  await call.presses('#')
  await call.ended()
  await scene().fact('left', { outcome: 'desk' })
  const journal = new Database(`${scene().state}/journal.db`, { readonly: true })
  const keys = journal.prepare(`select input from turn where json_extract(input, '$.type') = 'digit'`).pluck().all() as string[]
  journal.close()
  expect(keys.length).toBeGreaterThan(0)
  expect(keys.filter(key => /"digit":"[78]"/.test(key))).toEqual([])
})

test('two wrong PINs lock ana out; the next call is refused at once', async () => {
  const call = await dials(phone.ana)
  await call.hears()
  await call.presses('4444#')
  await scene().fact('pin-wrong', { person: 'ana', tries: 1 })
  await call.presses('4444#')
  await scene().fact('pin-wrong', { person: 'ana', tries: 2 })
  await call.ended(30_000)
  const again = await dials(phone.ana)
  await scene().fact('desk-refused', { person: 'ana' }, 2)
  await again.ended(30_000)
})

test('ben takes the shift over by telephone: the next resident’s first rung is ben', async () => {
  const { lab, fact } = scene()
  const desk = await opened()
  await desk.presses('2')
  await fact('desk-key', { digit: '2' })
  await desk.presses('1#')
  await fact('duty-changed', { schedule: 'first', person: 'ben', by: 'ben' })
  await desk.presses('#')
  await desk.ended()
  lab.phone(phone.ben).answers().hearing().presses('5')
  const resident = await lab.resident.calls(line.closed, { callerId: '+15127770004' })
  await resident.answered()
  await resident.presses('1')
  await fact('person-resolved', { person: 'ben' })
  await fact('owned', { person: 'ben', how: 'key-5' })
  await resident.ended(60_000)
  // The administrator sees it, and drops it.
  const where = ['--state', scene().state, '--config', scene().config]
  expect((await nightbell(['desk', 'list', ...where])).stdout).toContain('ben is on call in first')
  expect((await nightbell(['desk', 'keep', 's-duty-first', ...where])).stdout).toContain('add: [ben]')
  expect((await nightbell(['oncall', 'who', '--schedule', 'first', ...where])).stdout).toMatch(/ben.*phone desk/s)
  expect(await nightbell(['desk', 'drop', 's-duty-first', '--why', 'Ana is back', ...where])).toMatchObject({ code: 0 })
  await fact('duty-change-ended', { schedule: 'first' })
  expect((await nightbell(['oncall', 'who', '--schedule', 'first', ...where])).stdout).toContain('ana')
  expect((await nightbell(['desk', 'drop', 's-duty-first', ...where])).code).toBe(1)
})

test('an incident is owned at the desk while a telephone rings: the telephone stops', async () => {
  const { lab, fact } = scene()
  lab.phone(phone.ana).rings()
  lab.phone(phone.ben).rings()
  const resident = await lab.resident.calls(line.closed, { callerId: '+15127770005' })
  await resident.answered()
  await resident.presses('1')
  await fact('rang')
  const desk = await opened()
  await desk.presses('4')
  await fact('desk-key', { meaning: 'open incidents' })
  await desk.presses('2')
  await fact('owned', { person: 'ben', how: 'desk' })
  await fact('attempt-ended', { result: 'called-off' })
  await resident.ended(60_000)
  await desk.presses('#')
  await desk.ended()
})

test('an unreached incident is resolved at the desk', async () => {
  const { lab, fact } = scene()
  for (const each of [phone.ana, phone.ben]) lab.phone(each).busy()
  const resident = await lab.resident.calls(line.closed, { callerId: '+15127770015' })
  await resident.answered()
  await resident.presses('1')
  await fact('unreached')
  await resident.hangsUp()
  const desk = await opened()
  await desk.presses('4')
  await fact('desk-key', { meaning: 'open incidents' })
  await desk.presses('4')
  await fact('desk-key', { meaning: 'resolve the incident' })
  await desk.presses('3')
  await fact('resolved', { outcome: 'false-alarm', by: 'ben' })
  await desk.presses('#')
  await desk.ended()
})

test('a notice is recorded at the desk, and callers hear it', async () => {
  const { lab, fact } = scene()
  const desk = await opened()
  await desk.presses('6')
  await fact('desk-key', { digit: '6' })
  await desk.presses('1')
  await fact('desk-key', { digit: '1' })
  await desk.presses('1')
  await fact('desk-key', { meaning: 'record a notice' })
  await fact('statement-began')
  await desk.says('We know that the water is off in building two, it is being repaired.')
  await desk.presses('#')
  await desk.hears()
  await desk.presses('1')
  await fact('desk-key', { meaning: 'keep it' })
  await desk.presses('1#')
  const set = await fact('notice-set', { by: 'ben' })
  await desk.presses('#')
  await desk.ended()
  expect(set.recording).toMatch(/notice/)
  const resident = await lab.resident.calls(line.closed, { callerId: '+15127770006' })
  await resident.answered()
  await resident.hears()
  await resident.hangsUp()
  await fact('left', { outcome: 'informed' })
})
