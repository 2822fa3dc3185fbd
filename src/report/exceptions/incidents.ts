// Exceptions among incidents: unreached, late, escalated, empty rungs.
import { nameOfPerson, nameOfProperty } from '../names.ts'
import type { IncidentRecord, Records } from '../records.ts'
import type { TableSection } from '../report.ts'
import { isEscalated, isLate } from '../service/incident-figures.ts'
import { column, type Reads, tableOf } from '../table.ts'

type Column = Reads<IncidentRecord>

const OPENED: Column = column('opened', 'OPENED', 'time', one => one.openedAt)
const CATEGORY: Column = column('category', 'CATEGORY', 'text', one => one.category)
const STATE: Column = column('state', 'NOW', 'text', one => one.state)
const ID: Column = column('incident', 'INCIDENT', 'text', one => one.id)
const EACH = { counts: 'incidents', id: (one: IncidentRecord) => one.id } as const

function property(records: Records): Column {
  return column('property', 'PROPERTY', 'text', one => nameOfProperty(records.plan, one.property))
}

/** Who had it first, and how long after this. */
function firstOwner({ plan }: Records, begin: 'openedAt' | 'arrivedAt' = 'openedAt'): readonly Column[] {
  return [
    column('first-owner', 'FIRST HAD BY', 'text', one => nameOfPerson(plan, one.firstOwner)),
    column('after', 'AFTER', 'ms', one => (one.firstOwnedAt === null ? null : one.firstOwnedAt - one[begin])),
  ]
}

export function unreached(records: Records): TableSection {
  const found = records.incidents.filter(one => becameUnreached(one, records) || wasUnreached(one, records))
  return tableOf(
    {
      id: 'unreached',
      title: 'Unreached, and how they ended',
      none: 'No urgent matter was unreached.',
      each: EACH,
    },
    found,
    [
      OPENED,
      property(records),
      CATEGORY,
      column('unreached', 'UNREACHED', 'time', one => one.unreachedAt),
      column('passes', 'PASSES', 'count', one => one.passes),
      ...firstOwner(records),
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

export function late(records: Records): TableSection {
  const found = openedIn(records).filter(one => isLate(one, records.now))
  const notes = found.length === 0 ? [] : ['Target and time run from the arrival of the call.']
  return tableOf({ id: 'late', title: 'Late', none: 'Nothing was late by the targets of the rules.', notes, each: EACH }, found, [
    OPENED,
    property(records),
    CATEGORY,
    column('target', 'TARGET', 'ms', one => (one.targetSeconds === null ? null : one.targetSeconds * 1000)),
    ...firstOwner(records, 'arrivedAt'),
    STATE,
    ID,
  ])
}

export function escalated(records: Records): TableSection {
  return tableOf(
    { id: 'escalated', title: 'Past rung 1', none: 'No urgent matter went past rung 1.', each: EACH },
    openedIn(records).filter(isEscalated),
    [
      OPENED,
      property(records),
      CATEGORY,
      column('rungs', 'RUNGS', 'count', one => one.firstRungs ?? one.rungs),
      column('pass', 'PASS', 'count', one => one.firstPass ?? one.passes),
      ...firstOwner(records),
      ID,
    ],
  )
}

export function emptyRungs(records: Records): TableSection {
  return tableOf(
    { id: 'empty-rungs', title: 'Empty rungs', none: 'No rung was empty.', each: EACH },
    openedIn(records).filter(({ skipped }) => skipped > 0),
    [OPENED, property(records), CATEGORY, column('skipped', 'EMPTY RUNGS', 'count', one => one.skipped), ID],
  )
}

function openedIn({ incidents, span }: Records): readonly IncidentRecord[] {
  return incidents.filter(({ openedAt, state }) => openedAt >= span.from && state !== 'folded')
}
