// Nobody is reached, on the real PBX: the incident stays open, is rung for again, wider, through a daemon that is killed, until somebody
// owns it.
import { expect, test } from 'vitest'
import { laboratoryRules, line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'

const scene = useScene({
  rules: ports => {
    const all = laboratoryRules(ports)
    const retry = 'exhausted: { retry: { every: 3s, for: 90s, widen: [cleo] } }'
    return { ...all, 'ladders.yaml': all['ladders.yaml']?.replace('  steps:\n', `  steps:\n    ${retry}\n`) ?? '' }
  },
})

test('exhausted, and reached on the third retry, by somebody whom the first retry added', async () => {
  const { lab, fact, facts } = scene()
  for (const each of [phone.ana, phone.ben]) lab.phone(each).busy()
  for (const each of [phone.cleo, phone.cleo2]) lab.phone(each).busy()
  const resident = await lab.resident.calls(line.closed, { callerId: '+15127770011' })
  await resident.answered()
  await resident.presses('1')
  await fact('unreached')
  await resident.hangsUp()
  await fact('still-unreached', { retries: 1 })
  // The timer survives the daemon.
  await scene().killDaemon()
  await scene().startDaemon()
  await fact('still-unreached', { retries: 2 })
  lab.phone(phone.cleo).answers().hearing().presses('5')
  await fact('owned', { person: 'cleo' })
  await fact('acknowledged', { person: 'cleo' })
  const retried = facts().filter(each => each.kind === 'pass-began')
  expect(retried.length).toBe(4)
  expect(facts().filter(each => each.kind === 'unreached').length).toBe(1)
})
