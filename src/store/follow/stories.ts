// The follower of stories: which turns belong to which stream, and where each fact stands in its
// turn. The facts themselves stay in the journal: `fact`, a view that every reader makes
// (read/attach.ts), puts them together.
import { prepare, type Statements, sqlFor } from '../journal/statements.ts'
import type { Follower } from './follower.ts'
import { storySql, type TouchedTable } from './stories-tables.ts'

export const stories: Follower = {
  ...{ name: 'stories', version: 1, from: 'first', onMistake: 'stop', tables: ['touched'], sql: storySql },
  open(db: Statements) {
    const touch = prepare<TouchedTable>(db, p =>
      sqlFor.insertInto('touched').values({ stream: p.stream, turn: p.turn, n: p.n, kind: p.kind, at: p.at }),
    )
    return ({ seq: turn, at, facts, changes }) => {
      for (const [n, { stream, kind }] of facts.entries()) touch.run({ stream, turn, n, kind, at })
      for (const [stream] of changes)
        if (!facts.some(fact => fact.stream === stream)) touch.run({ stream, turn, n: -1, kind: '', at })
    }
  },
}
