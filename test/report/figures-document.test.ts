// docs/reports.md says what the figures count. After a change of a definition: node scripts/print-figures.ts --write
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const root = new URL('../../', import.meta.url)

test('the committed document is what the definitions print', () => {
  const printed = execFileSync(process.execPath, ['scripts/print-figures.ts'], { cwd: root, encoding: 'utf8' })
  expect(readFileSync(new URL('docs/reports.md', root), 'utf8')).toBe(printed)
})
