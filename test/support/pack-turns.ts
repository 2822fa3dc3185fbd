// Packs turns of a journal, as the daemon does with those that are old.

import { openJournal } from '../../src/store/journal/journal.ts'
import { openForReading } from '../../src/store/journal/open-database.ts'
import { packTurns } from '../../src/store/journal/packed-turns.ts'
import type { TurnTable } from '../../src/store/journal/schema.ts'

/** All but the last turn, `together` in a pack. */
export function packAll(file: string, together: number): void {
  const db = openForReading(file)
  const turns = db.prepare('SELECT * FROM turn ORDER BY seq').all() as TurnTable[]
  db.close()
  const journal = openJournal(file)
  for (let from = 0; from < turns.length - 1; from += together)
    journal.keepPacked(packTurns(turns.slice(from, Math.min(from + together, turns.length - 1))))
  journal.close()
}
