// Names that can be asked for, so that an unknown one can be said, with the nearest that is known:
// those of the newest rules, and those of old ones that still stand in the lists.
import { sql } from 'kysely'
import type { Plan } from '../../../core/plan/plan.ts'
import { allOf, sqlFor } from '../../journal/statements.ts'
import type { Stored } from '../stored.ts'
import { rows } from './ask.ts'

export interface KnownNames {
  readonly properties: readonly string[]
  readonly groups: readonly string[]
  readonly people: readonly string[]
  readonly categories: readonly string[]
  readonly trunks: readonly string[]
  readonly lines: readonly string[]
  readonly phones: readonly string[]
  readonly mailboxes: readonly string[]
  readonly kinds: readonly string[]
}

export function knownNames(from: Stored): KnownNames {
  const plan = from.newestPlan()
  const properties = Object.values(plan?.properties ?? {})
  return {
    properties: all(Object.keys(plan?.properties ?? {}), distinct(from, 'call_row', 'property')),
    groups: groupsOf(plan),
    people: all(
      Object.keys(plan?.people ?? {}),
      distinct(from, 'attempt_row', 'person'),
      distinct(from, 'incident_row', 'owner'),
    ),
    categories: all(
      properties.flatMap(one => Object.keys(one.categories)),
      distinct(from, 'incident_row', 'category'),
    ),
    trunks: all(Object.keys(plan?.trunks ?? {}), distinct(from, 'call_row', 'trunk')),
    lines: all(
      (plan?.lines ?? []).map(({ number }) => number),
      distinct(from, 'call_row', 'line'),
    ),
    phones: all(
      Object.values(plan?.people ?? {}).flatMap(({ phones }) => phones),
      distinct(from, 'attempt_row', 'phone'),
    ),
    mailboxes: all(
      properties.flatMap(one => Object.keys(one.mailboxes)),
      mailboxes(from),
    ),
    kinds: kinds(from),
  }
}

export function groupsOf(plan: Plan | null): string[] {
  return all(Object.values(plan?.properties ?? {}).flatMap(one => one.groups ?? []))
}

function all(...names: readonly (readonly string[])[]): string[] {
  return [...new Set(names.flat())].sort()
}

/** Jumps from one to the next in the index: they are few, and the rows many. */
function distinct(from: Stored, table: string, column: string): string[] {
  const [of, name] = [sql.table(table), sql.ref(column)]
  const query = sql`WITH RECURSIVE one(name) AS (
    SELECT min(${name}) FROM ${of} WHERE ${name} IS NOT NULL
    UNION ALL SELECT (SELECT min(${name}) FROM ${of} WHERE ${name} > one.name) FROM one WHERE one.name IS NOT NULL
  ) SELECT name FROM one WHERE name IS NOT NULL`
  return rows<{ name: string }>(from, query).map(row => row.name)
}

function mailboxes(from: Stored): string[] {
  return allOf(from.db, sqlFor.selectFrom('message_row').select('mailbox').distinct()).map(row => row.mailbox)
}

function kinds(from: Stored): string[] {
  const query = sql`SELECT kind FROM kind_no WHERE EXISTS (SELECT 1 FROM touched WHERE touched.kind = kind_no.no)`
  return rows<{ kind: string }>(from, query).map(row => row.kind)
}
