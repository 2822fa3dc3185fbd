// The tables of the follower `names`, as Kysely sees them, and the SQL that makes them: both change
// together, and then its version does.
import type { Named } from './named.ts'

export interface NameTables {
  plan_no: PlanNoRow
  name_row: NameRow
}

/** A plan by which a stream lived. */
export interface PlanNoRow {
  /** In the order in which the journal names them first. */
  no: number
  plan: string
}

/** What something is called by this plan, and by those after it until the next row. */
export interface NameRow {
  /** A mailbox has its property before its own id: `oak-creek/office`. The box has no id. */
  what: 'property' | 'person' | 'mailbox' | 'box'
  id: string
  /** `plan_no.no` */
  no: number
  name: string
  /** IANA zone of a property and of the box; else empty. */
  zone: string
}

export const NAME_TABLES = ['plan_no', 'name_row'] as const

export function nameSql({ table }: Named): string {
  return `
CREATE TABLE ${table('plan_no')} (
  no INTEGER PRIMARY KEY,
  plan TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE ${table('name_row')} (
  what TEXT NOT NULL,
  id TEXT NOT NULL,
  no INTEGER NOT NULL,
  name TEXT NOT NULL,
  zone TEXT NOT NULL,
  PRIMARY KEY (what, id, no)
) STRICT, WITHOUT ROWID;
`
}
