// Who follows the journal, and into which files beside it. views.db is made of the journal alone:
// whoever deletes it gets it again. outbox.db holds what can't be made again: what was sent, and
// how often it was tried.

import { dirname, join } from 'node:path'
import type Database from 'better-sqlite3'
import type { KeptPlans } from '../journal/kept-plans.ts'
import { notices } from '../outbox/notices.ts'
import { OUTBOX_SQL } from '../outbox/outbox-tables.ts'
import { calls } from './calls.ts'
import type { Follower } from './follower.ts'
import { type Loop, openLoop } from './loop.ts'
import { names } from './names.ts'
import { retention } from './retention.ts'
import { stories } from './stories.ts'
import { texts } from './texts.ts'

export interface FilesBeside {
  readonly views: string
  readonly outbox: string
}

export function filesBeside(journal: string): FilesBeside {
  return { views: join(dirname(journal), 'views.db'), outbox: join(dirname(journal), 'outbox.db') }
}

/** Who makes views.db. */
export function viewers(plans: KeptPlans): readonly Follower[] {
  return [calls, stories, retention, names(plans), texts(plans)]
}

/** The journal open for reading, and its file. */
export function openFollowers(db: Database.Database, journal: string, plans: KeptPlans): Loop {
  const { views, outbox } = filesBeside(journal)
  return openLoop(db, [
    { file: views, journal, followers: viewers(plans), sql: '', careful: false },
    { file: outbox, journal, followers: [notices(plans)], sql: OUTBOX_SQL, careful: true },
  ])
}
