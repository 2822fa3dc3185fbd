// Exceptions among incidents: unreached, late, escalated, empty rungs.
import { openedIn } from '../ids.ts'
import { nameOfPerson, nameOfProperty } from '../names.ts'
import type { IncidentRecord, Records } from '../records.ts'
import type { TableSection } from '../report.ts'
import { isEscalated, isLate, passReached, rungReached } from '../service/incident-figures.ts'
import { urgentTargets } from '../service/targets.ts'
import { column, measured, type Reads, tableOf } from '../table.ts'

type Column = Reads<IncidentRecord>

const OPENED: Column = column('opened', 'OPENED', 'time', one => one.openedAt)
const CATEGORY: Column = column('category', 'CATEGORY', 'text', one => one.category)
const STATE: Column = column('state', 'NOW', 'text', one => one.state)
const ID: Column = column('incident', 'INCIDENT', 'text', one => one.id)
const EACH = { rowId: (one: IncidentRecord) => one.id, each: 'incidents' } as const

function property(records: Records): Column {
  return column('property', 'PROPERTY', 'text', one => nameOfProperty(records.plan, one.property))
}

/** Who had it first, and how long after it was opened; of late ones, after the call had arrived. */
function firstOwner({ plan }: Records, table: 'unreached' | 'late' | 'escalated'): readonly Column[] {
  const begin = table === 'late' ? 'arrivedAt' : 'openedAt'
  return [
    column('first-owner', 'FIRST HAD BY', 'text', one => nameOfPerson(plan, one.firstOwner)),
    measured(`${table}/after`, one => (one.firstOwnedAt === null ? null : one.firstOwnedAt - one[begin])),
  ]
}

export function unreached(records: Records): TableSection {
  const found = records.incidents.filter(one => becameUnreached(one, records) || wasUnreached(one, records))
  return tableOf(
    {
      id: 'unreached',
      title: 'Unreached, and how they ended',
      none: 'No urgent matter was unreached.',
      ...EACH,
    },
    found,
    [
      OPENED,
      property(records),
      CATEGORY,
      column('unreached', 'UNREACHED', 'time', one => one.unreachedAt),
      measured('unreached/passes', one => one.passes),
      ...firstOwner(records, 'unreached'),
      STATE,
      column('outcome', 'OUTCOME', 'text', one => one.outcome),
      ID,
    ],
  )
}

function becameUnreached({ unreachedAt }: IncidentRecord, { span }: Records): boolean {
  return unreachedAt !== null && unreachedAt >= span.from && unreachedAt < span.to
}

/** At the beginning of the span, and nobody had it: it stays an exception until somebody has. */
function wasUnreached({ unreachedAt, firstOwnedAt, resolvedAt, state }: IncidentRecord, { span }: Records): boolean {
  if (unreachedAt === null || unreachedAt >= span.from || state === 'folded') return false
  const stillIs = state === 'unreached'
  return stillIs || ((firstOwnedAt ?? Infinity) >= span.from && (resolvedAt ?? Infinity) >= span.from)
}

export function late(records: Records, category: string | null): TableSection {
  const found = openedIn(records).filter(one => isLate(one, records.now))
  const words = urgentTargets({ ...records, category })
  const target = `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
  const notes = found.length === 0 ? [target] : ['Target and time run from the arrival of the call.', target]
  return tableOf({ id: 'late', title: 'Late', none: 'Nothing was late by the targets of the rules.', notes, ...EACH }, found, [
    OPENED,
    property(records),
    CATEGORY,
    measured('late/target', one => (one.targetSeconds === null ? null : one.targetSeconds * 1000)),
    ...firstOwner(records, 'late'),
    STATE,
    ID,
  ])
}

export function escalated(records: Records): TableSection {
  return tableOf(
    { id: 'escalated', title: 'Past rung 1', none: 'No urgent matter went past rung 1.', ...EACH },
    openedIn(records).filter(isEscalated),
    [
      OPENED,
      property(records),
      CATEGORY,
      measured('escalated/rungs', one => one.firstRungs ?? one.rungs),
      measured('escalated/rung', rungReached),
      measured('escalated/pass', passReached),
      ...firstOwner(records, 'escalated'),
      ID,
    ],
  )
}

export function emptyRungs(records: Records): TableSection {
  return tableOf(
    { id: 'empty-rungs', title: 'Empty rungs', none: 'No rung was empty.', ...EACH },
    openedIn(records).filter(({ skipped }) => skipped > 0),
    [OPENED, property(records), CATEGORY, measured('empty-rungs/skipped', one => one.skipped), ID],
  )
}
