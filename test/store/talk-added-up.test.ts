// Somebody may talk several times over the same telephone: all of it is their talk.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { callId, incidentId } from '../../src/core/world/ids.ts'
import { legId } from '../../src/core/world/our-legs.ts'
import { openFollowed } from '../support/followed-journal.ts'
import { at, exampleNight, examplePlan, incident, NIGHT, PLAN, turn } from './example-turns.ts'

test('talk of one telephone is added up, whichever way each talk ends', () => {
  const state = mkdtempSync(join(tmpdir(), 'nightbell-talk-'))
  const journal = openFollowed(join(state, 'journal.db'))
  try {
    journal.keepPlan(PLAN, examplePlan(), {})
    journal.planInForce?.(PLAN, at(0), 'the daemon started')
    const id = callId('c1')
    const i = incidentId(id, 1)
    const leg = legId(i, 2)
    const of = { leg, person: 'bob' } as const
    // They talk for a minute in the example; called back twice, and in vain once more.
    const later = ([seconds, talkedMs]: readonly [number, number]) =>
      turn(
        seconds,
        { type: 'due', stream: i },
        [incident('c1')],
        [
          talkedMs === 0
            ? [i, { kind: 'technician-lost', ...of, talkedMs, why: 'the line broke' }]
            : [i, { kind: 'talk-ended', ...of, talkedMs, by: 'caller', why: 'the caller hung up' }],
        ],
      )
    const times = [
      [200, 3_000],
      [300, 40_000],
      [400, 0],
    ] as const
    journal.commit([...exampleNight('c1'), ...times.map(later)])
    const found = journal.past.reportRecords({ from: NIGHT, to: NIGHT + 3_600_000, zone: 'UTC' }, NIGHT + 3_600_000, false)
    expect(found?.attempts.map(({ person, talkedMs }) => [person, talkedMs])).toEqual([
      ['maria', null],
      ['bob', 103_000],
    ])
  } finally {
    journal.close()
    rmSync(state, { recursive: true })
  }
})
