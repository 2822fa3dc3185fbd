// What is kept of SIP has a size and an age, is private, and loses who is erased.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { forgetIn } from '../../src/sip/forget-in.ts'
import { allKept, filesOf, KINDS } from '../../src/sip/kept.ts'
import { openTraceFiles } from '../../src/sip/trace-files.ts'

let state = ''
const made = (): string => {
  state = mkdtempSync(join(tmpdir(), 'sip-'))
  return state
}
afterEach(() => rmSync(state, { recursive: true, force: true }))

const message = (c: string, m: string) => ({ t: 1, d: 'in' as const, p: 'udp' as const, a: '192.0.2.1:5060', c, m })
const LIMITS = { fileBytes: 1000, bytes: { calls: 4000, other: 2000 }, days: 7 }

test('files have a size, and what is neither call nor answer pushes out no call', () => {
  const files = openTraceFiles(made(), LIMITS)
  files.add('calls', message('the-call', 'INVITE'))
  files.flush(1)
  for (let n = 0; n < 200; n++) {
    files.add('other', message(`o${n}`, 'x'.repeat(100)))
    files.flush(2 + n)
  }
  const directory = join(state, 'sip')
  const size = filesOf(directory, 'other').reduce((sum, name) => sum + statSync(join(directory, name)).size, 0)
  expect(size).toBeLessThan(3500)
  expect(allKept(state, KINDS, line => line.includes('the-call'))).toHaveLength(1)
  for (const name of readdirSync(directory)) expect(statSync(join(directory, name)).mode & 0o77).toBe(0)
  files.close()
})

test('what is older than a week goes, and damaged lines are passed over', () => {
  const first = openTraceFiles(made(), LIMITS)
  first.add('calls', message('old', 'INVITE'))
  first.close()
  const directory = join(state, 'sip')
  const [name = ''] = readdirSync(directory)
  const now = Date.now()
  writeFileSync(join(directory, name), '{"t":1\nnull\n{"t":"x","c":1}\n', { flag: 'a' })
  expect(allKept(state, KINDS, () => true)).toHaveLength(1)
  utimesSync(join(directory, name), now / 1000, now / 1000 - 8 * 86_400)
  const again = openTraceFiles(state, LIMITS)
  again.flush(now)
  again.close()
  expect(allKept(state, KINDS, () => true)).toEqual([])
})

test('dialogs of who is erased go; elsewhere their number and name are crossed out in every spelling', async () => {
  const files = openTraceFiles(made(), LIMITS)
  files.add('calls', message('their-call', 'INVITE sip:+15127770001@x'))
  files.add('calls', message('their-leg', 'INVITE sip:tech@x'))
  files.add('calls', message('another', 'From: "Ann Lee" <sip:512-777-0001@x>\r\nX: %2B1512%2D7770001 and +15127770099'))
  files.add('calls', { t: 1, ch: '17.1', e: 'trunk-a', c: 'their-call' })
  files.add('calls', { t: 1, ch: 'i-17.1.2', e: 'trunk-a', c: 'their-leg' })
  await forgetIn(files, [{ call: '17.1', incidents: ['i-17.1'], numbers: ['+15127770001'], names: ['Ann Lee'] }])
  files.add('calls', message('after', 'INVITE'))
  files.close()
  const directory = join(state, 'sip')
  const left = readdirSync(directory)
    .map(name => readFileSync(join(directory, name), 'utf8'))
    .join('')
  expect(left).not.toMatch(/7770001|777-0001|Ann|Lee|their-/)
  expect(left).toContain('+15127770099')
  expect(allKept(state, KINDS, () => true).map(({ c }) => c)).toEqual(['another', 'after'])
})
