// Which recordings of a call were removed because they were over age, and why. What `messages list` and `messages play` ask.
import type { CallId, EpochMs } from '../../core/world/ids.ts'
import { prepare, sqlFor } from '../journal/statements.ts'
import type { Stored } from './stored.ts'

export interface Removed {
  readonly at: EpochMs
  readonly why: string
}

export function removedRecordings({ db }: Stored): (call: CallId, recording: string) => Removed | null {
  const facts = prepare<{ stream: string }, { body: string }>(db, p =>
    sqlFor.selectFrom('fact').select('body').where('stream', '=', p.stream).where('kind', '=', 'recording-removed'),
  )
  return (call, recording) => {
    const found = facts.all({ stream: call }).map(({ body }) => JSON.parse(body) as Removed & { readonly recording: string })
    const own = found.find(each => each.recording === recording)
    return own ? { at: own.at, why: own.why } : null
  }
}
