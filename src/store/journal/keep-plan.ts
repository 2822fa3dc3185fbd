// Writes plans, and the files that made them, into the journal: in pieces, because those of a thousand properties are megabytes, and one
// commit of all that would hold the main thread up for longer than its law allows. Called by journal.ts. A plan is there when its row in
// `plan` is: the last that is written. Pieces without a row are what a crash left.
import type Database from 'better-sqlite3'
import type { PlanTexts } from '../../daemon/ports.ts'
import { prepare, sqlFor } from './statements.ts'

export interface PlanKeeper {
  /** In one commit. A plan that is there already is the newest again. `texts` is asked only where it is not. */
  keep(hash: string, texts: () => PlanTexts): void
  /** The same in many commits; `breathe` lets others run between two of them. */
  keepSlowly(hash: string, texts: PlanTexts, breathe: () => Promise<unknown>): Promise<void>
}

interface Piece {
  readonly hash: string
  readonly part: 'plan' | 'sources'
  readonly n: number
  readonly text: string
}

export function planKeeper(db: Database.Database): PlanKeeper {
  const known = prepare<{ hash: string }>(db, p => sqlFor.selectFrom('plan').select('hash').where('hash', '=', p.hash))
  const next = sqlFor.selectFrom('plan').select(eb => eb(eb.fn.coalesce(eb.fn.max('kept'), eb.lit(0)), '+', 1).as('next'))
  const newest = prepare<{ hash: string }>(db, p => sqlFor.updateTable('plan').set({ kept: next }).where('hash', '=', p.hash))
  const row = prepare<{ hash: string }>(db, p => sqlFor.insertInto('plan').values({ hash: p.hash, kept: next }))
  const piece = prepare<Piece>(db, p =>
    sqlFor
      .insertInto('plan_piece')
      .values({ hash: p.hash, part: p.part, n: p.n, text: p.text })
      .onConflict(oc => oc.columns(['hash', 'part', 'n']).doUpdateSet(eb => ({ text: eb.ref('excluded.text') }))),
  )
  const there = prepare<{ hash: string }, { pieces: number }>(db, p =>
    sqlFor
      .selectFrom('plan_piece')
      .select(eb => eb.fn.countAll<number>().as('pieces'))
      .where('hash', '=', p.hash),
  )
  const keepNew = db.transaction((hash: string, texts: PlanTexts) => {
    for (const one of piecesOf(hash, texts)) piece.run(one)
    row.run({ hash })
  })
  const finish = db.transaction((hash: string, texts: PlanTexts, wrote: number) => {
    if (known.get({ hash })) return
    // Another program that opened the journal meanwhile took them for what a crash left.
    if (there.get({ hash })?.pieces === wrote) row.run({ hash })
    else keepNew(hash, texts)
  })

  return {
    keep(hash, texts) {
      if (known.get({ hash })) newest.run({ hash })
      else keepNew.immediate(hash, texts())
    },
    async keepSlowly(hash, texts, breathe) {
      let wrote = 0
      if (known.get({ hash })) return
      for (const one of piecesOf(hash, texts)) {
        piece.run(one)
        wrote++
        await breathe()
      }
      finish.immediate(hash, texts, wrote)
    },
  }
}

function* piecesOf(hash: string, { plan, sources }: PlanTexts): Generator<Piece> {
  for (const [n, text] of plan.entries()) yield { hash, part: 'plan', n, text }
  for (const [n, text] of sources.entries()) yield { hash, part: 'sources', n, text }
}

/** Pieces of a plan that was never finished. */
export function dropUnfinished(db: Database.Database): void {
  db.prepare('DELETE FROM plan_piece WHERE hash NOT IN (SELECT hash FROM plan)').run()
}
