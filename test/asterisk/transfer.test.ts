// A key of the menu transfers the caller to a person or to a number of the rules, on the real PBX: connected and talking both ways, voicemail,
// busy, nobody, hanging up on either side, and a daemon that is killed in the talk.
import { expect, test } from 'vitest'
import { toneSpans } from '../laboratory/audio.ts'
import { laboratoryRules, line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'

const OUTAGE = '+15125550170'
const transfers = `
menus:
  transfers:
    keys:
      1: { for: a water leak, escalate: steps, category: water-leak }
      2: { for: the courtesy officer, transfer: cleo, ring: 20s }
      3: { for: the power company, transfer: "${OUTAGE}", ring: 5s, otherwise: { message: office } }
      4: { for: the manager, transfer: ben, ring: 5s, otherwise: { escalate: together, category: water-leak } }
`
const scene = useScene({
  rules: ports => {
    const rules = laboratoryRules(ports)
    const court = `lines: ["${line.brief}"]\n    menu: `
    const properties = rules['properties.yaml']?.replace(`${court}brief`, `${court}transfers`) ?? ''
    return { ...rules, 'properties.yaml': properties, 'transfers.yaml': transfers }
  },
})

async function calls(key: string) {
  const { lab, fact } = scene()
  const call = await lab.resident.calls(line.brief, { callerId: '+15127770002' })
  await call.answered()
  await call.presses(key)
  await fact('transfer-began')
  return call
}

test('a person: the box’s number, a briefing, 1; the caller hears it ring, and both talk', async () => {
  const { lab, fact } = scene()
  lab.phone(phone.cleo).answers({ after: 9000 }).hearing().presses('1')
  const call = await calls('2')
  const cleo = await lab.phone(phone.cleo).answered()
  expect(cleo.callerNumber).toBe('+15125550100')
  await fact('transferred', { person: 'cleo' })
  await cleo.plays(900)
  await call.hearsTone(900)
  await call.plays(600)
  await cleo.hearsTone(600)
  await cleo.hangsUp()
  await fact('transfer-over', { by: 'other' })
  await fact('told', { what: 'transfer-over' })
  // Back to the menu, and from there to the ladder.
  await call.presses('1')
  await fact('asked', { question: 'urgency' }, 2)
  await call.hangsUp()
  await fact('left', { outcome: 'transferred' })
  const rang = toneSpans(await call.recording(), 440).map(({ fromMs, toMs }) => toMs - fromMs)
  expect(rang.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(1500)
})

test('a number outside: it sees the property’s number, and is connected when it answers', async () => {
  const { lab, fact } = scene()
  lab.phone(OUTAGE).answers()
  const call = await calls('3')
  const outage = await lab.phone(OUTAGE).answered()
  expect(outage.callerNumber).toBe(line.brief)
  await fact('transferred', { phone: OUTAGE })
  await outage.plays(900)
  await call.hearsTone(900)
  await call.plays(600)
  await outage.hearsTone(600)
  await call.hangsUp()
  await outage.ended()
  await fact('transfer-over', { by: 'caller' })
  await fact('left', { outcome: 'transferred' })
})

test('a voicemail is not a person: the second telephone is rung, and then the menu again', async () => {
  const { lab, fact } = scene()
  lab.phone(phone.cleo).answersWithVoicemail({ after: 200 })
  lab.phone(phone.cleo2).busy()
  const call = await calls('2')
  await fact('transfer-answered')
  // The greeting presses nothing for the whole accept time.
  await fact('transfer-attempt-ended', { result: 'no-key' }, 1, 60_000)
  await fact('transfer-attempt-ended', { result: 'busy' })
  await fact('transfer-failed')
  await fact('asked', { question: 'urgency' }, 2)
  await lab.phone(phone.cleo).ended()
  await call.hangsUp()
  await fact('left', { outcome: 'caller-left' })
}, 120_000)

test('nobody answers at the number: said so, and a message is taken', async () => {
  const { lab, fact } = scene()
  lab.phone(OUTAGE).rings()
  const call = await calls('3')
  await fact('transfer-rings')
  await fact('transfer-attempt-ended', { result: 'no-answer' })
  await fact('statement-began')
  await call.says('Hello, the power is out in unit five.')
  await call.hangsUp()
  await fact('left', { outcome: 'message' })
  await lab.phone(OUTAGE).ended()
})

test('busy, and the rules say what then: the ladder', async () => {
  const { lab, fact } = scene()
  lab.phone(phone.ben).onRing(1).busy()
  lab.phone(phone.ana).answers().hearing().presses('1')
  const call = await calls('4')
  await fact('transfer-attempt-ended', { person: 'ben', result: 'busy' })
  await fact('opened', { ladder: 'together' })
  await fact('bridged', { person: 'ana' })
  const ana = await lab.phone(phone.ana).answered()
  await ana.plays(900)
  await call.hearsTone(900)
  await call.hangsUp()
  await fact('left', { outcome: 'connected' })
})

test('the caller hangs up while it rings: it stops', async () => {
  const { lab, fact } = scene()
  lab.phone(phone.cleo).rings()
  const call = await calls('2')
  await lab.phone(phone.cleo).ringing()
  await call.hangsUp()
  await lab.phone(phone.cleo).ended()
  await fact('transfer-attempt-ended', { result: 'called-off' })
  await fact('left', { outcome: 'caller-left' })
})

test('killed in the talk: the two talk on, and the daemon that comes back knows of the end', async () => {
  const { lab, fact } = scene()
  lab.phone(phone.cleo).answers().hearing().presses('1')
  const call = await calls('2')
  await fact('transferred', { person: 'cleo' })
  const cleo = await lab.phone(phone.cleo).answered()
  await scene().killDaemon()
  await cleo.plays(900)
  await call.hearsTone(900)
  await scene().startDaemon()
  await call.plays(600)
  await cleo.hearsTone(600)
  await cleo.hangsUp()
  await fact('transfer-over', { by: 'other' })
  await call.hangsUp()
  await fact('left', { outcome: 'transferred' })
})

test('killed while it rings: the daemon that comes back briefs whoever answers', async () => {
  const { lab, fact } = scene()
  lab.phone(phone.cleo).rings()
  const call = await calls('2')
  const cleo = await lab.phone(phone.cleo).ringing()
  await scene().killDaemon()
  await scene().startDaemon()
  await cleo.answer()
  await cleo.hears()
  await cleo.presses('1')
  await fact('transferred', { person: 'cleo' })
  await cleo.plays(900)
  await call.hearsTone(900)
  await call.hangsUp()
  await cleo.ended()
  await fact('left', { outcome: 'transferred' })
})
