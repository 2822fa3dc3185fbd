// The real daemon closes a pay period: in the journal when it says so, once, and after a restart still.
import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { loneDaemon } from '../support/lone-daemon.ts'

const MAIN = resolve(import.meta.dirname, '../../src/main.ts')

test('closed by the daemon, once, and known after it was killed', async () => {
  await using daemon = loneDaemon()
  const report = async (...args: readonly string[]) => {
    const run = promisify(execFile)(process.execPath, [MAIN, ...daemon.where, 'report', 'people', ...args])
    return run.then(
      ({ stdout }) => ({ code: 0, out: stdout }),
      (error: { code: number; stderr: string }) => ({ code: error.code, out: error.stderr }),
    )
  }
  await daemon.start()
  const closed = await report('--close', '2026-01', '--by', 'Pat Reyes')
  expect(closed).toEqual({ code: 0, out: expect.stringMatching(/^2026-01 is closed\. sha256 of its figures: [0-9a-f]{64}\n$/) })
  await daemon.stop('SIGKILL')
  expect((await report('--closed')).out).toMatch(/^2026-01 .* Pat Reyes +[0-9a-f]{64}$/m)
  expect(await report('--close', '2026-02', '--by', 'Pat Reyes')).toMatchObject({ code: 3 })
  await daemon.start()
  const again = await report('--close', '2026-01', '--by', 'Kim Lane')
  expect(again).toEqual({
    code: 1,
    out: expect.stringMatching(/2026-01 was closed on .* by Pat Reyes\. A period is closed once\./),
  })
})
