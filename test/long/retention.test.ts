// A message on the real PBX grows old: the daemon, started a hundred days later, removes its file and says so. One that nobody has dealt
// with stays.
import { existsSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keptIn } from '../../src/recordings/locate.ts'
import { clockAsItWas, moveClockTo } from '../laboratory/moved-clock.ts'
import { laboratoryRules, line } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'
import { nightbell } from '../support/nightbell.ts'

afterAll(clockAsItWas)
const scene = useScene({
  rules: ports =>
    laboratoryRules(ports, {
      'defaults.yaml': 'defaults:\n  retention: { messages: 90d, statements: 365d }\n',
    }),
})
beforeAll(() => scene().stopDaemon())

async function leavesMessage(words: string): Promise<string> {
  const { lab, fact, mark } = scene()
  mark()
  const call = await lab.resident.calls(line.closed, { callerId: '+15127770004' })
  await call.answered()
  await call.presses('2')
  await fact('statement-began')
  await call.says(words)
  await call.presses('#')
  const { recording } = await fact('message-taken')
  await call.ended()
  await fact('left')
  return recording
}

test('after its days the file is gone, and the list and the log say why; what waits is still there', async () => {
  const { startDaemon, stopDaemon, fact, lab, state } = scene()
  const places = [`${lab.box.settings.directory}/spool/recording`, keptIn(state)]
  const there = (recording: string) => places.map(place => existsSync(`${place}/${recording}.wav`))
  await startDaemon()
  const heard = await leavesMessage('I would like to see a two bedroom apartment on Saturday.')
  const waits = await leavesMessage('Please call me about the lease of apartment nine.')
  expect(await nightbell(['messages', 'done', heard, '--state', state])).toMatchObject({ code: 0 })
  expect([heard, waits].map(there)).toEqual([
    [true, true],
    [true, true],
  ])
  await stopDaemon()

  moveClockTo(Date.now() + 100 * 86_400_000)
  await startDaemon()
  const removed = await fact('recording-removed', { recording: heard }, 1, 100_000)
  expect(removed.why).toBe('the rules keep messages for 90 days')
  await expect.poll(() => there(heard), { timeout: 10_000 }).toEqual([false, false])
  expect(there(waits)).toEqual([true, true])

  const play = await nightbell(['messages', 'play', heard, '--state', state, '--pbx', lab.box.settings.directory])
  expect(play).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/was removed on .*: the rules keep messages for 90 days\./),
  })
  const listed = await nightbell(['messages', 'list', '--all', '--state', state])
  expect(listed.stdout).toMatch(new RegExp(`removed .*${heard}`))
  expect(listed.stdout).toMatch(new RegExp(`\\d+ s .*${waits}`))
  const story = await nightbell(['calls', 'show', removed.stream, '--state', state])
  expect(story.stdout).toContain(`The recording ${heard} is removed`)
}, 240_000)
