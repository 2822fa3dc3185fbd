// Names that can be asked for, so that an unknown one can be said, with the nearest that is known:
// those of the newest rules, and those of old ones that still stand in the lists.
import { sql } from 'kysely'
import type { Plan } from '../../../core/plan/plan.ts'
import { allOf, sqlFor } from '../../journal/statements.ts'
import type { Stored } from '../stored.ts'
import { rows } from './ask.ts'

export type NameKind = 'property' | 'group' | 'person' | 'category' | 'trunk' | 'line' | 'phone' | 'mailbox' | 'kind'

interface Names {
  readonly planned: (plan: Plan) => readonly string[]
  /** In the lists. */
  readonly seen: (from: Stored) => readonly string[]
}

const NAMES: Readonly<Record<NameKind, Names>> = {
  property: { planned: plan => Object.keys(plan.properties), seen: distinct('call_row', 'property') },
  group: { planned: plan => propertiesOf(plan).flatMap(one => one.groups ?? []), seen: () => [] },
  person: {
    planned: plan => Object.keys(plan.people),
    // People who took or ended something by hand may not be in the rules.
    seen: both(distinct('attempt_row', 'person'), distinct('took_part', 'person'), ofMessages('done_by')),
  },
  category: {
    planned: plan => propertiesOf(plan).flatMap(one => Object.keys(one.categories)),
    seen: distinct('incident_row', 'category'),
  },
  trunk: {
    planned: plan => Object.keys(plan.trunks),
    seen: both(distinct('call_row', 'trunk'), distinct('attempt_row', 'trunk')),
  },
  line: { planned: plan => plan.lines.map(({ number }) => number), seen: distinct('call_row', 'line') },
  phone: {
    planned: plan => Object.values(plan.people).flatMap(({ phones }) => phones),
    seen: distinct('attempt_row', 'phone'),
  },
  mailbox: {
    planned: plan => propertiesOf(plan).flatMap(one => Object.keys(one.mailboxes)),
    seen: ofMessages('mailbox'),
  },
  kind: { planned: () => [], seen: kinds },
}

export function knownNames(from: Stored, kind: NameKind): string[] {
  const plan = kind === 'kind' ? null : from.newestPlan()
  return all(plan === null ? [] : NAMES[kind].planned(plan), NAMES[kind].seen(from))
}

/** Those that a list has, without the plan of a thousand properties. */
export function namesSeen(from: Stored, kind: NameKind): readonly string[] {
  return NAMES[kind].seen(from)
}

function propertiesOf(plan: Plan) {
  return Object.values(plan.properties)
}

function both(...all: readonly Names['seen'][]): Names['seen'] {
  return from => all.flatMap(seen => seen(from))
}

function all(...names: readonly (readonly string[])[]): string[] {
  return [...new Set(names.flat())].sort()
}

/** Jumps from one to the next in the index: they are few, and the rows many. */
function distinct(table: string, column: string): Names['seen'] {
  const [of, name] = [sql.table(table), sql.ref(column)]
  const query = sql`WITH RECURSIVE one(name) AS (
    SELECT min(${name}) FROM ${of} WHERE ${name} IS NOT NULL
    UNION ALL SELECT (SELECT min(${name}) FROM ${of} WHERE ${name} > one.name) FROM one WHERE one.name IS NOT NULL
  ) SELECT name FROM one WHERE name IS NOT NULL`
  return from => rows<{ name: string }>(from, query).map(row => row.name)
}

function ofMessages(column: 'mailbox' | 'done_by'): Names['seen'] {
  const query = sqlFor.selectFrom('message_row').select(`${column} as name`).distinct()
  return from => allOf(from.db, query).flatMap(({ name }) => name ?? [])
}

function kinds(from: Stored): string[] {
  const query = sql`SELECT kind FROM kind_no WHERE EXISTS (SELECT 1 FROM touched WHERE touched.kind = kind_no.no)`
  return rows<{ kind: string }>(from, query).map(row => row.kind)
}
