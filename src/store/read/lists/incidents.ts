// The list of incidents: those that are not done, or all of them.
import { sql } from 'kysely'
import type { Condition, TableList } from './ask.ts'
import { anyOf, equals } from './ask.ts'
import { ofCaller } from './callers.ts'
import type { IncidentState } from './filter.ts'
import { isBusy } from './people.ts'
import { withWords } from './text.ts'

export const INCIDENTS: TableList = {
  name: 'incidents',
  table: 'incident_row',
  id: 'incident_row.id',
  at: 'incident_row.opened_at',
  sorts: { opened: 'incident_row.opened_at', waited: 'incident_row.waited_ms' },
  takes: {
    stream: stream => ({
      where: sql`incident_row.id IN (SELECT incident FROM call_incident WHERE call = ${stream} UNION SELECT ${stream})`,
    }),
    caller: (sought, from) => {
      const { ids } = ofCaller('call_row.id', 'call_row.id')(sought, from)
      const theirs = sql`SELECT incident AS id FROM call_incident WHERE call IN (${ids})`
      return { where: sql`+incident_row.id IN (${theirs})`, ids: theirs }
    },
    person: (person, from) => {
      const ids = sql`SELECT stream AS id FROM attempt_row WHERE person = ${person}
        UNION SELECT stream FROM took_part WHERE person = ${person}`
      return {
        where: sql`(EXISTS (SELECT 1 FROM took_part WHERE stream = incident_row.id AND person = ${person})
          OR EXISTS (SELECT 1 FROM attempt_row WHERE stream = incident_row.id AND +person = ${person}))`,
        ...(isBusy(from, person) ? {} : { ids }),
      }
    },
    words: withWords(
      story => sql`EXISTS (SELECT 1 FROM text_story WHERE story = incident_row.call AND ${story})
        OR EXISTS (SELECT 1 FROM call_incident JOIN text_story ON story = call_incident.call
          WHERE incident = incident_row.id AND ${story})`,
      stories => sql`SELECT id FROM incident_row WHERE call IN (SELECT story FROM (${stories}))
        UNION SELECT incident FROM call_incident WHERE call IN (SELECT story FROM (${stories}))`,
    ),
    properties: anyOf('incident_row.property', 'incident_row.id'),
    state: inState,
    outcome: equals('incident_row.outcome'),
    category: equals('incident_row.category'),
  },
}

/** `open` is what is not done: it still stands among the live streams. */
function inState(state: IncidentState): Condition {
  if (state === 'late') return { where: sql`incident_row.late_at IS NOT NULL` }
  if (state !== 'open') return equals('incident_row.state')(state)
  const live = sql`SELECT id FROM stream WHERE kind = 'incident'`
  return {
    where: sql`incident_row.state <> 'resolved' AND EXISTS (SELECT 1 FROM stream WHERE stream.id = incident_row.id)`,
    ids: sql`SELECT incident_row.id FROM (${live}) AS live CROSS JOIN incident_row ON incident_row.id = live.id
      WHERE incident_row.state <> 'resolved'`,
  }
}
