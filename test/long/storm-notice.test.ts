// A storm with a notice that staff recorded at the phone desk, on the real PBX: it is played first, and "mine is different" is an incident of
// its own. A second unit's leak is not swallowed where the category says so.
import { expect, test } from 'vitest'
import type { Ports } from '../laboratory/ports.ts'
import { laboratoryRules, line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'

const DESK = '+15125550108'
const PIN = '78787'
process.env.BEN_PIN = PIN

const scene = useScene({ rules })

function rules(ports: Ports): Record<string, string> {
  const all = laboratoryRules(ports)
  const box = all['box.yaml']
    ?.replace('  unknown-line: closed-court', `  unknown-line: closed-court\n  desk: { lines: ["${DESK}"] }`)
    .replace('storm: never', 'storm: { callers: 3, within: 10m }')
    .replace('same-trouble: never', 'same-trouble: caller')
    .replace('defaults:\n', '  no-heat: { say: { en: no heat, es: sin calefacción }, same-trouble: property }\ndefaults:\n')
  const people = all['people.yaml']?.replace(`phones: ["${phone.ben}"]`, `phones: ["${phone.ben}"], pin: "env:BEN_PIN"`)
  const ladders = all['ladders.yaml']?.replaceAll('ring: 4s', 'ring: 60s').replaceAll('ring: 2s', 'ring: 60s')
  const menus = all['menus.yaml']?.replace('escalate: twice, category: water-leak', 'escalate: twice, category: no-heat')
  return { ...all, 'box.yaml': box ?? '', 'people.yaml': people ?? '', 'ladders.yaml': ladders ?? '', 'menus.yaml': menus ?? '' }
}

async function urgent(key: string, callerId: string) {
  const call = await scene().lab.resident.calls(line.closed, { callerId })
  await call.answered()
  await call.presses(key)
  return call
}

test('a second unit’s leak is an incident of its own; no heat at the same property is not', async () => {
  const { lab, fact, facts } = scene()
  for (const each of [phone.ana, phone.ben, phone.cleo]) lab.phone(each).rings()
  const calls = [await urgent('1', '+15127770201'), await urgent('1', '+15127770202')]
  await fact('opened', { category: 'water-leak' }, 2)
  calls.push(await urgent('4', '+15127770203'))
  await fact('opened', { category: 'no-heat' })
  calls.push(await urgent('4', '+15127770204'))
  await fact('joined')
  expect(facts().filter(each => each.kind === 'opened')).toHaveLength(3)
  for (const call of calls) await call.hangsUp()
  await fact('left', {}, 4)
})

test('in a storm the notice is heard first, and key 3 says that mine is different', async () => {
  const { lab, fact } = scene()
  lab.phone(phone.ana).rings()
  const desk = await lab.resident.calls(DESK, { callerId: phone.ben })
  await desk.answered()
  await desk.hears()
  await desk.presses(`${PIN}#`)
  await fact('desk-opened', { person: 'ben' })
  await desk.presses('6')
  await fact('desk-key', { digit: '6' })
  await desk.presses('1')
  await fact('desk-key', { digit: '1' })
  await desk.presses('1')
  await fact('desk-key', { meaning: 'record a notice' })
  await fact('statement-began')
  await desk.plays(700)
  await new Promise(resolve => setTimeout(resolve, 4000))
  await desk.presses('#')
  await desk.hears()
  await desk.presses('1')
  await fact('desk-key', { meaning: 'keep it' })
  await desk.presses('1#')
  await fact('notice-set', { by: 'ben' })
  await desk.presses('#')
  await desk.ended()
  scene().mark()

  const calls = [await urgent('1', '+15127770211'), await urgent('1', '+15127770212')]
  await fact('opened', {}, 2)
  const third = await urgent('1', '+15127770213')
  await fact('storm-began', { callers: 3 })
  await fact('folded')
  // The tone that Ben left in place of words.
  await third.hearsTone(700)
  await third.presses('3')
  const own = await fact('opened', {}, 3)
  expect(own.call).toBe((await fact('joined')).call)
  for (const call of [...calls, third]) await call.hangsUp()
  await fact('left', {}, 3)
}, 180_000)
