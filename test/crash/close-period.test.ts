// The real daemon closes a pay period: in the journal when it says so, once, and after a restart still.
import { execFile } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { EpochMs } from '../../src/core/world/ids.ts'
import { openJournal } from '../../src/store/journal/journal.ts'
import { loneDaemon } from '../support/lone-daemon.ts'
import { MAIN } from '../support/main.ts'
import { smallPlan } from '../support/plan.ts'

test('closed by the daemon, once, and known after it was killed', async () => {
  await using daemon = loneDaemon()
  const report = async (...args: readonly string[]) => {
    const run = promisify(execFile)(process.execPath, [MAIN, ...daemon.where, 'report', 'people', ...args])
    return run.then(
      ({ stdout }) => ({ code: 0, out: stdout }),
      (error: { code: number; stderr: string }) => ({ code: error.code, out: error.stderr }),
    )
  }
  rulesSince(daemon.where[3] ?? '', Date.UTC(2025, 11, 24))
  await daemon.start()
  const early = await report('--close', '2025-11', '--by', 'Pat Reyes')
  expect(early).toEqual({ code: 2, out: expect.stringMatching(/2025-11 is before the log, which begins on 2025-12-2/) })
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

/** As a box has them that has run since then, and has had no call. */
function rulesSince(state: string, at: number): void {
  mkdirSync(state, { recursive: true })
  const journal = openJournal(join(state, 'journal.db'))
  journal.keepPlan('plan', smallPlan(), {})
  journal.planInForce?.('plan', at as EpochMs, 'a test')
  journal.close()
}
