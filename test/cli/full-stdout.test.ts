// What could not be printed is no success: a script that keeps a list in a file must see that it is not whole.
import { spawnSync } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const main = join(import.meta.dirname, '../../src/main.ts')

test('a list on a full disk ends with 2, and says why', () => {
  const full = openSync('/dev/full', 'w')
  const { status, stderr } = spawnSync(process.execPath, [main, '--help'], { stdio: ['ignore', full, 'pipe'], encoding: 'utf8' })
  closeSync(full)
  expect(stderr).toMatch(/could not be written: .*no space left/i)
  expect(status).toBe(2)
})
