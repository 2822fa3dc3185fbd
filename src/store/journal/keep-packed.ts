// Puts packed turns in the place of their texts, in one commit. Which ones, and what is in them, is
// made in another thread (read/old-turns.ts): turns that are written never change.
import type Database from 'better-sqlite3'
import { JournalError } from './journal-error.ts'
import { ELSEWHERE, type PackedTurns } from './packed-turns.ts'

/** Some hundred microseconds. Throws where one of these turns is not there, or packed already. */
export function packedKeeper(db: Database.Database): (packed: PackedTurns) => void {
  const places = db.prepare("SELECT seq, at FROM turn WHERE seq BETWEEN ? AND ? AND facts <> ''").raw()
  const remove = db.prepare('DELETE FROM turn WHERE seq BETWEEN ? AND ?')
  const empty = db.prepare(
    `INSERT INTO turn (seq, at, input, seen, ignored, facts, changes, hash) VALUES (?, ?, '', '', NULL, '${ELSEWHERE}', '', '')`,
  )
  const keep = db.prepare('INSERT INTO packed (last, body) VALUES (?, ?)')
  return db.transaction(({ first, last, body }: PackedTurns) => {
    const turns = places.all(first, last) as [seq: number, at: number][]
    if (turns.length !== last - first + 1)
      throw new JournalError('refused', `Turns ${first} to ${last} can't be packed: not all of them are there.`)
    remove.run(first, last)
    for (const turn of turns) empty.run(...turn)
    keep.run(last, body)
  }).immediate
}
