// Emergency calls of office telephones on the real PBX: each shows its own property's number, over whichever trunk takes the call, past every
// cap, with the daemon or without it; and the property's people are told.
import { expect, test } from 'vitest'
import { laboratoryRules, line, phone } from '../laboratory/rules.ts'
import { addresses, type Ports } from '../laboratory/ports.ts'
import { useScene } from '../laboratory/use-scene.ts'

const SUITE = '+15125550120'

function rules(ports: Ports): Record<string, string> {
  const all = laboratoryRules(ports)
  const stranger = `{ id: far-desk, contact: "sip:far-desk@${addresses.stranger}:${ports.carrierSip}", emergency-caller-id: "${SUITE}" }`
  return {
    ...all,
    'box.yaml': (all['box.yaml'] ?? '')
      .replace('  unknown-line: closed-court', '  unknown-line: closed-court\n  emergency-test-numbers: [933]\n  dialling: { at-once: 1 }')
      .replaceAll('owns: ["', `channels: 1, owns: ["${SUITE}", "`),
    'properties.yaml': (all['properties.yaml'] ?? '').replace('phones: [{ id: office-9', `phones: [${stranger}, { id: office-9`),
  }
}

const scene = useScene({ rules })

test('each telephone shows its own number, directly dialled, and the two hear each other', async () => {
  const { lab } = scene()
  const dispatcher = lab.phone('911').answers().plays(700)
  const open = await lab.resident.calls('911', { from: 'office', callerId: '+15559999999' })
  await open.answered()
  await open.plays(1200)
  const first = await dispatcher.answered()
  expect(first).toMatchObject({ callerNumber: line.open, trunk: 'carrier-a' })
  await Promise.all([open.hearsTone(700), first.hearsTone(1200)])
  await open.hangsUp()
  await first.ended()
  const far = await lab.resident.calls('911', { from: 'stranger' })
  await far.answered()
  expect(await dispatcher.answered(2)).toMatchObject({ callerNumber: SUITE })
  await far.hangsUp()
})
