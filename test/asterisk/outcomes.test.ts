// Acknowledged is not done, on the real PBX: an owned incident stays open, through a daemon that is killed, until somebody says how it ended.
import { expect, test } from 'vitest'
import { laboratoryRules, line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'
import { nightbell } from '../support/nightbell.ts'

const scene = useScene({
  rules: ports => {
    const all = laboratoryRules(ports)
    return { ...all, 'ladders.yaml': all['ladders.yaml']?.replace('  steps:\n', '  steps:\n    open-for: 1 h\n') ?? '' }
  },
})

test('owned, listed after a restart, taken from its owner, owned again, and resolved', async () => {
  const { lab, fact, state } = scene()
  const cli = (...args: string[]) => nightbell(['incidents', ...args, '--state', state])
  lab.phone(phone.ana).answers().hearing().presses('5')
  const resident = await lab.resident.calls(line.closed, { callerId: '+15127770031' })
  await resident.answered()
  await resident.presses('1')
  const { stream } = await fact('acknowledged', { person: 'ana' })
  await resident.ended(60_000)
  await fact('left', { outcome: 'owned' })
  await scene().killDaemon()
  await scene().startDaemon()
  expect(await cli('list')).toMatchObject({ code: 0, stdout: expect.stringContaining(stream) })
  expect(await cli('reopen', stream, '--by', 'ben', '--why', 'she is ill')).toMatchObject({ code: 0 })
  await fact('reopened', { by: 'ben', why: 'she is ill' })
  await fact('acknowledged', { person: 'ana' }, 2)
  await lab.phone(phone.ana).legs[1]?.ended()
  const said = await cli('resolve', stream, '--outcome', 'false-alarm', '--by', 'ben', '--why', 'a sprinkler')
  expect(said).toMatchObject({ code: 0, stdout: `${stream}: resolved, false-alarm\n` })
  await fact('resolved', { person: 'ben', outcome: 'false-alarm', why: 'a sprinkler' })
  expect((await cli('show', stream)).stdout).toContain('resolved: false-alarm')
  expect(await cli('resolve', stream)).toMatchObject({ code: 1 })
})
