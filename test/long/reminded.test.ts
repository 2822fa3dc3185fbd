// What became of it, through a daemon that is killed: the reminder, the expiry and the ladder after it, in real minutes.
import { expect, test } from 'vitest'
import { laboratoryRules, line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'
import { nightbell } from '../support/nightbell.ts'

const scene = useScene({
  rules: ports => {
    const all = laboratoryRules(ports)
    const ladders = all['ladders.yaml']
      ?.replace('  steps:\n', '  steps:\n    reminder: 1m\n')
      .replace('  twice:\n', '  twice:\n    reminder: never\n    expires: 1m\n')
      // Words take their time to be made on a busy machine.
      .replaceAll(/accept: \d+s/g, 'accept: 60s')
    return { ...all, 'ladders.yaml': ladders ?? '' }
  },
})

async function urgent(key: string, callerId: string) {
  const call = await scene().lab.resident.calls(line.closed, { callerId })
  await call.answered()
  await call.presses(key)
  return call
}

test('the daemon is killed meanwhile: who just hung up is reminded, and answers then; what expires is rung again, then the ladder', async () => {
  const { lab, fact, state } = scene()
  const [ana, cleo] = [lab.phone(phone.ana), lab.phone(phone.cleo)]
  ana.onRing(1).answers().hearing().presses('5')
  ana.onRing(2).answers().hearing().presses('2')
  cleo.onRing(1).answers().hearing().presses('5')
  cleo.onRing(2).rings()
  lab.phone(phone.ben).answers().hearing().presses('5')
  const call = await urgent('1', '+15127770032')
  await fact('owned', { person: 'ana' })
  await call.ended()
  const other = await urgent('4', '+15127770033')
  const { stream } = await fact('owned', { person: 'cleo' })
  await other.ended()
  await scene().killDaemon()
  await scene().startDaemon()
  await fact('dialled', { person: 'ana' }, 2, 90_000)
  await fact('resolved', { outcome: 'going-out', by: 'ana' })
  await ana.ended(2)
  await fact('acknowledgement-expired', { person: 'cleo' }, 1, 120_000)
  // Cleo's telephones are first on the ladder again; Ben takes it.
  await fact('owned', { person: 'ben' }, 1, 60_000)
  const said = await nightbell(['incidents', 'resolve', stream, '--outcome', 'going-out', '--by', 'ben', '--state', state])
  expect(said).toMatchObject({ code: 0, stdout: expect.stringContaining('resolved, going out') })
  const again = await nightbell(['incidents', 'resolve', stream, '--outcome', 'going-out', '--state', state])
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('is resolved already') })
  lab.phone(phone.cleo).onRing(4).answers().hearing().presses('5')
  const reopened = await nightbell(['incidents', 'reopen', stream, '--why', 'it leaks again', '--state', state])
  expect(reopened).toMatchObject({ code: 0 })
  await fact('reopened', { why: 'it leaks again' })
  await fact('owned', {}, 4, 60_000)
  expect((await nightbell(['incidents', 'list', '--state', state])).stdout).toContain(stream)
}, 240_000)
