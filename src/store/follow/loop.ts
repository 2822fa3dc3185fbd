// The one loop that gives the journal's turns to the followers, a batch at a time. Each batch is a
// transaction of the follower's file, which looks at the cursor under its lock: two loops on one
// file (a command line beside a daemon, a daemon that dies and the next one) do nothing twice and
// leave nothing out. What a follower can't take is its own trouble: it stops alone, says so, and
// the others go on.
import type Database from 'better-sqlite3'
import { inWords, JournalError } from '../journal/journal-error.ts'
import { prepare, sqlFor } from '../journal/statements.ts'
import { type TurnRow, turnReader } from './followed-turn.ts'
import type { FollowedTurn, Follower } from './follower.ts'
import { type FileOptions, type FollowerFile, type Following, openFollowerFile } from './follower-file.ts'

/** So many turns are one transaction at most: some milliseconds. */
const BATCH = 200
const ALARMS_KEPT = 20

export interface Trouble {
  readonly since: number
  readonly follower: string
  readonly file: string
  readonly what: string
}

export interface Loop {
  /**
   * Gives each follower its next turns; false when nobody got any. Throws a JournalError where a
   * file can't be written.
   */
  step(): boolean
  /**
   * Steps until all that is in the journal has been taken, or so many ms have gone. Gives how many
   * turns are left.
   */
  catchUp(ms: number): number
  /** How many turns the slowest of this file has not got, without those that have stopped. */
  behind(file: string): number
  /** Whether nobody in this file has stopped. */
  isWhole(file: string): boolean
  /** The file, for whatever else is written to it. */
  db(file: string): Database.Database
  troubles(): readonly Trouble[]
  close(): void
}

export function openLoop(journal: Database.Database, files: readonly FileOptions[]): Loop {
  const after = prepare<{ seq: number }, TurnRow>(journal, p =>
    sqlFor
      .withSchema('main')
      .selectFrom('turn')
      .select(['seq', 'at', 'input', 'facts', 'changes', 'hash'])
      .where('seq', '>', p.seq)
      .orderBy('seq')
      .limit(BATCH),
  )
  const ofTurn = prepare<{ seq: number }, { at: number; hash: string }>(journal, p =>
    sqlFor.selectFrom('turn').select(['at', 'hash']).where('seq', '=', p.seq),
  )
  const last = prepare<object, { seq: number; at: number }>(journal, () =>
    sqlFor.selectFrom('turn').select(['seq', 'at']).orderBy('seq', 'desc').limit(1),
  )
  const followed = turnReader(journal)
  const open = new Map<string, FollowerFile>()
  const stopped = new Map<Follower, Trouble>()
  const skipped: Trouble[] = []
  /** What was read last: both files are mostly at the same turn. */
  let page: { readonly after: number; readonly turns: readonly (FollowedTurn & { readonly hash: string })[] } | null = null

  const head = (): number => last.get({})?.seq ?? 0

  function fileOf(options: FileOptions): FollowerFile {
    const known = open.get(options.file)
    if (known?.isThere()) return known
    known?.close()
    // Somebody has deleted it: it is made again, and whoever stopped begins again.
    for (const follower of options.followers) stopped.delete(follower)
    const file = openFollowerFile(options)
    open.set(options.file, file)
    file.db.transaction(() => begin(file)).immediate()
    return file
  }

  /** New ones begin where they want to; and so do those of another journal's turns. */
  function begin(file: FollowerFile): void {
    for (const { follower } of file.following) {
      const cursor = file.cursor(follower)
      if (cursor === null || cursor.seq === 0) continue
      const isNew = cursor.seq < 0
      if (!isNew && ofTurn.get({ seq: cursor.seq })?.hash === cursor.hash) continue
      if (!isNew && follower.from === 'first') file.clear(follower)
      const seq = follower.from === 'first' ? 0 : turnBefore((last.get({})?.at ?? 0) - follower.from.lastMs)
      file.move(follower, { seq, hash: ofTurn.get({ seq })?.hash ?? '' })
    }
  }

  /** The last turn before this time. Time never goes back in a journal. */
  function turnBefore(at: number): number {
    let [low, high] = [0, head()]
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((ofTurn.get({ seq: middle })?.at ?? 0) < at) low = middle
      else high = middle - 1
    }
    return low
  }

  function read(seq: number): readonly (FollowedTurn & { readonly hash: string })[] {
    if (page?.after !== seq || page.turns.length === 0) page = { after: seq, turns: after.all({ seq }).map(followed) }
    return page.turns
  }

  function goers(file: FollowerFile): readonly Following[] {
    return file.following.filter(({ follower }) => !stopped.has(follower) && file.cursor(follower) !== null)
  }

  function lowest(file: FollowerFile): number | null {
    const all = goers(file).map(({ follower }) => file.cursor(follower)?.seq ?? 0)
    return all.length === 0 ? null : Math.min(...all)
  }

  function stepFile(options: FileOptions): boolean {
    const file = fileOf(options)
    const from = lowest(file)
    if (from === null) return false
    const turns = read(from)
    if (turns.length === 0) return false
    const take = file.db.transaction(() => {
      for (const one of goers(file)) feed(options, file, one, turns)
    })
    take.immediate()
    return true
  }

  function feed(
    options: FileOptions,
    file: FollowerFile,
    one: Following,
    turns: readonly (FollowedTurn & { hash: string })[],
  ): void {
    const { follower, take } = one
    const at = file.cursor(follower)?.seq ?? Number.MAX_SAFE_INTEGER
    // Another loop may have taken them meanwhile.
    const todo = turns.filter(({ seq }) => seq > at)
    if (todo.length === 0) return
    const whole = file.db.transaction(() => todo.forEach(take))
    let done = todo.at(-1)
    try {
      whole()
    } catch (error) {
      if (isOfTheMachine(error, options.file)) throw error
      done = oneByOne(options, file, one, todo)
    }
    if (done === undefined) return
    file.move(follower, done)
    if (one.beside && done.seq >= head()) file.takePlace(follower)
  }

  /** Up to the turn that it can't take; gives the last one that it has. */
  function oneByOne(
    { file: name }: FileOptions,
    file: FollowerFile,
    { follower, take }: Following,
    todo: readonly (FollowedTurn & { hash: string })[],
  ) {
    let done: (FollowedTurn & { hash: string }) | undefined
    for (const turn of todo) {
      try {
        file.db.transaction(() => take(turn))()
      } catch (error) {
        if (isOfTheMachine(error, name)) throw error
        const said = error instanceof Error ? error.message : String(error)
        const about = `turn ${turn.seq}: ${said}`
        if (follower.onMistake === 'stop') {
          const what = `${follower.name} stopped at ${about}. Calls go on. Delete ${name} and it is made again.`
          stopped.set(follower, { since: turn.at, follower: follower.name, file: name, what })
          return done
        }
        skipped.unshift({
          since: turn.at,
          follower: follower.name,
          file: name,
          what: `${follower.name} had to leave out ${about}. Nobody outside is told of it.`,
        })
        skipped.length = Math.min(skipped.length, ALARMS_KEPT)
      }
      done = turn
    }
    return done
  }

  function step(): boolean {
    let any = false
    let failed: unknown = null
    for (const options of files) {
      try {
        any = stepFile(options) || any
      } catch (error) {
        failed ??= inWords(error, options.file)
      }
    }
    page = null
    if (failed !== null) throw failed
    return any
  }

  function optionsOf(file: string): FileOptions {
    const found = files.find(one => one.file === file)
    if (found === undefined) throw new Error(`nobody follows into ${file}`)
    return found
  }

  function behind(file: string): number {
    const from = lowest(fileOf(optionsOf(file)))
    return from === null ? 0 : Math.max(0, head() - from)
  }

  return {
    step,
    catchUp(ms) {
      const until = performance.now() + ms
      while (step() && performance.now() < until);
      return Math.max(0, ...files.map(({ file }) => behind(file)))
    },
    behind,
    isWhole: file => ![...stopped.values()].some(trouble => trouble.file === file),
    db: file => fileOf(optionsOf(file)).db,
    troubles: () => [...stopped.values(), ...skipped],
    close() {
      for (const file of open.values()) file.close()
      open.clear()
    },
  }
}

/** The disk, a lock or a damaged file: nothing that the turn or the follower can be blamed for. */
function isOfTheMachine(error: unknown, file: string): boolean {
  const known = inWords(error, file)
  return known instanceof JournalError && known.kind !== 'mistake'
}
