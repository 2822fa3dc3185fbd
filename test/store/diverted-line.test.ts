// A property forwards its own number to one of the box. The call is listed, and counted, under the
// number that the resident dialled: the rules know it, and "quiet for a week" would be wrong.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openReader } from '../../src/store/read/reader.ts'
import { openFollowed } from '../support/followed-journal.ts'
import { LINE, smallPlan } from '../support/plan.ts'
import { tell } from '../support/story.ts'

const BOX = '+15125550199'

test.each([
  ['diverted from a line of the rules', { line: BOX, diversion: LINE.oak }, LINE.oak],
  ['in the spelling of the rules', { line: BOX, diversion: LINE.oak.slice(1) }, LINE.oak],
  ['diverted from elsewhere to a line of the rules', { line: LINE.mesa, diversion: LINE.oak }, LINE.mesa],
  ['diverted from elsewhere to a line of nobody', { line: BOX, diversion: '+19995551234' }, BOX],
  ['not diverted', { line: LINE.oak }, LINE.oak],
])('%s', (_, arrival, line) => {
  const directory = mkdtempSync(join(tmpdir(), 'nightbell-diverted-'))
  const file = join(directory, 'journal.db')
  const journal = openFollowed(file)
  tell({ plan: smallPlan(), onTurn: turn => journal.commit([turn]) }).arrives(arrival)
  journal.close()
  const reader = openReader(file)
  const newest = { sort: 'arrived', way: 'desc', limit: 10 } as const
  expect(reader.list('calls', { lines: [line] }, newest)).toHaveLength(1)
  reader.close()
  rmSync(directory, { recursive: true })
})
