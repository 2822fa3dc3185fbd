// A property is added by one file, while a call runs, without a restart: its line is answered, its office queue rings, and the call goes on.
import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { addresses } from '../laboratory/ports.ts'
import { line } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'
import { nightbell } from '../support/nightbell.ts'

const scene = useScene()
const NEW = '+15125550109'

test('from a file to an answered call', async () => {
  const { lab, fact, config, state, logged, daemonLog } = scene()
  const running = await lab.resident.calls(line.closed, { callerId: '+15127770031' })
  await running.answered()
  await running.hears()
  const contact = `sip:office-3@${addresses.office}:${lab.ports.carrierSip}`
  const from = daemonLog().length
  writeFileSync(
    `${config}/new-grove.yaml`,
    `
properties:
  new-grove:
    name: New Grove
    zone: America/Chicago
    lines: ["${NEW}"]
    caller-id: "+15125550100"
    hours: { mon-sun: 00:00-24:00 }
    office: { ring: 3s, phones: [{ id: office-3, contact: "${contact}" }] }
`,
  )
  await logged('changed rules are in force', from)
  const status = JSON.parse((await nightbell(['status', '--json', '--state', state])).stdout) as { alarms: unknown[] }
  expect(status.alarms).toEqual([])
  expect(daemonLog().slice(from)).toMatch(/"reloaded":\["res_pjsip.so","app_queue.so","pbx_config.so"\]/)
  // Everything that the rules say is installed.
  const diff = await nightbell(['render', '--diff', '--config', config, '--pbx', lab.box.settings.directory])
  expect(diff).toMatchObject({ code: 0, stdout: expect.stringMatching(/nothing would change/) })
  // The call that was there before goes on in its menu.
  await running.presses('2')
  await fact('told', { what: 'to leave a message' })
  await running.hangsUp()
  await lab.box.reachable('office-3')
  const desk = lab.phone('office-3').rings()
  const call = await lab.resident.calls(NEW, { callerId: '+15127770032' })
  await fact('office-rung', { ringSeconds: 3 })
  await desk.called()
  await fact('office-unanswered')
  await call.answered()
  await fact('asked', { question: 'urgency' }, 2)
  await call.hears()
  await call.hangsUp()
  await fact('left', { outcome: 'missed' }, 1)
})
