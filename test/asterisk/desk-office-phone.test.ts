// The phone desk from an office telephone of the box, on the real PBX: staff dial the code, say who they are, key their PIN; a wrong one is
// counted for them and for the telephone. Emergency numbers are dialled from there as ever.
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { deskRules, PIN } from '../laboratory/at-desk.ts'
import { line, phone } from '../laboratory/rules.ts'
import { turnCallersAway } from '../laboratory/turned-away.ts'
import { useScene } from '../laboratory/use-scene.ts'
import { nightbell } from '../support/nightbell.ts'

const scene = useScene({
  rules(ports) {
    const all = deskRules(ports)
    return { ...all, 'box.yaml': all['box.yaml']?.replace('desk: { lines:', 'desk: { code: "*1", lines:') ?? '' }
  },
})

async function officeDials(code: string) {
  return scene().lab.resident.calls(code, { from: 'office' })
}

test('from an office telephone: who it is is asked, a wrong PIN is counted for both, the right one opens the desk', async () => {
  const { fact, facts } = scene()
  const call = await officeDials('*1')
  await call.answered()
  const { trunk } = await fact('arrived', { line: '*1', callerNumber: null })
  expect(trunk).toMatch(/^phone:office-[12]$/)
  await call.hears()
  await call.presses(`${phone.ben.slice(2)}#`)
  await fact('number-typed')
  await call.hears()
  await call.presses('4444#')
  await fact('pin-wrong', { person: 'ben', tries: 1, from: trunk })
  await call.presses(`${PIN}#`)
  await fact('desk-opened', { person: 'ben', how: 'pin' })
  await call.presses('1')
  await fact('desk-key', { meaning: 'who is on call' })
  await call.presses('#')
  await call.ended()
  const left = await fact('left', { outcome: 'desk' })
  const told = await nightbell(['calls', 'show', left.stream, '--state', scene().state])
  expect(told.stdout).toMatch(/The office telephone office-[12] dialled \*1/)
  expect(facts().filter(each => each.kind === 'pins-forgotten')).toMatchObject([{ person: 'ben' }])
  const journal = new Database(`${scene().state}/journal.db`, { readonly: true })
  const keys = journal.prepare(`select input from turn where json_extract(input, '$.type') = 'digit'`).pluck().all() as string[]
  journal.close()
  expect(keys.filter(key => /"digit":"[478]"/.test(key))).toEqual([])
})

test('an office telephone still reaches the emergency number, and the desk is closed to it while the daemon is away', async () => {
  const { lab, stopDaemon, startDaemon } = scene()
  lab.phone('911').answers()
  const emergency = await officeDials('911')
  await emergency.answered()
  await lab.phone('911').answered()
  await emergency.hangsUp()
  await stopDaemon()
  const call = await officeDials('*1')
  await call.answered()
  await call.hears()
  await call.ended(30_000)
  expect(lab.phone(phone.failsafe).legs).toEqual([])
  await startDaemon()
})

test('while callers are turned away because the machine cannot keep up, the desk stays open to the office telephones', async () => {
  const { lab } = scene()
  await turnCallersAway(lab, 6)
  const refused = await lab.resident.calls(line.closed, { from: 'carrier-b', callerId: '+15127770303' })
  await refused.until(() => refused.end !== undefined, 'refused', 2000)
  const call = await officeDials('*1')
  await call.answered()
  await call.hangsUp()
})
