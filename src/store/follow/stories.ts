// The follower of stories: which turns belong to which stream, and where each fact stands in its
// turn. The facts themselves stay in the journal: `fact`, a view that every reader makes
// (read/attach.ts), puts them together.
import type { Fact } from '../../core/world/facts.ts'
import { prepare, type Statements, sqlFor } from '../journal/statements.ts'
import type { Follower } from './follower.ts'
import { remembered } from './remembered.ts'
import { STORY_TABLES, storySql, type TouchedTable } from './stories-tables.ts'

export const stories: Follower = {
  name: 'stories',
  version: 2,
  from: 'first',
  onMistake: 'stop',
  tables: STORY_TABLES,
  sql: storySql,
  open(db: Statements) {
    const touch = prepare<TouchedTable>(db, p =>
      sqlFor.insertInto('touched').values({ stream: p.stream, turn: p.turn, n: p.n, kind: p.kind, person: p.person }),
    )
    const ofProperty = prepare<{ no: number; property: string }>(db, p =>
      sqlFor.updateTable('stream_no').set({ property: p.property }).where('no', '=', p.no),
    )
    const streamNo = numbers(db, 'stream_no', 'stream')
    const kindNo = numbers(db, 'kind_no', 'kind')
    return ({ seq: turn, facts, changes }) => {
      streamNo.at(turn)
      kindNo.at(turn)
      for (const [n, fact] of facts.entries()) {
        const stream = streamNo.of(fact.stream)
        const who = personOf(fact)
        touch.run({ stream, turn, n, kind: kindNo.of(fact.kind), person: who === null ? null : kindNo.of(who) })
        const property = propertyOf(fact)
        if (property !== null) ofProperty.run({ no: stream, property })
      }
      for (const [stream] of changes)
        if (!facts.some(fact => fact.stream === stream))
          touch.run({ stream: streamNo.of(stream), turn, n: -1, kind: null, person: null })
    }
  },
}

/** Streams that live, kinds, and people who are rung these days. */
const MOST = 5000

function numbers(db: Statements, table: 'stream_no' | 'kind_no', column: 'stream' | 'kind') {
  const find = db.prepare(`SELECT no FROM "${table}" WHERE "${column}" = ?`).pluck()
  const add = db.prepare(`INSERT INTO "${table}" ("${column}") VALUES (?)`)
  const known = remembered<number>(MOST)
  return {
    at: known.at,
    of(name: string): number {
      const before = known.get(name)
      if (before !== undefined) return before
      const no = (find.get(name) as number | undefined) ?? Number(add.run(name).lastInsertRowid)
      known.set(name, no)
      return no
    },
  }
}

/** Ends of a talk that are not names. */
const NOBODY: readonly unknown[] = ['caller', 'technician', 'other']

/** Who did it, or to whom it was done. */
export function personOf(fact: Fact): string | null {
  const { person, by } = fact as { person?: unknown; by?: unknown }
  if (typeof person === 'string') return person
  return typeof by === 'string' && !NOBODY.includes(by) ? by : null
}

function propertyOf(fact: Fact): string | null {
  switch (fact.kind) {
    case 'identified':
    case 'opened':
    case 'notice-set':
    case 'emergency-dialled':
      return fact.property
    default:
      return null
  }
}
