// A journal and all that follows it, in one thread: the lists, the outbox, and the questions that
// the daemon asks about the past. For tests that write turns themselves. Whatever is asked sees
// everything that was committed before.
import { rmSync } from 'node:fs'
import type { CallId } from '../../src/core/world/ids.ts'
import { takeTurn } from '../../src/core/world/take-turn.ts'
import { emptyWorld } from '../../src/core/world/world.ts'
import type { Async, Outbox } from '../../src/daemon/ports.ts'
import { type Beside, openBeside } from '../../src/store/follow/beside.ts'
import { filesBeside } from '../../src/store/follow/followers.ts'
import { openJournal, type SqliteJournal } from '../../src/store/journal/journal.ts'
import type { Reader } from '../../src/store/read/reader.ts'

export interface FollowedJournal extends SqliteJournal {
  readonly outbox: Outbox
  readonly past: Reader
  readonly beside: Beside
  /**
   * As an administrator does it; says how many private parts were erased, or who still needs them.
   */
  eraseCall(call: CallId): { readonly erased: number } | { readonly stillLive: readonly string[] }
  /** Somebody deletes views.db. */
  loseViews(): void
}

export function openFollowed(file: string): FollowedJournal {
  const journal = openJournal(file)
  const beside = openBeside(file)
  return {
    ...journal,
    ...{ beside, outbox: beside.outbox, past: beside.reader },
    eraseCall(call) {
      const { stillLive, parts, incidents } = beside.reader.callerOf(call)
      if (stillLive.length > 0) return { stillLive }
      const at = journal.liveStreams().lastAt ?? 0
      journal.commit([takeTurn(emptyWorld(), { type: 'callErased', stream: call, who: 'pat', incidents }, at as never)])
      journal.oldPagesGone()
      return { erased: parts }
    },
    loseViews: () => rmSync(filesBeside(file).views),
    close() {
      beside.close()
      journal.close()
    },
  }
}

/** The same, as if it were in another thread. */
export function aside<T extends object>(of: T): Async<T> {
  const get =
    (_: object, name: string | symbol) =>
    async (...args: unknown[]) =>
      (Reflect.get(of, name) as (...args: unknown[]) => unknown).apply(of, args)
  return new Proxy({}, { get }) as Async<T>
}

export type { Outbox }
