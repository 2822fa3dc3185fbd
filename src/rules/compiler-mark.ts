// Which compiler this is, in one word: whatever it made before is only believed again under the same one. Looks at names, sizes and times of
// the files that understand rules, and reads none of them: it is asked before anything else is loaded.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'

/** Built, all of it is beside this file. */
const ROOMS = ['./', '../core/plan/', '../core/words/', '../core/notices/'].map(room => new URL(room, import.meta.url))

export function compilerMark(): string {
  const hash = createHash('sha256').update(`${process.versions.node}\n`)
  hash.update(readFileSync(new URL('../../package.json', import.meta.url)))
  for (const here of ROOMS.filter(room => existsSync(room))) {
    for (const name of readdirSync(here)) {
      const { size, mtimeMs } = statSync(new URL(name, here))
      hash.update(`${name} ${size} ${mtimeMs}\n`)
    }
  }
  return hash.digest('hex')
}
