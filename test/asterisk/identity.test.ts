// Whose call is it? Known lines, a property's own PBX, unknown lines from known trunks, strangers, and nasty headers.
import { expect, test } from 'vitest'
import { line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'

const scene = useScene()

test('an unknown line from a known trunk is asked which community, and helped', async () => {
  const { lab, fact } = scene()
  lab.phone(phone.ana).answers().hearing().presses('1')
  const call = await lab.resident.calls('+15125559999')
  await call.answered()
  await fact('line-unknown', { line: '+15125559999' })
  await call.hears()
  await call.presses('1')
  await fact('identified', { property: 'closed-court' })
  await call.presses('1')
  await fact('bridged')
  await call.hangsUp()
  await fact('left', { outcome: 'connected' })
})

test('a stranger gets nowhere, and no call is begun', async () => {
  const { lab, facts } = scene()
  const call = await lab.resident.calls(line.closed, { from: 'stranger' })
  await call.ended()
  expect(facts()).toEqual([])
})

test('a property’s own PBX overflows to us: known by the line, or by who diverted the call', async () => {
  const { lab, fact } = scene()
  const direct = await lab.resident.calls(line.ownPbx, { from: 'maple-pbx' })
  await fact('identified', { property: 'maple-court' })
  await direct.hangsUp()
  await fact('left')
  const diverted = await lab.resident.calls('5000', { from: 'maple-pbx', diversion: line.ownPbx })
  await fact('identified', { property: 'maple-court' }, 2)
  await diverted.hangsUp()
  await fact('left', {}, 2)
})

test('names with quotes, emoji, newlines and 4 kB, and withheld numbers, lose no call', async () => {
  const { lab, fact } = scene()
  const names = [
    'Ana "Flood" O\'Neil, Unit 4',
    '💧🏠 é ñ',
    `${'x'.repeat(4000)}`,
    '"); DROP TABLE turn; --',
    '$' + '{SYSTEM(reboot)}',
  ]
  for (const [n, callerName] of names.entries()) {
    const call = await lab.resident.calls(line.closed, { callerName, callerId: n % 2 ? 'anonymous' : '+15127770003' })
    await call.answered()
    await call.hangsUp()
    await fact('left', { outcome: 'missed' }, n + 1)
  }
  const arrived = scene()
    .facts()
    .filter(f => f.kind === 'arrived')
  expect(arrived.map(f => f.callerNumber)).toEqual(['+15127770003', null, '+15127770003', null, '+15127770003'])
  expect(arrived[0]?.callerName).toContain('Flood')
  expect(Math.max(...arrived.map(f => f.callerName?.length ?? 0))).toBeLessThanOrEqual(200)
})

test('two languages: chosen by key, and the menu follows in it', async () => {
  const { lab, fact } = scene()
  const call = await lab.resident.calls(line.spanish)
  await call.answered()
  await call.hears()
  await call.presses('2')
  await fact('language-chosen', { language: 'es' })
  await fact('asked', { question: 'urgency' })
  await call.hangsUp()
  await fact('left', { outcome: 'missed' })
})
