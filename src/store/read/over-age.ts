// Recordings that the rules keep no longer: messages that somebody has dealt with, statements, recorded talks; the oldest first. And those
// that were to be removed in the last days: their files are removed again, in case that it went wrong. Asked once a night.
import { sql } from 'kysely'
import { type Keeps, keptFor, RECORDED, type Recorded } from '../../core/plan/retention.ts'
import type { CallId, EpochMs, IncidentId } from '../../core/world/ids.ts'
import type { Input } from '../../core/world/inputs.ts'
import type { HeldRecordingRow } from '../follow/calls-tables.ts'
import { allOf, prepare, sqlFor } from '../journal/statements.ts'
import { coveredBy, noHoldOver } from './covered-by.ts'
import type { Stored } from './stored.ts'

/** As the core is told of it. */
export type OverAge = Omit<Extract<Input, { type: 'overAge' }>, 'type'>

export interface OverAgeList {
  readonly due: readonly OverAge[]
  /** Names of recordings. */
  readonly again: readonly string[]
}

const DAY_MS = 86_400_000
/** For so long a removal is tried again. */
const AGAIN_MS = 3 * DAY_MS
/** Whoever has dealt with a message may want to hear it once more. */
const AFTER_DONE_MS = DAY_MS

export function listOverAge(from: Stored, keeps: Keeps, now: EpochMs, most: number): OverAgeList {
  const incidentsOf = prepare<{ call: string }, { incident: string }>(from.db, p =>
    sqlFor.selectFrom('call_incident').select('incident').where('call', '=', p.call),
  )
  const old = heldLongest(from)
  const due = propertiesOf(from)
    .flatMap(property =>
      RECORDED.flatMap(what => {
        const keepSeconds = keptFor(keeps, property === '' ? null : property, what)
        if (keepSeconds === null) return []
        const before = now - keepSeconds * 1000
        return old.all({ property, what, before, doneBefore: now - AFTER_DONE_MS, most }).map(row => ({ ...row, keepSeconds }))
      }),
    )
    .sort((a, b) => a.taken_at - b.taken_at)
    .slice(0, most)
    .map(({ stream, recording, what, taken_at, keepSeconds }): OverAge => {
      const incidents = incidentsOf.all({ call: stream }).map(({ incident }) => incident as IncidentId)
      const takenAt = taken_at as EpochMs
      const of = stream as CallId | IncidentId
      return { stream: of, recording, what, takenAt, keepSeconds, incidents, wouldHold: coveredBy(from, of) }
    })
  return { due, again: removedSince(from, now - AGAIN_MS) }
}

/** Of which something is held. Each is a step in the index, however much it is. */
function propertiesOf({ db }: Stored): string[] {
  const next = prepare<{ after: string }, { property: string | null }>(db, p =>
    sqlFor
      .selectFrom('held_recording')
      .select(eb => eb.fn.min('property').as('property'))
      .where('property', '>', p.after),
  )
  const none = allOf(db, sqlFor.selectFrom('held_recording').select('property').where('property', '=', '').limit(1))
  const found = none.map(({ property }) => property)
  for (let after = ''; ; ) {
    const property = next.get({ after })?.property
    if (property === undefined || property === null) return found
    found.push(property)
    after = property
  }
}

/** Held since before then, the oldest first: no message that nobody has dealt with, and nothing that is still open. */
function heldLongest({ db }: Stored) {
  const live = sqlFor.selectFrom('stream').select('stream.id')
  return prepare<Asked, HeldRecordingRow>(db, p =>
    sqlFor
      .selectFrom('held_recording as held')
      .leftJoin('message_row', 'message_row.recording', 'held.recording')
      .select(['held.recording', 'held.stream', 'held.what', 'held.property', 'held.taken_at'])
      .where('held.property', '=', p.property)
      .where('held.what', '=', p.what)
      .where('held.taken_at', '<=', p.before)
      .where(eb => eb.or([eb('held.what', '<>', 'messages'), eb('message_row.done_at', '<=', p.doneBefore)]))
      // The core says so too; here it keeps what can't go from standing in the way of what can.
      .where('held.stream', 'not in', live)
      .where(eb =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('call_incident')
              .select('incident')
              .whereRef('call_incident.call', '=', 'held.stream')
              .where('incident', 'in', live),
          ),
        ),
      )
      .where(noHoldOver(sql`held.stream`))
      .orderBy('held.taken_at')
      .limit(p.most),
  )
}

interface Asked {
  readonly property: string
  readonly what: Recorded
  readonly before: number
  readonly doneBefore: number
  readonly most: number
}

function removedSince(from: Stored, since: number): string[] {
  return allOf(from.db, sqlFor.selectFrom('removed_recording').select('recording').where('at', '>', since)).map(
    ({ recording }) => recording,
  )
}
