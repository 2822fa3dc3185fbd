// A caller who calls while being called back is connected without a question: a call of its own kind,
// from the real core to the report.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Turn } from '../../src/core/world/world.ts'
import { makeReport } from '../../src/report/make-report.ts'
import { planHash } from '../../src/rules/plan-hash.ts'
import { openFollowed } from '../support/followed-journal.ts'
import { NIGHT, PLAN_HASH, smallPlan } from '../support/plan.ts'
import { tell } from '../support/story.ts'

test('who comes back is on hold at once, and has not left an office that never rang', () => {
  const state = mkdtempSync(join(tmpdir(), 'nightbell-came-back-'))
  const journal = openFollowed(join(state, 'journal.db'))
  try {
    const plan = smallPlan()
    const hash = planHash(plan)
    journal.keepPlan(hash, plan, {})
    journal.planInForce?.(hash, NIGHT, 'the daemon started')
    // The stories' plan has a made-up hash.
    const hashed = (turn: Turn) => JSON.parse(JSON.stringify(turn).replaceAll(`"${PLAN_HASH}"`, `"${hash}"`)) as Turn
    const story = tell({ plan, onTurn: turn => journal.commit([hashed(turn)]) })
    story.arrives().presses('1', '*').hangsUp()
    story.phone('ana').rings().answers().presses('1').listens()
    story.resident().rings()
    story.arrives().hangsUp()
    expect(story.facts('caller-came-back')).toHaveLength(1)
    const span = { from: NIGHT, to: NIGHT + 3_600_000, zone: 'UTC' }
    const records = journal.past.reportRecords(span, span.to, false)
    if (records === null) throw new Error('no rules')
    const all = { by: 'portfolio', properties: null, category: null, person: null } as const
    const { sections } = makeReport(records, { kind: 'service', ...all })
    const rows = sections.flatMap(section => (section.show === 'figures' ? section.rows : []))
    const counts = ['offered', 'came-back', 'left-queue', 'overflow-closed', 'abandoned', 'abandoned-hold', 'abandoned-queue']
    const found = counts.map(id => [id, rows.find(({ definition }) => definition.id === id)?.figures[0]?.value])
    expect(Object.fromEntries(found)).toEqual({
      ...{ offered: 2, 'came-back': 1, 'left-queue': 0, 'overflow-closed': 1 },
      ...{ abandoned: 2, 'abandoned-hold': 2, 'abandoned-queue': 0 },
    })
  } finally {
    journal.close()
    rmSync(state, { recursive: true })
  }
})
