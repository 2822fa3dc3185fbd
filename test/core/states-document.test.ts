// docs/call-states.md is what the transition tables say. After a change of a table: node scripts/print-states.ts --write
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const root = new URL('../../', import.meta.url)

test('the committed document is what the tables print', () => {
  // In a process of its own: the test runner rewrites functions, and their text is part of the page.
  const printed = execFileSync(process.execPath, ['scripts/print-states.ts'], { cwd: root, encoding: 'utf8' })
  expect(readFileSync(new URL('docs/call-states.md', root), 'utf8')).toBe(printed)
})
