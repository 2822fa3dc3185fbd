// A journal made of the turns of an export, in a directory of its own that is removed afterwards:
// the lists and stories that the journal of the box gave are made once more, by the same code. Used
// by remake.ts. What it is given was made by others: whatever goes wrong with it is thrown.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PRIVATE_FIELDS } from '../../../core/world/facts.ts'
import type { Stream } from '../../../core/world/stream.ts'
import { JOURNAL_FILE } from '../../../store/journal/journal.ts'
import { inWords, JournalError, type JournalTrouble } from '../../../store/journal/journal-error.ts'
import { planKeeper } from '../../../store/journal/keep-plan.ts'
import { openForWriting } from '../../../store/journal/open-database.ts'
import type { EvidencePart, EvidenceTurn } from '../../../store/read/evidence.ts'
import { openReader, type Reader } from '../../../store/read/reader.ts'
import { CliFailure, EXIT } from '../../io.ts'
import { oneLine } from '../../plain-text.ts'
import type { GivenEvidence } from '../given.ts'

/** `live`: the states of streams that are not over, as far as they are known. */
export function withJournalOf<R>(evidence: GivenEvidence, live: Iterable<Stream>, ask: (reader: Reader) => R): R {
  let directory: string | null = null
  try {
    directory = mkdtempSync(join(tmpdir(), 'nightbell-export-'))
    const file = join(directory, JOURNAL_FILE)
    write(file, evidence, live)
    const reader = openReader(file)
    try {
      const answer = ask(reader)
      const [trouble] = reader.troubles().filter(({ file: of }) => of.endsWith('views.db'))
      if (trouble !== undefined) throw new Error(trouble.what)
      return answer
    } finally {
      reader.close()
    }
  } catch (error) {
    throw ofTheMachine(error) ?? error
  } finally {
    if (directory !== null) rmSync(directory, { recursive: true, force: true })
  }
}

/** Nothing that the export can be blamed for; null where it may be. */
function ofTheMachine(error: unknown): CliFailure | null {
  const known = inWords(error, tmpdir())
  if (!(known instanceof JournalError) || !MACHINE.includes(known.trouble)) return null
  const { cause } = known
  const said = oneLine(cause instanceof Error ? cause.message : known.message, 200)
  return new CliFailure(EXIT.cannot, `An export needs room in ${tmpdir()} (${said}). Name another directory with TMPDIR.`)
}

const MACHINE: readonly JournalTrouble[] = ['full', 'unwritable', 'unreadable', 'missing']

function write(file: string, { turns, plans }: GivenEvidence, live: Iterable<Stream>): void {
  const db = openForWriting(file)
  try {
    const turn = db.prepare(
      `INSERT INTO turn (seq, at, input, seen, ignored, facts, changes, hash)
      VALUES (@seq, @at, @input, @seen, @ignored, @facts, @changes, @hash)`,
    )
    const part = db.prepare('INSERT INTO private (turn, n, stream, digest, salt, body) VALUES (?, ?, ?, ?, ?, ?)')
    const stream = db.prepare('INSERT INTO stream (id, kind, state) VALUES (?, ?, ?)')
    const keeper = planKeeper(db)
    for (const [hash, { json, sources }] of plans) keeper.keep(hash, () => ({ plan: [json], sources: [JSON.stringify(sources)] }))
    db.transaction(() => {
      for (const one of turns) {
        const { parts, before: _, ...row } = withPartsApart(one)
        turn.run(row)
        for (const { n, stream: of, digest, salt, body } of parts) part.run(row.seq, n, of, digest, salt, body)
      }
      for (const one of live) stream.run(one.id, one.kind, JSON.stringify(one))
    })()
  } finally {
    db.close()
  }
}

/** In a redacted export private fields stand in their places; lists look for them apart. */
function withPartsApart(turn: EvidenceTurn): EvidenceTurn {
  const parts: EvidencePart[] = [...turn.parts]
  let next = Math.max(-1, ...parts.map(({ n }) => n)) + 1
  const apart = (value: unknown, field = ''): unknown => {
    if (typeof value === 'string' && PRIVATE_FIELDS.includes(field)) {
      parts.push({ n: next, stream: null, digest: '', salt: Buffer.alloc(0), body: JSON.stringify(value) })
      return { $private: next++ }
    }
    if (Array.isArray(value)) return value.map(one => apart(one))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, apart(one, key)]))
  }
  const [input, facts] = [apart(JSON.parse(turn.input)), apart(JSON.parse(turn.facts))]
  if (next === Math.max(-1, ...turn.parts.map(({ n }) => n)) + 1) return turn
  return { ...turn, input: JSON.stringify(input), facts: JSON.stringify(facts), parts }
}
