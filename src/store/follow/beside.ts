// All that stands beside the journal, in one thread: the loop that gives turns to the followers,
// the questions about what they make, and the outbox. The daemon keeps it in a worker
// (in-worker.ts); tests may have it where they are. It adds nothing to the journal.

import type { Outbox } from '../../daemon/ports.ts'
import { aboutReader } from '../outbox/about.ts'
import { openOutbox } from '../outbox/open-outbox.ts'
import { openReading, type Reader } from '../read/reader.ts'
import { openCarryOver } from './carry-over.ts'
import { filesBeside } from './followers.ts'
import type { Trouble } from './loop.ts'

export interface Beside {
  readonly reader: Reader
  readonly outbox: Outbox
  /** Gives the followers their next turns; false when nobody got any. */
  step(): boolean
  /** Takes work from the journal's commits: see carry-over.ts. */
  carryOver(): void
  troubles(): readonly Trouble[]
  /**
   * Empties the log files of outbox and lists of what was erased; false while somebody still reads
   * old pages.
   */
  oldPagesGone(): boolean
  /** The same for the journal. */
  journalPagesGone(): boolean
  close(): void
}

/** A question holds the thread for so long at most before it is answered from what there is, ms. */
const PATIENCE_MS = 2000

export function openBeside(journal: string): Beside {
  const { reader, loop, from, current } = openReading(journal, PATIENCE_MS)
  const { outbox: file, views } = filesBeside(journal)
  const carrying = openCarryOver(journal)
  let made: { readonly db: unknown; readonly outbox: Outbox } | null = null

  /** On the file that is there now. */
  function outbox(): Outbox {
    current()
    const db = loop.db(file)
    if (made?.db !== db) {
      const lists = {
        ...aboutReader(from),
        hadCalls: reader.hadCalls,
        reportStood: reader.reportStood,
        waitingMessages: reader.countWaiting,
      }
      made = {
        db,
        outbox: openOutbox(db, {
          ...lists,
          isCurrent: () => loop.behind(file) === 0,
          areWhole: () => loop.isWhole(views) && loop.behind(views) === 0,
        }),
      }
    }
    return made.outbox
  }

  const late = <K extends keyof Outbox>(name: K): Outbox[K] =>
    ((...args: never[]) => (outbox()[name] as (...args: never[]) => unknown)(...args)) as Outbox[K]

  return {
    reader,
    outbox: {
      lanes: late('lanes'),
      due: late('due'),
      sent: late('sent'),
      later: late('later'),
      givenUp: late('givenUp'),
      again: late('again'),
      hasten: late('hasten'),
      unnoted: late('unnoted'),
      prune: late('prune'),
      lastDigest: late('lastDigest'),
      hadCalls: late('hadCalls'),
      addDigests: late('addDigests'),
      addAnchors: late('addAnchors'),
      addCards: late('addCards'),
      lastReport: late('lastReport'),
      reportStood: late('reportStood'),
      addReports: late('addReports'),
      troubles: late('troubles'),
      waitingMessages: late('waitingMessages'),
    },
    step: loop.step,
    carryOver: carrying.look,
    troubles: loop.troubles,
    oldPagesGone() {
      current()
      return [file, views].every(one => {
        const [row] = loop.db(one).pragma('wal_checkpoint(TRUNCATE)') as readonly { readonly busy: number }[]
        return row?.busy === 0
      })
    },
    journalPagesGone: carrying.empty,
    close() {
      carrying.close()
      reader.close()
    },
  }
}
