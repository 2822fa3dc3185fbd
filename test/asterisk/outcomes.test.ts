// What became of it, on the real PBX: the key after the talk. Reminder and expiry take minutes: test/long/reminded.test.ts.
import { expect, test } from 'vitest'
import { line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'
import { nightbell } from '../support/nightbell.ts'

const scene = useScene()

async function urgent(key: string, callerId: string) {
  const call = await scene().lab.resident.calls(line.closed, { callerId })
  await call.answered()
  await call.presses(key)
  return call
}

test('the caller hangs up first: the technician is asked, and one key says what became of it', async () => {
  const { lab, fact, state } = scene()
  lab.phone(phone.ana).answers()
  const call = await urgent('1', '+15127770031')
  const ana = await lab.phone(phone.ana).answered()
  await ana.hears()
  await ana.presses('1')
  const { stream } = await fact('bridged', { person: 'ana' })
  await call.hangsUp()
  await fact('outcome-asked', { person: 'ana' })
  await ana.presses('3')
  await fact('resolved', { outcome: 'false-alarm', by: 'ana' })
  await ana.ended()
  const listed = await nightbell(['incidents', 'list', '--state', state])
  expect(listed.stdout).not.toContain(stream)
  expect((await nightbell(['incidents', 'show', stream, '--state', state])).stdout).toContain('RESOLVED, a false alarm: Ana')
})
