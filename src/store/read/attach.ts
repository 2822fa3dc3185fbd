// Lets queries of one connection join the journal with what followers made of it: their files are
// attached, and where one was deleted and made again, the new one is. Reads only.
import { statSync } from 'node:fs'
import type Database from 'better-sqlite3'
import { filesBeside } from '../follow/followers.ts'
import { inWords, JournalError } from '../journal/journal-error.ts'

/**
 * The facts of the journal by their streams: where each stands is in `touched`, what it says in its
 * turn, where it leaves out its time if that is the turn's. SQLite has no statistics, and would look
 * for one stream's few facts among all of a kind over ten years: `+` keeps it from that.
 * `fact_by_kind` is for whoever asks by kind and turn.
 */
const FACTS = `
${factView('fact', 'touched.stream', '+touched.kind')};
${factView('fact_by_kind', '+touched.stream', 'touched.kind')};
`

function factView(name: string, stream: string, kind: string): string {
  return `CREATE TEMP VIEW ${name} AS SELECT
  stream_no.stream, touched.turn, touched.n, kind_no.kind, turn.at,
  json_insert(json_extract(turn.facts, '$[' || touched.n || ']'), '$.at', turn.at) AS body
FROM views.touched
JOIN views.stream_no ON stream_no.no = ${stream}
JOIN views.kind_no ON kind_no.no = ${kind}
JOIN temp.turn ON turn.seq = touched.turn`
}

/** Gives what is to be called before each query. */
export function attaching(db: Database.Database, journal: string): () => void {
  const files = Object.entries(filesBeside(journal))
  const known = new Map<string, number>()
  return () => {
    for (const [name, file] of files) {
      const inode = statSync(file, { throwIfNoEntry: false })?.ino
      if (inode === undefined)
        throw new JournalError(
          'missing',
          `${file} is not there, and this user can't make it. Start the daemon, or ask as its user.`,
        )
      if (known.get(name) === inode) continue
      try {
        if (known.has(name)) {
          if (name === 'views') db.exec('DROP VIEW temp.fact; DROP VIEW temp.fact_by_kind')
          db.exec(`DETACH ${name}`)
        }
        known.delete(name)
        db.prepare(`ATTACH ? AS ${name}`).run(file)
        known.set(name, inode)
        if (name === 'views') db.exec(FACTS)
      } catch (error) {
        throw inWords(error, file)
      }
    }
  }
}
